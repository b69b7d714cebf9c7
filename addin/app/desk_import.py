"""取込 / Import: a day's folder into the quotes book: what is owed, yesterday's prices, the curve, any quotes."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from addin.app.desk_day import Desk, Done, blocks_of, day_folder, folder_of, optional_text, participant_of
from addin.app.desk_quotes import CONFIRM, INSTRUMENT, is_ungiven
from addin.app.margin_run import recoveries
from addin.app.quotes_day import QuoteDay, owed_of
from addin.app.quotes_sheet import AS_OF, BID, OFFER
from addin.app.tables_read import Tables
from addin.app.versions import versions
from addin.books import inputs, regions
from addin.books.desk_cells import day_number, filled, written
from addin.books.port import Block, Cell, Rows
from addin.books.tables import table_of, table_path
from addin.store import snapshots
from addin.store.journal import Journal, Json
from calc.outcome import RefusedError, finding
from calc.quotes.quote import Quote, given_at
from calc.text.wording import Words
from calc.types import CurveQuote, Instrument

IMPORTED = "desk.imported"


def imported_day(desk: Desk) -> Done:
    """Return what was read into the book, its files kept and recorded first.

    What was typed since an earlier import of the same day and participant stays; quotes of another day are replaced
    by those of this one. Raises RefusedError `participant_unknown`, `region_full`, or what reading and recording raise.
    """
    wanted = (regions.QUOTE_ENTRY, regions.QUOTE_STATES, regions.PREVIOUS, regions.CURVE, regions.IMPORTED)
    blocks = blocks_of(desk.sheet, wanted)
    day = day_folder(desk)
    participant = participant_of(desk.sheet)
    if participant not in day.sizes:
        place = desk.sheet.read(regions.PARTICIPANT.name).place(0, 0)
        raise RefusedError([finding("participant_unknown", place, participant=participant, known=" ".join(day.sizes))])
    name = f"{day.business_date} {participant}"
    is_again = optional_text(desk.sheet, regions.IMPORTED) in {name, ""}
    rows = _quote_rows(day, participant, typed=_typed(blocks[regions.QUOTE_ENTRY.name]) if is_again else {})
    curve, contents = _curve(folder_of(desk.sheet), day)
    made: dict[str, Rows] = {
        regions.QUOTE_ENTRY.name: written(blocks[regions.QUOTE_ENTRY.name], regions.QUOTE_ENTRY, rows),
        regions.QUOTE_STATES.name: written(blocks[regions.QUOTE_STATES.name], regions.QUOTE_STATES, ()),
        regions.PREVIOUS.name: written(blocks[regions.PREVIOUS.name], regions.PREVIOUS, _reference(day, participant)),
        regions.CURVE.name: written(blocks[regions.CURVE.name], regions.CURVE, curve),
        regions.IMPORTED.name: [[name]],
        regions.DATE.name: [[day_number(day.business_date)]],
    }
    with Journal(desk.home) as journal:
        kept = snapshots.keep(desk.home, contents.values())
        body: dict[str, Json] = {
            "business_date": day.business_date.isoformat(),
            "versions": versions(),
            "files": dict(zip(contents, kept, strict=True)),
        }
        (entry,) = journal.append_all([(IMPORTED, body)])
    given = sum(row[1] is not None for row in rows)
    desk.sheet.write(made)
    ja = f"取り込みました {name}: 提出銘柄 {len(rows)}、気配値 {given}"
    return Done(Words(ja, f"Imported {name}: {len(rows)} instruments, {given} quotes"), entry)


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
    read = filled(block, regions.QUOTE_ENTRY)
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
