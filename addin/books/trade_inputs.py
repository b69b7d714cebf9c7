"""Today's trades, each at the price it was made at."""

from collections.abc import Collection

from addin.books.inputs import LARGEST_NOTIONAL
from calc.margin.variation import Trade
from calc.outcome import Finding, Outcome, Place, finding
from calc.text.columns import Column, Table, code, number, records, within

TRADE = (
    Column("account", code),
    Column("instrument", code),
    Column("notional", within(number, -LARGEST_NOTIONAL, LARGEST_NOTIONAL)),
    Column("upfront", within(number, -1.0, 1.0)),
)


def trades(table: Table, *, instrument: Collection[str], account: Collection[str]) -> Outcome[tuple[Trade, ...]]:
    """Return the deals of known accounts in known instruments: notional in yen, clean upfront as a fraction of it."""
    read = records(table, TRADE)
    made, found = list[Trade](), list[Finding]()
    for row, values in read.value:
        trade = Trade(**values)
        if trade.account not in account:
            found.append(finding("account_unknown", Place(table.source, row, "account"), account=trade.account))
        elif trade.instrument not in instrument:
            place = Place(table.source, row, "instrument")
            found.append(finding("instrument_unknown", place, instrument=trade.instrument))
        else:
            made.append(trade)
    return Outcome(tuple(made), (*read.findings, *found))
