"""非常時対応 / The contingency book's buttons: the day's facts taken in, what applies, what is declared."""

from datetime import datetime
from pathlib import Path

from addin.app.contingency_board import Board, board_rows, recorded_rows
from addin.app.day.read import FACTS
from addin.app.desk_contingency_contacts import kept_contacts
from addin.app.desk_contingency_facts import declared_facts
from addin.app.desk_contingency_notices import sent_notices
from addin.app.desk_contingency_ticks import ticked_items
from addin.app.desk_contingency_told import told_contacts
from addin.app.desk_day import Desk, Done, folder_of, refuse_other_day, ruled_at, seen_at
from addin.app.desk_lines import business_date_of, shown_rows
from addin.app.desk_plan import applied_words, ruling_rows
from addin.app.outage_facts import day_of
from addin.app.pack_state import pack_state
from addin.app.plan_basis import basis_of
from addin.app.plan_day import DayFile, Ruled, day_file, ruled
from addin.app.plan_record import record_rulings
from addin.app.settings_record import settings_in_force
from addin.app.versions import versions
from addin.books.desk_cells import day_number
from addin.books.port import Rows, Sheet
from addin.books.regions import contingency as regions
from addin.books.regions import panel, shared
from addin.now import now
from addin.store import snapshots
from addin.store.journal import Journal, Json
from addin.store.stamp import stamp
from calc.days.business_day import calendar_named, tokyo
from calc.outcome import Outcome, Place, RefusedError, finding
from calc.plan.board import both, said
from calc.text.wording import Words

IMPORTED = "desk.imported"
DECLARES = {
    regions.NOW: declared_facts,  # the form beside it, without going there first
    regions.DECLARE: declared_facts,
    regions.CHECKLISTS: ticked_items,
    regions.NOTICES: sent_notices,
    regions.TOLD: told_contacts,
    regions.CONTACTS: kept_contacts,
}


def declared(desk: Desk) -> Done:
    """Return what the sheet in front has left in the record.

    Raises RefusedError `declare_page` for a sheet without a form, or what its part raises.
    """
    work = DECLARES.get(desk.sheet.sheet)
    if work is None:
        known = " / ".join(DECLARES)
        raise RefusedError([finding("declare_page", Place(desk.sheet.sheet), sheet=desk.sheet.sheet, known=known)])
    return work(desk)


def imported_facts(desk: Desk) -> Done:
    """Return the facts of the day's folder taken into the record, so that live cells rest on them, and every page.

    Raises RefusedError `folder_other_day`, or what reading the folder and recording raise; the book is then as it was.
    """
    file = day_file(folder_of(desk.sheet, home=desk.home) / FACTS, calendar=tokyo())
    day = file.read.value.business_date
    refuse_other_day(desk.sheet, day)
    at = seen_at(desk, day)
    with Journal(desk.home) as journal:
        answer = _ruled(file, journal, desk.home, at=at)
        beside = len(answer.day.facts) - len(file.read.value.facts)
        # What cannot be shown is not recorded either.
        before = board_rows(desk.sheet, _board(answer, journal, desk.home), journal)
        (kept,) = snapshots.keep(desk.home, [file.content])
        files: dict[str, Json] = {FACTS: kept}
        body: dict[str, Json] = {"business_date": day.isoformat(), "versions": versions(), "files": files}
        (entry,) = journal.append_all([(IMPORTED, body)])
        rows = {**before, **recorded_rows(desk.sheet, day, journal)}
    named: dict[str, Rows] = {
        panel.IMPORTED.name: [[f"{day} #{entry.n}"]],
        panel.DATE.name: [[day_number(day)]],
        regions.SHIFT_BASIS.name: [[both(said("basis", "run", n=entry.n, facts=beside), between=" / ")]],
    }
    desk.sheet.write({**rows, **named})
    number = len(file.read.value.facts)
    return Done(Words(f"取り込みました {day}: 事実 {number}件", f"Imported {day}: {number} facts"), entry)


def filling(sheet: Sheet, folder: Path, *, home: Path) -> dict[str, Rows]:
    """Return every page's rows as 取込 / Import writes them, with nothing recorded. Errors as reading raises."""
    file = day_file(folder / FACTS, calendar=tokyo())
    at = seen_at(Desk(sheet, home, now()), file.read.value.business_date)
    with Journal(home) as journal:
        return board_rows(sheet, _board(_ruled(file, journal, home, at=at), journal, home), journal)


def applied_board(desk: Desk) -> Done:
    """Return what applies at the book's instant, recorded as decisions, and every page as of then.

    It rests on what the live cells rest on: the day as recorded last and the facts beside it, or those facts alone.
    Raises RefusedError `plan_day_unrecorded` where there is neither, or as recording does.
    """
    day = business_date_of(desk)
    at, basis = ruled_at(desk, day), basis_of(desk.home, day, stamp(desk.home))
    calendar = calendar_named(basis.settings.text("calendar"))
    answer = ruled(Outcome(basis.day), at, calendar=calendar)
    with Journal(desk.home) as journal:
        made = record_rulings(answer.plan, answer.day, journal, calendar=calendar)
        board = Board(basis.day, answer.plan, basis.words, pack_state(journal, at, basis.settings))
        rows = board_rows(desk.sheet, board, journal)
        last = journal.last()
    rulings = {shared.APPLIED.name: shown_rows(desk.sheet, shared.APPLIED, ruling_rows(answer))}
    desk.sheet.write({**rows, **rulings})
    return Done(applied_words(at, made.lines), last)


def _ruled(file: DayFile, journal: Journal, home: Path, *, at: datetime) -> Ruled:
    settings = settings_in_force(home, file.settings)
    given = file.read.value
    day = day_of(journal, given, business_date=given.business_date, settings=settings)
    return ruled(Outcome(day, file.read.findings), at, calendar=calendar_named(settings.text("calendar")))


def _board(answer: Ruled, journal: Journal, home: Path) -> Board:
    """Return the pages' content as a folder gives it, with nothing of it recorded."""
    pack = pack_state(journal, answer.plan.at, settings_in_force(home, {}))
    return Board(answer.day, answer.plan, said("basis", "unrecorded"), pack)
