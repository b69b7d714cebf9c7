"""Today's trades, the day before's positions, the fund's past: whole or not at all, for a lost row moves yen."""

from collections.abc import Callable, Collection
from typing import TypeVar

from addin.app.tables_read import Tables
from addin.books.fund_inputs import FundDay, fund_days
from addin.books.inputs import positions
from addin.books.trade_inputs import trades
from calc.margin.variation import Trade
from calc.outcome import Outcome
from calc.text.columns import Table, shape_findings
from calc.text.wording import Severity, severity
from calc.types import Position

T = TypeVar("T")

TRADES, HELD_BEFORE, FUND_HISTORY = "trades", "previous_positions", "fund_history"


def trades_of(tables: Tables, *, codes: Collection[str], accounts: Collection[str]) -> tuple[Trade, ...] | None:
    """Return today's trades, none without their table; None where one row of it is bad."""
    if TRADES not in tables.paths:
        return ()
    return _whole(tables, TRADES, lambda table: trades(table, instrument=codes, account=accounts))


def held_before(tables: Tables, *, codes: Collection[str], accounts: Collection[str]) -> tuple[Position, ...] | None:
    """Return the positions of the day before; None without their table, or where one row of it is bad."""
    if HELD_BEFORE not in tables.paths:
        return None
    return _whole(tables, HELD_BEFORE, lambda table: positions(table, instrument=codes, account=accounts))


def fund_past(tables: Tables) -> tuple[FundDay, ...] | None:
    """Return the clearing fund's past days, none without their table; None where one row of it is bad."""
    if FUND_HISTORY not in tables.paths:
        return ()
    return _whole(tables, FUND_HISTORY, fund_days)


def _whole(tables: Tables, name: str, reader: Callable[[Table], Outcome[tuple[T, ...]]]) -> tuple[T, ...] | None:
    """Return a table's records, none from a header alone; with a bad row the table is not trusted."""
    table = tables.table(name)
    if table is None:
        return None
    read = reader(table)
    if [each.code for each in read.findings] == ["table_without_rows"]:
        return ()
    tables.found += read.findings
    if shape_findings(table) or any(severity(each) is Severity.ERROR for each in read.findings):
        tables.untrusted.append(name)
        return None
    return read.value
