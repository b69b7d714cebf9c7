"""What a cell holds becomes what the worker is sent, and its answer becomes what a cell can show.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Cell = Any

FIRST_DAY = dt.date(1899, 12, 30)
LAST_DAY_NUMBER = 2958465  # 9999-12-31


def iso_date(value: Cell) -> Cell:
    """Return a day number as an ISO date; what is none stays for the worker to refuse."""
    if isinstance(value, (int, float)) and 1 <= value <= LAST_DAY_NUMBER:
        return (FIRST_DAY + dt.timedelta(days=int(value))).isoformat()
    return value


def sent_rows(values: Sequence[Sequence[Cell]], errors: Mapping[tuple[int, int], str]) -> list[list[Cell]]:
    """Return the rows of a range as JSON, its error cells (row and column from 0) as `{"error": text}`."""
    rows = [list(row) for row in values]
    for (row, column), text in errors.items():
        rows[row][column] = {"error": text}
    return rows


def shown(value: Cell) -> Cell:
    """Return an answer as a cell can show it: logical values as 1 and 0, blocks as tuples, nothing as blank text."""
    if isinstance(value, list):
        return tuple(shown(each) for each in value)
    if value is None:
        return ""
    return float(value) if isinstance(value, (bool, int)) else value
