"""The cell HIKAE_ASOF of every open book: the instant that its rulings are for, kept at the present one.

A book itself shows that the instant is more than 90 seconds old, by its HIKAE_CLOCK with NOW(), which the office
computes only when it computes anything. So a book is computed at every refresh, also where the instant cannot be
written: as long as this component lives, with or without a worker, an old ruling looks old. Without it, it does from
the next input, F9, or opening of the book.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from typing import TYPE_CHECKING, Any

from ..cells import FIRST_DAY, day_number  # noqa: TID252 - the package has another name in the .oxt
from ..now import next_refresh  # noqa: TID252 - same
from .sheet import own_cell
from .writing import compute_clock, lifted, unnoticed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Uno = Any

TIME_CELL, CLOCK_CELL = "HIKAE_ASOF", "HIKAE_CLOCK"
DAY = dt.timedelta(days=1)
AGAIN = dt.timedelta(seconds=2)  # after an instant could not be written
OLD = dt.timedelta(seconds=91)  # more than the 90 by which the books strike out, so that they surely have by then
FORMULA = "FORMULA"  # com.sun.star.table.CellContentType


class Ticker:
    """A thread that has the cells refreshed whenever they are due."""

    def __init__(
        self, refresh: Callable[[], None], *, clock: Callable[[], dt.datetime], cutoffs: Sequence[str]
    ) -> None:
        self._refresh, self._clock, self._cutoffs = refresh, clock, cutoffs
        self._ends, self._lock = threading.Event(), threading.Lock()
        self._runs = self._is_late = False

    def start(self) -> None:
        """Begin, unless it has begun, and have everything refreshed at once."""
        with self._lock:
            begun, self._runs = self._runs, True
        if not begun:
            threading.Thread(target=self._run, daemon=True).start()
        self._refresh()

    def end(self) -> None:
        """Refresh nothing any more."""
        self._ends.set()

    def put_off(self) -> None:
        """Come again soon: this time nothing could be written."""
        self._is_late = True

    def _run(self) -> None:
        while not self._ends.wait(self._seconds()):
            with contextlib.suppress(Exception):  # the next one may succeed; without this thread nothing would
                self._refresh()

    def _seconds(self) -> float:
        """Return how long to wait; whole seconds of the clock, so a moment more than until the next instant."""
        late, self._is_late = self._is_late, False
        at = self._clock()
        wait = next_refresh(at, self._cutoffs) - at
        return (min(wait, AGAIN) if late else wait).total_seconds()


def refresh_books(books: Iterable[Uno], at: dt.datetime, *, is_typing: Callable[[Uno], bool]) -> bool:
    """Write an instant into every book that keeps time, and have each computed; a book that fails stops no other.

    Returns whether nothing is to be tried again soon: False while somebody types, who is left alone with no instant
    written, and where one cannot be written, until that book looks old.
    """
    kept = [book for book in books if _keeps_time(book)]
    is_free = not any(is_typing(book) for book in kept)
    settled = [is_free and _is_settled(book, at) for book in kept]
    for book in kept:
        with contextlib.suppress(Exception):
            _compute(book, is_free=is_free)
    return is_free and all(settled)


def _is_settled(book: Uno, at: dt.datetime) -> bool:
    """Write an instant; return whether it is there now, or none is wanted, or the one that is there looks old."""
    cell = own_cell(book, TIME_CELL)
    if cell is None or not _takes_instants(book, cell):
        return True
    present = day_number(at.isoformat())
    with contextlib.suppress(Exception):
        _write(book, cell, present)
        return True
    return bool(present - cell.Value > OLD / DAY)


def _compute(book: Uno, *, is_free: bool) -> None:
    """Have a book show its rulings by its instant; one that computes only when told to is told, as none may look new.

    Not while somebody types, whose cell that would end: then its clock alone, so that old rulings look old.
    """
    if is_free and not book.isAutomaticCalculationEnabled():
        book.calculate()
    else:
        compute_clock(book)


def _keeps_time(book: Uno) -> bool:
    with contextlib.suppress(Exception):  # such as a book that is being closed
        return any(own_cell(book, name) is not None for name in (TIME_CELL, CLOCK_CELL))
    return False


def _write(book: Uno, cell: Uno, present: float) -> None:
    """Write the instant as a day number; a sheet with a password is left alone, although the office would do it."""
    with lifted(book, [cell.Spreadsheet]), unnoticed(book):
        cell.Value = present


def _takes_instants(book: Uno, cell: Uno) -> bool:
    """Return whether a cell holds no formula of the book's own, and its book counts days as our functions read them."""
    first = book.NullDate
    return cell.Type.value != FORMULA and dt.date(first.Year, first.Month, first.Day) == FIRST_DAY
