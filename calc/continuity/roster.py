"""Who is called first at night and on holidays, with deputies, and who moves to the alternate office (BCP-4.2, 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from calc.days.business_day import Calendar
from calc.days.cutoff import JST

DAY_BEGINS, NIGHT_BEGINS = time(8), time(20)


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is first responder of one date, with deputies in order; a night belongs to the date on which it begins."""

    day: date
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who to call, in order; an empty list is the alarm that nobody was named."""

    day: date
    needed: bool
    people: tuple[str, ...]

    @property
    def nobody(self) -> bool:
        """Return whether somebody should have been named and nobody was."""
        return self.needed and not self.people


@dataclass(frozen=True, slots=True)
class DutyDay:
    """Who is called first from the evening of a date until the next morning, on a closed one all day long."""

    day: date
    closed: bool
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mover:
    """Who moves to the alternate office, with a deputy."""

    person: str
    task: str
    deputy: str | None = None


def on_call(shifts: Sequence[Shift], at: datetime, *, calendar: Calendar) -> OnCall:
    """Return the first responders of an instant; only nights and closed days need them."""
    local = at.astimezone(JST)
    night = not DAY_BEGINS <= local.time() < NIGHT_BEGINS
    day = local.date() - timedelta(days=1) if local.time() < DAY_BEGINS else local.date()
    people = next((shift.people for shift in shifts if shift.day == day), ())
    return OnCall(day, night or not calendar.is_open(day), people)


def unnamed(shifts: Sequence[Shift], first: date, *, days: int) -> tuple[date, ...]:
    """Return the dates of a stretch for which nobody is named: every date has a night."""
    named = {shift.day for shift in shifts if shift.people}
    return tuple(day for n in range(days) if (day := first + timedelta(days=n)) not in named)


def duty_days(shifts: Sequence[Shift], first: date, *, days: int, calendar: Calendar) -> tuple[DutyDay, ...]:
    """Return the duty roster of a stretch of dates, those without anybody too: every date has a night."""
    named = {shift.day: shift.people for shift in shifts}
    dates = [first + timedelta(days=n) for n in range(days)]
    return tuple(DutyDay(day, not calendar.is_open(day), named.get(day, ())) for day in dates)


def present(movers: Sequence[Mover], absent: frozenset[str]) -> dict[str, str | None]:
    """Return who does each task at the alternate office: the mover, else the deputy, else nobody."""
    return {
        mover.task: next((p for p in (mover.person, mover.deputy) if p and p not in absent), None) for mover in movers
    }
