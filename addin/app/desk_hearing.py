"""聞き取り / Hearing: what JSCC looks at when the vendor is down, and whom it called (CP-1.3.2, CP-1.3.R1)."""

from collections.abc import Sequence
from datetime import datetime

from addin.app.desk_day import Desk, Done, day_folder, seen_at
from addin.app.desk_send import out_folder
from addin.app.hearing_contact import contact_log
from addin.app.hearing_evidence import Evidence, evidence, recorded_evidence, refuse_participants, sheet_files
from addin.app.quotes_day import QuoteDay
from addin.books.desk_cells import day_number, filled, is_blank, written
from addin.books.port import Cell, Rows, Sheet, read_if_there
from addin.books.regions.quotes import CONTACTS, EVIDENCE, EVIDENCE_AT, MOVES, NOT_REACHED, REACHED
from addin.files import ensure_folder, replace_file
from addin.settings import Settings
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.text.wording import Words

HOUSE = "clearing_house"
RECORDED = "○ 控え済 recorded"
ROOM_TO_TYPE = 4  # rows of the contact log that stay free for what comes next


def heard_book(desk: Desk) -> Done:
    """Return the evidence as `hikae hearing` makes it: recorded, a sheet a participant beside the record, the page.

    Prices that somebody has typed beside an instrument stay. Raises RefusedError `hearing_role` at a participant's
    desk, or what reading and recording raise.
    """
    day = day_folder(desk)
    refuse_participants(day.settings)
    found = evidence(day, contacts=None, at=seen_at(desk, day.business_date))
    rows = evidence_rows(desk.sheet, found)
    folder = ensure_folder(out_folder(desk, day.business_date.isoformat()))
    with Journal(desk.home) as journal:
        recorded_evidence(journal, found)
        entry = journal.last()
        rows |= contact_rows(desk.sheet, journal, day)
    for name, page in sheet_files(found).items():
        replace_file(folder / name, page)
    desk.sheet.write(rows)
    ja = f"根拠 {len(found.asked)}銘柄、参加者ごとの票 {len(found.sheets)}枚: {folder}"
    return Done(Words(ja, f"Evidence of {len(found.asked)} instruments, {len(found.sheets)} sheets in {folder}"), entry)


def is_house(settings: Settings) -> bool:
    """Return whether this desk is JSCC's, who alone sees all members at once."""
    return settings.text("role") == HOUSE


def seen_evidence(sheet: Sheet, day: QuoteDay, *, at: datetime) -> dict[str, Rows]:
    """Return the evidence of a page that nobody has asked for yet, nothing recorded: none at a participant's desk."""
    if not is_house(day.settings) or read_if_there(sheet, EVIDENCE.name) is None:
        return {}
    return evidence_rows(sheet, evidence(day, contacts=None, at=at))


def evidence_rows(sheet: Sheet, found: Evidence) -> dict[str, Rows]:
    """Return an instrument a row, with the price already typed beside it, and the moves of the vendor's marks."""
    block = sheet.read(EVIDENCE.name)
    read = filled(block, EVIDENCE)
    order = [read.table.columns.index(name) for name in ("instrument", "set_bp")]
    typed = {str(cells[order[0]]).strip(): cells[order[1]] for _, cells in read.table.rows}
    kept = {name: price for name, price in typed.items() if not is_blank(price)}
    names = [*found.asked, *(name for name in kept if name not in found.asked)]
    return {
        EVIDENCE.name: written(block, EVIDENCE, [_evidence(name, found, kept.get(name)) for name in names]),
        EVIDENCE_AT.name: [[day_number(found.at)]],
        MOVES.name: [[moves_line(found)]],
    }


def contact_rows(sheet: Sheet, journal: Journal, day: QuoteDay) -> dict[str, Rows]:
    """Return the contact log: what is in the record, newest last, then rows to fill; how many more stand above."""
    block = sheet.read(CONTACTS.name)
    logged = [_contact(each) for each in contact_log(journal, day.business_date)]
    room = CONTACTS.rows - ROOM_TO_TYPE
    if len(logged) > room:
        more = len(logged) - room + 1
        blank = [""] * (len(CONTACTS.columns) - 1)
        logged = [[f"＋ 他{more}件 / +{more} more", *blank], *logged[more:]]
    return {CONTACTS.name: written(block, CONTACTS, logged)}


def moves_line(found: Evidence) -> str:
    """Return how far the vendor's marks moved since yesterday, in both languages, and who is far from the others."""
    made = found.moves
    if made.middle is None or made.apart is None:
        return "－ ベンダー値なし / no vendor marks"
    middle, apart = (made.middle - 1.0) * 100.0, made.apart * 100.0
    far = f"   大きく動いた far: {' '.join(made.far)}" if made.far else ""
    return f"前日比 中央値 median {middle:+.1f}%  散らばり apart {apart:.1f}%  n={len(made.ratios)}{far}"


def _evidence(name: str, found: Evidence, price: Cell) -> Sequence[Cell]:
    control = found.composites.get(name)
    if control is None:  # a price was typed for it, and it has a mark of the vendor by now
        return (name, price, found.previous_bp.get(name), None, None, None, None)
    removed = " ".join(f"{each.participant}:{each.side.value}:{each.code}" for each in control.removed)
    dispersion = None if control.dispersion is None else float(control.dispersion)
    said = " ".join(part for part in (control.finding, removed) if part)
    level = control.level_bp
    return (name, price, found.previous_bp.get(name), level, dispersion, len(control.contributors), said)


def _contact(entry: Entry) -> Sequence[Cell]:
    body = entry.body
    at = day_number(datetime.fromisoformat(str(body["at"])))
    reached = REACHED if body["reached"] else NOT_REACHED
    return (RECORDED, body["participant"], body["staff"], body["channel"], reached, at, body["heard"])
