"""The initial margin of every account in one call: a whole book on a sheet, one row an account.

The numbers are those of `hikae margin` on the same tables. A row holds an account's numbers, or none and why: one whose
positions cannot be read or valued has no number at all, and the others keep theirs.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from addin.app.cell_tables import Cells, Rows, cells_of, table_in
from addin.app.kept import kept
from addin.app.margin_cell import CellRun, MarginCells, ValuedMarket, valued_market
from addin.app.margin_terms import Holder, MarketTerms, terms_of
from addin.app.market_cells import MARKET_RANGE
from addin.books import inputs
from addin.books.position_inputs import ACCOUNT, accounts_broken, accounts_named
from calc.margin.requirement import Component
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.columns import Table
from calc.text.wording import Severity, severity
from calc.types import Account, AccountKind, Position

POSITIONS_RANGE, ACCOUNTS_RANGE = "positions_range", "accounts_range"
_BOOKS_KEPT = 8
HELD, OWNED = ("account", "instrument", "notional"), ("account", "participant", "kind")

Faults: TypeAlias = dict[str, Finding]  # why an account has no number, by its code


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account: its amounts in yen by component, or None and what is in the way."""

    account: str
    amounts: Mapping[Component, int] | None
    why: Finding | None = None


@dataclass(frozen=True, slots=True, eq=False)
class BookRun:
    """The accounts in the order of their rows, those that could be read, why others have no number, and the run.

    The run has the accounts without a fault; it is None where the market cannot be valued, a fault of every account.
    """

    order: tuple[str, ...]
    known: Mapping[str, Account]
    faults: Mapping[str, Finding]
    run: CellRun | None


@dataclass(frozen=True, slots=True)
class _Book:
    """The accounts in the order of their rows, the good ones with their terms, and what is wrong with the others."""

    order: tuple[str, ...]
    known: Mapping[str, Account]
    faults: Faults


def account_rows(given: MarginCells, accounts: Rows | None, *, home: Path) -> tuple[AccountRow, ...]:
    """Return a row for each account, in the order of `book_run`; RefusedError as it says."""
    made = book_run(given, accounts, home=home)
    amounts = {each.account: each.amounts for each in made.run.result.requirements} if made.run else {}
    return tuple(AccountRow(code, amounts.get(code), made.faults.get(code)) for code in made.order)


def book_run(given: MarginCells, accounts: Rows | None, *, home: Path) -> BookRun:
    """Return the run of every account: those of the accounts' table in its order, then those that only positions name.

    Without that table the accounts are those of the positions, nothing multiplied or added. What keeps the whole market
    from being valued is in the way of every account.

    Raises RefusedError `column_missing` for a range without its header, `account_terms` where the settings speak of one
    account, or as `terms_of` and `cells_of` say.
    """
    terms = terms_of(given.settings, home=home)
    if terms.holder != Holder():
        raise RefusedError([finding("account_terms", Place("settings_range"))])
    return run_of_book(given, accounts, terms=terms.market, home=home)


def run_of_book(given: MarginCells, accounts: Rows | None, *, terms: MarketTerms, home: Path) -> BookRun:
    """Return the run of every account under terms that are read already."""
    held = cells_of(given.positions, POSITIONS_RANGE, home=home)
    listed = None if accounts is None else cells_of(accounts, ACCOUNTS_RANGE, home=home)
    book = _book(table_in(held, *HELD), None if listed is None else table_in(listed, *OWNED))
    try:
        market = cells_of(given.market, MARKET_RANGE, home=home)
        moves = cells_of(given.scenarios, "scenario_set", home=home)
        valued = valued_market(market, moves, terms)
    except RefusedError as refused:
        faults = {code: book.faults.get(code, refused.findings[0]) for code in book.order}
        return BookRun(book.order, book.known, faults, None)
    return _run(held, listed, market=valued)


@kept(_BOOKS_KEPT)
def _run(held: Cells, listed: Cells | None, *, market: ValuedMarket) -> BookRun:
    """Return the run of a book: accounts in whose positions nothing is wrong are put to the requirement together."""
    table = table_in(held, *HELD)
    book = _book(table, None if listed is None else table_in(listed, *OWNED))
    read = inputs.positions(table, instrument=market.codes, account=set(book.order))
    wrong = [each for each in read.findings if severity(each) is Severity.ERROR]
    faults = {**_of_rows(table, wrong, book.order), **_unpriced(read.value, market), **book.faults}
    sound = [account for code, account in book.known.items() if code not in faults]
    codes = {account.code for account in sound}
    run = market.of(sound, [each for each in read.value if each.account in codes])
    return BookRun(book.order, book.known, faults, run)


def _book(held: Table, listed: Table | None) -> _Book:
    """Return the accounts of both tables; one that only positions name is a stranger, unless nothing lists any."""
    named = tuple(dict.fromkeys(_codes(held)))
    if listed is None:
        return _Book(named, {code: _plain(code) for code in named}, {})
    read = inputs.accounts(listed)
    known = {each.code: each for each in read.value}
    wrong = [each for each in read.findings if severity(each) is Severity.ERROR]
    faults = _of_rows(listed, wrong, sorted(accounts_broken(listed, wrong)))
    order = tuple(dict.fromkeys((*_codes(listed), *sorted(accounts_named(held)))))
    strangers = {code for code in order if code not in known and code not in faults}
    faults |= {code: finding("account_unknown", Place(held.source), account=code) for code in strangers}
    return _Book(order, {code: each for code, each in known.items() if code not in faults}, faults)


def _codes(table: Table) -> list[str]:
    place = table.columns.index(ACCOUNT)
    return [code for _, cells in table.rows if (code := str(cells[place]).strip())]


def _plain(code: str) -> Account:
    return Account(code, code, AccountKind.HOUSE, "", 0, 1.0, 0)


def _of_rows(table: Table, wrong: Sequence[Finding], order: Sequence[str]) -> Faults:
    """Return what is wrong with the rows of a table by account; a row that names none is everybody's."""
    named, faults = {row: str(cells[table.columns.index(ACCOUNT)]).strip() for row, cells in table.rows}, Faults()
    by_account = defaultdict[str, list[Finding]](list)
    for each in wrong:
        by_account[named.get(each.place.row or 0, "")].append(each)
    for code in order:
        found = [*by_account[""], *by_account[code]]
        if found:
            faults[code] = found[0]
    return faults


def _unpriced(positions: Sequence[Position], market: ValuedMarket) -> Faults:
    """Return the accounts that hold an instrument which could not be valued."""
    return {each.account: market.unpriced[each.instrument] for each in positions if each.instrument in market.unpriced}
