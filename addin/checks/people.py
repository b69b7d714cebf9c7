"""Checks of people: contacts verified, somebody on call, the last drill not long ago."""

from datetime import date, timedelta
from pathlib import Path

from addin.app.continuity_contacts import STAFF, contacts
from addin.app.continuity_log import exercises
from addin.app.continuity_people import shifts
from addin.app.settings_record import settings_in_force
from addin.now import now
from addin.store.journal import Journal
from calc.continuity.contacts import Contact, stale, unexchanged
from calc.continuity.readiness import last_of_kind
from calc.continuity.roster import unnamed
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

DRILL = "drill"
NIGHTS = 7
MOST_NAMED = 8


def contact_list(home: Path) -> Words:
    """Return how many contacts are verified, and lists exchanged with the external ones, within the desk's limit.

    Raises RefusedError `contacts_none`, `contacts_unverified` or `contacts_unexchanged` (BCP-4.3, CP-4).
    """
    limit, today = settings_in_force(home, {}).whole("contact_limit_days"), now().date()
    with Journal(home) as journal:
        known = contacts(journal, at=now())
    if not known:
        raise RefusedError([finding("contacts_none")])
    external = [each for each in known if each.role != STAFF]
    late = {
        "contacts_unverified": stale(known, today, days=limit),
        "contacts_unexchanged": unexchanged(external, today, days=limit),
    }
    if found := [finding(code, count=len(each), names=_names(each), days=limit) for code, each in late.items() if each]:
        raise RefusedError(found)
    return Words(f"{len(known)} 件、{limit} 日以内", f"{len(known)}, within {limit} days")


def roster(home: Path) -> Words:
    """Return who is on call tonight. Raises RefusedError `roster_nobody` with the nights without anybody."""
    today = now().date()
    with Journal(home) as journal:
        known = shifts(journal, at=now())
    if missing := unnamed(known, today, days=NIGHTS):
        raise RefusedError([finding("roster_nobody", days=" ".join(map(_short, missing)))])
    people = next(" → ".join(shift.people) for shift in known if shift.day == today)
    return Words(f"今夜 {people}", f"tonight {people}")


def drill(home: Path) -> Words:
    """Return when the last drill was. Raises RefusedError `drill_never` or `drill_long_ago` (BCP-4.7)."""
    limit, today = settings_in_force(home, {}).whole("drill_limit_days"), now().date()
    with Journal(home) as journal:
        last = last_of_kind((each.held for each in exercises(journal, at=now())), DRILL)
    if last is None:
        raise RefusedError([finding("drill_never")])
    if today - last.on > timedelta(days=limit):
        raise RefusedError([finding("drill_long_ago", date=last.on, days=limit)])
    return Words(f"{last.on}  {last.by}", f"{last.on}  {last.by}")


def _names(found: tuple[Contact, ...]) -> str:
    shown = " ".join(each.name for each in found[:MOST_NAMED])
    return f"{shown} …" if len(found) > MOST_NAMED else shown


def _short(day: date) -> str:
    return f"{day:%m-%d}"
