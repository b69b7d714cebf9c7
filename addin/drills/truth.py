"""The day as it really was: what happened by the script, and what the officer did; what was only believed is not in it.

The plan is put to this day to know what should have been ruled and done, and to the desk's record to see what was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from addin.app.continuity_incident import FAMILY
from addin.app.plan_facts import RECORDED, facts_of_entries
from addin.drills.script import Event, Script
from addin.store.chain import Entry
from calc.days.cutoff import JST
from calc.plan.fact_rows import RETRACTION
from calc.plan.types import CLEARING_HOUSE, PARTICIPANT, Day, Fact

DONE_BY_DESK = {  # facts that are the officer's own acts: nothing of the world has to happen before they may be said
    CLEARING_HOUSE: (
        "participant.quotes_proxied", "price.set_by_jscc", "margin.uploaded", "margin.flagged", "margin.confirmed",
        "margin.renotified", "margin.previous_day_ordered", "intraday.uploaded", "intraday.flagged",
        "intraday.confirmed", "intraday.renotified",
    ),
    PARTICIPANT: (
        "participant.reported", "participant.quotes_mailed", "participant.route_chosen", "participant.challenged",
    ),
}  # fmt: skip
BY_EITHER = ("phone.called", "notice.sent", "notice.received", "principle.departed", "fact.retracted")
SAME_MINUTE, HEARD_AT_ONCE = timedelta(minutes=1), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact that the desk recorded, and the true instant at which it did."""

    fact: Fact
    at: datetime


@dataclass(frozen=True, slots=True)
class Truth:
    """The day with the facts that count, which record answers each event (by its row), and what had no ground."""

    day: Day
    declared: Mapping[int, Declared]
    unfounded: tuple[Declared, ...]


def truth_of(script: Script, entries: Sequence[Entry]) -> Truth:
    """Return the day as it was by a script and by what the desk recorded. Raises RefusedError as reading facts does."""
    left = declared_facts(script, entries)
    found = dict[int, Declared]()
    for event in script.events:
        meant = next((each for each in left if event.fact and says(each.fact, event)), None)
        if meant is not None:
            left.remove(meant)
            found[event.row] = meant
    own = (*DONE_BY_DESK[script.day.role], *BY_EITHER)
    facts = [_fact(event) for event in script.events if event.fact]
    facts += [each.fact for each in left if each.fact.what in own]
    taken_back = {each.fact.details["id"] for each in left if each.fact.what == RETRACTION}
    unfounded = tuple(each for each in left if each.fact.what not in own and each.fact.id not in taken_back)
    return Truth(replace(script.day, facts=tuple(facts)), found, unfounded)


def declared_facts(script: Script, entries: Iterable[Entry]) -> list[Declared]:
    """Return the facts that the desk recorded of the day, each with when it did; said twice it counts once."""
    day = script.business_date.isoformat()
    told = [each for each in entries if each.kind == RECORDED and each.body.get("business_date") == day]
    facts = facts_of_entries(told, script.business_date)
    return [Declared(fact, true_instant(script, told[fact.row - 1])) for fact in facts]


def true_instant(script: Script, entry: Entry) -> datetime:
    """Return when an entry was really recorded: what a wrong clock showed is put right."""
    shown = datetime.fromisoformat(entry.at).astimezone(JST)
    if script.skew is None:
        return shown
    real = shown - timedelta(seconds=script.skew.seconds)
    return real if script.skew.begins <= real < script.skew.ends else shown


def says(fact: Fact, event: Event) -> bool:
    """Return whether a recorded fact is what an event made known: its word, its details, and when it happened.

    What was heard at once may be dated when it was heard; what was learned later must be dated when it happened. Of an
    incident more may be said than was heard: its class is the officer's to declare.
    """
    if event.fact is None or fact.what != event.fact.what:
        return False
    names = set(event.fact.details) if fact.what.startswith(FAMILY) else {*event.fact.details, *fact.details}
    is_said = all(_plain(fact.details.get(name)) == _plain(event.fact.details.get(name)) for name in names)
    is_late = event.told - event.at > HEARD_AT_ONCE
    latest = event.at + SAME_MINUTE if is_late else event.told + HEARD_AT_ONCE
    return is_said and event.at - SAME_MINUTE < fact.at <= latest


def _plain(value: object) -> object:
    return sorted(value, key=repr) if isinstance(value, list | tuple) else value


def _fact(event: Event) -> Fact:
    assert event.fact is not None  # noqa: S101 - only those are asked for
    return Fact(event.row, event.at, event.fact.what, max(event.at, event.told), details=event.fact.details)
