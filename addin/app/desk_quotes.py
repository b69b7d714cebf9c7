"""The quotes that stand in a workbook, put to the same checks as a table from a file, and the state of every row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from addin.app.desk_day import Desk, day_folder, participant_of, seen_at
from addin.app.quotes_day import QuoteDay
from addin.app.quotes_sheet import AS_OF, BID, OFFER, CheckedSheet, checked_quote_table
from addin.books.desk_cells import Filled, filled, is_blank, with_times
from addin.books.port import Cell, Rows
from addin.books.regions.quotes import QUOTE_ENTRY, QUOTE_STATES
from addin.export.rows import csv_bytes
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.text.columns import Table
from calc.text.wording import words

GOOD, ASKED, BLOCKED, MISSING = "○ 可 good", "▲ 要確認 confirm", "✗ 訂正 correct", "－ 未入力 missing"
STATES = (GOOD, ASKED, BLOCKED, MISSING)
INSTRUMENT, CONFIRM = "instrument", "confirm"
LEVELS = (BID, OFFER)


@dataclass(frozen=True, slots=True)
class DeskQuotes:
    """The entry region as it was read, the day beside it, and the sheet with every check applied.

    `checked` is None where not one row can be read; `found` are all findings, each at its cell.
    """

    day: QuoteDay
    at: datetime
    read: Filled
    checked: CheckedSheet | None
    found: tuple[Finding, ...]

    @property
    def whole(self) -> CheckedSheet:
        """Return the checked sheet with its findings at their cells. Raises RefusedError where there is none."""
        if self.checked is None:
            raise RefusedError(self.found)
        return self.checked


def desk_quotes(desk: Desk) -> DeskQuotes:
    """Return the quotes of the book, checked; rows without bid and offer are not given yet.

    Raises RefusedError where the region or the day cannot be read, `participant_unknown`, or `quotes_none_typed`.
    """
    block = desk.sheet.read(QUOTE_ENTRY.name)
    day = day_folder(desk)
    at, participant = seen_at(desk, day.business_date), participant_of(desk.sheet)
    read = with_times(filled(block, QUOTE_ENTRY), AS_OF, day.business_date)
    given = tuple((row, cells) for row, cells in read.table.rows if not is_ungiven(read.table, cells))
    if not given and not read.faults:
        raise RefusedError([finding("quotes_none_typed", block.place(0, 0), participant=participant)])
    names = (INSTRUMENT, BID, OFFER, AS_OF)
    places = [read.table.columns.index(name) for name in names]
    rows = tuple((row, tuple(cells[place] for place in places)) for row, cells in given)
    content = csv_bytes(names, [cells for _, cells in rows])
    table = Table(read.table.source, names, rows)
    try:
        made = checked_quote_table(Outcome(table, read.faults), day, content=content, participant=participant, at=at)
    except RefusedError as refused:
        if any(each.place.row is None for each in refused.findings if each not in read.faults):
            raise
        return DeskQuotes(day, at, read, None, tuple(map(read.located, refused.findings)))
    located = CheckedSheet(
        made.participant,
        made.quotes,
        made.owed,
        tuple(_placed(read, each) for each in made.blocking),
        tuple(_placed(read, each) for each in made.asked),
        made.source,
        made.content,
    )
    return DeskQuotes(day, at, read, located, (*located.blocking, *located.asked))


def is_ungiven(table: Table, cells: Sequence[Cell]) -> bool:
    """Return whether a row has neither bid nor offer."""
    return all(is_blank(cells[table.columns.index(name)]) for name in LEVELS)


def state_rows(quotes: DeskQuotes) -> Rows:
    """Return a row of `QUOTE_STATES` for each row of the entry region, in its order: what was found of it, and when.

    What was checked stands beside its state, so that the book shows by itself which rows have changed since.
    """
    by_row = findings_by_row(quotes)
    typed = dict(quotes.read.table.rows)
    last = max([*typed, *by_row], default=1)
    return [_state_row(quotes, row, typed.get(row), by_row.get(row, [])) for row in range(2, last + 1)]


def as_typed(read: Filled, row: int) -> list[Cell]:
    """Return what stands in a row of the entry region that a check looks at, as it was typed."""
    cells = read.block.rows[row - 1]
    seen = [cells[read.places[name]] for name in (INSTRUMENT, BID, OFFER, AS_OF)]
    return ["" if cell is None or isinstance(cell, Mapping) else cell for cell in seen]


def findings_by_row(quotes: DeskQuotes) -> Mapping[int, list[Finding]]:
    """Return the findings of each row of the entry region (from 1), those of a whole sheet left out."""
    spots = {quotes.read.block.place(row - 1, place): row for row in _rows(quotes) for place in _columns(quotes)}
    by_row = defaultdict[int, list[Finding]](list)
    for each in quotes.found:
        if each.place in spots:
            by_row[spots[each.place]].append(each)
    return by_row


def counts(rows: Rows) -> dict[str, int]:
    """Return how many rows there are of each state."""
    place = QUOTE_STATES.columns.index("state")
    return {state: sum(row[place] == state for row in rows) for state in STATES}


def _rows(quotes: DeskQuotes) -> range:
    return range(1, len(quotes.read.block.rows) + 1)


def _columns(quotes: DeskQuotes) -> range:
    return range(len(quotes.read.block.rows[0]))


def _placed(read: Filled, found: Finding) -> Finding:
    """Return a finding of a check at its cell of the book; what is told of the sheet as a whole has none."""
    return read.located(found) if found.place.row is not None or found in read.faults else found.at(Place())


def _state_row(quotes: DeskQuotes, row: int, cells: Sequence[Cell] | None, found: Sequence[Finding]) -> list[Cell]:
    if cells is None and not found:
        return [""] * len(QUOTE_STATES.columns)
    echo = as_typed(quotes.read, row)
    if cells is not None and is_ungiven(quotes.read.table, cells):
        return ["", MISSING, "", *echo]
    asked = () if quotes.checked is None else quotes.checked.asked
    state = GOOD if not found else ASKED if all(each in asked for each in found) else BLOCKED
    codes = " ".join(dict.fromkeys(each.code for each in found))
    return [_told(found), state, codes, *echo]


def _told(found: Sequence[Finding]) -> str:
    """Return the first finding in both languages, and how many more there are."""
    if not found:
        return ""
    said, more = words(found[0]), len(found) - 1
    ja, en = (f"（他{more}件）", f" (+{more} more)") if more else ("", "")
    return f"{said.ja}{ja}\n{said.en}{en}"
