"""What the plan says at an instant, for cells: from the newest recorded run of the business date, never a guess.

The facts are those of the day file that the run read, and those that the record holds beside it. Without a recorded
run there is no answer: a cell that ruled without facts would rule wrongly.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from addin.app.day.labels import applies_label
from addin.app.day.read import FACTS
from addin.app.day.rule import plan_settings
from addin.app.plan_day import DayFile, day_content
from addin.app.plan_facts import with_recorded
from addin.app.settings_record import settings_in_force
from addin.store import snapshots
from addin.store.journal import Journal
from addin.store.stamp import stamp
from calc.days.business_day import calendar_named
from calc.days.cutoff import JST
from calc.outcome import Outcome, RefusedError, finding
from calc.plan.evaluate import plan_of
from calc.plan.page import filled
from calc.plan.types import Item, Plan, PlanSettings, Row, Ruling

SHOWN = 5
NO_RULE = "none"

_DAYS_KEPT, _PLANS_KEPT = 4, 32


@dataclass(frozen=True, slots=True)
class DueRow:
    """One duty as a board shows it: until when, by which clause, what by which means, and where it stands."""

    until: datetime
    clause: str
    duty: str
    state: str


def plan_at(at: datetime, *, home: Path) -> Plan:
    """Return the plan of the instant's business date in Japan, by the facts that the record holds.

    Raises RefusedError `plan_day_unrecorded`, or as reading the record, its snapshots and its settings does.
    """
    business_date, seen = at.astimezone(JST).date(), stamp(home)
    facts = _facts(home, business_date, seen)
    settings = settings_in_force(home, facts.settings)
    return _plan(home, seen, at, settings=plan_settings(settings), calendar=settings.text("calendar"))


def ruling_at(item: str, at: datetime, *, home: Path) -> tuple[Item, Ruling]:
    """Return an item with the ruling for all it covers, or for one scope of it: `margin`, `margin:P01`.

    Raises RefusedError `plan_item_unknown`, or as `plan_at`.
    """
    plan = plan_at(at, home=home)
    name, _, scope = (part.strip() for part in item.partition(":"))
    if name not in plan.items:
        raise RefusedError([finding("plan_item_unknown", item=item[:40], known=" / ".join(plan.items))])
    found = plan.items[name]
    return found, found.exceptions.get(scope, found.ruling) if scope else found.ruling


def applies_text(item: str, at: datetime, *, home: Path) -> str:
    """Return what applies, for people and for formulas, such as `前日 / previous_day`.

    Behind it stand, where there are any, what holds provisionally, and what else applies to how many scopes.
    """
    found, ruling = ruling_at(item, at, home=home)
    told = f"{applies_label(ruling.applies)[0]} / {ruling.applies or NO_RULE}"
    if ruling.provisional:
        told += f"（暫定 provisional: {ruling.provisional}）"
    others = Counter(each.applies or NO_RULE for each in found.exceptions.values())
    if others and ":" not in item:
        told += f"（例外 exceptions: {', '.join(f'{number} {applies}' for applies, number in sorted(others.items()))}）"
    return told


def clause_text(item: str, at: datetime, *, home: Path) -> str:
    """Return the clause that a ruling rests on, the named gap where there is none, nothing in normal business."""
    _, ruling = ruling_at(item, at, home=home)
    return ruling.clause or ruling.gap or ""


def due_rows(at: datetime, *, home: Path) -> tuple[tuple[DueRow, ...], str]:
    """Return the duties to look at first, those overdue before all others, and what is told of those not shown.

    The second is empty when every open duty is shown and none was missed: nothing overdue is ever hidden unsaid.
    """
    plan = plan_at(at, home=home)
    ordered = sorted(plan.due, key=lambda row: (not is_overdue(row, at), until(row)))
    hidden = ordered[SHOWN:]
    late = sum(is_overdue(row, at) for row in hidden)
    told = [f"他 {len(hidden)} 件 / +{len(hidden)} more"] if hidden else []
    told += [f"うち超過 {late} / {late} overdue"] if late else []
    told += [f"未了 {len(plan.missed)} / {len(plan.missed)} missed"] if plan.missed else []
    return tuple(_due_row(row, at) for row in ordered[:SHOWN]), "、".join(told)


def until(row: Row) -> datetime:
    """Return until when a duty is in time: its cut-off, else the end of its grace."""
    return row.by or row.overdue_from


def is_overdue(row: Row, at: datetime) -> bool:
    """Return whether a duty is past its grace or its cut-off."""
    return at > min(row.overdue_from, until(row))


def _due_row(row: Row, at: datetime) -> DueRow:
    what, state = filled("what", row.what), filled("mode", row.mode)
    channel = filled("channel", row.channel) if row.channel else None
    by = (f"（{channel.ja}）", f" ({channel.en})") if channel else ("", "")
    late = "超過 / overdue " if is_overdue(row, at) else ""
    duty = f"{what.ja}{by[0]} / {what.en}{by[1]} {row.participant or ''}".rstrip()
    return DueRow(until(row), row.clause, duty, f"{late}{state.ja} / {state.en}")


@lru_cache(maxsize=_PLANS_KEPT)
def _plan(home: Path, seen: bytes, at: datetime, *, settings: PlanSettings, calendar: str) -> Plan:
    """Return the plan of an instant, kept as long as record and settings stay: a sheet asks for it in many cells."""
    facts = _facts(home, at.astimezone(JST).date(), seen)
    return plan_of(replace(facts.read.value, settings=settings), at, calendar=calendar_named(calendar))


@lru_cache(maxsize=_DAYS_KEPT)
def _facts(home: Path, business_date: date, seen: bytes) -> DayFile:
    """Return the day file of the newest recorded run of a date with the facts recorded beside it."""
    del seen  # another one for a record that has changed: it is read again
    with Journal(home) as journal:
        runs = [each.body for each in journal.entries("day.inputs")]
        of_date = [each["files"] for each in runs if each["business_date"] == business_date.isoformat()]
        if not of_date or FACTS not in of_date[-1]:
            raise RefusedError([finding("plan_day_unrecorded", day=business_date)])
        made = day_content(snapshots.content(home, of_date[-1][FACTS]), FACTS)
        return replace(made, read=Outcome(with_recorded(made.read.value, journal)))
