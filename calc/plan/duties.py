"""Who owes what: the open duties of both sides, and the notices that were overtaken unsent."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from calc.plan.asked import Asked
from calc.plan.clauses import Duty
from calc.plan.handling import with_handling
from calc.plan.moments import ats
from calc.plan.occurrences import Occurrence, Status, occurrences, status
from calc.plan.predicates import Moments
from calc.plan.routes import AFFECTS, participant_moments, troubled
from calc.plan.shortfalls import shortfall_moments, shortfalls
from calc.plan.states import NAMED_BY, State
from calc.plan.types import ITEMS


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty that came up, and where it stands."""

    occurrence: Occurrence
    status: Status

    @property
    def identity(self) -> tuple[str, str, datetime]:
        """Return what makes two duties the same but for the participant."""
        return (self.occurrence.duty.clause, self.occurrence.duty.what, self.occurrence.raised)


def duties_of(asked: Asked, states: Mapping[str, State], *, others: Mapping[str, Sequence[State]]) -> list[Owed]:
    """Return every duty that has come up by now, for both sides; what facts name only adds what is not general."""
    found: list[Owed] = []
    for item in ITEMS:
        general = of_state(states[item], asked=asked)
        found += general
        shared = {owed.identity for owed in general}
        for state in others[item]:
            found += [owed for owed in of_state(state, asked=asked) if owed.identity not in shared]
    found += [*_of_challenges(asked), *_of_participants(asked), *_of_shortfalls(asked)]
    once = {(*owed.identity, owed.occurrence.participant, owed.occurrence.duty.gap): owed for owed in found}
    return list(once.values())


def of_state(state: State, *, asked: Asked) -> list[Owed]:
    """Return the duties of one item for one scope; notices are overtaken by the item's next one."""
    moments = with_handling(state, asked=asked)
    named = state.scope if NAMED_BY[state.item] == "participants" else None
    duties = asked.book.duties(state.item)
    notices = announced(duties, moments, asked=asked, participant=named)
    starts = [notice.start for notice in notices]
    owed = []
    for notice in notices:
        later = bisect_right(starts, notice.start)
        overtaken = starts[later] if later < len(starts) else None
        owed.append(Owed(notice, status(notice, moments, asked=asked, overtaken=overtaken)))
    for duty in duties:
        if duty.what == "contact":
            owed += _contacts(duty, notices, asked=asked, participant=named)
        elif duty.what != "notice":
            owed += _newest(duty, moments, asked=asked, participant=named)
    return owed


def announced(
    duties: Iterable[Duty], moments: Moments, *, asked: Asked, participant: str | None = None
) -> list[Occurrence]:
    """Return the notices that have come up, earliest first."""
    found = (
        each
        for duty in duties
        if duty.what == "notice"
        for each in occurrences(duty, moments, asked=asked, participant=participant)
    )
    return sorted(found, key=lambda each: each.start)


def _contacts(duty: Duty, notices: Sequence[Occurrence], *, asked: Asked, participant: str | None) -> list[Owed]:
    """Return the separate contacts that go with the newest notice: one per listed participant."""
    accompanied = [notice for notice in notices if notice.duty.clause in duty.accompanies]
    if not accompanied:
        return []
    newest = accompanied[-1].start
    everyone = (participant,) if participant else asked.day.participants or (None,)
    contacts = [Occurrence(duty, newest, newest, each) for each in everyone]
    return [Owed(contact, status(contact, {}, asked=asked)) for contact in contacts]


def _newest(duty: Duty, moments: Moments, *, asked: Asked, participant: str | None) -> list[Owed]:
    """Return a duty's newest occurrence alone: what renews itself is owed once."""
    found = occurrences(duty, moments, asked=asked, participant=participant)[-1:]
    return [Owed(each, status(each, moments, asked=asked)) for each in found]


def _of_challenges(asked: Asked) -> list[Owed]:
    """Return what a participant's objection asks JSCC to decide; one to a price goes through margin (G12)."""
    objections: dict[tuple[str, str], list[datetime]] = {}
    for fact in asked.known.family("participant"):
        if fact.what == "participant.challenged":
            objections.setdefault((fact.details["participant"], fact.details["item"]), []).append(fact.at)
    return [
        owed
        for (participant, item), raised in sorted(objections.items())
        for owed in _of_challenge(participant, item, raised=tuple(sorted(raised)), asked=asked)
    ]


def _of_challenge(participant: str, item: str, *, raised: tuple[datetime, ...], asked: Asked) -> list[Owed]:
    taken_as, gap = ("margin", asked.book.marks["wrong_price"]) if item == "settlement_price" else (item, None)
    facts = asked.known.concerning(taken_as, participant)
    moments = {"challenged": raised, **{each: ats(facts, each) for each in ("flagged", "confirmed", "renotified")}}
    duties = (replace(duty, gap=gap) for duty in asked.book.duties(taken_as) if duty.opens == "challenged")
    return [owed for duty in duties for owed in _newest(duty, moments, asked=asked, participant=participant)]


def _of_participants(asked: Asked) -> list[Owed]:
    """Return what CP-1.1.b and CP-1.2.b ask of participants in trouble, and of JSCC for them."""
    return [
        owed
        for affects in AFFECTS
        for participant in troubled(affects, asked=asked)
        for moments in [participant_moments(participant, affects, asked=asked)]
        for duty in asked.book.duties(affects)
        for owed in _newest(duty, moments, asked=asked, participant=participant)
    ]


def _of_shortfalls(asked: Asked) -> list[Owed]:
    """Return the call to each participant that is short, and the message that may only follow it."""
    return [
        replace(owed, occurrence=replace(owed.occurrence, amount=short.amount))
        for participant, short in shortfalls(asked).items()
        for duty in asked.book.duties("cmf")
        for owed in _newest(
            duty, shortfall_moments(participant, short.since, asked=asked), asked=asked, participant=participant
        )
    ]
