"""The cell HIKAE_ASOF of every open book: the instant that its rulings are for, kept at the present one.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from typing import TYPE_CHECKING, Any

from .cells import FIRST_DAY, day_number
from .sheet import own_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Uno = Any

TIME_CELL = "HIKAE_ASOF"
EVERY = dt.timedelta(seconds=30)
BEYOND = dt.timedelta(seconds=1)  # the very instant of a cut-off may still be in time
AGAIN = dt.timedelta(seconds=2)  # after somebody was found typing
FORMULA = "FORMULA"  # com.sun.star.table.CellContentType


def next_refresh(at: dt.datetime, cutoffs: Sequence[str]) -> dt.datetime:
    """Return when the cell changes next: at a whole half minute, or one second past a cut-off (`19:00:00`)."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    due = [midnight + EVERY * ((at - midnight) // EVERY + 1)]
    past = (dt.datetime.combine(at.date(), dt.time.fromisoformat(cutoff), at.tzinfo) + BEYOND for cutoff in cutoffs)
    return min([*due, *(moment for moment in past if moment > at)])


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
            self._refresh()

    def _seconds(self) -> float:
        """Return how long to wait; whole seconds of the clock, so a moment more than until the next instant."""
        late, self._is_late = self._is_late, False
        at = self._clock()
        wait = next_refresh(at, self._cutoffs) - at
        return (min(wait, AGAIN) if late else wait).total_seconds()


def refresh_books(books: Iterable[Uno], at: dt.datetime, *, is_typing: Callable[[Uno], bool]) -> bool:
    """Write an instant into every book that has the cell; returns False, with nothing written, while somebody types."""
    found = [(book, own_cell(book, TIME_CELL)) for book in books]
    cells = [(book, cell) for book, cell in found if cell is not None and _takes_instants(book, cell)]
    if any(is_typing(book) for book, _ in cells):
        return False
    for book, cell in cells:
        with contextlib.suppress(Exception), _unnoticed(book):  # one that is protected shows that it is old
            cell.Value = day_number(at.isoformat())
    return True


def _takes_instants(book: Uno, cell: Uno) -> bool:
    """Return whether a cell holds no formula of the book's own, and its book counts days as our functions read them."""
    first = book.NullDate
    return cell.Type.value != FORMULA and dt.date(first.Year, first.Month, first.Day) == FIRST_DAY


@contextlib.contextmanager
def _unnoticed(book: Uno) -> Iterator[None]:
    """Change a book without a step to undo, and without asking whether to save it for that."""
    book.UndoManager.lock()
    book.disableSetModified()
    try:
        yield
    finally:
        book.enableSetModified()
        book.UndoManager.unlock()
