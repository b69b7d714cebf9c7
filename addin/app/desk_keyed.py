"""照合 / Keyed: what JSCC keyed of the participant's quotes beside what was sent, as `hikae quotes status --keyed`."""

from collections.abc import Iterator, Mapping, Sequence

from addin.app.desk_day import Desk, Done, day_folder, participant_of, seen_at
from addin.app.desk_quotes import INSTRUMENT, LEVELS, is_ungiven
from addin.app.desk_routes import ways_rows
from addin.app.quotes_status import last_sent, quote_status, reconciled_content
from addin.books.desk_cells import Filled, filled, written
from addin.books.port import Cell, Rows, Sheet
from addin.books.regions.quotes import KEYED_ENTRY, KEYED_OF, RECONCILED
from addin.export.rows import csv_bytes
from addin.store import snapshots
from addin.store.journal import Journal
from calc.outcome import Finding, Place, RefusedError, finding
from calc.quotes.keyed import KeyedRow, Verdict
from calc.text.wording import Words

SOURCE = "keyed.csv"
VERDICTS = {
    Verdict.SAME: "○ 一致 same",
    Verdict.DIFFERS: "✗ 相違 differs",
    Verdict.NOT_KEYED: "✗ 入力なし not keyed",
    Verdict.NOT_SENT: "✗ 送信なし not sent",
}


def reconciled_book(desk: Desk) -> Done:
    """Return how what was keyed compares with what was sent last, recorded; each row has its verdict beside it.

    Instruments that were sent and not keyed are added beneath. Raises RefusedError `keyed_none`, `quotes_not_sent`,
    or what cannot be read, at the cells.
    """
    block = desk.sheet.read(KEYED_ENTRY.name)
    day, participant = day_folder(desk), participant_of(desk.sheet)
    read = filled(block, KEYED_ENTRY)
    if read.faults:
        raise RefusedError(read.faults)
    lines = _given(read)
    if not lines:
        raise RefusedError([finding("keyed_none", block.place(1, 1))])
    content, at = csv_bytes(KEYED_ENTRY.columns, lines.values()), seen_at(desk, day.business_date)
    with Journal(desk.home) as journal:
        status = quote_status(journal, day.business_date, participant=participant, settings=day.settings, at=at)
        sent = last_sent(status)
        try:
            rows = reconciled_content(journal, status, content, SOURCE)
        except RefusedError as refused:
            raise RefusedError([_located(each, read, tuple(lines)) for each in refused.findings]) from None
        snapshots.keep(desk.home, [content])
        entry = journal.last()
        page = ways_rows(desk.sheet, journal, day, participant=participant, at=at)
    desk.sheet.write({**page, **_made(desk.sheet, read, rows), KEYED_OF.name: [[str(sent.body["name"])]]})
    wrong = [each for each in rows if each.verdict is not Verdict.SAME]
    ja = f"照合しました: {len(rows)}銘柄のうち一致 {len(rows) - len(wrong)}、相違 {len(wrong)}"
    en = f"Reconciled: {len(rows) - len(wrong)} of {len(rows)} the same, {len(wrong)} differ"
    if wrong:
        ja, en = f"{ja}。すぐにJSCCへ電話してください（CP-1.1.R3）", f"{en}; call JSCC at once (CP-1.1.R3)"
    return Done(Words(ja, en), entry)


def _given(read: Filled) -> dict[int, Sequence[Cell]]:
    """Return the rows in which a level stands, by their numbers; a row with an instrument alone is not keyed yet."""
    order = [read.table.columns.index(name) for name in KEYED_ENTRY.columns]
    return {
        row: tuple(cells[place] for place in order)
        for row, cells in read.table.rows
        if not is_ungiven(read.table, cells)
    }


def _located(found: Finding, read: Filled, numbers: Sequence[int]) -> Finding:
    """Return a finding of the table that was made of the given rows, at the cell of the book."""
    place = found.place
    if place.source != SOURCE or place.row is None or place.row == 1:
        return found
    return read.located(found.at(Place(read.table.source, numbers[place.row - 2], place.column)))


def _made(sheet: Sheet, read: Filled, rows: Sequence[KeyedRow]) -> dict[str, Rows]:
    """Return both tables: what was keyed as it stands with what is missing beneath, the verdicts beside."""
    known = {each.instrument: each for each in rows}
    typed = [dict(zip(read.table.columns, cells, strict=True)) for _, cells in read.table.rows]
    named = {str(each[INSTRUMENT]).strip() for each in typed}
    missing = [{INSTRUMENT: each} for each in known if each not in named]
    entries = [*typed, *missing]
    return {
        KEYED_ENTRY.name: written(read.block, KEYED_ENTRY, [_keyed(each) for each in entries]),
        RECONCILED.name: written(
            sheet.read(RECONCILED.name), RECONCILED, [tuple(_beside(each, known)) for each in entries]
        ),
    }


def _keyed(entry: Mapping[str, Cell]) -> Sequence[Cell]:
    return [entry.get(name, "") for name in KEYED_ENTRY.columns]


def _beside(entry: Mapping[str, Cell], known: Mapping[str, KeyedRow]) -> Iterator[Cell]:
    """Yield what was sent of an instrument, the verdict, and what was reconciled, so that a later change shows."""
    row = known.get(str(entry[INSTRUMENT]).strip())
    yield from (row.sent if row is not None and row.sent is not None else ("", ""))
    yield "" if row is None else VERDICTS[row.verdict]
    yield from (entry.get(name, "") for name in (INSTRUMENT, *LEVELS))
