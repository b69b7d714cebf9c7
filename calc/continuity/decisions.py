"""The headquarters' decision log (BCP-3.1.b.3, BCP-4.1): appended, amended by a new entry, never edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by whom and why; `amends` names the decision it takes the place of."""

    id: str
    at: datetime
    what: str
    by: str
    reason: str
    amends: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A decision with the one that later took its place, if any."""

    decision: Decision
    amended_by: str | None


def decision_log(decisions: Iterable[Decision]) -> tuple[LoggedDecision, ...]:
    """Return every decision in order of time, each marked with the first one that amends it."""
    ordered = sorted(decisions, key=lambda decision: (decision.at, decision.id))
    amended: dict[str, str] = {}
    for decision in ordered:
        if decision.amends is not None:
            amended.setdefault(decision.amends, decision.id)
    return tuple(LoggedDecision(decision, amended.get(decision.id)) for decision in ordered)


def in_force(log: Iterable[LoggedDecision]) -> tuple[Decision, ...]:
    """Return the decisions that no other has taken the place of."""
    return tuple(each.decision for each in log if each.amended_by is None)
