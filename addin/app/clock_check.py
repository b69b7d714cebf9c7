"""時計 / The desk's clock against a time signal or a second clock: cut-offs count to the second."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from addin.app.approval.steps import Tell
from addin.files import is_there
from addin.home import is_home
from addin.settings import FILE_NAME
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.cutoff import JST, iso, parse_instant
from calc.outcome import Finding, RefusedError, finding

CHECKED = "clock.checked"
_TIME = re.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One comparison: when, and by how many seconds the desk's clock was ahead (below zero: behind)."""

    at: datetime
    ahead: int

    def age(self, at: datetime) -> timedelta:
        """Return how long ago it was."""
        return at - self.at


def reference_of(text: str, at: datetime) -> datetime:
    """Return the instant that a person typed: ISO 8601, or a time in Japan, of the day on which it is nearest.

    Raises RefusedError `instant_unreadable` or `instant_without_offset`.
    """
    of_day, is_time = f"{at.astimezone(JST):%Y-%m-%d}T{text.strip()}+09:00", _TIME.fullmatch(text.strip())
    read = parse_instant(of_day if is_time else text.strip())
    if isinstance(read, Finding):
        raise RefusedError([read])
    days = (read + timedelta(days=each) for each in (0, -1, 1)) if is_time else (read,)
    return min(days, key=lambda each: abs(each - at))


def refuse_unless_used(home: Path) -> None:
    """Raise RefusedError `clock_home_unused` for a folder that no desk has used: a slip in its name makes no record."""
    if not is_home(home) and not is_there(home / FILE_NAME):
        raise RefusedError([finding("clock_home_unused", path=home)])


def checked_clock(home: Path, reference: datetime, *, at: datetime, tell: Tell = None) -> Entry:
    """Return the entry of one comparison: the instant by the desk's clock, and by the reference at the same moment."""
    ahead = int((at - reference).total_seconds())
    with Journal(home) as journal:
        body: dict[str, Json] = {"at": iso(at), "reference": iso(reference), "seconds": ahead}
        return journal.append_all([(CHECKED, body)], on_recorded=tell)[0]


def last_reading(journal: Journal) -> ClockReading | None:
    """Return the newest comparison in the record, None without one. Errors as reading the record."""
    entry = journal.latest(CHECKED)
    if entry is None:
        return None
    return ClockReading(datetime.fromisoformat(entry.body["at"]), int(entry.body["seconds"]))


def behind_record(journal: Journal, at: datetime) -> Finding | None:
    """Return that the clock stands before the newest entry of the record: it was set back, or was ahead then."""
    last = journal.last()
    if last is None or datetime.fromisoformat(last.at) <= at:
        return None
    return finding("clock_behind", now=iso(at), last=last.at)
