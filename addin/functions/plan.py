"""Worksheet functions of the plan: an item and an instant in, what applies out; the facts are those of the record."""

from datetime import datetime

from addin.app.plan_cell import (
    SHOWN,
    applies_text,
    basis_text,
    clause_text,
    due_rows,
    if_nothing_text,
    plan_at,
    ruling_at,
)
from addin.home import home_folder

LATE, MORE = "✗ 超過・未了 late", "▲ 他 more"  # how the row of the others stands

Duty = tuple[datetime | str, str, str, str, str]


def applies(item: str, at: datetime) -> str:
    """Return what applies, such as `前日 / previous day's`."""
    return applies_text(item, at, home=home_folder())


def clause(item: str, at: datetime) -> str:
    """Return the clause of the ruling, the named gap where there is none, nothing in normal business."""
    return clause_text(item, at, home=home_folder())


def until(item: str, at: datetime) -> datetime | str:
    """Return the item's next cut-off, up to which the ruling holds by itself; nothing after the last one."""
    found, _ = ruling_at(item, at, home=home_folder())
    return found.valid_until or ""


def if_nothing(item: str, at: datetime) -> str:
    """Return what the clock alone will change of an item next, and when; nothing where it changes nothing."""
    return if_nothing_text(item, at, home=home_folder())


def basis(at: datetime) -> str:
    """Return what the answers of the instant's business date rest on: the day's facts, or those of the record alone."""
    return basis_text(at, home=home_folder())


def due(at: datetime) -> list[Duty]:
    """Return until when, clause, duty, state and who of five duties, overdue first; the others in the sixth row."""
    rows, more = due_rows(at, home=home_folder())
    shown: list[Duty] = [(each.until, each.clause, each.duty, each.state, each.who) for each in rows]
    blank: list[Duty] = [("", "", "", "", "")] * (SHOWN - len(shown))
    state = LATE if "overdue" in more or "missed" in more else MORE
    return [*shown, *blank, ("", "", more, state, "")] if more else shown


def next_cutoff(at: datetime) -> datetime | str:
    """Return the day's next cut-off of any item, nothing after the last one."""
    coming = plan_at(at, home=home_folder()).next_cutoff
    return "" if coming is None else coming.at
