# ruff: noqa: D102, N802 - the properties and methods are Excel's own, with its names and documentation
"""Excel's objects as far as our adapter asks for them, over a book in memory.

They prove nothing of Excel, which is looked at on site; they show what the adapter decides. What Excel is documented to
do with a text that is assigned to cells is done here too: it is read as if a person had typed it.
"""

import re
from types import SimpleNamespace

from openpyxl.utils import range_boundaries

from addin.books.port import letters

AUTOMATIC, MANUAL = -4105, -4135
FIRST_ERROR = -2146828288
ERRORS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CELLS = "_cells"  # by row and column; openpyxl's own ways to look at a cell make one where there is none
PERMITS = SimpleNamespace(
    AllowFormattingCells=False, AllowFormattingColumns=True, AllowFormattingRows=False, AllowInsertingColumns=False,
    AllowInsertingRows=False, AllowInsertingHyperlinks=False, AllowDeletingColumns=False, AllowDeletingRows=False,
    AllowSorting=False, AllowFiltering=True, AllowUsingPivotTables=False,
)  # fmt: skip


class ExcelError(Exception):
    """What a refusal of Excel's comes as."""


class Application:
    """The program: its settings, how often it was told to compute, and every setting that was changed."""

    def __init__(self):
        self.changed = []
        self.Calculation, self.EnableEvents, self.ScreenUpdating, self.StatusBar = AUTOMATIC, True, True, False
        self.computed = 0
        self.changed = []

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name[0].isupper():
            self.changed.append((name, value))

    def Calculate(self):
        self.computed += 1


class Workbook:
    """An open workbook; `shown` gives what the formula of a cell comes to, as (sheet, row, column).

    `others` are the workbooks beside it by their names, whose cells a name may stand for.
    """

    def __init__(self, book, name="b.xlsx", shown=None):
        self.book, self.Name, self.shown = book, name, shown or {}
        self.FullName, self.others = f"C:\\books\\{name}", {}
        self.Application, self.Date1904, self.Saved = Application(), False, True
        self.sheets = {sheet.title: Worksheet(self, sheet) for sheet in book.worksheets}

    @property
    def ActiveSheet(self):
        return self.sheets[self.book.active.title]

    @property
    def Worksheets(self):
        return list(self.sheets.values())

    @property
    def Names(self):
        return [Name(self, defined) for defined in self.book.defined_names.values()]


class Name:
    """A defined name."""

    def __init__(self, owner, defined):
        self.Parent, self.Name, self.RefersTo = owner, defined.name, f"={defined.attr_text}"

    @property
    def RefersToRange(self):
        areas = self.RefersTo[1:].split(",")
        title, _, address = areas[0].rpartition("!")
        book, _, title = title.strip("'").rpartition("]")
        sheet = (self.Parent.others[book[1:]] if book else self.Parent).sheets.get(title)
        if sheet is None:
            raise ExcelError(self.Name)
        left, top, right, bottom = range_boundaries(address.replace("$", ""))
        return Range(sheet, top, left, bottom - top + 1, right - left + 1, areas=len(areas))


class Worksheet:
    """A sheet; `arrays` are cells of array formulas, which nobody can write alone, `texts` cells formatted as text."""

    def __init__(self, owner, page):
        self.owner = self.Parent = owner
        self.page, self.Name, self.Application, self.computed = page, page.title, owner.Application, 0
        self.arrays, self.texts, self.password, self.protected_with = set(), set(), "", []
        self.ProtectContents = self.ProtectDrawingObjects = self.ProtectScenarios = self.ProtectionMode = False
        self.Protection = PERMITS

    @property
    def UsedRange(self):
        return Range(self, 1, 1, self.page.max_row, self.page.max_column)

    def Range(self, first, last):
        return Range(self, first.Row, first.Column, last.Row - first.Row + 1, last.Column - first.Column + 1)

    def Cells(self, row, column):
        return Range(self, row, column, 1, 1)

    def Calculate(self):
        self.computed += 1

    def Unprotect(self, password):
        if password != self.password:
            raise ExcelError(password)
        self.ProtectContents = False

    def Protect(self, *options):
        self.password, self.ProtectContents = options[0], True
        self.protected_with.append(options)


