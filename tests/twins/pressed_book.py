"""The office's side of the buttons in memory: a freshly built quotes book, and a hand that fills and presses."""

from copy import deepcopy
from functools import cache

from addin.books.built import BuiltSheet
from addin.functions.actions import perform
from workbooks.quotes import quotes_book

built_once = cache(quotes_book)  # building takes ten times as long as copying


class PressedBook:
    """A quotes book whose buttons run the product's own use cases in the home that the environment names."""

    def __init__(self):
        self.book, self.title = deepcopy(built_once()), "quotes.xlsx"
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

    def row_of(self, instrument):
        """Return in which row of the entry region (the header is 0) an instrument stands."""
        rows = self.sheet.read("HIKAE_QUOTES").rows
        return next(place for place, row in enumerate(rows) if row[0] == instrument)

    def type_quote(self, instrument, **cells):
        """Type into the cells of an instrument's row."""
        block = self.sheet.read("HIKAE_QUOTES")
        rows, place = [list(row) for row in block.rows], self.row_of(instrument)
        for name, value in cells.items():
            rows[place][block.rows[0].index(name)] = value
        self.sheet.write({"HIKAE_QUOTES": rows})

    def address(self, instrument, name):
        """Return the cell of an instrument's row as a person finds it."""
        block = self.sheet.read("HIKAE_QUOTES")
        return block.place(self.row_of(instrument), block.rows[0].index(name)).source

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
