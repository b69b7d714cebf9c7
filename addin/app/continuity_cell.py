"""The headquarters' board for cells: made from the record at every call, read anew only once it has changed."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from addin.app.continuity_board import board
from addin.app.continuity_board_row import BoardRow
from addin.app.continuity_state import State, state_at
from addin.store.journal import Journal
from addin.store.stamp import stamp

_STATES_KEPT = 8


def board_rows(section: str, at: datetime, *, home: Path) -> tuple[BoardRow, ...]:
    """Return a section of the board at an instant. Errors as `board` and as reading the record raises."""
    return board(section, _state(home, stamp(home), at))


@lru_cache(maxsize=_STATES_KEPT)
def _state(home: Path, seen: bytes, at: datetime) -> State:
    """Return what the record holds, kept as long as it stays: a page asks for it in many sections."""
    del seen  # another one for a record that has changed: it is read again
    with Journal(home) as journal:
        return state_at(journal, home=home, at=at)
