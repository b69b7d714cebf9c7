"""The buttons of the quotes book by the page in front: one button, another work on another page.

A page is known by a region that stands on it, so one that somebody has renamed is still that page.
"""

from collections.abc import Mapping
from importlib import import_module

from addin.app.desk_day import Desk, Done
from addin.app.desk_labels import idle
from addin.books.port import read_if_there
from addin.books.regions.paste import PASTED
from addin.books.regions.quotes import CONTACTS, KEYED_ENTRY, SENDINGS
from addin.books.regions.region import Region
from calc.outcome import RefusedError

ELSEWHERE = Region("", "", 0)  # every other page

WORK: Mapping[str, Mapping[Region, str]] = {
    "IMPORT": {
        PASTED: "addin.app.desk_paste:pasted_table",
        ELSEWHERE: "addin.app.desk_import:imported_day",
    },
    "CHECK": {
        SENDINGS: "addin.app.desk_routes:seen_ways",
        KEYED_ENTRY: "addin.app.desk_keyed:reconciled_book",
        ELSEWHERE: "addin.app.desk_check:checked_book",
    },
    "CALCULATE": {
        CONTACTS: "addin.app.desk_hearing:heard_book",
        ELSEWHERE: "addin.app.desk_prices:computed_book",
    },
    "DECLARE": {
        SENDINGS: "addin.app.desk_routes:confirmed_sending",
        CONTACTS: "addin.app.desk_hearing_declare:declared_hearing",
    },
}


def imported(desk: Desk) -> Done:
    """Return what 取込 / Import came to: the table on the page 貼付, on every other page the day's folder."""
    return _done("IMPORT", desk)


def checked(desk: Desk) -> Done:
    """Return what 確認 / Check came to: the ways out, what JSCC keyed, on every other page the quotes."""
    return _done("CHECK", desk)


def calculated(desk: Desk) -> Done:
    """Return what 計算 / Calculate came to: the evidence of a hearing, on every other page the prices."""
    return _done("CALCULATE", desk)


def declared(desk: Desk) -> Done:
    """Return what 宣言 / Declare came to: JSCC's confirmation, or contacts and prices of a hearing.

    Raises RefusedError `button_idle` on a page where there is nothing to declare.
    """
    return _done("DECLARE", desk)


def _done(button: str, desk: Desk) -> Done:
    """Return what the use case of the page in front came to; it is imported when it is needed first."""
    work = WORK[button]
    page = next((region for region in work if region.name and _is_in_front(region, desk)), ELSEWHERE)
    if page not in work:
        raise RefusedError([idle(button, book="quotes", sheet=desk.sheet.sheet)])
    module, _, name = work[page].partition(":")
    made: Done = getattr(import_module(module), name)(desk)
    return made


def _is_in_front(region: Region, desk: Desk) -> bool:
    block = read_if_there(desk.sheet, region.name)
    return block is not None and (block.sheet or region.sheet) == desk.sheet.sheet
