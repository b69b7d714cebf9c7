"""Solo mode: one person alone, declared with a reason, marked on every output, countersigned later by a second person.

A declaration is for one business day. It is in force until somebody else countersigns it; the mark stays for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from addin.app.approval.people import Person, signed
from addin.store.chain import Entry
from calc.days.business_day import Calendar
from calc.outcome import RefusedError, finding

DECLARE, COUNTERSIGN = "solo.declared", "countersign.given"
RELEASE = "export.released"
KINDS = {DECLARE, COUNTERSIGN, RELEASE}


@dataclass(frozen=True, slots=True)
class Solo:
    """One declaration, what left the desk under it, and who countersigned it when."""

    key: str
    business_date: date
    person: Person
    reason: str
    at: str
    released: tuple[str, ...] = ()
    second: Person | None = None
    signed_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the countersign task waits for a second person; while it does, solo mode is in force."""
        return self.second is None


def business_date_at(at: datetime, calendar: Calendar) -> date:
    """Return the business date of an instant in Japan time, where its date is one.

    Raises RefusedError `solo_day_closed`: on a Saturday past midnight nobody but the person knows which day is meant.
    """
    day = at.date()
    if not calendar.is_open(day):
        before, after = calendar.previous_open(day), calendar.next_open(day)
        raise RefusedError([finding("solo_day_closed", today=day, calendar=calendar.name, before=before, after=after)])
    return day


def solos(entries: Iterable[Entry]) -> tuple[Solo, ...]:
    """Return every declaration, oldest first; a signature of the declarer's own counts for nothing."""
    held: dict[str, Solo] = {}
    for entry in entries:
        person = signed(entry.body, entry.user)
        if entry.kind == DECLARE and person is not None:
            made = _declared(entry, person)
            held |= {made.key: made} if made is not None else {}
            continue
        task = held.get(str(entry.body.get("declaration") or ""))
        if task is None or not task.is_open or person is None:
            continue
        if entry.kind == COUNTERSIGN and person.differs(task.person):
            held[task.key] = replace(task, second=person, signed_at=entry.at)
        elif entry.kind == RELEASE:
            held[task.key] = replace(task, released=(*task.released, f"{entry.body['name']} {entry.body['sha256']}"))
    return tuple(held.values())


def solos_of(entries: Iterable[Entry], business_date: date) -> tuple[Solo, ...]:
    """Return the declarations of one business day."""
    return tuple(each for each in solos(entries) if each.business_date == business_date)


def solo_of_person(entries: Iterable[Entry], business_date: date, person: Person) -> Solo | None:
    """Return the declaration under which this person works alone; a second person at the desk needs approvals."""
    own = (each for each in solos_of(entries, business_date) if each.is_open and each.person == person)
    return next(own, None)


def _declared(entry: Entry, person: Person) -> Solo | None:
    reason = str(entry.body.get("reason", "")).strip()
    try:
        day = date.fromisoformat(str(entry.body.get("business_date")))
    except ValueError:
        return None
    return Solo(entry.key, day, person, reason, entry.at) if reason else None
