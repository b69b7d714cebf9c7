"""連絡 / The notices that went out or came in: what the board of notices says, recorded as facts of the plan."""

from collections.abc import Mapping, Sequence

from addin.app.contingency_notices import DONE_STATES, Key, Notice, as_fact, channel_words, notices_of
from addin.app.declared import mark, recorded_once
from addin.app.desk_contingency_ticks import initials_by
from addin.app.desk_day import Desk, Done, person_of
from addin.app.desk_lines import Line, instant_now, lines_of, refuse_ahead, refuse_nothing, rows_with
from addin.app.outage_facts import fact_items
from addin.app.plan_basis import basis_of
from addin.app.plan_day import ruled
from addin.books.desk_cells import day_number
from addin.books.port import Block, Cell
from addin.books.regions.contingency import NOTICE_BOARD
from addin.store.journal import Journal
from addin.store.stamp import stamp
from calc.days.business_day import calendar_named
from calc.outcome import Outcome, RefusedError, finding
from calc.plan.declare import word_of
from calc.plan.types import Day, Plan
from calc.text.wording import Words


def sent_notices(desk: Desk) -> Done:
    """Return how many notices were recorded as sent or received; each row with a time, and not yet recorded, is one.

    Raises RefusedError `declare_nothing`, `declare_ahead`, `notice_row_changed` for a row that the plan does not
    expect, at its cell, and nothing is recorded then.
    """
    block, person = desk.sheet.read(NOTICE_BOARD.name), person_of(desk.sheet)
    day, now = instant_now(desk)
    lines = lines_of(block, NOTICE_BOARD)
    filled_in = {n: line for n, line in enumerate(lines) if line.text("sent_at") and not _is_done(line)}
    refuse_nothing(block, filled_in)
    basis = basis_of(desk.home, day, stamp(desk.home))
    plan = ruled(Outcome(basis.day), now, calendar=calendar_named(basis.settings.text("calendar"))).plan
    known = {each.key: each for each in notices_of(plan, basis.day) if each.at is None}
    facts, signed = [], dict[int, str]()
    for n, line in filled_in.items():
        at = line.instant("sent_at", day)
        assert at is not None  # noqa: S101 - only rows with a time are here
        facts.append((refuse_ahead(line, "sent_at", at, now=now), *as_fact(_expected(line, known))))
        signed[n] = initials_by(line, person)
    items = fact_items(facts, business_date=day)
    with Journal(desk.home) as journal:
        entries = recorded_once(journal, items, person=person)
        last = journal.last()
    changes = {
        n: {"state": DONE_STATES[what], "recorded": mark(entry), "initials": signed[n]}
        for n, entry, (_, what, _) in zip(signed, entries, facts, strict=True)
    }
    desk.sheet.write({block.name: rows_with(block, NOTICE_BOARD, lines, changes)})
    return Done(Words(f"連絡 {len(items)}件を控えに残しました", f"{len(items)} notices recorded"), last)


def notice_rows(plan: Plan, day: Day, *, shown: Block) -> list[Sequence[Cell]]:
    """Return the board's rows; what was typed beside an open notice, and is not recorded yet, stays beside it."""
    typed = {_key(line): line for line in lines_of(shown, NOTICE_BOARD) if line.text("sent_at") and not _is_done(line)}
    return [_row(each, typed.get(each.key) if each.at is None else None) for each in notices_of(plan, day)]


def _row(notice: Notice, typed: Line | None) -> Sequence[Cell]:
    until = None if notice.until is None else day_number(notice.until)
    sent = day_number(notice.at) if notice.at else typed.cells["sent_at"] if typed else None
    return (
        notice.state,
        until,
        notice.clause,
        notice.what,
        notice.participant,
        channel_words(notice.channel),
        notice.text,
        sent,
        typed.cells["initials"] if typed else None,
        "○ 控えにあり known" if notice.at else None,
    )


def _is_done(line: Line) -> bool:
    return line.text("state") in DONE_STATES.values() or bool(line.text("recorded"))


def _key(line: Line) -> Key:
    return (line.text("clause"), line.text("participant"), word_of(line.text("channel")))


def _expected(line: Line, known: Mapping[Key, Notice]) -> Notice:
    """Return the notice that a row stands for. Raises RefusedError `notice_row_changed` at the row."""
    found = known.get(_key(line))
    if found is None:
        raise RefusedError([finding("notice_row_changed", line.places["clause"], clause=line.text("clause")[:40])])
    return found
