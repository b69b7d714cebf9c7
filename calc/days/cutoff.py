"""Instants in Japan Standard Time, a fixed +09:00: Tokyo has no summer time, so no time-zone data is needed."""

import re
from datetime import date, datetime, time, timedelta, timezone

from calc.outcome import Finding, finding

JST = timezone(timedelta(hours=9), "JST")

# Whole seconds only: an instant must survive being written by `iso` and read again.
INSTANT = re.compile(
    r"(?P<local>[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)"
    r"(?P<offset>Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?"
)
SHOWN = 40


def instant(day: date, at: time) -> datetime:
    """Return the instant of a Tokyo wall-clock time."""
    return datetime.combine(day, at, JST)


def iso(moment: datetime) -> str:
    """Return an aware instant as `YYYY-MM-DDTHH:MM:SS+09:00`, fractions of a second dropped."""
    if moment.tzinfo is None:  # astimezone would read it in the zone of the machine
        raise ValueError("an instant without offset")
    return moment.astimezone(JST).isoformat(timespec="seconds")


def parse_instant(text: str) -> datetime | Finding:
    """Return an ISO 8601 instant in JST; seconds may be missing, the offset may not.

    Offsets: `Z`, `+09:00`, `+0900`, `+09`. Findings: `instant_without_offset`, `instant_unreadable`.
    """
    parts = INSTANT.fullmatch(text)
    if parts is None:
        return _unreadable(text)
    try:
        local = datetime.fromisoformat(text)
        return local.astimezone(JST) if parts["offset"] else finding("instant_without_offset", text=text)
    except (ValueError, OverflowError):  # 30 February; the very first and last hours of the calendar
        return _unreadable(text)


def hours_of(span: timedelta) -> str:
    """Return a time that is left, as hours, minutes and seconds however many hours they are: 46:57:34."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _unreadable(text: str) -> Finding:
    beginning = text[:SHOWN]
    return finding("instant_unreadable", text=beginning if beginning.isprintable() else repr(beginning))
