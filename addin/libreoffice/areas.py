"""The named regions of a book, read as rows and written all together or not at all, always on the main thread.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from .cells import filling, restorable
from .sheet import named_area, range_rows, range_size

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

    Raises AreaError `region_missing`.
    """
    area = _there(book, name)
    corner = area.RangeAddress
    return {
        "rows": range_rows(area), "sheet": area.Spreadsheet.Name,
        "row": corner.StartRow + 1, "column": corner.StartColumn + 1,
    }  # fmt: skip


def write_areas(book: Uno, regions: Mapping[str, Sequence[Sequence[Any]]], *, title: str) -> None:
    """Put rows into regions and read them back; what rows do not fill is cleared. One step for the office's undo.

    Raises AreaError `region_missing`, `region_small` or `region_unwritten`, and every region is as it was.
    """
    areas = {name: _there(book, name) for name in regions}
    filled = {name: _filled(name, area, regions[name]) for name, area in areas.items()}
    with _held(book, title):
        before = {name: restorable(area.getFormulaArray(), area.getDataArray()) for name, area in areas.items()}
        for name, area in areas.items():
            if not _put(area, filled[name]):
                for other, old in before.items():
                    with contextlib.suppress(Exception):  # what could not be written need not be put back
                        areas[other].setFormulaArray(old)
                raise AreaError("region_unwritten", name)


def _there(book: Uno, name: str) -> Uno:
    area = named_area(book, name)
    if area is None:
        raise AreaError("region_missing", name)
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
    with contextlib.suppress(Exception):  # a protected cell, or one of an array formula
        area.setDataArray(rows)
        return bool(area.getDataArray() == rows)
    return False


@contextlib.contextmanager
def _held(book: Uno, title: str) -> Iterator[None]:
    """Keep a book from computing and painting while it is written; then what depends on it is computed once."""
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
        if calculates:
            book.calculate()
