"""The spread history, typed: wide tables of plain numbers are read a row at a time, anything else cell by cell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Any

import numpy as np

from addin.books.inputs import SPREAD
from calc.days.business_day import Calendar
from calc.market.history import SpreadHistory
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.text.columns import Column, Table, day, records

DATE = "date"
# Cells, each with its comma: nothing (a day without a price), or a decimal too short to reach the highest spread.
PLAIN = re.compile(r"(?:(?:[0-9]{1,6}(?:\.[0-9]{1,9})?)?,)+", re.ASCII)

Row = tuple[int, date, Sequence[float]]


def history(table: Table, *, calendar: Calendar) -> Outcome[SpreadHistory | None]:
    """Return the spread history; dates must be business days and rise, empty cells are days without a price."""
    names = tuple(name for name in table.columns if name != DATE)
    plain = _plain_rows(table)
    others = replace(table, rows=tuple(each for each in table.rows if each[0] not in plain))
    columns = [Column(DATE, day), *(Column(name, SPREAD, required=False, empty=np.nan) for name in names)]
    read = records(others, columns) if others.rows or not plain else Outcome(())
    rows: list[Row] = [(row, on, numbers) for row, (on, numbers) in plain.items()]
    rows += [(row, values[DATE], [values[name] for name in names]) for row, values in read.value]
    return history_of(rows, names, table.source, found=read.findings, calendar=calendar)


def history_of(
    rows: Iterable[Row], names: tuple[str, ...], source: str, *, found: tuple[Finding, ...], calendar: Calendar
) -> Outcome[SpreadHistory | None]:
    """Return the history of rows that were read, told what was `found` on the way."""
    ordered = sorted(rows, key=itemgetter(0))
    judged = [(_closed(calendar, on, Place(source, row, DATE)), on, numbers) for row, on, numbers in ordered]
    open_days = [(on, numbers) for closed, on, numbers in judged if closed is None]
    found = (*found, *(closed for closed, _, _ in judged if closed is not None))
    days = tuple(on for on, _ in open_days)
    if not days or any(later <= earlier for earlier, later in pairwise(days)):
        return Outcome(None, (*found, finding("history_unordered", Place(source))))
    matrix = np.array([numbers for _, numbers in open_days], dtype=np.float64)
    matrix[matrix <= 0.0] = np.nan
    matrix.flags.writeable = False  # whoever reads the same table gets the same history
    return Outcome(SpreadHistory(days, names, matrix), found)


def _plain_rows(table: Table) -> dict[int, tuple[date, list[float]]]:
    """Return the rows whose date is good and whose every other cell is empty or a plain decimal in range."""
    if DATE not in table.columns:
        return {}
    place = table.columns.index(DATE)
    found = {}
    for row, cells in table.rows:
        on, rest = day(cells[place]), cells[:place] + cells[place + 1 :]
        numbers = None if isinstance(on, Finding) else _plain_numbers(rest)
        if numbers is not None and not isinstance(on, Finding):
            found[row] = (on, numbers)
    return found


def _plain_numbers(cells: tuple[Any, ...]) -> list[float] | None:
    """Return the cells as numbers, NaN where empty, when all of them are plain."""
    if set(map(type, cells)) != {str}:
        return None
    joined = ",".join((*cells, ""))
    if not PLAIN.fullmatch(joined) or joined.count(",") != len(cells):  # a quoted cell may hold a comma itself
        return None
    return [float(cell or "nan") for cell in cells]


def _closed(calendar: Calendar, on: date, place: Place) -> Finding | None:
    """Return why a day is no business day, or None."""
    try:
        return None if calendar.is_open(on) else finding("date_closed", place, date=on)
    except RefusedError as beyond:  # the calendar does not know the year
        return beyond.findings[0].at(place)
