"""The score of a drill: every mark, what share of them was right and in time, and how long the first quote took."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from addin.drills.answered import answer_marks, review_marks
from addin.drills.continued import incident_marks
from addin.drills.decided import decision_marks
from addin.drills.declared import declaration_marks
from addin.drills.marks import Grade, Kind, Mark, in_plan_order
from addin.drills.owed import duty_marks
from addin.drills.script import Script
from addin.drills.truth import Truth, truth_of
from addin.drills.walk import walked
from addin.store.chain import Entry
from calc.plan.types import CLEARING_HOUSE, PARTICIPANT

FULL = 100
WORTH = {Grade.IN_TIME: 2, Grade.LATE: 1, Grade.WRONG: 0, Grade.MISSING: 0}  # late is worth half
MOST = max(WORTH.values())
QUOTED = {CLEARING_HOUSE: "participant.quotes_proxied", PARTICIPANT: "participant.quotes_mailed"}


@dataclass(frozen=True, slots=True)
class Share:
    """How many were called for, and how many of them were right and in time."""

    good: int
    of: int


@dataclass(frozen=True, slots=True)
class Score:
    """What a drill came to, its marks in order of time; `first_quote` is in minutes, None where none was awaited."""

    script: str
    marks: tuple[Mark, ...]
    first_quote: int | None

    @property
    def points(self) -> int:
        """Return the share of what was called for, of 100; never rounded up: 100 is a drill without a fault."""
        worth = sum(WORTH[each.grade] for each in self.marks)
        return FULL * worth // (MOST * len(self.marks)) if self.marks else FULL

    @property
    def clauses(self) -> tuple[str, ...]:
        """Return every clause that was exercised, in plan order."""
        return in_plan_order({clause for each in self.marks for clause in each.clauses})

    @property
    def faults(self) -> tuple[Mark, ...]:
        """Return what was late, wrong or missing."""
        return tuple(each for each in self.marks if each.grade is not Grade.IN_TIME)

    @property
    def omissions(self) -> tuple[Mark, ...]:
        """Return what was never done."""
        return tuple(each for each in self.marks if each.grade is Grade.MISSING)

    def share(self, *kinds: Kind) -> Share:
        """Return how many marks of these kinds were right and in time."""
        own = [each for each in self.marks if each.kind in kinds]
        return Share(sum(each.grade is Grade.IN_TIME for each in own), len(own))


def scored(script: Script, entries: Sequence[Entry]) -> Score:
    """Return what a desk's record of a drill comes to: pure, so that any record can be scored again.

    Raises RefusedError as reading the facts of the record does.
    """
    truth = truth_of(script, entries)
    marks = sorted(_marks(script, truth, entries), key=lambda each: (each.since, each.due, each.kind, each.words.en))
    return Score(script.name, tuple(marks), first_quote(truth))


def _marks(script: Script, truth: Truth, entries: Sequence[Entry]) -> Iterator[Mark]:
    looks = walked(truth.day, begins=script.begins, ends=script.ends)
    yield from declaration_marks(script, truth)
    yield from decision_marks(script, looks, entries)
    yield from duty_marks(script, looks)
    yield from incident_marks(script, looks, entries)
    yield from answer_marks(script, entries)
    yield from review_marks(script, entries)


def first_quote(truth: Truth) -> int | None:
    """Return how many minutes passed from a participant's outage to the first quotes that left this desk.

    At a participant's desk that is its mail, at JSCC's the proxy entry; None without either.
    """
    outages = [each.at for each in truth.day.facts
               if each.what == "participant.outage" and each.details["affects"] == "quotes"]  # fmt: skip
    sent = [each.at for each in truth.day.facts if each.what == QUOTED[truth.day.role]]
    return _minutes(min(outages), min(sent)) if outages and sent else None


def _minutes(begins: datetime, ends: datetime) -> int:
    return int((ends - begins).total_seconds() // 60)
