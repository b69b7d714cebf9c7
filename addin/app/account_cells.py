"""The positions of one account in a range, with trades that are only thought of."""

from collections.abc import Collection
from dataclasses import replace

from addin.app.cell_tables import Cells, table_in
from addin.books import inputs
from addin.books.position_inputs import ACCOUNT, accounts_named
from calc.outcome import Place, RefusedError, finding
from calc.text.columns import Table
from calc.text.wording import Severity, severity
from calc.types import Position

HEAD = ("instrument", "notional")
NAMELESS = "ACCOUNT"  # the account of a range that has no column for it


def account_positions(
    positions: Cells, trades: Cells | None, *, account: str, codes: Collection[str]
) -> tuple[Position, ...]:
    """Return the positions of one account, the trades behind them; instruments must be among the codes.

    Without a named account there must be exactly one; trades are its own, whether they say so or not, and may be none.

    Raises RefusedError `column_missing`, `account_unknown`, `account_choice`, or with the first row that is wrong.
    """
    table = table_in(positions, *HEAD)
    chosen = _chosen(table, account)
    own = _typed(_of_account(table, chosen), chosen, codes=codes)
    added = None if trades is None else _with_account(table_in(trades, *HEAD), chosen)
    return (*own, *(_typed(added, chosen, codes=codes) if added is not None and added.rows else ()))


def _chosen(table: Table, account: str) -> str:
    """Return the account that is meant."""
    if ACCOUNT not in table.columns:
        return account or NAMELESS
    named = accounts_named(table)
    if account and account not in named:
        raise RefusedError([finding("account_unknown", Place(table.source, column=ACCOUNT), account=account)])
    if not account and len(named) > 1:
        place = Place(table.source, column=ACCOUNT)
        raise RefusedError([finding("account_choice", place, number=len(named), example=min(named))])
    return account or next(iter(named), NAMELESS)


def _of_account(table: Table, account: str) -> Table:
    """Return the rows of one account; those that name none stay, to be refused."""
    whole = _with_account(table, account)
    place = whole.columns.index(ACCOUNT)
    return replace(whole, rows=tuple(each for each in whole.rows if str(each[1][place]).strip() in {account, ""}))


def _with_account(table: Table, account: str) -> Table:
    """Return the table with a column for the account, where it has none."""
    if ACCOUNT in table.columns:
        return table
    rows = tuple((row, (account, *cells)) for row, cells in table.rows)
    return replace(table, columns=(ACCOUNT, *table.columns), rows=rows)


def _typed(table: Table, account: str, *, codes: Collection[str]) -> tuple[Position, ...]:
    """Return the positions of a table; the first error refuses all: a cell can show no number beside it."""
    read = inputs.positions(table, instrument=codes, account={account})
    wrong = [each for each in read.findings if severity(each) is Severity.ERROR]
    if wrong:
        raise RefusedError(wrong)
    return tuple(read.value)
