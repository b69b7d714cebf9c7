"""The backtest of a book in cells: how often each account's base amount was exceeded, and one account day by day.

The whole book is carried back once and kept: the past days are valued for all accounts together.
"""

from dataclasses import dataclass
from pathlib import Path

from addin.app.accounts_cell import BookRun, run_of_book
from addin.app.cell_tables import Rows
from addin.app.kept import kept
from addin.app.margin_backtest import backtested
from addin.app.margin_cell import CellRun, MarginCells
from addin.app.margin_terms import Holder, terms_of
from calc.margin.backtest import Backtest
from calc.margin.coverage import Coverage
from calc.outcome import Finding, Place, RefusedError, finding

_BOOKS_KEPT = 4


@dataclass(frozen=True, slots=True)
class BacktestCells:
    """The arguments as they came: those of margin, the accounts, and how many days are asked for."""

    margin: MarginCells
    accounts: Rows | None
    days: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One account: how often its base amount was exceeded with the tests, or None and what is in the way."""

    account: str
    coverage: Coverage | None
    why: Finding | None = None


def coverage_rows(given: BacktestCells, *, home: Path) -> tuple[CoverageRow, ...]:
    """Return a row for each account, in the order of `book_run`, over as many of the days as the history allows.

    Raises RefusedError `backtest_history`, `backtest_impossible`, or as `book_run` says.

    Source: `calc.margin.backtest`, `calc.margin.coverage`.
    """
    book, _ = _book(given, one=False, home=home)
    if book.run is None:
        return tuple(CoverageRow(code, None, why) for code, why in book.faults.items())
    told, expected = _tested(book.run, given.days), book.run.settings.number("tail_fraction")
    return tuple(
        CoverageRow(code, None, book.faults[code])
        if code in book.faults
        else CoverageRow(code, told.coverage(code, expected=expected))
        for code in book.order
    )


def account_backtest(given: BacktestCells, *, home: Path) -> tuple[Backtest, int]:
    """Return the backtest of the book with the row of the one account that is meant.

    The settings name the account where the book has several.

    Raises RefusedError `account_choice`, `account_unknown`, with what is in the way of the account, or as
    `coverage_rows`.
    """
    book, name = _book(given, one=True, home=home)
    if not name and len(book.order) != 1:
        place = Place("positions_range", column="account")
        raise RefusedError([finding("account_choice", place, number=len(book.order), example=min(book.order or [""]))])
    account = name or book.order[0]
    if account not in book.order:
        raise RefusedError([finding("account_unknown", Place("settings_range"), account=account)])
    if account in book.faults or book.run is None:
        raise RefusedError([book.faults[account]])
    told = _tested(book.run, given.days)
    return told, told.accounts.index(account)


def _book(given: BacktestCells, *, one: bool, home: Path) -> tuple[BookRun, str]:
    """Return the book with the account that the settings name; multiplied and added to is in the accounts' table."""
    terms = terms_of(given.margin.settings, home=home)
    account = terms.holder.account if one else ""
    if terms.holder != Holder(account):
        raise RefusedError([finding("account_terms", Place("settings_range"))])
    return run_of_book(given.margin, given.accounts, terms=terms.market, home=home), account


@kept(_BOOKS_KEPT)
def _tested(run: CellRun, days: int) -> Backtest:
    return backtested(run.given, run.book, run.settings, days=days, tell=lambda _done, _days: None).value
