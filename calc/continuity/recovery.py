"""The recovery clock: two hours from the occurrence, the cut-offs inside them, and what each will trigger (BCP-4.6.b).

The plan's target stands for the secondary centre alone. A desk that moves to the alternate office looks at the same
two hours, as at a yardstick: `governs` tells the two apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from calc.continuity.incident import Cut, Response


@dataclass(frozen=True, slots=True)
class RecoveryClock:
    """From when until when work is to run again; `inside` are the cut-offs from the one instant to the other."""

    occurred_at: datetime
    target: datetime
    governs: bool
    inside: tuple[Cut, ...]

    def left(self, at: datetime) -> timedelta:
        """Return how much time is left, below zero once the target has passed."""
        return self.target - at


def recovery_clock(response: Response, cuts: Sequence[Cut], *, within: timedelta) -> RecoveryClock | None:
    """Return the clock of the incident that is open, None without one; `within` is the plan's time.

    `cuts` are those of every business date that the clock can reach.
    """
    if response.incident is None:
        return None
    begin = response.incident.occurred_at
    target = response.recovery_target or begin + within
    inside = tuple(sorted((cut for cut in cuts if begin <= cut.at <= target), key=lambda cut: (cut.at, cut.clause)))
    return RecoveryClock(begin, target, response.recovery_target is not None, inside)
