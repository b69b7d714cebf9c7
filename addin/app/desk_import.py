"""取込 / Import: a day's folder into the quotes book: what is owed, yesterday's prices, the curve, any quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from addin.app.desk_day import Desk, Done, blocks_of, day_folder, folder_of, optional_text, participant_of, seen_at
from addin.app.desk_hearing import is_house, seen_evidence
from addin.app.desk_quotes import CONFIRM, INSTRUMENT, is_ungiven
from addin.app.desk_routes import ways_rows
from addin.app.margin_run import recoveries
from addin.app.quotes_day import QuoteDay, owed_of
from addin.app.quotes_sheet import AS_OF, BID, OFFER
from addin.app.tables_read import Tables
from addin.app.versions import versions
from addin.books import inputs
from addin.books.desk_cells import day_number, filled, written
from addin.books.port import Block, Cell, Rows, Sheet, read_if_there
from addin.books.regions import panel, quotes, shared
from addin.books.tables import table_of, table_path
from addin.store import snapshots
from addin.store.journal import Journal, Json
from calc.outcome import RefusedError, finding
from calc.quotes.quote import Quote, given_at
from calc.text.wording import Words
from calc.types import CurveQuote, Instrument

IMPORTED = "desk.imported"
WANTED = (quotes.QUOTE_ENTRY, quotes.QUOTE_STATES, quotes.PREVIOUS, shared.CURVE)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a folder brings: the rows by region, the files' contents by name, and how many instruments and quotes."""

    name: str
    participant: str
    rows: dict[str, Rows]
    contents: Mapping[str, bytes]
    owed: int
    given: int


def imported_day(desk: Desk) -> Done:
    """Return what was read into the book, its files kept and recorded first.

    What was typed since an earlier import of the same day and participant stays; quotes of another day are replaced
    by those of this one. Raises RefusedError `participant_unknown`, `region_full`, or what reading and recording raise.
    """
    blocks_of(desk.sheet, (*WANTED, panel.IMPORTED))
    day = day_folder(desk)
    read = _read(desk.sheet, day, folder_of(desk.sheet))
    at = seen_at(desk, day.business_date)
    with Journal(desk.home) as journal:
        page = ways_rows(desk.sheet, journal, day, participant=read.participant, at=at)
        heard = seen_evidence(desk.sheet, day, at=at)
        kept = snapshots.keep(desk.home, read.contents.values())
        body: dict[str, Json] = {
            "business_date": day.business_date.isoformat(),
            "versions": versions(),
            "files": dict(zip(read.contents, kept, strict=True)),
        }
        (entry,) = journal.append_all([(IMPORTED, body)])
    desk.sheet.write({**read.rows, **page, **heard})
    ja = f"取り込みました {read.name}: 提出銘柄 {read.owed}、気配値 {read.given}"
    return Done(Words(ja, f"Imported {read.name}: {read.owed} instruments, {read.given} quotes"), entry)


def day_rows(sheet: Sheet, day: QuoteDay, folder: Path) -> dict[str, Rows]:
    """Return what a day's folder brings into the book, nothing recorded: quotes, yesterday's prices, the curve.

    Raises RefusedError `participant_unknown`, `region_missing`, `region_full`, or what reading raises.
    """
    return _read(sheet, day, folder).rows


def _read(sheet: Sheet, day: QuoteDay, folder: Path) -> _Read:
    blocks = blocks_of(sheet, WANTED)
    participant = participant_of(sheet)
    if participant not in day.sizes:
        place = sheet.read(panel.PARTICIPANT.name).place(0, 0)
        raise RefusedError([finding("participant_unknown", place, participant=participant, known=" ".join(day.sizes))])
    name = f"{day.business_date} {participant}"
    is_again = optional_text(sheet, panel.IMPORTED) in {name, ""}
    rows = _quote_rows(day, participant, typed=_typed(blocks[quotes.QUOTE_ENTRY.name]) if is_again else {})
    curve, contents = _curve(folder, day)
    content = zip(WANTED, (rows, (), _reference(day, participant), curve), strict=True)
    made: dict[str, Rows] = {
        **{region.name: written(blocks[region.name], region, cells) for region, cells in content},
        **_members(sheet, day, participant),
        **_to_be_keyed(sheet, rows, is_again=is_again),
        panel.IMPORTED.name: [[name]],
        panel.DATE.name: [[day_number(day.business_date)]],
    }
    return _Read(name, participant, made, contents, len(rows), sum(row[1] is not None for row in rows))


