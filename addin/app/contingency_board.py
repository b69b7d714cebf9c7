"""The pages of the contingency book that a button writes: clauses, notices, who was told, contacts, log, handover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from addin.app.contingency_log import log_rows
from addin.app.contingency_shift import shift_rows
from addin.app.desk_contingency_contacts import contact_rows
from addin.app.desk_contingency_notices import notice_rows
from addin.app.desk_contingency_told import told_rows
from addin.app.desk_lines import shown_rows
from addin.app.pack_state import PackState
from addin.books.desk_cells import day_number
from addin.books.port import Cell, Rows, Sheet
from addin.books.regions import contingency as regions
from addin.store.chain import Entry, short_head
from addin.store.journal import Journal
from calc.plan.board import both, clause_rows, clause_states
from calc.plan.types import Day, Plan
from calc.text.wording import Words


@dataclass(frozen=True, slots=True)
class Board:
    """What the pages are made of: the day, what the plan says of it at an instant, what that rests on, and the pack."""

    day: Day
    plan: Plan
    rests_on: Words
    pack: PackState | None = None


def board_rows(sheet: Sheet, board: Board, journal: Journal) -> dict[str, Rows]:
    """Return every page's rows by region; what people have typed, and is not recorded yet, stays.

    Raises RefusedError `region_full`, `region_missing`, or as reading the record and the sheet's own cells does.
    """
    day, plan, at = board.day, board.plan, board.plan.at
    notices = notice_rows(plan, day, shown=sheet.read(regions.NOTICE_BOARD.name))
    told = told_rows(journal, day, at, shown=sheet.read(regions.TOLD_GRID.name))
    contacts = contact_rows(journal, day, at, shown=sheet.read(regions.CONTACT_LIST.name))
    made = {
        regions.CLAUSE_BOARD: status_rows(plan),
        regions.NOTICE_BOARD: notices,
        regions.TOLD_GRID: told,
        regions.CONTACT_LIST: contacts,
        regions.SHIFT: shift_rows(plan, journal, board.pack),
    }
    rows = {region.name: shown_rows(sheet, region, each) for region, each in made.items()}
    shift: dict[str, Rows] = {
        **{page.name: [[day_number(at)]] for page in (regions.CLAUSES_AT, regions.NOTICES_AT, regions.SHIFT_AT)},
        regions.SHIFT_BASIS.name: [[both(board.rests_on, between=" / ")]],
    }
    return {**rows, **shift, **recorded_rows(sheet, day.business_date, journal)}


def recorded_rows(sheet: Sheet, business_date: date, journal: Journal) -> dict[str, Rows]:
    """Return the log and the head of the record, which every new entry changes."""
    log, older = log_rows(journal, business_date, most=regions.LOG_LINES.rows)
    more = f"他 {older}件（これより古い）/ +{older} older" if older else "－ 本日の控えすべて all of this day"
    return {
        regions.LOG_LINES.name: shown_rows(sheet, regions.LOG_LINES, log),
        regions.LOG_MORE.name: [[more]],
        regions.SHIFT_HEAD.name: [[head_words(journal.last())]],
    }


def status_rows(plan: Plan | None = None) -> list[Sequence[Cell]]:
    """Return the page of all clauses in plan order; without a plan nothing is said of where they stand."""
    states = {} if plan is None else clause_states(plan)
    at = None if plan is None else day_number(plan.at)
    return [
        (
            row.id,
            row.words.ja,
            row.words.en,
            both(row.window),
            both(row.consequence),
            both(states[row.id]) if states else None,
            at,
        )
        for row in clause_rows()
    ]


def head_words(last: Entry | None) -> str:
    """Return the record's head as two shifts read it to each other: number and how the hash begins."""
    return "－ 記録なし nothing recorded" if last is None else f"#{last.n} {short_head(last.hash)}"
