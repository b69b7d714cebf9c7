"""A book of ours computed without any office: its formulas by a spreadsheet engine, its functions by the registry.

The engine knows no block of fixed size: it would put a whole block where Excel and LibreOffice cut it to the cells that
the formula was entered into, so those formulas are cut by TAKE.
"""

from datetime import UTC, datetime, timedelta
from functools import cache

import openpyxl
from formualizer import Workbook
from openpyxl.utils import coordinate_to_tuple, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

from addin.cells import day_number, iso_date, iso_instant, shower
from addin.functions.described import described_functions

DAYS = {"date": iso_date, "instant": iso_instant}
JAPAN = timedelta(hours=9)


@cache
def loaded(path):
    """Return a book as its file has it; nobody changes it."""
    return openpyxl.load_workbook(path)


class ComputedBook:
    """One book; `answer(name, arguments)` is what a function answers, as `addin.functions.invoke.answer` does."""

    def __init__(self, path, answer):
        self.file = loaded(path)
        self.asked = []
        self._answer = answer
        self._engine = Workbook.from_path(str(path))
        self._engine.set_temporal_egress("serial")
        for described in described_functions():
            least = sum(not argument["optional"] for argument in described["arguments"])
            most = len(described["arguments"])
            self._engine.register_function(described["name"], self._function(described), min_args=least, max_args=most)
        for sheet, cell in self.formulas():
            if isinstance(cell.value, ArrayFormula):
                self._cut(sheet, cell)

    def formulas(self):
        """Yield the sheet and cell of each formula, as the file has it."""
        for sheet in self.file.worksheets:
            for row in sheet.iter_rows():
                yield from ((sheet.title, cell) for cell in row if cell.data_type == "f")

    def compute(self, at):
        """Compute everything as of an instant, an ISO text of Japan time."""
        seconds = round(day_number(at) * 86_400) - round(day_number("1970-01-01") * 86_400)
        clock = datetime.fromtimestamp(seconds, UTC) - JAPAN
        self._engine.set_deterministic_clock(clock, "+09:00")
        self._engine.evaluate_all()

    def shown(self, sheet, address):
        """Return what a cell shows: a number, a text, "" for nothing, None for an error."""
        value = self._engine.get_value(sheet, *coordinate_to_tuple(address))
        return None if isinstance(value, dict) else "" if value is None else value

    def named(self, name):
        """Return what the first cell of a named region shows."""
        return self.shown(*self._place(name))

    def put(self, name, value):
        """Type a value into the first cell of a named region."""
        self.type_in(*self._place(name), value)

    def type_in(self, sheet, address, value):
        """Type a value into a cell."""
        self._engine.set_value(sheet, *coordinate_to_tuple(address), value)

    def wrong(self):
        """Return where a formula shows an error."""
        return [
            f"{sheet}!{cell.coordinate}"
            for sheet, cell in self.formulas()
            if self.shown(sheet, cell.coordinate) is None
        ]

    def _place(self, name):
        ((sheet, area),) = self.file.defined_names[name].destinations
        return sheet, area.replace("$", "").partition(":")[0]

    def _cut(self, sheet, cell):
        left, top, right, bottom = range_boundaries(cell.value.ref)
        whole = cell.value.text.removeprefix("=")
        text = f"=IFERROR(TAKE({whole},{bottom - top + 1},{right - left + 1}),{whole})"  # a single value is not cut
        self._engine.set_formula(sheet, top, left, text)

    def _function(self, described):
        kinds = [argument["kind"] for argument in described["arguments"]]
        show = shower(described["result"])

        def function(*given):
            arguments = [_sent(value, kind) for value, kind in zip(given, kinds, strict=False)]
            self.asked.append((described["name"], arguments))
            made = self._answer(described["name"], arguments)
            if "error" in made:
                raise ValueError(made["error"]["code"])  # the engine's way to a true error in the cell
            shown = show(made["value"])
            return [list(row) for row in shown] if isinstance(shown, tuple) else shown

        return function


def _sent(value, kind):
    """Return an argument as every host sends it: a blank cell is 0, in a range blank text."""
    if isinstance(value, list):
        return [["" if cell is None else _plain(cell) for cell in row] for row in value]
    plain = 0.0 if value is None else _plain(value)
    return DAYS[kind](plain) if kind in DAYS else plain


def _plain(value):
    return {"error": value["kind"]} if isinstance(value, dict) else float(value) if isinstance(value, int) else value
