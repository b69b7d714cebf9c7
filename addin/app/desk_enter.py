"""The quotes of a workbook put into the record, as `hikae quotes enter` does it, confirmed row by row with initials."""

from collections.abc import Mapping, Sequence

from addin.app.approval.people import Person, initials_of
from addin.app.desk_day import Desk, person_of
from addin.app.desk_quotes import CONFIRM, INSTRUMENT, DeskQuotes, as_typed, desk_quotes
from addin.app.quotes_enter import Confirmation, entered
from addin.books.desk_cells import Filled, filled
from addin.books.port import Cell, Sheet
from addin.books.regions.quotes import QUOTE_STATES
from addin.store import snapshots
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.outcome import Finding, RefusedError, finding

ROWS = "desk.quotes"  # the rows of a book as they were entered


def entered_book(desk: Desk, journal: Journal) -> tuple[DeskQuotes, Person, Entry]:
    """Return the book's checked quotes, the person, and the entry; the rows as they stand are kept with it.

    Raises RefusedError as `desk_quotes`, `confirm_initials`, `row_unchecked`, or what entering raises, at its cells.
    """
    quotes, person = desk_quotes(desk), person_of(desk.sheet)
    sheet, date = quotes.whole, quotes.day.business_date
    said = Confirmation(_confirmed(desk.sheet, quotes, person))
    try:
        entry = entered(journal, sheet, said, business_date=date, person=person)
    except RefusedError as refused:  # of a button one finding is told: the first thing to do, not how many there are
        raise RefusedError([each for each in refused.findings if each.code != "quotes_blocked"]) from None
    (kept,) = snapshots.keep(desk.home, [sheet.content])
    body: dict[str, Json] = {"entered": entry.key, "title": desk.sheet.title, "files": {sheet.source: kept}}
    journal.append_all([(ROWS, body)])
    return quotes, person, entry


def _confirmed(book: Sheet, quotes: DeskQuotes, person: Person) -> tuple[str, ...]:
    """Return the warnings that the person confirms with initials: those that the last check showed in those rows.

    Raises RefusedError `confirm_initials` where others stand, `row_unchecked` where the row has changed since.
    """
    read = quotes.read
    shown = filled(book.read(QUOTE_STATES.name), QUOTE_STATES)
    names, wrong = list[str](), list[Finding]()
    for row, cells in read.table.rows:
        said = dict(zip(read.table.columns, cells, strict=True))
        typed = str(said[CONFIRM] or "").strip()
        if not typed:
            continue
        place = read.block.place(row - 1, read.places[CONFIRM])
        state = _state_of(shown, row)
        if initials_of(typed) != person.initials:
            wrong.append(finding("confirm_initials", place, given=typed[:20], initials=person.initials))
        elif [state.get(name, "") for name in ("instrument", "bid", "offer", "as_of")] != as_typed(read, row):
            wrong.append(finding("row_unchecked", place, instrument=said[INSTRUMENT]))
        else:
            names += [f"{code}:{said[INSTRUMENT]}" for code in str(state["codes"]).split()]
    if wrong:
        raise RefusedError(wrong)
    asked = quotes.whole.names
    return tuple(dict.fromkeys(name for name in names if name in asked))


def _state_of(shown: Filled, row: int) -> Mapping[str, Cell]:
    """Return what the last check left beside a row of the entry region, nothing where it left nothing."""
    cells: Sequence[Cell] = next((cells for n, cells in shown.table.rows if n == row), ())
    return dict(zip(shown.table.columns, cells, strict=False))
