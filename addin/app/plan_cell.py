"""What the plan says at an instant, for cells: from what the record holds of the business date, never a guess.

The facts are those of the day file that the record kept last, and those recorded beside it (`plan_basis`). With neither
there is no answer: a cell that ruled without facts would rule wrongly.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from addin.app.day.labels import applies_label
from addin.app.plan_basis import basis_of
from addin.app.settings_record import settings_in_force
from addin.store.stamp import stamp
from calc.days.business_day import calendar_named
from calc.days.cutoff import JST
from calc.outcome import RefusedError, finding
from calc.plan.board import duty_words, is_overdue, state_words, until, who_acts
from calc.plan.evaluate import plan_of
from calc.plan.types import Item, Plan, PlanSettings, Row, Ruling

SHOWN = 5
RECORD_ALONE = "控えの事実だけ record alone"

_PLANS_KEPT = 32


@dataclass(frozen=True, slots=True)
class DueRow:
    """One duty as a board shows it: until when, by which clause, what by which means, where it stands, who must act."""

    until: datetime
    clause: str
    duty: str
    state: str
    who: str


def plan_at(at: datetime, *, home: Path) -> Plan:
    """Return the plan of the instant's business date in Japan, by the facts that the record holds.

    A closed day has no cut-offs: there the next business day is looked at, whatever was dated on a Sunday. Raises
    RefusedError `plan_day_unrecorded`, or as reading the record, its snapshots and its settings does.
    """
    seen, business_date = stamp(home), business_date_at(at, home=home)
    basis = basis_of(home, business_date, seen)
    calendar = basis.settings.text("calendar")
    return _plan(home, seen, business_date, at=at, settings=basis.day.settings, calendar=calendar)


def business_date_at(at: datetime, *, home: Path) -> date:
    """Return the instant's date in Japan, on a closed day the next business day. Raises as reading the settings."""
    calendar, today = calendar_named(settings_in_force(home, {}).text("calendar")), at.astimezone(JST).date()
    return today if calendar.is_open(today) else calendar.following(today)


def basis_text(at: datetime, *, home: Path) -> str:
    """Return what the answers of the instant's business date rest on. Raises RefusedError as `plan_at`."""
    said = basis_of(home, business_date_at(at, home=home), stamp(home)).words
    return f"{said.ja} / {said.en}"


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
    """Return what applies in both languages, such as `前日 / previous day's`.

    Behind it stand, where there are any, what holds provisionally, what else applies to how many scopes, and that the
    facts of the record are all there is: what has not been declared there may have happened all the same.
    """
    found, ruling = ruling_at(item, at, home=home)
    told = _labelled(ruling.applies)
    if ruling.provisional:
        told += f"（暫定 provisional: {_labelled(ruling.provisional)}）"
    others = Counter(each.applies or "" for each in found.exceptions.values())
    if others and ":" not in item:
        listed = ", ".join(f"{number} {_labelled(applies)}" for applies, number in sorted(others.items()))
        told += f"（例外 exceptions: {listed}）"
    alone = basis_of(home, business_date_at(at, home=home), stamp(home)).entry is None
    return f"{told}（{RECORD_ALONE}）" if alone else told


def _labelled(applies: str | None) -> str:
    return " / ".join(applies_label(applies))


def clause_text(item: str, at: datetime, *, home: Path) -> str:
    """Return the clause that a ruling rests on, the named gap where there is none, nothing in normal business."""
    _, ruling = ruling_at(item, at, home=home)
    return ruling.clause or ruling.gap or ""


def if_nothing_text(item: str, at: datetime, *, home: Path) -> str:
    """Return what the clock alone will change of an item next, and when; nothing where it changes nothing."""
    found, _ = ruling_at(item, at, home=home)
    return f"{found.if_nothing.words.ja} / {found.if_nothing.words.en}" if found.if_nothing else ""


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


def _due_row(row: Row, at: datetime) -> DueRow:
    said, state = duty_words(row), state_words(row, at)
    return DueRow(until(row), row.clause, f"{said.ja} / {said.en}", f"{state.ja} / {state.en}", who_acts(row))


@lru_cache(maxsize=_PLANS_KEPT)
def _plan(home: Path, seen: bytes, business_date: date, *, at: datetime, settings: PlanSettings, calendar: str) -> Plan:
    """Return the plan of an instant, kept as long as record and settings stay: a sheet asks for it in many cells."""
    day = replace(basis_of(home, business_date, seen).day, settings=settings)
    return plan_of(day, at, calendar=calendar_named(calendar))
