"""Following a day by the clock: the plan again whenever something may have changed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from addin.app.plan_day import Ruled, day_of_file, ruled
from calc.outcome import Outcome
from calc.plan.types import Day

LOOK_EVERY = timedelta(seconds=30)
BEYOND = timedelta(seconds=1)


def watched(
    path: Path,
    *,
    clock: Callable[[], datetime],
    pause: Callable[[float], None],
    read: Callable[[Path], Outcome[Day]] = day_of_file,
) -> Iterator[Ruled]:
    """Yield what both plans say now, again after every 30 s and just past each cut-off; the day is read anew."""
    while True:
        at = clock()
        answer = ruled(read(path), at)
        yield answer
        pause(until_next_look(answer, at).total_seconds())


def until_next_look(answer: Ruled, at: datetime) -> timedelta:
    """Return how long nothing can change by the clock alone, at most 30 s."""
    coming = answer.plan.next_cutoff
    return LOOK_EVERY if coming is None else min(LOOK_EVERY, coming.at - at + BEYOND)
