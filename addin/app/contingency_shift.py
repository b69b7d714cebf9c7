"""引継 / What one shift hands to the next: next cut-off, what applies, what is open, what to watch."""

from collections import Counter
from collections.abc import Iterator, Sequence

from addin.app.approval.desk import desk_entries
from addin.app.approval.state import Standing, approvals
from addin.app.approval.words import standing_words
from addin.app.day.labels import applies_label
from addin.app.pack_state import PackStanding, PackState
from addin.books.desk_cells import day_number
from addin.books.port import Cell
from addin.store.journal import Journal
from calc.plan.board import both, duty_state, duty_words, is_overdue, until, who_acts
from calc.plan.clauses import book
from calc.plan.explain import applies_words
from calc.plan.page import filled
from calc.plan.types import Item, Plan, Row

NEXT, APPLIES, OPEN = "▶ 次の期限 next", "◎ 適用 applies", "● 要対応 open"
UNCONFIRMED, WATCH = "▲ 未確認 unconfirmed", "▲ 見ること watch"
STATES = {"overdue": "✗ 超過 overdue", "do": "● 要対応 to do", "expect": "▲ 待ち expected"}
MISSED = "✗ 未了 missed"
NO_PACK = "✗ パック未了 no pack"
NOTHING_OPEN, ALL_CONFIRMED = "○ 要対応なし none open", "○ 未確認なし confirmed"
MOST_DUTIES = 10

Line = Sequence[Cell]


def shift_rows(plan: Plan, journal: Journal, pack: PackState | None = None) -> list[Line]:
    """Return the page's rows: section, what, who, until when, clause; sections without content say so.

    A missing `pack` of the evening before is told once it is late.
    """
    return [
        *_next(plan),
        *_pack(pack),
        *_applies(plan),
        *(list(_duties(plan)) or [(NOTHING_OPEN, None, None, None, None)]),
        *(list(_unconfirmed(plan, journal)) or [(ALL_CONFIRMED, None, None, None, None)]),
        *_watch(plan),
    ]


def _next(plan: Plan) -> Iterator[Line]:
    coming = plan.next_cutoff
    if coming is None:
        yield (NEXT, both(filled("line", "no_next")), None, None, None)
        return
    yield (NEXT, both(book().clauses[coming.clause].words), None, day_number(coming.at), coming.clause)


def _pack(pack: PackState | None) -> Iterator[Line]:
    if pack is not None and pack.standing is PackStanding.LATE and pack.by is not None:
        day = pack.business_date
        words = f"{day} のパックがない: 予備の値が手元にない / no pack of {day}: nothing to fall back on at hand"
        yield (NO_PACK, words, None, day_number(pack.by), None)


def _applies(plan: Plan) -> Iterator[Line]:
    for item in plan.items.values():
        said = applies_words(item.applies, plan.previous_business_date)
        words = f"{filled('item', item.name).ja}: {said.ja} / {said.en}"
        others = Counter(applies_label(each.applies) for each in item.exceptions.values())
        words += "".join(f"、例外 {number}件 {ja} / {number} {en}" for (ja, en), number in sorted(others.items()))
        yield (APPLIES, words, None, _until(item), " ".join(each for each in (item.clause, item.gap) if each))


def _until(item: Item) -> Cell:
    return "確定 final" if item.final else None if item.valid_until is None else day_number(item.valid_until)


def _duties(plan: Plan) -> Iterator[Line]:
    """Yield the open duties, overdue ones first, then what was missed; one line tells how many more there are."""
    ordered = sorted(plan.due, key=lambda row: (not is_overdue(row, plan.at), until(row)))
    rows = [*((STATES[duty_state(row, plan.at)], row) for row in ordered), *((MISSED, row) for row in plan.missed)]
    for state, row in rows[:MOST_DUTIES]:
        words = f"{both(duty_words(row), between=' / ')}\n{book().clauses[row.clause].words.ja}"
        yield (state, words, who_acts(row), day_number(until(row)), row.clause)
    if hidden := rows[MOST_DUTIES:]:
        late = sum(_is_late(state, row, plan) for state, row in hidden)
        words = f"他 {len(hidden)}件（うち超過・未了 {late}）/ +{len(hidden)} more, {late} overdue or missed"
        yield (OPEN, words, None, None, None)


def _is_late(state: str, row: Row, plan: Plan) -> bool:
    return state == MISSED or is_overdue(row, plan.at)


def _unconfirmed(plan: Plan, journal: Journal) -> Iterator[Line]:
    """Yield rulings that JSCC's notice has not confirmed, and what waits for a second person's word."""
    for item in plan.items.values():
        if not item.confirmed:
            yield (UNCONFIRMED, both(filled("item", item.name), between=" "), None, None, item.clause)
    for each in approvals(desk_entries(journal), at=plan.at):
        if each.subject.business_date == plan.business_date and each.standing is not Standing.GIVEN:
            ja, en = standing_words(each)
            yield (UNCONFIRMED, f"{each.subject.name}: {ja} / {en}", None, None, None)


def _watch(plan: Plan) -> Iterator[Line]:
    """Yield what the clock alone will change, and the participants that are in trouble."""
    for item in plan.items.values():
        turn = item.if_nothing
        if turn is not None:
            words = f"{filled('item', item.name).ja}: {turn.words.ja} / {turn.words.en}"
            yield (WATCH, words, None, day_number(turn.at), turn.clause)
    for name in plan.participants:
        yield (WATCH, f"{name} 障害中 / in trouble", name, None, None)
