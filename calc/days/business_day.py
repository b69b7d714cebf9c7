"""Open and closed days, and the steps between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any

from calc.outcome import Finding, RefusedError, finding
from calc.tables import packaged

ONE_DAY = timedelta(days=1)
FRIDAY = 4
NEAR_HORIZON_DAYS = 60


class ProjectedYears(StrEnum):
    """Whether a decision may rest on holidays that are projected: not before somebody compared them and says so."""

    REFUSED = "refused"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Saturdays, Sundays and the `closed` days of one place, known from `first` to `last`.

    A day or a result outside that horizon is refused: RefusedError with `calendar_horizon`. No day is ever
    taken for open because nothing is known of it. Equal calendars hash equal, so that they can key a cache.
    """

    name: str
    closed: frozenset[date] = field(repr=False)
    # By default all dates of the machine but its very first and last: then no single step leaves its range.
    first: date = date.min + ONE_DAY
    last: date = date.max - ONE_DAY
    announced_through: int = date.max.year

    def is_open(self, day: date) -> bool:
        """Return whether the day is a business day."""
        if not self.first <= day <= self.last:
            raise self._beyond_horizon(day)
        return day.weekday() <= FRIDAY and day not in self.closed

    def following(self, day: date) -> date:
        """Return the day itself if it is open, else the next open one."""
        while not self.is_open(day):
            day += ONE_DAY
        return day

    def next_open(self, day: date) -> date:
        """Return the first open day strictly after the day."""
        return self.following(self._known(day) + ONE_DAY)

    def previous_open(self, day: date) -> date:
        """Return the last open day strictly before the day."""
        day = self._known(day) - ONE_DAY
        while not self.is_open(day):
            day -= ONE_DAY
        return day

    def modified_following(self, day: date) -> date:
        """Return the following open day, or the previous one where the following lies in the next month."""
        ahead = self.following(day)
        return ahead if ahead.month == day.month else self.previous_open(day)

    def add(self, day: date, n: int) -> date:
        """Return the n-th open day after the day, before it where n is negative, the day itself where n is 0."""
        step = self.next_open if n > 0 else self.previous_open
        day = self._known(day)
        for _ in range(abs(n)):
            day = step(day)
        return day

    def is_projected(self, day: date) -> bool:
        """Return whether the day's year is only projected from the law, not yet announced."""
        return self._known(day).year > self.announced_through

    def _known(self, day: date) -> date:
        if not self.first <= day <= self.last:
            raise self._beyond_horizon(day)
        return day

    def _beyond_horizon(self, day: date) -> RefusedError:
        return RefusedError(
            [finding("calendar_horizon", day=day, calendar=self.name, first=self.first, last=self.last)]
        )


def calendar_from_dates(name: str, closed: Iterable[date]) -> Calendar:
    """Return a calendar of weekends plus the given closed days, such as those of a user's holiday file.

    It has no horizon: who gives the days answers for the years they cover.
    """
    return Calendar(name, frozenset(closed))


def calendar_with(extra_closed: frozenset[date], base: Calendar, *, name: str) -> Calendar:
    """Return the base calendar with further closed days, such as a one-off closure; its horizon stays."""
    return replace(base, name=name, closed=base.closed | extra_closed)


WEEKENDS = calendar_from_dates("WEEKENDS", ())


@cache
def tokyo() -> Calendar:
    """Return the Tokyo calendar: national holidays and the year-end closing, from `japan.toml`."""
    table = packaged("calc.days", "japan.toml")
    closed = frozenset(map(date.fromisoformat, chain(_national_holidays(table), _year_end(table))))
    return Calendar(table["name"], closed, table["first"], table["last"], _announced_through(table))


def calendar_named(name: str) -> Calendar:
    """Return the calendar of this name, `TYO` or `WEEKENDS`; another name is refused with `calendar_unknown`."""
    match name:
        case "TYO":
            return tokyo()
        case "WEEKENDS":
            return WEEKENDS
        case _:
            raise RefusedError([finding("calendar_unknown", name=name)])


def calendar_version() -> str:
    """Return which Tokyo holidays are in force: range, last announced year, date of the table."""
    table = packaged("calc.days", "japan.toml")
    years = f"{table['first'].year}-{table['last'].year}"
    return f"{table['name']}-{years}, announced through {_announced_through(table)}, as of {table['as_of']}"


def calendar_findings(day: date, calendar: Calendar) -> tuple[Finding, ...]:
    """Return what a decision for this day must know: its year is only projected, the calendar ends soon."""
    days_left = (calendar.last - day).days
    found = []
    if calendar.is_projected(day):
        announced = calendar.announced_through
        found.append(finding("calendar_projected", day=day, calendar=calendar.name, announced=announced))
    if days_left < NEAR_HORIZON_DAYS:
        last = calendar.last
        found.append(finding("calendar_horizon_near", day=day, calendar=calendar.name, last=last, days=days_left))
    return tuple(found)


def decision_findings(
    day: date, calendar: Calendar, *, settles_after: int, projected: ProjectedYears
) -> tuple[Finding, ...]:
    """Return what a decision for this day must know, of the day itself and of its settlement so many days on.

    Raises RefusedError `calendar_unconfirmed` where one of the two lies in a projected year that nobody confirmed,
    and `calendar_horizon` where the calendar does not reach.
    """
    for each in (day, calendar.add(day, settles_after)):
        if calendar.is_projected(each) and projected is ProjectedYears.REFUSED:
            announced = calendar.announced_through
            raise RefusedError([finding("calendar_unconfirmed", day=each, calendar=calendar.name, announced=announced)])
    return calendar_findings(day, calendar)


def _national_holidays(table: dict[str, Any]) -> Iterable[str]:
    return (day for year in table["year"] for day in year["closed"])


def _year_end(table: dict[str, Any]) -> Iterable[str]:
    return (f"{year['year']}-{day}" for year in table["year"] for day in table["year_end"]["days"])


def _announced_through(table: dict[str, Any]) -> int:
    announced: list[int] = [year["year"] for year in table["year"] if year["status"] == "announced"]
    return max(announced)
