"""A participant's quotes from the file they were typed into: a plain table, or a quotes book that a person saved."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from addin.app.desk_day import participant_of, refuse_other_day
from addin.app.desk_quotes import INSTRUMENT, is_ungiven
from addin.app.quotes_day import QuoteDay
from addin.app.quotes_sheet import AS_OF, BID, OFFER, CheckedSheet, checked_quote_sheet, checked_quote_table
from addin.books.desk_cells import Filled, filled, with_times
from addin.books.filed import FiledSheet, filed_book
from addin.books.regions.panel import PARTICIPANT
from addin.books.regions.quotes import QUOTE_ENTRY
from addin.books.tables import LARGEST_FILE
from addin.files import read_limited
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.text.columns import Table

COLUMNS = (INSTRUMENT, BID, OFFER, AS_OF)


def quote_sheet_in(
    path: Path, day: QuoteDay, *, participant: str, at: datetime, listed: Path | None = None
) -> CheckedSheet:
    """Return the quotes of a file with every check applied; what is found in a book is found at its cell.

    In a book, rows without bid and offer are not given yet. Raises RefusedError `folder_other_day` or
    `book_other_participant` where the book is for another day or participant, `quotes_none_typed`, what reading the
    file or the region raises, or as `checked_quote_table`.
    """
    content = read_limited(path, LARGEST_FILE)
    book = filed_book(content, path.name)
    if book is None:
        return checked_quote_sheet(path, day, participant=participant, at=at, listed=listed)
    refuse_other_day(book, day.business_date)
    _refuse_other_participant(book, participant)
    read = _read(book, day.business_date, participant)
    try:
        made = checked_quote_table(
            Outcome(_given(read), read.faults), day, content=content, participant=participant, at=at, listed=listed
        )
    except RefusedError as refused:
        raise RefusedError(_placed(book, read, refused.findings)) from None
    blocking, asked = (_placed(book, read, each) for each in (made.blocking, made.asked))
    return replace(made, blocking=blocking, asked=asked, source=path.name)


def _read(book: FiledSheet, business_date: date, participant: str) -> Filled:
    block = book.read(QUOTE_ENTRY.name)
    read = with_times(filled(block, QUOTE_ENTRY), AS_OF, business_date)
    if not _given(read).rows and not read.faults:
        raise RefusedError([finding("quotes_none_typed", block.place(0, 0), participant=participant)])
    return read


def _given(read: Filled) -> Table:
    """Return the rows with a bid or an offer, of the columns that a table of quotes has."""
    places = [read.table.columns.index(name) for name in COLUMNS]
    rows = [(row, cells) for row, cells in read.table.rows if not is_ungiven(read.table, cells)]
    return Table(
        read.table.source, COLUMNS, tuple((row, tuple(cells[place] for place in places)) for row, cells in rows)
    )


def _placed(book: FiledSheet, read: Filled, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings at their cells; what is told of the quotes as a whole is told of the book."""
    whole = Place(read.table.source)
    return tuple(each.at(Place(book.title)) if each.place == whole else read.located(each) for each in found)


def _refuse_other_participant(book: FiledSheet, participant: str) -> None:
    named = participant_of(book)
    if named not in {"", participant}:
        place = book.read(PARTICIPANT.name).place(0, 0)
        raise RefusedError([finding("book_other_participant", place, named=named, participant=participant)])