class Range:
    """A block of cells."""

    def __init__(self, sheet, row, column, height, width, *, areas=1):
        self.Worksheet, self.Application, self.Row, self.Column = sheet, sheet.Application, row, column
        self.Rows, self.Columns, self.Areas = (SimpleNamespace(Count=count) for count in (height, width, areas))

    def Cells(self, row, column):
        return Range(self.Worksheet, self.Row + row - 1, self.Column + column - 1, 1, 1)

    @property
    def Address(self):
        last = f"${letters(self.Column + self.Columns.Count - 1)}${self.Row + self.Rows.Count - 1}"
        first = f"${letters(self.Column)}${self.Row}"
        return first if first == last else f"{first}:{last}"

    @property
    def MergeCells(self):
        return None if any(self._merged(*place) for place in self._places()) else False

    @property
    def MergeArea(self):
        merged = self._merged(self.Row, self.Column)
        if merged is None:
            return self
        height, width = merged.max_row - merged.min_row + 1, merged.max_col - merged.min_col + 1
        return Range(self.Worksheet, merged.min_row, merged.min_col, height, width)

    @property
    def HasFormula(self):
        return any(self._text(*place).startswith("=") for place in self._places())

    @property
    def Value2(self):
        return self._block(self._value)

    @Value2.setter
    def Value2(self, rows):
        places = list(self._places())
        if self.Worksheet.ProtectContents or self.Worksheet.arrays.intersection(places):
            raise ExcelError("Value2")
        given = [cell for row in rows for cell in row] if isinstance(rows, (list, tuple)) else [rows] * len(places)
        for (row, column), value in zip(places, given, strict=True):
            as_text = (row, column) in self.Worksheet.texts and isinstance(value, float)
            typed(self.Worksheet.page.cell(row, column), f"'{value:g}" if as_text else value)

    @property
    def Formula(self):
        return self._block(self._text)

    @Formula.setter
    def Formula(self, rows):
        self.Value2 = rows

    def _places(self):
        rows = range(self.Row, self.Row + self.Rows.Count)
        return ((row, column) for row in rows for column in range(self.Column, self.Column + self.Columns.Count))

    def _merged(self, row, column):
        merged = self.Worksheet.page.merged_cells.ranges
        inside = (each for each in merged if each.min_row <= row <= each.max_row)
        return next((each for each in inside if each.min_col <= column <= each.max_col), None)

    def _block(self, read):
        cells, width = [read(*place) for place in self._places()], self.Columns.Count
        rows = tuple(tuple(cells[at : at + width]) for at in range(0, len(cells), width))
        return rows if len(cells) > 1 else cells[0]

    def _value(self, row, column):
        cell = getattr(self.Worksheet.page, CELLS).get((row, column))
        if cell is None or cell.value is None:
            return None
        if cell.data_type == "f":
            return self.Worksheet.owner.shown.get((self.Worksheet.Name, row, column))
        if cell.data_type == "e":
            return FIRST_ERROR + ERRORS[cell.value]
        return float(cell.value) if type(cell.value) is int else cell.value

    def _text(self, row, column):
        cell = getattr(self.Worksheet.page, CELLS).get((row, column))
        value = None if cell is None else getattr(cell.value, "text", cell.value)  # one of an array formula, too
        return "" if value is None else value if isinstance(value, str) else f"{value:g}"


def typed(cell, value):
    """Have a cell hold what Excel makes of an assigned value."""
    cell.value = None
    if isinstance(value, str) and value[:1] == "'":
        cell.value = value[1:]
        cell.data_type = "s"
    elif isinstance(value, str) and DATE.fullmatch(value):
        cell.value = 46346.0
    elif isinstance(value, str) and re.fullmatch(r"[-+]?\d+(\.\d+)?", value):
        cell.value = float(value)
    elif value not in {None, ""}:
        cell.value = value
