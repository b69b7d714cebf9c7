"""手順 / The checklist items that were done: time and initials of each, in the record."""

from datetime import date, datetime

from addin.app.approval.people import Person, initials_of
from addin.app.declared import Item, mark, recorded_once
from addin.app.desk_day import Desk, Done, person_of
from addin.app.desk_lines import Line, instant_now, lines_of, refuse_ahead, refuse_nothing, rows_with
from addin.books.desk_cells import day_number
from addin.books.regions.contingency import TICKS
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.outcome import RefusedError, finding
from calc.plan.checklists import checklists
from calc.text.wording import Words

TICKED = "checklist.ticked"


def ticked_items(desk: Desk) -> Done:
    """Return how many items were recorded as done; an item with initials alone was done now.

    Raises RefusedError `declare_nothing`, `tick_item_unknown`, `initials_refused` or `declare_ahead` at the cell, and
    nothing is recorded then.
    """
    block, person = desk.sheet.read(TICKS.name), person_of(desk.sheet)
    day, now = instant_now(desk)
    lines = lines_of(block, TICKS)
    done = {n: line for n, line in enumerate(lines) if line.text("done_at") or line.text("initials")}
    refuse_nothing(block, done)
    items = {n: _ticked(line, day, person=person, now=now) for n, line in done.items()}
    with Journal(desk.home) as journal:
        entries = recorded_once(journal, list(items.values()), person=person)
        last = journal.last()
    changes = {
        n: {"done_at": _number(item), "initials": item[1]["by"], "state": mark(entry)}
        for (n, item), entry in zip(items.items(), entries, strict=True)
    }
    blank = {n: {"state": ""} for n, line in enumerate(lines) if n not in items}
    desk.sheet.write({block.name: rows_with(block, TICKS, lines, {**blank, **changes})})
    new = sum(entry.added for entry in entries)
    old = len(entries) - new
    ja, en = f"手順 {new}項目を控えに残しました", f"{new} checklist items recorded"
    return Done(Words(f"{ja}。{old}項目は記録済", f"{en}; {old} already there") if old else Words(ja, en), last)


def _ticked(line: Line, day: date, *, person: Person, now: datetime) -> Item:
    code = line.text("item")
    if code not in {step.code for each in checklists() for step in each.steps}:
        raise RefusedError([finding("tick_item_unknown", line.places["item"], item=code[:40])])
    at = line.instant("done_at", day)
    moment = now if at is None else refuse_ahead(line, "done_at", at, now=now)
    initials = initials_by(line, person)
    return (TICKED, {"business_date": day.isoformat(), "item": code, "at": iso(moment), "by": initials})


def initials_by(line: Line, person: Person) -> str:
    """Return the initials in a line, those of the person at the desk where it has none.

    Raises RefusedError `initials_refused` at the cell.
    """
    typed = line.text("initials")
    initials = initials_of(typed) if typed else person.initials
    if initials is None:
        raise RefusedError([finding("initials_refused", line.places["initials"], given=typed[:20])])
    return initials


def _number(item: Item) -> float:
    return day_number(datetime.fromisoformat(str(item[1]["at"])))
