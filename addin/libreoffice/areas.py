"""The named regions of a book, read as rows and written all together or not at all, always on the main thread.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from ..cells import filling, restorable  # noqa: TID252 - the package has another name in the .oxt
from .sheet import covered_cell, named_area, range_rows, range_size
from .writing import LockedError, computing, lifted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Uno = Any
Rows = Any


class AreaError(Exception):
    """The office cannot do what an action asks: a code of the catalogue and one detail."""

    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(code, detail)


def read_area(book: Uno, name: str) -> dict[str, Any]:
    """Return what a region holds and where it stands: `rows`, `sheet`, and `row` and `column` of its corner from 1.

    A formula is read as its value, as of now. Raises AreaError `region_missing`, `region_broken` or `region_merged`.
    """
    area = _there(book, name)
    with computing(book):
        rows = range_rows(area)
    corner = area.RangeAddress
    return {
        "rows": rows, "sheet": area.Spreadsheet.Name,
        "row": corner.StartRow + 1, "column": corner.StartColumn + 1,
    }  # fmt: skip


def write_areas(book: Uno, regions: Mapping[str, Sequence[Sequence[Any]]], *, title: str) -> None:
    """Put rows into regions and read them back; what rows do not fill is cleared. One step for the office's undo.

    Sheets that are protected without a password are so again afterwards, in every case. Raises AreaError
    `region_missing`, `region_broken`, `region_merged`, `region_small`, `region_unwritten` or `sheet_password`, and
    every region is as it was.
    """
    areas = {name: _there(book, name) for name in regions}
    filled = {name: _filled(name, area, regions[name]) for name, area in areas.items()}
    with _lifted(book, areas), _held(book, title):
        before = {name: restorable(area.getFormulaArray(), area.getDataArray()) for name, area in areas.items()}
        for name, area in areas.items():
            if not _put(area, filled[name]):
                for other, old in before.items():
                    with contextlib.suppress(Exception):  # what could not be written need not be put back
                        areas[other].setFormulaArray(old)
                raise AreaError("region_unwritten", name)


def _there(book: Uno, name: str) -> Uno:
    """Return the cells of a region, each of which shows what it holds."""
    if not book.NamedRanges.hasByName(name):
        raise AreaError("region_missing", name)
    area = named_area(book, name)
    if area is None:
        raise AreaError("region_broken", name)
    merged = covered_cell(area)
    if merged:
        raise AreaError("region_merged", f"{name}: {merged}")
    return area


def _filled(name: str, area: Uno, rows: Sequence[Sequence[Any]]) -> Rows:
    height, width = range_size(area)
    filled = filling(rows, height=height, width=width)
    if filled is None:
        needed = f"{len(rows)} × {max(map(len, rows), default=0)}"
        raise AreaError("region_small", f"{name}: {needed} > {height} × {width}")
    return filled


def _put(area: Uno, rows: Rows) -> bool:
    """Write rows and return whether the office has them now."""
    with contextlib.suppress(Exception):  # such as a cell of an array formula
        area.setDataArray(rows)
        return bool(area.getDataArray() == rows)
    return False


@contextlib.contextmanager
def _lifted(book: Uno, areas: Mapping[str, Uno]) -> Iterator[None]:
    try:
        with lifted(book, [area.Spreadsheet for area in areas.values()]):
            yield
    except LockedError as locked:
        raise AreaError("sheet_password", locked.sheet) from None


@contextlib.contextmanager
def _held(book: Uno, title: str) -> Iterator[None]:
    """Keep a book from computing and painting while it is written; then what depends on it is computed once.

    By its own switch: the office's `calculate` would end the typing of a cell meanwhile and lose what was typed.
    """
    calculates = book.isAutomaticCalculationEnabled()
    book.UndoManager.enterUndoContext(title)
    book.lockControllers()
    book.addActionLock()
    book.enableAutomaticCalculation(False)  # noqa: FBT003 - the office's own signature
    try:
        yield
    finally:
        book.enableAutomaticCalculation(calculates)
        book.removeActionLock()
        book.unlockControllers()
        book.UndoManager.leaveUndoContext()
