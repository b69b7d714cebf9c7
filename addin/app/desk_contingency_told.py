"""周知 / Who has been told: participant by role by means, each with the time it was reached, in the record.

A contact that reaches the staff of a role is the plan's separate contact as well (CP-1.3.R2, CP-2.1.R1).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from addin.app.approval.people import Person
from addin.app.declared import Item, mark, recorded_once
from addin.app.desk_contingency_ticks import initials_by
from addin.app.desk_day import Desk, Done, person_of
from addin.app.desk_lines import Line, instant_now, lines_of, refuse_ahead, refuse_nothing, rows_with
from addin.app.outage_facts import fact_items
from addin.app.plan_basis import facts_of
from addin.books.desk_cells import day_number
from addin.books.port import Block, Cell
from addin.books.regions.contingency import TOLD_GRID
from addin.store.journal import Journal
from calc.days.cutoff import JST, iso
from calc.outcome import RefusedError, finding
from calc.plan.board import MEANS, ROLES, role_clause, said
from calc.plan.declare import word_of
from calc.plan.types import Day, Fact
from calc.text.wording import Words

TOLD = "contact.told"
IN_PERSON = ("telephone", "email", "separate_contact", "fax")  # what reaches a staff, not a whole list
SEPARATE = "separate_contact"

Cells = Mapping[tuple[str, str, str], datetime]  # participant, role, means -> when it was reached


def told_contacts(desk: Desk) -> Done:
    """Return how many contacts were recorded; every time in the grid that the record does not hold yet is one.

    Raises RefusedError `declare_nothing`, `told_role_unknown`, `told_participant_missing`, `declare_ahead` or
    `initials_refused` at the cell, and nothing is recorded then.
    """
    block, person = desk.sheet.read(TOLD_GRID.name), person_of(desk.sheet)
    day, now = instant_now(desk)
    lines = lines_of(block, TOLD_GRID)
    facts = facts_of(desk.home, day)
    with Journal(desk.home) as journal:
        known = {**_of_facts(facts), **_of_entries(journal, day)}
        reached = {n: _reached(line, day, known, now=now) for n, line in enumerate(lines)}
        new = {n: times for n, times in reached.items() if times}
        refuse_nothing(block, new)
        items = {n: list(_told(lines[n], times, day, person)) for n, times in new.items()}
        separate = [fact for n, times in new.items() for fact in _separate(lines[n], times, facts)]
        flat = [*(item for each in items.values() for item in each), *fact_items(separate, business_date=day)]
        entries = iter(recorded_once(journal, flat, person=person))
        last = journal.last()
    marks = {n: [mark(next(entries)) for _ in each][-1] for n, each in items.items()}
    desk.sheet.write(
        {block.name: rows_with(block, TOLD_GRID, lines, {n: {"recorded": told} for n, told in marks.items()})}
    )
    number = sum(len(each) for each in items.values())
    return Done(Words(f"周知 {number}件を控えに残しました", f"{number} contacts recorded"), last)


def told_rows(journal: Journal, day: Day, at: datetime, *, shown: Block) -> list[Sequence[Cell]]:
    """Return the grid's rows: every participant by role, with the times known by an instant; what was typed stays."""
    known = [fact for fact in day.facts if fact.learned <= at]
    times = {**_of_facts(known), **_of_entries(journal, day.business_date)}
    typed = {_who(line): line for line in lines_of(shown, TOLD_GRID) if line.text("participant")}
    named = [(name, role) for name in _participants(day) for role in ROLES]
    others = [who for who in typed if who not in named]
    return [_row(who, times, typed.get(who)) for who in (*named, *others)]


def _participants(day: Day) -> tuple[str, ...]:
    named = (str(fact.details["participant"]) for fact in day.facts if fact.details.get("participant"))
    return day.participants or tuple(dict.fromkeys(named))


def _row(who: tuple[str, str], times: Cells, typed: Line | None) -> Sequence[Cell]:
    name, role = who
    reached = [times.get((name, role, means)) for means in MEANS]
    cells = [day_number(at) if at else typed.cells[means] if typed else None
             for means, at in zip(MEANS, reached, strict=True)]  # fmt: skip
    label = f"{said('role', role).ja} {role}" if role in ROLES else role
    return (name, label, *cells, typed.cells["initials"] if typed else None, typed.cells["recorded"] if typed else None)


def _who(line: Line) -> tuple[str, str]:
    return (line.text("participant"), word_of(line.text("role")))


def _reached(line: Line, day: date, known: Cells, *, now: datetime) -> dict[str, datetime]:
    """Return the times of a row that the record does not hold yet, by means. Raises RefusedError at a wrong cell."""
    name, role = _who(line)
    times = {means: at for means in MEANS if (at := line.instant(means, day)) is not None}
    if not times:
        return {}
    if not name:
        raise RefusedError([finding("told_participant_missing", line.places["participant"])])
    if role not in ROLES:
        place, listed = line.places["role"], " / ".join(ROLES)
        raise RefusedError([finding("told_role_unknown", place, role=role[:40], known=listed)])
    return {
        means: refuse_ahead(line, means, at, now=now)
        for means, at in times.items()
        if known.get((name, role, means)) != at
    }


def _told(line: Line, times: Mapping[str, datetime], day: date, person: Person) -> Iterator[Item]:
    name, role = _who(line)
    for means, at in times.items():
        body = {"business_date": day.isoformat(), "participant": name, "role": role, "means": means, "at": iso(at)}
        yield (TOLD, {**body, "by": initials_by(line, person)})


def _separate(
    line: Line, times: Mapping[str, datetime], facts: Sequence[Fact]
) -> Iterator[tuple[datetime, str, dict[str, str]]]:
    """Yield the plan's separate contact where a role was reached in person, unless it is said already."""
    name, role = _who(line)
    details = {"clause": role_clause(role), "channel": SEPARATE, "participant": name}
    reached = [at for means, at in times.items() if means in IN_PERSON]
    if reached and not any(fact.what == "notice.sent" and dict(fact.details) == details for fact in facts):
        yield (min(reached), "notice.sent", details)


def _of_facts(facts: Sequence[Fact]) -> dict[tuple[str, str, str], datetime]:
    """Return the separate contacts and calls that the plan's facts tell of, the first of each."""
    roles, found = {role_clause(role): role for role in ROLES}, dict[tuple[str, str, str], datetime]()
    for fact in facts:
        means = {"notice.sent": str(fact.details.get("channel")), "phone.called": "telephone"}.get(fact.what)
        role = roles.get(str(fact.details.get("clause")))
        if means in MEANS and role and fact.details.get("participant") and fact.details.get("reached", True):
            found.setdefault((str(fact.details["participant"]), role, means), fact.at)
    return found


def _of_entries(journal: Journal, day: date) -> dict[tuple[str, str, str], datetime]:
    """Return the times that the grid's own entries hold, the newest of each cell."""
    entries = (each.body for each in journal.entries(TOLD) if each.body["business_date"] == day.isoformat())
    return {
        (each["participant"], each["role"], each["means"]): datetime.fromisoformat(each["at"]).astimezone(JST)
        for each in entries
    }
