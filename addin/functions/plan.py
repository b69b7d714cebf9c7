"""Worksheet functions of the plan: an item and an instant in, what applies out; the facts are those of the record."""

from datetime import datetime

from addin.app.plan_cell import applies_text, clause_text, due_rows, plan_at, ruling_at
from addin.home import home_folder

Duty = tuple[datetime | str, str, str, str]


def applies(item: str, at: datetime) -> str:
    """Return what applies, such as `前日 / previous_day`."""
    return applies_text(item, at, home=home_folder())


def clause(item: str, at: datetime) -> str:
    """Return the clause of the ruling, the named gap where there is none, nothing in normal business."""
    return clause_text(item, at, home=home_folder())


def until(item: str, at: datetime) -> datetime | str:
    """Return the item's next cut-off, up to which the ruling holds by itself; nothing after the last one."""
    found, _ = ruling_at(item, at, home=home_folder())
    return found.valid_until or ""


def due(at: datetime) -> list[Duty]:
    """Return until when, clause, duty and state of five duties, overdue ones first, and what is told of the others."""
    rows, more = due_rows(at, home=home_folder())
    shown: list[Duty] = [(each.until, each.clause, each.duty, each.state) for each in rows]
    return [*shown, ("", "", more, "")] if more else shown


def next_cutoff(at: datetime) -> datetime | str:
    """Return the day's next cut-off of any item, nothing after the last one."""
    coming = plan_at(at, home=home_folder()).next_cutoff
    return "" if coming is None else coming.at
