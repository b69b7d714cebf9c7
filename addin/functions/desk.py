"""The work behind the buttons: which use case each has in each book, and what the desk is told of it."""

from collections.abc import Callable, Mapping
from typing import Any

from addin.app.desk_day import Desk, Done
from addin.app.desk_fill import Filling
from addin.app.desk_labels import idle
from addin.books.port import Sheet, read_if_there
from addin.books.regions.panel import BOOK
from addin.functions.registry import target_of
from addin.home import BANNER, Mode, home_folder
from addin.now import now
from addin.store.mode import mode_of
from calc.outcome import RefusedError

Json = Any
Work = Callable[[Desk], Done]

QUOTES = "quotes"  # also a book from before books had a name

EVERY_BOOK: Mapping[str, str] = {
    "APPLY": "addin.app.desk_plan:applied_plan",
    "RECORD": "addin.app.desk_record:recorded_sheet",
    "DRILL": "addin.app.desk_drill:drill_home",
}
BOOKS: Mapping[str, Mapping[str, str]] = {
    QUOTES: {
        "IMPORT": "addin.app.desk_quotes_pages:imported",
        "CHECK": "addin.app.desk_quotes_pages:checked",
        "CALCULATE": "addin.app.desk_quotes_pages:calculated",
        "SEND": "addin.app.desk_send:sent_quotes",
        "EXPORT": "addin.app.desk_export:exported_file",
        "DECLARE": "addin.app.desk_quotes_pages:declared",
    },
    "margin": {
        "IMPORT": "addin.app.desk_margin_import:imported_margin",
        "CHECK": "addin.app.desk_margin_check:checked_margin",
        "CALCULATE": "addin.app.desk_margin_compute:computed_margin",
        "SEND": "addin.app.desk_margin_send:challenged_book",
        "EXPORT": "addin.app.desk_export:exported_file",
    },
    "continuity": {
        "IMPORT": "addin.app.desk_continuity_fill:imported_registers",
        "APPLY": "addin.app.desk_continuity:applied_board",
        "DECLARE": "addin.app.desk_continuity:declared_page",
    },
    "contingency": {
        "IMPORT": "addin.app.desk_contingency:imported_facts",
        "APPLY": "addin.app.desk_contingency:applied_board",
        "SEND": "addin.app.desk_contingency_paper:drafted_notices",
        "EXPORT": "addin.app.desk_contingency_paper:printed_board",
        "DECLARE": "addin.app.desk_contingency:declared",
    },
}
# What fills each book without any record, as 取込 / Import does with one: (sheet, folder, home=) -> rows by region.
FILLINGS: Mapping[str, str] = {
    QUOTES: "addin.app.desk_quotes_fill:filling",
    "contingency": "addin.app.desk_contingency:filling",
    "margin": "addin.app.desk_margin_import:filling",
    "continuity": "addin.app.desk_continuity_fill:filling",
}


def done(action: str, sheet: Sheet) -> dict[str, Json]:
    """Return what a button came to in the book in front, as the office shows it; a drill says so first.

    Raises RefusedError `button_idle` where the button has nothing to do in this book, or what its use case raises.
    """
    desk = Desk(sheet, home_folder(), now())
    made = _work(action, sheet)(desk)
    banner = f"{BANNER} " if mode_of(desk.home) is Mode.DRILL else ""
    return {"said": {"ja": f"{banner}{made.said.ja}", "en": f"{banner}{made.said.en}"}, "mark": made.mark}


def filling_of(book: str) -> Filling | None:
    """Return what fills a book from a day's folder, None for one that is not filled; it is imported only now."""
    target = FILLINGS.get(book)
    found: Filling | None = None if target is None else target_of(target)
    return found


def book_of(sheet: Sheet) -> str:
    """Return which of our books is in front."""
    block = read_if_there(sheet, BOOK.name)
    said = QUOTES if block is None else str(block.cell).strip()
    return said or QUOTES


def _work(action: str, sheet: Sheet) -> Work:
    """Return the use case of a button; it is imported when it is pressed first."""
    book = book_of(sheet)
    target = BOOKS.get(book, {}).get(action) or EVERY_BOOK.get(action)
    if target is None:
        raise RefusedError([idle(action, book=book, sheet=sheet.sheet)])
    work: Work = target_of(target)
    return work
