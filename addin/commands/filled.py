"""Our workbooks filled with a day, as `hikae build` writes them and `hikae open` opens them."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from addin.app.desk_fill import ShownDay, example_shown, fill, shown_day
from addin.books.built import BuiltSheet
from addin.books.style import saved
from addin.functions.desk import filling_of
from addin.log import log
from calc.outcome import Finding, RefusedError, finding
from workbooks import catalogue


def example_book(name: str) -> bytes:
    """Return a book with the example day in it, the same bytes on every day and in every home.

    Raises RefusedError as its filling does.
    """
    with TemporaryDirectory() as empty:  # the settings and the record of whoever builds it are no part of it
        return _filled(name, example_shown(), home=Path(empty), today=None)


def opened_book(name: str, *, home: Path, today: date) -> tuple[bytes, tuple[Finding, ...]]:
    """Return a book with the newest recorded day in it, else with the example; where that fails, the empty form.

    A book that cannot be filled is no reason not to open one: what was in the way is told instead.
    """
    try:
        return _filled(name, shown_day(home), home=home, today=today), ()
    except RefusedError as refused:
        found, detail = refused.findings, refused.findings[0].code
    except Exception as fault:  # noqa: BLE001 - an empty book is better than none, whatever is wrong with its day
        log(home).error("book.unfilled", extra={"step": name}, exc_info=fault)
        found, detail = (), type(fault).__name__
    return catalogue.built(name), (finding("book_unfilled", book=name, detail=detail), *found)


def _filled(name: str, shown: ShownDay, *, home: Path, today: date | None) -> bytes:
    book, filling = catalogue.form(name), filling_of(name)
    if filling is not None:
        fill(BuiltSheet(book, catalogue.file_name(name)), shown, filling, home=home, today=today)
    return saved(book)
