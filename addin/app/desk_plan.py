"""適用 / Apply: what the plan says at the book's as-of, by which clause and why, recorded as decisions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from addin.app.day.read import FACTS
from addin.app.desk_day import Desk, Done, folder_of, refuse_other_day, ruled_at
from addin.app.outage_facts import day_of
from addin.app.plan_day import Ruled, day_file, ruled
from addin.app.plan_record import record_rulings
from addin.app.settings_record import settings_in_force
from addin.books.desk_cells import day_number, written
from addin.books.port import Cell
from addin.books.regions.shared import APPLIED
from addin.store.journal import Journal
from calc.days.business_day import calendar_named, tokyo
from calc.outcome import Outcome
from calc.plan.explain import applies_words
from calc.plan.page import filled
from calc.plan.types import Item, Ruling
from calc.text.wording import Words

MOST_NAMED = 12


def applied_plan(desk: Desk) -> Done:
    """Return what applies, as `hikae plan --record` rules it, with the facts of the day's folder and of the record.

    Errors as reading the day and recording raise.
    """
    block, folder = desk.sheet.read(APPLIED.name), folder_of(desk.sheet)
    facts = day_file(folder / FACTS, calendar=tokyo())
    business_date = facts.read.value.business_date
    refuse_other_day(desk.sheet, business_date)
    at = ruled_at(desk, business_date)
    settings = settings_in_force(desk.home, facts.settings)
    calendar = calendar_named(settings.text("calendar"))
    with Journal(desk.home) as journal:
        day = day_of(journal, facts.read.value, business_date=business_date, settings=settings)
        answer = ruled(Outcome(day, facts.read.findings), at, calendar=calendar)
        made = record_rulings(answer.plan, answer.day, journal, calendar=calendar)
        last = journal.last()
    rows = ruling_rows(answer)
    desk.sheet.write({block.name: written(block, APPLIED, rows)})
    return Done(applied_words(at, made.lines), last)


def ruling_rows(answer: Ruled) -> list[Sequence[Cell]]:
    """Return a row for each item, and one for each ruling of it that differs for some names."""
    return [row for item in answer.plan.items.values() for row in _rows(item, answer)]


def applied_words(at: datetime, lines: Sequence[Words]) -> Words:
    """Return that what applies was ruled, with what each item has more to tell: a decision superseded, a look back."""
    ja, en = "".join(f"。{each.ja}" for each in lines), "".join(f". {each.en}" for each in lines)
    return Words(f"{at:%m-%d %H:%M:%S} の適用{ja}", f"What applies at {at:%m-%d %H:%M:%S}{en}")


def _rows(item: Item, answer: Ruled) -> Iterator[Sequence[Cell]]:
    """Yield a row for the item, and one for each ruling that differs for some names."""
    label, at = filled("item", item.name), day_number(answer.plan.at)
    until = "確定 final" if item.final else _until(item.valid_until)
    why = f"{item.trace.ja}\n{item.trace.en}"
    yield (f"{label.ja}\n{label.en}", _applies(item.ruling, answer), _clause(item.ruling), why, until, at)
    groups = defaultdict[Ruling, list[str]](list)
    for name, ruling in item.exceptions.items():
        groups[ruling].append(name)
    for ruling, names in groups.items():
        more = f" … (+{len(names) - MOST_NAMED})" if len(names) > MOST_NAMED else ""
        listed = " ".join(sorted(names)[:MOST_NAMED]) + more
        of = f"{label.ja} {len(names)}件\n{label.en} ({len(names)})"
        yield (of, _applies(ruling, answer), _clause(ruling), listed, until, at)


def _applies(ruling: Ruling, answer: Ruled) -> str:
    said = applies_words(ruling.applies, answer.plan.previous_business_date)
    return f"{said.ja}\n{said.en}"


def _clause(ruling: Ruling) -> str:
    return " ".join(part for part in (ruling.clause, ruling.gap) if part)


def _until(moment: datetime | None) -> Cell:
    return "－" if moment is None else day_number(moment)
