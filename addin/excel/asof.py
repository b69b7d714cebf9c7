"""The cell HIKAE_ASOF of an open workbook: the instant that its rulings are for, brought to the present one."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from addin.cells import day_number
from addin.excel.areas import area_of, computed, defined_names, held, lifted

Com = Any

TIME_CELL = "HIKAE_ASOF"


def refresh(book: Com, at: datetime) -> None:
    """Write an instant into a book that keeps time, and have it computed.

    Excel empties its list of what can be undone whenever a program writes, so a person loses that every half minute.
    It is the price of a ruling that is never older than it says: no Excel tells which cells of other sheets follow this
    one, and a clock that waits for a person to stop typing waits longest just before a cut-off.

    Left alone: a formula of the book's own, and a book that counts its days from 1904. Raises RefusedError where the
    cell cannot be written.
    """
    names = defined_names(book)
    if TIME_CELL not in names:
        return
    cell = area_of(names, TIME_CELL).Cells(1, 1)
    if not (cell.HasFormula or book.Date1904):
        with lifted([cell.Worksheet]), held(book.Application), unnoticed(book):
            cell.Value2 = day_number(at.isoformat())
    computed(book)


@contextlib.contextmanager
def unnoticed(book: Com) -> Iterator[None]:
    """Make a change for which Excel does not ask whether to save the book."""
    saved = book.Saved
    try:
        yield
    finally:
        book.Saved = saved
