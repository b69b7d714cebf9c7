"""What each of some trades does to one account's initial margin, each by itself: a row for a row of the trades."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addin.app.account_cells import HEAD
from addin.app.cell_tables import Rows, cells_of, table_in
from addin.app.margin_cell import MarginCells, requirement_of, valued_market
from addin.app.margin_terms import terms_of
from addin.app.market_cells import MARKET_RANGE
from calc.outcome import Finding, RefusedError

TRADES_RANGE = "trades_range"


@dataclass(frozen=True, slots=True)
class TradeRow:
    """One trade: by how many yen it raises the requirement, or None and why not; both None for a blank row."""

    increment: int | None
    why: Finding | None = None


def trade_rows(given: MarginCells, trades: Rows, *, home: Path) -> tuple[TradeRow, ...]:
    """Return a row for each row beneath the trades' header, down to the last that is filled.

    Raises RefusedError as `account_margin` does for everything but a trade.
    """
    terms = terms_of(given.settings, home=home)
    market = valued_market(
        cells_of(given.market, MARKET_RANGE, home=home),
        cells_of(given.scenarios, "scenario_set", home=home),
        terms.market,
    )
    positions = cells_of(given.positions, "positions_range", home=home)
    table = table_in(cells_of(trades, TRADES_RANGE, home=home), *HEAD)
    before = requirement_of(positions, None, market=market, holder=terms.holder).total

    def row(cells: Sequence[Any]) -> TradeRow:
        alone = cells_of([list(table.columns), list(cells)], TRADES_RANGE, home=home)
        try:
            after = requirement_of(positions, alone, market=market, holder=terms.holder)
        except RefusedError as refused:
            return TradeRow(None, refused.findings[0])
        return TradeRow(after.total - before)

    filled = {number - _header_row(trades): row(cells) for number, cells in table.rows}
    return tuple(filled.get(place, TradeRow(None)) for place in range(1, max(filled, default=0) + 1))


def _header_row(trades: Rows) -> int:
    """Return the row of the trades' header in its range, from 1."""
    return next(n for n, cells in enumerate(trades, 1) if set(HEAD) <= {str(cell).strip() for cell in cells})
