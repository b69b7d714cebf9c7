"""いま / Now: what is hit, what applies to each item by which clause, the next cut-off, every duty that is open."""

from collections.abc import Iterator
from datetime import datetime

from addin.app.continuity_board import board
from addin.app.continuity_board_row import BoardRow
from addin.app.desk_plan import ruling_rows
from addin.app.paper.day import PaperDay
from addin.books.desk_cells import moment_of
from addin.books.port import Cell
from addin.export.paper import Column, Kind, Section, Table
from calc.days.cutoff import JST
from calc.plan.board import both, cutoff_rows, duty_words, is_overdue, state_words, then_words, until, who_acts
from calc.plan.clauses import book
from calc.plan.page import page_of
from calc.plan.types import Plan, Routes, Row
from calc.text.wording import Words

HEADER_HOLDS = 116  # narrow letters of a note, a kanji counts two; a longer one stands in full on the first page
MISSED = "✗ 未了\nmissed"
NOT_HIT = ("参加者\nParticipants", "○ 障害の申告なし\nnone reported", "", "")
CUT_OFFS = {"passed": "○ 経過\npassed", "next": "● 次\nnext", "later": "－ この後\nlater"}
FAILURES = {
    "price.failed": Words("清算値段を算出できない", "prices cannot be computed"),
    "margin.not_computed": Words("証拠金等が計算されていない", "margin is not computed"),
    "margin.flagged": Words("証拠金等の誤りの疑い", "margin was flagged"),
    "intraday.not_computed": Words("日中当初証拠金が計算されていない", "intraday margin is not computed"),
    "intraday.flagged": Words("日中当初証拠金の誤りの疑い", "intraday margin was flagged"),
    "cmf.failed": Words("CMF端末の障害", "the CMF terminal failed"),
}
SECTIONS = ("incident", "services")  # of the headquarters' board: what happened, what still runs

HIT = (
    Column(Words("対象", "What"), 46),
    Column(Words("状態", "State"), 34),
    Column(Words("内容", "Told")),
    Column(Words("いつから～まで", "Since, until"), 31),
)
APPLIES = (
    Column(Words("項目", "Item"), 27),
    Column(Words("適用", "Applies"), 36),
    Column(Words("条項", "Clause"), 20),
    Column(Words("理由", "Why")),
    Column(Words("いつまで", "Until"), 22),
)
DUTIES = (
    Column(Words("状態", "State"), 27),
    Column(Words("すること", "What to do")),
    Column(Words("担当", "Who"), 30),
    Column(Words("期限", "Until"), 19),
    Column(Words("条項", "Clause"), 21),
    Column(Words("済", "Done"), 11, Kind.BOX),
)
DAY = (
    Column(Words("時刻", "Time"), 16),
    Column(Words("状態", "State"), 24),
    Column(Words("条項", "Clause"), 22),
    Column(Words("内容", "What it says")),
)


def now_section(day: PaperDay) -> Section:
    """Return the first page: nothing that is due, overdue or was missed is left out."""
    plan = day.answer.plan
    coming = page_of(plan)[0]
    return Section(
        Words("いま", "Now"),
        lead=(
            f"基準 basis: {day.said.ja} / {day.said.en}",
            f"▶ {coming.ja}\n{coming.en}",
            *([day.note] if len(day.note.encode("cp932", "replace")) > HEADER_HOLDS else []),
        ),
        tables=(
            Table(Words("何が起きているか", "What is hit"), HIT, tuple(_hit(day))),
            Table(Words("項目ごとの適用", "What applies to each item"), APPLIES, tuple(_applies(day))),
            Table(Words("いま行うこと", "Duties due"), DUTIES, tuple(_duties(plan))),
            Table(Words("今日の期限", "Cut-offs of the day"), DAY, tuple(_cutoffs(plan))),
        ),
    )


def _hit(day: PaperDay) -> Iterator[tuple[str, ...]]:
    for section in SECTIONS if day.state.incident else SECTIONS[:1]:
        yield from (_board_row(each) for each in board(section, day.state))
    yield from (_failure(name) for name in FAILURES if name in day.answer.plan.touched)
    for name, routes in day.answer.plan.participants.items():
        yield (name, "✗ 障害中\nin trouble", _routes(routes), "")
    if not day.answer.plan.participants:
        yield NOT_HIT


def _failure(name: str) -> tuple[str, ...]:
    """Return what failed, with the clauses that it concerns."""
    concerned = " ".join(clause.id for clause in book().clauses.values() if name in clause.hit_by)
    return (both(FAILURES[name]), "✗ 障害\nhit", f"関係する条項 clauses {concerned}", "")


def _board_row(row: BoardRow) -> tuple[str, ...]:
    moments = [moment_words(row.since), "" if row.until is None else f"～ {moment_words(row.until)}"]
    return (row.subject, row.state, row.told, "\n".join(each for each in moments if each))


def _routes(routes: Routes) -> str:
    """Return what a participant in trouble is kept from, and the ways that are left to it."""
    lines = list[str]()
    if routes.quotes is not None:
        left = then_words("routes", list(routes.quotes.routes))
        lines.append(f"気配値 quotes: {both(left, between=' / ')}")
    if routes.information is not None:
        left = then_words("routes", list(routes.information))
        lines.append(f"情報 information: {both(left, between=' / ')}")
    return "\n".join(lines)


def _applies(day: PaperDay) -> Iterator[tuple[str, ...]]:
    for label, applies, clause, why, ends, _ in ruling_rows(day.answer):
        yield (str(label), str(applies), str(clause or "－"), str(why), _until(ends))


def _until(ends: Cell) -> str:
    moment = None if isinstance(ends, str) else moment_of(ends)
    return str(ends).replace(" ", "\n") if moment is None else moment_words(moment)


def _duties(plan: Plan) -> Iterator[tuple[str, ...]]:
    ordered = sorted(plan.due, key=lambda row: (not is_overdue(row, plan.at), until(row)))
    for row in ordered:
        state = state_words(row, plan.at)
        yield _duty(row, f"{state.ja}\n{state.en}")
    yield from (_duty(row, MISSED) for row in plan.missed)
    if not (plan.due or plan.missed):
        yield ("○ なし\nnone due", "いま行うことはありません\nNothing is due now", "", "", "", "")


def _duty(row: Row, state: str) -> tuple[str, ...]:
    what = f"{both(duty_words(row), between=' / ')}\n{book().clauses[row.clause].words.ja}"
    return (state, what, who_acts(row), f"{until(row):%H:%M}", row.clause, "")


def _cutoffs(plan: Plan) -> Iterator[tuple[str, ...]]:
    coming = plan.next_cutoff
    for at, clause, words in cutoff_rows():
        cut = next((each.at for each in plan.timetable if each.clause == clause), None)
        is_next = coming is not None and cut == coming.at
        state = "next" if is_next else "passed" if cut is not None and cut < plan.at else "later"
        yield (at, CUT_OFFS[state], clause, both(words))


def moment_words(moment: datetime | None) -> str:
    """Return an instant as a page shows it, nothing for none."""
    return "" if moment is None else f"{moment.astimezone(JST):%m-%d %H:%M}"
