"""The one clock: everything else is told the time.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")


def now() -> datetime:
    """Return this instant in Japan time, whole seconds."""
    return datetime.now(JST).replace(microsecond=0)


def seconds() -> float:
    """Return seconds of a clock that only goes forward, for durations."""
    return time.perf_counter()
