"""When a duty opens, what closes it, and what overtakes it: the timing all duties share.

A notice or message opens strictly after its instant ("shortly after 18:00"); everything else opens with it.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum

from calc.plan.asked import Asked
from calc.plan.clauses import Duty
from calc.plan.predicates import Moments, holds
from calc.plan.types import Fact

THROUGH_OTC = ("information_list", "list_of_message")
OTHER_MEANS = ("telephone", "email", "separate_contact")
WRITTEN = ("notice", "message", "contact")
SPOKEN = ("call", "contact", "consult")


class Status(Enum):
    """Where a duty stands."""

    OPEN = "open"
    CLOSED = "closed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a duty came up: the instant that raised it, and from when it is to be done."""

    duty: Duty
    raised: datetime
    start: datetime
    participant: str | None = None
    amount: int | None = None

    def opened(self, at: datetime) -> bool:
        """Return whether the duty has come up at an instant."""
        return at > self.start if self.duty.what in ("notice", "message") else at >= self.raised


def occurrences(duty: Duty, moments: Moments, *, asked: Asked, participant: str | None = None) -> list[Occurrence]:
    """Return each time a duty has come up for one state, earliest first."""
    if not holds(duty.when, moments, asked.clock):
        return []
    found = (
        Occurrence(duty, raised, _start(duty, raised, asked=asked), participant)
        for raised in _raised(duty, moments, asked=asked)
    )
    return [each for each in found if each.opened(asked.at)]


def _raised(duty: Duty, moments: Moments, *, asked: Asked) -> Iterable[datetime]:
    if isinstance(duty.opens, time):
        return [asked.clock.instant(duty.opens)]
    return [
        each
        for each in moments.get(duty.opens or "", ())
        if (duty.opened_by is None or asked.clock.in_time(each, duty.opened_by))
        and (duty.opened_from is None or each >= asked.clock.instant(duty.opened_from))
    ]


def _start(duty: Duty, raised: datetime, *, asked: Asked) -> datetime:
    return raised if duty.start is None else max(raised, asked.clock.instant(duty.start))


def status(occurrence: Occurrence, moments: Moments, *, asked: Asked, overtaken: datetime | None = None) -> Status:
    """Return whether an occurrence is open, closed by its fact, or overtaken without it."""
    end = _end(occurrence, moments, asked=asked) if occurrence.duty.ends is not None else overtaken
    closed = closed_at(occurrence, moments, asked=asked)
    if closed is not None and (end is None or closed <= end):
        return Status.CLOSED
    return Status.OPEN if end is None else Status.MISSED


def _end(occurrence: Occurrence, moments: Moments, *, asked: Asked) -> datetime | None:
    """Return when something the clause names overtook the duty; a cut-off does so once it has passed."""
    ends = occurrence.duty.ends or ()
    clock = asked.clock
    cuts = [clock.instant(end) for end in ends if isinstance(end, time) and clock.past(end)]
    named = _firsts((end for end in ends if isinstance(end, str)), moments, since=occurrence.raised)
    return min(cuts + named, default=None)


def _firsts(names: Iterable[str], moments: Moments, *, since: datetime) -> list[datetime]:
    """Return the first instant of each moment from an instant on."""
    found: list[datetime] = []
    for instants in (moments.get(name, ()) for name in names):
        place = bisect_left(instants, since)
        found += instants[place : place + 1]
    return found


def closed_at(occurrence: Occurrence, moments: Moments, *, asked: Asked) -> datetime | None:
    """Return when the first fact that does the duty came, None while it is open."""
    duty = occurrence.duty
    since = _counted_from(occurrence, moments, asked=asked)
    done = _firsts(duty.closed_by, moments, since=since)
    if duty.what in WRITTEN:
        done += _sent(occurrence, asked=asked)
    if duty.what in SPOKEN:
        done += calls(duty.clause, occurrence.participant, after=since, asked=asked)
    return min(done, default=None)


def _counted_from(occurrence: Occurrence, moments: Moments, *, asked: Asked) -> datetime:
    """Return from when on a fact can do the duty: from its start, or already since an earlier moment it names."""
    duty = occurrence.duty
    if duty.since is None:
        return occurrence.start
    since = moments[duty.since][0]
    return since if duty.start is None else max(since, asked.clock.instant(duty.start))


def calls(clause: str, participant: str | None, *, after: datetime, asked: Asked) -> list[datetime]:
    """Return when somebody was reached by telephone about a clause after an instant; no clause serves any call."""
    return sorted(
        fact.at
        for fact in _phoned(participant, asked=asked)
        if fact.details.get("reached", True) and fact.details.get("clause", clause) == clause and fact.at > after
    )


def _sent(occurrence: Occurrence, *, asked: Asked) -> list[datetime]:
    """Return when the notice went out (or came in) by its channel, or by another while the OTC terminal was down."""
    duty, participant = occurrence.duty, occurrence.participant
    return sorted(
        fact.at
        for fact in asked.known.family("notice")
        if fact.details["clause"] == duty.clause
        and _by_channel(duty.channel, fact, asked=asked)
        and (participant is None or fact.details.get("participant", participant) == participant)
        and fact.at > occurrence.start
    )


def _by_channel(channel: str | None, fact: Fact, *, asked: Asked) -> bool:
    used = fact.details["channel"]
    return used == channel or (channel in THROUGH_OTC and used in OTHER_MEANS and terminal_down(asked, fact.at))


def _phoned(participant: str | None, *, asked: Asked) -> Iterable[Fact]:
    known = asked.known
    return known.family("phone") if participant is None else known.naming("phone", participant)


def terminal_down(asked: Asked, at: datetime) -> bool:
    """Return whether the OTC terminal is down at an instant: its last failure until then has no recovery after it."""
    facts = [fact for fact in asked.known.family("otc") if fact.at <= at]
    failed = max((fact.at for fact in facts if fact.what == "otc.failed"), default=None)
    return failed is not None and not any(fact.what == "otc.recovered" and fact.at >= failed for fact in facts)