def _members(sheet: Sheet, day: QuoteDay, participant: str) -> dict[str, Rows]:
    """Return all members' quotes by instrument, at a participant's desk its own alone; {} in a book without room."""
    block = read_if_there(sheet, quotes.ALL_QUOTES.name)
    if block is None:
        return {}
    seen = [each for each in day.quotes if is_house(day.settings) or each.participant == participant]
    rows = [_member(each) for each in sorted(seen, key=lambda each: (each.instrument, each.participant))]
    return {block.name: written(block, quotes.ALL_QUOTES, rows)}


def _to_be_keyed(sheet: Sheet, rows: Sequence[Sequence[Cell]], *, is_again: bool) -> dict[str, Rows]:
    """Return the instruments that JSCC may key, to be filled beside; what stands there of the same day stays."""
    blocks = [read_if_there(sheet, region.name) for region in (quotes.KEYED_ENTRY, quotes.RECONCILED)]
    if blocks[0] is None or blocks[1] is None or (is_again and filled(blocks[0], quotes.KEYED_ENTRY).table.rows):
        return {}
    keyed = [(row[0], None, None) for row in rows]
    return {
        blocks[0].name: written(blocks[0], quotes.KEYED_ENTRY, keyed),
        blocks[1].name: written(blocks[1], quotes.RECONCILED, ()),
    }


def _member(quote: Quote) -> Sequence[Cell]:
    moment = given_at(quote)
    at = None if moment is None else day_number(moment)
    return (quote.instrument, quote.participant, quote.bid_bp, quote.offer_bp, at)


def _quote_rows(day: QuoteDay, participant: str, *, typed: Mapping[str, Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Return a row for each instrument owed, quoted or typed: what was typed, else the folder's quote, else blank."""
    own = {each.instrument: _row(each) for each in day.quotes if each.participant == participant}
    owed = owed_of(day, participant, listed=None)
    order = [*sorted({*owed, *own}), *(name for name in typed if name not in owed and name not in own)]
    return [typed.get(name) or own.get(name) or (name, None, None, None, None) for name in order]


def _row(quote: Quote) -> Sequence[Cell]:
    moment = given_at(quote)
    return (quote.instrument, quote.bid_bp, quote.offer_bp, None if moment is None else day_number(moment), None)


def _typed(block: Block) -> dict[str, Sequence[Cell]]:
    """Return the rows in which a person has typed a level, by instrument. Raises RefusedError for error values."""
    read = filled(block, quotes.QUOTE_ENTRY)
    if read.faults:
        raise RefusedError(read.faults)
    places = [read.table.columns.index(name) for name in (INSTRUMENT, BID, OFFER, AS_OF, CONFIRM)]
    return {
        str(cells[places[0]]).strip(): tuple(cells[place] for place in places)
        for _, cells in read.table.rows
        if not is_ungiven(read.table, cells)
    }


def _reference(day: QuoteDay, participant: str) -> list[Sequence[Cell]]:
    """Return what stands beside each instrument of the day: yesterday's price, its terms, and what is held."""
    held = day.sizes[participant]
    return [(*_terms(each, day.previous_bp.get(each.code)), held.get(each.code)) for each in _listed(day)]


def _terms(each: Instrument, previous: float | None) -> Sequence[Cell]:
    return (each.code, previous, each.kind.value, day_number(each.maturity), each.coupon_bp, each.recovery)


def _listed(day: QuoteDay) -> list[Instrument]:
    """Return the day's instruments by their codes, from the file as it was read."""
    name = next(each for each in day.contents if each.startswith("instruments."))
    table = table_of(day.contents[name], name).value
    assert table is not None  # noqa: S101 - the day has read it already
    read = inputs.instruments(table, recoveries=recoveries(day.settings))
    return sorted((instrument for instrument, _ in read.value), key=lambda each: each.code)


def _curve(folder: Path, day: QuoteDay) -> tuple[list[Sequence[Cell]], Mapping[str, bytes]]:
    """Return the day's discount curve, no rows where there is none, and all files that were read."""
    path = table_path(folder, "curves")
    tables = Tables({} if path is None else {"curves": path}, frozenset({"curves"}))
    quotes = tables.curve(day.business_date, None) or ()
    read = {each.name: data for each, data in tables.contents.items()}
    return [_curve_row(each) for each in quotes], {**day.contents, **read}


def _curve_row(each: CurveQuote) -> Sequence[Cell]:
    fixed = each.fixed_frequency or None
    return (each.kind, each.tenor, each.rate, each.mm_day_count, fixed, each.fixed_day_count, None, None,
            each.spot_lag_days)  # fmt: skip
