"""Calendar and day-count arithmetic for the slow twins, written from the conventions and from nothing else.

A calendar is the set of days on which it is closed beside the weekends; the empty set is "weekends only".
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain

import jpholiday

WEEKENDS: frozenset[date] = frozenset()
SATURDAY = 5


def is_open(day: date, closed: AbstractSet[date]) -> bool:
    """Whether the calendar is open on the day."""
    return day.weekday() < SATURDAY and day not in closed


def following(day: date, closed: AbstractSet[date]) -> date:
    """Return the day itself if open, else the next open day."""
    while not is_open(day, closed):
        day += timedelta(days=1)
    return day


def preceding(day: date, closed: AbstractSet[date]) -> date:
    """Return the day itself if open, else the last open day before it."""
    while not is_open(day, closed):
        day -= timedelta(days=1)
    return day


def modified_following(day: date, closed: AbstractSet[date]) -> date:
    """Following, unless that leaves the month; then preceding."""
    adjusted = following(day, closed)
    return adjusted if adjusted.month == day.month else preceding(day, closed)


def add_open_days(day: date, count: int, *, closed: AbstractSet[date]) -> date:
    """Return the day that lies `count` open days after the given one (which need not be open itself)."""
    for _ in range(count):
        day = following(day + timedelta(days=1), closed)
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, `months` later (or earlier), cut to the length of that month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def tenor_date(start: date, tenor: str) -> date:
    """Return the unadjusted end of a tenor such as 6M or 10Y counted from start; an ISO date stands for itself."""
    if tenor.endswith("M"):
        return add_months(start, int(tenor[:-1]))
    if tenor.endswith("Y"):
        return add_months(start, 12 * int(tenor[:-1]))
    return date.fromisoformat(tenor)


def year_fraction(start: date, end: date, *, day_count: str) -> float:
    """Return the length of a period in years under a day count named as in the curve files."""
    days = (end - start).days
    if day_count == "ACT/360":
        return days / 360
    if day_count == "ACT/365F":
        return days / 365
    if day_count == "30/360":
        return _thirty_360(start, end)
    if day_count == "ACT/ACT ISDA":
        return _act_act(start, end)
    raise ValueError(f"unknown day count {day_count}")


def _thirty_360(start: date, end: date) -> float:
    first = min(start.day, 30)
    second = 30 if end.day == 31 and first == 30 else end.day
    return (360 * (end.year - start.year) + 30 * (end.month - start.month) + second - first) / 360


def _act_act(start: date, end: date) -> float:
    """Days falling into each calendar year over the length of that year."""
    fraction = 0.0
    for year in range(start.year, end.year + 1):
        from_day, to_day = max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1))
        fraction += (to_day - from_day).days / (366 if calendar.isleap(year) else 365)
    return fraction


def tokyo(first_year: int, last_year: int) -> AbstractSet[date]:
    """Return the closed days of Tokyo beside weekends: the holidays by law, and 31 December to 3 January."""
    return _Tokyo(first_year, last_year)


@dataclass(frozen=True)
class _Tokyo(AbstractSet[date]):
    """Years of closed days, each worked out when a day of it is asked for: one takes a twentieth of a second."""

    first_year: int
    last_year: int

    def __contains__(self, day: object) -> bool:
        return self.first_year <= day.year <= self.last_year and day in _closed_in_tokyo(day.year)

    def __iter__(self) -> Iterator[date]:
        return chain.from_iterable(map(_closed_in_tokyo, range(self.first_year, self.last_year + 1)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def _closed_in_tokyo(year: int) -> frozenset[date]:
    by_law = (holiday[0] for holiday in jpholiday.year_holidays(year))
    return frozenset([*by_law, date(year, 1, 1), date(year, 1, 2), date(year, 1, 3), date(year, 12, 31)])
