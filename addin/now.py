"""The one clock: everything else is told the time.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from datetime import time as clock_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

JST = timezone(timedelta(hours=9), "JST")
EVERY = timedelta(seconds=30)
BEYOND = timedelta(seconds=1)  # the very instant of a cut-off may still be in time


class Clock:
    """A drill's own clock: it shows `shown` at the real instant `since`, and goes `speed` times as fast from there."""

    def __init__(self, shown: datetime, since: datetime, speed: float) -> None:
        self.shown, self.since, self.speed = shown, since, speed

    def at(self, real: datetime) -> datetime:
        """Return what the clock shows at a real instant; before `since` it waits."""
        return self.shown + max(real - self.since, timedelta(0)) * self.speed


_FOLLOWED: list[Clock] = []  # what this process goes by: nothing, or the clock of one drill


def now() -> datetime:
    """Return this instant in Japan time, whole seconds; in a drill, by the drill's clock."""
    real = real_now()
    return (_FOLLOWED[0].at(real) if _FOLLOWED else real).replace(microsecond=0)


def real_now() -> datetime:
    """Return this instant in Japan time, whatever a drill shows."""
    return datetime.now(JST)


def follow(clock: Clock | None) -> None:
    """Go by the clock of a drill from here on, by the real one where there is none."""
    _FOLLOWED[:] = [] if clock is None else [clock]


def seconds() -> float:
    """Return seconds of a clock that only goes forward, for durations."""
    return time.perf_counter()


def next_refresh(at: datetime, cutoffs: Sequence[str]) -> datetime:
    """Return when the cell changes next: at a whole half minute, or one second past a cut-off (`19:00:00`)."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    due = [midnight + EVERY * ((at - midnight) // EVERY + 1)]
    past = (datetime.combine(at.date(), clock_time.fromisoformat(cutoff), at.tzinfo) + BEYOND for cutoff in cutoffs)
    return min([*due, *(moment for moment in past if moment > at)])
