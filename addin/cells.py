"""What a cell holds becomes what the worker is sent, and its answer becomes what a cell can show.

Sheets count days from 1899-12-30 and tell the time as a fraction of one; the desk reads them in Japan time. Standard
library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache, partial
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Cell = Any

FIRST_DAY = dt.date(1899, 12, 30)
LAST_DAY_NUMBER = 2958465  # 9999-12-31
DAY_SECONDS = 86_400
OFFSET = "+09:00"
REMEMBERED = 4096  # a sheet has few different days and asks for them in every row


@lru_cache(REMEMBERED)
def iso_date(value: Cell) -> Cell:
    """Return a day number as an ISO date; what is none stays for the worker to refuse."""
    if isinstance(value, (int, float)) and 1 <= value <= LAST_DAY_NUMBER:
        return (FIRST_DAY + dt.timedelta(days=int(value))).isoformat()
    return value


@lru_cache(REMEMBERED)
def iso_instant(value: Cell) -> Cell:
    """Return a day number with its fraction as an ISO instant, to the second; what is none stays as it is."""
    if not isinstance(value, (int, float)) or not 1 <= value < LAST_DAY_NUMBER:
        return value
    midnight = dt.datetime.combine(FIRST_DAY, dt.time())
    moment = midnight + dt.timedelta(seconds=round(value * DAY_SECONDS))
    return moment.isoformat(timespec="seconds") + OFFSET


def day_number(text: str) -> float:
    """Return an ISO date, or an instant of Japan time, as a day number."""
    moment = dt.datetime.fromisoformat(text)
    days = moment.date().toordinal() - FIRST_DAY.toordinal()
    return days + (moment.hour * 3600 + moment.minute * 60 + moment.second) / DAY_SECONDS


def sent_rows(values: Sequence[Sequence[Cell]], errors: Mapping[tuple[int, int], str]) -> list[list[Cell]]:
    """Return the rows of a range as JSON, its error cells (row and column from 0) as `{"error": text}`."""
    rows = [list(row) for row in values]
    for (row, column), text in errors.items():
        rows[row][column] = {"error": text}
    return rows


def shower(result: Mapping[str, Any]) -> Callable[[Cell], Cell]:
    """Return what makes an answer of a declared kind into what a cell can show.

    Dates and instants are day numbers, logical values 1 and 0, nothing is blank text; a block is always of its size.
    """
    if result["kind"] != "block":
        return partial(_shown, result["kind"])
    return partial(_block, result["rows"], tuple(result["columns"]))


def _block(rows: int, columns: tuple[str, ...], value: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    made = [tuple(map(_shown, columns, row)) for row in value[:rows]]
    return tuple(row + ("",) * (len(columns) - len(row)) for row in [*made, *[()] * (rows - len(made))])


def _shown(kind: str, value: Cell) -> Cell:
    if kind in ("date", "instant") and isinstance(value, str) and value:
        return day_number(value)
    return plain(value)


def plain(value: Cell) -> Cell:
    """Return a value as LibreOffice takes it: numbers as doubles, nothing as blank text; ValueError for none such."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{value} is no number of a cell")
    return number


def filling(rows: Sequence[Sequence[Cell]], *, height: int, width: int) -> tuple[tuple[Cell, ...], ...] | None:
    """Return rows that fill a region of a size, what they leave of it blank; None when it has no room for them."""
    if len(rows) > height or any(len(row) > width for row in rows):
        return None
    made = [tuple(plain(cell) for cell in row) + ("",) * (width - len(row)) for row in rows]
    return (*made, *[("",) * width] * (height - len(made)))


def restorable(formulas: Sequence[Sequence[str]], values: Sequence[Sequence[Cell]]) -> tuple[tuple[str, ...], ...]:
    """Return what is typed into a range to have back what it held: text that begins with = must not become a formula.

    LibreOffice writes a text such as '0012 with its mark, but not one that begins with =, which reads as its own value.
    """
    return tuple(
        tuple(f"'{typed}" if typed[:1] == "=" and typed == value else typed for typed, value in zip(*pair))  # noqa: B905 - Python 3.8 syntax
        for pair in zip(formulas, values)  # noqa: B905 - same
    )
