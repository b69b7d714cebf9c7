"""The one clock: everything else is told the time."""

import time
from datetime import datetime

from calc.days.cutoff import JST


def now() -> datetime:
    """Return this instant in Japan time, whole seconds."""
    return datetime.now(JST).replace(microsecond=0)


def seconds() -> float:
    """Return seconds of a clock that only goes forward, for durations."""
    return time.perf_counter()
