"""記録 / The day's entries of the record, in order: when, what in words, by whom, number and hash."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from addin.app.plan_facts import RECORDED
from addin.books.desk_cells import day_number
from addin.books.port import Cell
from addin.store.chain import Entry, short_head
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.plan.board import both, entry_words
from calc.plan.declare import forms

NAMED = (
    "participant",
    "role",
    "means",
    "item",
    "name",
    "reference",
    "subject",
    "sheet",
    "template",
    "clause",
    "applies",
    "note",
)
DETAILS = ("participant", "participants", "instruments", "clause", "channel", "reference", "short", "version")
MOST_TEXT = 90


def log_rows(journal: Journal, day: date, *, most: int) -> tuple[list[Sequence[Cell]], int]:
    """Return the newest entries of a business day, oldest of them first, and how many older ones are not among them."""
    found = [entry for entry in journal.entries() if _is_of(entry, day)]
    shown = found[-most:]
    return [_row(entry) for entry in shown], len(found) - len(shown)


def _is_of(entry: Entry, day: date) -> bool:
    """Return whether an entry is of a business day: by what it says of itself, else by when it was recorded."""
    named = entry.body.get("business_date")
    return named == day.isoformat() if named else _recorded_at(entry).date() == day


def _row(entry: Entry) -> Sequence[Cell]:
    what = both(entry_words(entry.kind), between=" ")
    who = str(entry.body.get("initials") or entry.body.get("by") or entry.user)
    at = day_number(_recorded_at(entry))
    return (float(entry.n), at, what, said_of(entry)[:MOST_TEXT], who, short_head(entry.hash))


def said_of(entry: Entry) -> str:
    """Return in a line what an entry is about: of a fact what happened and when, of anything else its names."""
    body = entry.body
    if entry.kind == RECORDED and str(body.get("what")) in forms():
        words, details = forms()[str(body["what"])].words, body.get("details")
        told = _told(details if isinstance(details, Mapping) else {}, DETAILS)
        return f"{_clock(body)} {both(words, between=' ')} {told}".strip()
    return f"{_clock(body)} {_told(body, NAMED)}".strip()


def _told(body: Mapping[str, Any], names: Iterable[str]) -> str:
    return " ".join(_plain(body[name]) for name in names if body.get(name))


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever an entry holds
    if isinstance(value, list):
        return " ".join(_plain(each) for each in value)
    return " ".join(f"{name}={each}" for name, each in value.items()) if isinstance(value, Mapping) else str(value)


def _clock(body: Mapping[str, Any]) -> str:
    """Return the time that an entry tells of, which may be earlier than when it was recorded."""
    try:
        return f"{datetime.fromisoformat(str(body.get('at'))).astimezone(JST):%H:%M:%S}"
    except ValueError:
        return ""


def _recorded_at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.at).astimezone(JST)
