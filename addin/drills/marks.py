"""What a drill is marked by: one thing that was called for, by which clauses, until when, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calc.plan.clauses import book
from calc.text.wording import Words

SILENT = Words("", "")


class Kind(StrEnum):
    """What a mark is about."""

    DECLARATION = "declaration"
    DECISION = "decision"
    NOTICE = "notice"
    STEP = "step"


class Grade(StrEnum):
    """What became of it."""

    IN_TIME = "in_time"
    LATE = "late"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that was called for from `since` until `due`; `done` is None where it never was.

    `why` is what there is to say of it: of a decision the plan's own reason, of a fault what was wrong.
    """

    kind: Kind
    clauses: tuple[str, ...]
    words: Words
    since: datetime
    due: datetime
    done: datetime | None
    grade: Grade
    why: Words = SILENT


def graded(done: datetime | None, due: datetime) -> Grade:
    """Return the grade of what was done at an instant; the instant of the deadline is in time."""
    if done is None:
        return Grade.MISSING
    return Grade.IN_TIME if done <= due else Grade.LATE


def in_plan_order(clauses: set[str] | frozenset[str]) -> tuple[str, ...]:
    """Return clauses in the order of the plans."""
    return tuple(each for each in book().clauses if each in clauses)
