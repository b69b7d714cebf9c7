"""A workbook that we are building ourselves, or have just built: the same port without any office.

Never for a person's book: openpyxl loses what it does not know when it saves one.
"""

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.cell import Cell as BuiltCell
from openpyxl.cell import MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.port import MISSING, Block, Cell, Rows
from addin.books.style import put
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

CELLS = "_cells"  # by row and column; openpyxl's own ways to look at a cell make one where there is none
Area = tuple[Worksheet, int, int, int, int]  # sheet, first row and column, last row and column


class BuiltSheet:
    """A `Sheet` over a book in memory; formulas have no value there and read as blank."""

    def __init__(self, book: Workbook, title: str = "") -> None:
        self.title, self.told = title, list[Words]()
        self._book = book

    @property
    def sheet(self) -> str:
        """Return the name of the sheet in front."""
        return str(self._in_front.title)

    def read(self, region: str) -> Block:
        """Return what a region holds. Raises RefusedError `region_missing`."""
        sheet, row, column, last_row, last_column = self._area(region)
        held = getattr(sheet, CELLS)
        rows = [
            [_value(held.get((down, right))) for right in range(column, last_column + 1)]
            for down in range(row, last_row + 1)
        ]
        return Block(region, rows, sheet.title, row, column)

    def cells(self) -> Rows:
        """Return every cell of the sheet in front."""
        return [[_value(cell) for cell in each] for each in self._in_front.iter_rows()]

    def write(self, regions: Mapping[str, Rows]) -> None:
        """Put rows into regions, text as text, errors as they were read; what is left of a region is cleared.

        Raises RefusedError `region_missing` or `region_small`; nothing is written then.
        """
        areas = {name: self._area(name) for name in regions}
        for name, (_, row, column, last_row, last_column) in areas.items():
            _refuse_too_many(name, regions[name], height=last_row - row + 1, width=last_column - column + 1)
        for name, (sheet, row, column, last_row, last_column) in areas.items():
            rows = regions[name]
            for down in range(last_row - row + 1):
                for right in range(last_column - column + 1):
                    value = rows[down][right] if down < len(rows) and right < len(rows[down]) else ""
                    _fill(sheet.cell(row + down, column + right), value)

    def progress(self, words: Words) -> None:
        """Keep what was said."""
        self.told.append(words)

    @property
    def _in_front(self) -> Worksheet:
        front = self._book.active
        assert isinstance(front, Worksheet)  # noqa: S101 - our books have no other kind of sheet
        return front

    def _area(self, region: str) -> Area:
        defined = self._book.defined_names.get(region)
        if defined is None:
            raise RefusedError([finding(MISSING, detail=region)])
        title, address = next(iter(defined.destinations))
        left, top, right, bottom = range_boundaries(address.replace("$", ""))
        assert left and top and right and bottom  # noqa: S101, PT018 - our names are whole rectangles
        return self._book[title], top, left, bottom, right


def _refuse_too_many(name: str, rows: Rows, *, height: int, width: int) -> None:
    """Raise RefusedError `region_small`, as the office does, where rows would be cut off."""
    needed = len(rows), max(map(len, rows), default=0)
    if needed[0] > height or needed[1] > width:
        detail = f"{name}: {needed[0]} × {needed[1]} > {height} × {width}"
        raise RefusedError([finding("region_small", detail=detail)])


def _fill(cell: BuiltCell | MergedCell, value: Cell) -> None:
    if value == "" and cell.value is None:
        return  # most cells of a region: a year of days where a week is filled in
    assert isinstance(cell, BuiltCell)  # noqa: S101 - our sheets merge no cells
    if isinstance(value, Mapping):
        cell.value = value["error"]
    else:
        put(cell, None if value == "" else value)


def _value(cell: BuiltCell | MergedCell | None) -> Cell:
    """Return a cell as an office gives it: numbers as floats, nothing and formulas as blank text, errors as such."""
    if cell is None or cell.value is None or cell.data_type == "f":
        return ""
    if cell.data_type == "e":
        return {"error": cell.value}
    return float(cell.value) if isinstance(cell.value, int) else cell.value
