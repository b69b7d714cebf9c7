"""The market range of a margin cell: instruments with their spreads, and below them, or by name, the other tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from addin.app.cell_tables import Cells, tables_of, without_head
from addin.app.margin_run import recoveries
from addin.app.margin_terms import MarketTerms
from addin.books import inputs
from addin.books.event_inputs import events
from calc.margin.short_charge import CreditEvent
from calc.outcome import Outcome, Place, RefusedError, finding
from calc.text.columns import Table
from calc.types import CurveQuote, Instrument

T = TypeVar("T")

MARKET_RANGE = "market_range"
HEADS = {
    "instruments": frozenset({"instrument", "maturity"}),
    "curve": frozenset({"tenor", "rate"}),
    "constituents": frozenset({"index", "entity", "weight"}),
    "events": frozenset({"entity", "ratio", "from"}),
}
NAMELESS = "CURVE"  # the curve of a range that has no column for its name


@dataclass(frozen=True, slots=True)
class MarketTables:
    """A market as its tables have it; each instrument with the spread of its row in bp, None where it has none."""

    day: date
    listed: tuple[tuple[Instrument, float | None], ...]
    curve: tuple[CurveQuote, ...]
    constituents: Mapping[str, Mapping[str, float]]
    events: tuple[CreditEvent, ...]

    @property
    def spreads_bp(self) -> dict[str, float]:
        """Return the spreads of the instruments that have one."""
        return {instrument.code: spread for instrument, spread in self.listed if spread is not None}


def market_tables(market: Cells, terms: MarketTerms) -> MarketTables:
    """Return the tables of a market; a named table stands before one in the range, and no bad row is passed over.

    Raises RefusedError `column_missing` without instruments or curve, `trade_date_open` without one trade date,
    `curve_choice`, or with the first row that is wrong. Constituents and events may be absent.
    """
    found = tables_of(market, HEADS)
    named = {"curve": terms.curve, "constituents": terms.constituents, "events": terms.events}
    for name, cells in named.items():
        found |= {} if cells is None else tables_of(cells, {name: HEADS[name]})
    for name in ("instruments", "curve"):
        if name not in found:
            raise without_head(market.source, sorted(HEADS[name]))
    kinds = recoveries(terms.settings)
    listed = _whole(found["instruments"], lambda table: inputs.instruments(table, recoveries=kinds))
    day, quotes = _curve(found["curve"], terms)
    constituents = _whole(found["constituents"], inputs.constituents) if "constituents" in found else {}
    in_force = _whole(found["events"], events) if "events" in found else ()
    return MarketTables(day, listed, quotes, constituents, in_force or ())


def _whole(table: Table, read: Callable[[Table], Outcome[T]]) -> T:
    """Return what a table says when nothing at all is wrong with it."""
    made = read(table)
    if made.findings:
        raise RefusedError(made.findings)
    return made.value


def _curve(table: Table, terms: MarketTerms) -> tuple[date, tuple[CurveQuote, ...]]:
    """Return the trade date and its curve: the named one, or the only one."""
    asked = terms.trade_date or (terms.curve.day if terms.curve else None)
    dated = _with(_with(table, "curve_id", NAMELESS), "trade_date", "" if asked is None else asked.isoformat())
    curves = _whole(dated, inputs.curves)
    days = {day for _, day in curves}
    if asked is None and len(days) != 1:
        raise RefusedError([finding("trade_date_open", Place(table.source, column="trade_date"), number=len(days))])
    chosen = asked or min(days)
    of_day = [quotes for (name, day), quotes in curves.items() if day == chosen and terms.curve_id in {None, name}]
    if len(of_day) != 1:
        raise RefusedError([finding("curve_choice", Place(table.source), number=len(of_day), trade_date=chosen)])
    return chosen, of_day[0]


def _with(table: Table, column: str, value: Any) -> Table:  # noqa: ANN401 - a cell holds anything
    """Return the table with a column of one value, where it has none of that name."""
    if column in table.columns:
        return table
    rows = tuple((row, (*cells, value)) for row, cells in table.rows)
    return replace(table, columns=(*table.columns, column), rows=rows)
