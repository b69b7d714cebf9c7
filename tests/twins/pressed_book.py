"""The office's side of the buttons in memory: a freshly built book of ours, and a hand that fills and presses."""

import gc
import pickle
from functools import cache

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.datavalidation import DataValidationList

from addin.books.built import BuiltSheet
from addin.functions.actions import perform
from workbooks import catalogue

ENTRY = "HIKAE_QUOTES"


@cache
def built_once(name):
    """Return a built book as bytes of our own, which are a book again in a hundredth of the time of building one.

    What only an eye sees is left out: colours by condition, drop-down lists, and cells that hold nothing, but for the
    last one, which tells how far a sheet reaches.
    """
    book = catalogue.form(name)
    for sheet in book.worksheets:
        last = sheet.max_row, sheet.max_column
        blank = [place for place, cell in sheet._cells.items() if cell.value is None and place != last]  # noqa: SLF001
        for place in blank:
            del sheet._cells[place]  # noqa: SLF001 - openpyxl has no word for it
        sheet.cell(*last)
        sheet.conditional_formatting, sheet.data_validations = ConditionalFormattingList(), DataValidationList()
    return pickle.dumps(book)


def built_again(name):
    """Return a book of one's own; Python does not look through the thousands of new cells while they are made."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(built_once(name))  # noqa: S301 - our own bytes
    finally:
        if was_looking:
            gc.enable()


class PressedBook:
    """A book whose buttons run the product's own use cases in the home that the environment names."""

    def __init__(self, name="quotes"):
        self.book, self.title = built_again(name), catalogue.file_name(name)
        self.sheet = BuiltSheet(self.book, self.title)
        self.writes, self.told = [], []

    def ask(self, message):
        """Answer one question of an action as the office does."""
        if "progress" in message:
            self.told.append(message["progress"])
            return None
        if message["ask"] == "read":
            block = self.sheet.read(message["region"])
            return {"rows": block.rows, "sheet": block.sheet, "row": block.row, "column": block.column}
        if message["ask"] == "cells":
            return self.sheet.cells()
        self.sheet.write(message["regions"])
        self.writes.append(message["regions"])
        return None

    def turn_to(self, sheet):
        """Bring a sheet to the front, as a click on its tab does."""
        self.book.active = self.book[sheet]

    def press(self, name):
        """Return the answer of a button."""
        return perform(name, {"title": self.title, "sheet": self.sheet.sheet}, self.ask)

    def done(self, name):
        """Return what a button that must succeed came to."""
        answer = self.press(name)
        assert "value" in answer, answer
        return answer["value"]

    def refused(self, name):
        """Return the error of a button that must fail and leave the book as it was."""
        writes = len(self.writes)
        answer = self.press(name)
        assert "error" in answer, answer
        assert len(self.writes) == writes
        return answer["error"]

    def put(self, region, value):
        """Type into a region of one cell."""
        self.sheet.write({region: [[value]]})

    def cell(self, region):
        """Return what stands in a region of one cell."""
        return self.sheet.read(region).cell

    def rows(self, region):
        """Return the filled rows of a region by the names of its columns."""
        names, *rows = self.sheet.read(region).rows
        return [dict(zip(names, row, strict=True)) for row in rows if any(cell != "" for cell in row)]

    def row_of(self, first, region=ENTRY):
        """Return in which row of a region (the header is 0) something stands first, such as an instrument."""
        rows = self.sheet.read(region).rows
        return next(place for place, row in enumerate(rows) if row[0] == first)

    def type_quote(self, instrument, **cells):
        """Type into the cells of an instrument's row."""
        self.type_row(ENTRY, self.row_of(instrument), **cells)

    def type_row(self, region, place, **cells):
        """Type into a row of a region (the header is 0) by the names of its columns."""
        block = self.sheet.read(region)
        rows = [list(row) for row in block.rows]
        for name, value in cells.items():
            rows[place][block.rows[0].index(name)] = value
        self.sheet.write({region: rows})

    def address(self, first, name, region=ENTRY):
        """Return the cell of a row as a person finds it."""
        block = self.sheet.read(region)
        return block.place(self.row_of(first, region), block.rows[0].index(name)).source

    def drop(self, region):
        """Take a region's name out of the book."""
        del self.book.defined_names[region]

    def move_up(self, sheet, row):
        """Delete a row of a sheet, as a person does: what stands beneath it, and every name, moves up by one."""
        page = self.book[sheet]
        page.delete_rows(row)
        for defined in self.book.defined_names.values():
            title, address = next(iter(defined.destinations))
            if title == sheet:
                defined.attr_text = f"'{title}'!" + ":".join(_moved(part, row) for part in address.split(":"))


def _moved(address, row):
    """Return an address such as $B$15 one row further up if it stands below a row."""
    _, column, number = address.split("$")
    return f"${column}${int(number) - (int(number) > row)}"
