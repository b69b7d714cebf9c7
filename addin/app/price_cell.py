"""One price for one cell: the curve comes as a range or a handle, the answer is a number or a finding.

A sheet asks for a thousand prices on one curve table, so the market made from a table is kept by its content.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from addin.app.days_cell import day_of_number
from addin.books.inputs import CURVE
from addin.books.regions import shared
from calc.days.business_day import tokyo
from calc.outcome import Finding, finding
from calc.pricing.curve import DiscountCurve, curve_through, discount_curve
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, Upfront, accrued_of, jump_to_default, price, upfront
from calc.pricing.sensitivities import quoted_spread_bp
from calc.text.columns import Column, Table, day, number, records
from calc.types import CurveQuote

CURVE_RANGE = shared.CURVE.columns
CONVENTION = "convention"  # a tenth column, where the header says so
NODE_RANGE = ("date", "discount_factor")

_HEADS = {CURVE_RANGE[0], NODE_RANGE[0]}
_SHEET_CURVES = 32  # markets kept

Cells = Sequence[Sequence[object]]
Row = tuple[object, ...]
CurveCells = Cells | str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cell wants to know the price of: a contract on a day, its flat quote in bp, and the curve of the day."""

    trade_date: date
    contract: Contract
    spread_bp: float
    curve: CurveCells

    @property
    def quotes(self) -> Quotes:
        """The flat quote as the engine takes it."""
        return Quotes((self.spread_bp,))


def curve_of(cells: Cells, trade_date: date, *, convention: str = "") -> DiscountCurve | Finding:
    """Return the discount curve of a range: quotes with the columns of CURVE_RANGE, or nodes with those of NODE_RANGE.

    Header and blank rows may stand in it. With a convention (`JPY`, `JPY-TONA` …) kind, tenor and rate suffice: it
    fills the cells that are empty.
    """
    market = market_of(cells, trade_date, convention=convention)
    return market if isinstance(market, Finding) else market.curve


def market_of(cells: CurveCells, trade_date: date, *, convention: str = "") -> Market | Finding:
    """Return what a cell prices on: the curve of a range, or of the stored table that a handle names; Tokyo's days."""
    if isinstance(cells, str):
        from addin.app.handles import table_of_handle  # noqa: PLC0415 - it reads the record, which few cells need

        table = table_of_handle(cells)
        if isinstance(table, Finding):
            return table
        cells = table
    return _market(tuple(map(tuple, cells)), trade_date, convention)


@lru_cache(maxsize=_SHEET_CURVES)
def _market(rows: tuple[Row, ...], trade_date: date, convention: str) -> Market | Finding:
    curve = _curve(rows, trade_date, convention=convention)
    return curve if isinstance(curve, Finding) else Market(curve, tokyo())


def _curve(rows: Sequence[Row], trade_date: date, *, convention: str) -> DiscountCurve | Finding:
    filled = [(place, row) for place, row in enumerate(rows, 1) if row and row[0] not in {"", None, 0.0}]
    heads = [row for _, row in filled if row[0] in _HEADS]
    numbered = [(place, row) for place, row in filled if row[0] not in _HEADS]
    if not numbered:
        return finding("curve_empty", trade_date=trade_date)
    if isinstance(_day(numbered[0][1][0]), date):
        return _noded(numbered, trade_date)
    named = (*CURVE_RANGE, CONVENTION) if any(CONVENTION in head for head in heads) else CURVE_RANGE
    return _quoted(numbered, trade_date, columns=named, convention=convention)


def _quoted(
    numbered: Sequence[tuple[int, Row]], trade_date: date, *, columns: tuple[str, ...], convention: str
) -> DiscountCurve | Finding:
    wanted = [column for column in CURVE if column.name in columns]
    dated = [(place, _dated(_fitted(row, len(columns)))) for place, row in numbered]
    read = records(Table("curve_range", columns, tuple(dated)), wanted)
    if read.findings:
        return read.findings[0]
    quotes = [CurveQuote(**values) for _, values in read.value]
    return discount_curve([replace(quote, convention=quote.convention or convention) for quote in quotes], trade_date)


def _noded(numbered: Sequence[tuple[int, Row]], trade_date: date) -> DiscountCurve | Finding:
    nodes = tuple((place, _fitted(row, len(NODE_RANGE))) for place, row in numbered)
    read = records(Table("curve_range", NODE_RANGE, nodes), (Column("date", _day), Column("discount_factor", number)))
    if read.findings:
        return read.findings[0]
    return curve_through([(values["date"], values["discount_factor"]) for _, values in read.value], trade_date)


def _fitted(row: Row, width: int) -> Row:
    return row[:width] + ("",) * (width - len(row))


def _dated(row: Row) -> Row:
    """Return a row of quotes; a tenor typed as a date is a day number in a sheet and becomes ISO text again."""
    tenor = day_of_number(row[1]) if isinstance(row[1], (int, float)) else None
    return row if tenor is None else (row[0], tenor.isoformat(), *row[2:])


def _day(cell: Any) -> date | Finding:  # noqa: ANN401 - a cell holds anything
    """Return a day from ISO text or a day number."""
    known = day_of_number(cell) if isinstance(cell, (int, float)) else None
    return day(cell) if known is None else known


def curve_nodes(trade_date: date, cells: Cells, *, convention: str = "") -> tuple[tuple[date, float], ...] | Finding:
    """Return the curve of a range as (date, discount factor): the trade date, worth one, and then every knot."""
    curve = curve_of(cells, trade_date, convention=convention)
    if isinstance(curve, Finding):
        return curve
    knots = zip(curve.knots, curve.log_discounts, strict=True)
    return ((trade_date, 1.0), *((date.fromordinal(knot), math.exp(log)) for knot, log in knots))


def upfront_of(asked: Asked) -> Upfront | Finding:
    """Return what protection bought costs at cash settlement (Tokyo calendar)."""
    market = market_of(asked.curve, asked.trade_date)
    return market if isinstance(market, Finding) else upfront(asked.contract, asked.quotes, market=market)


def cs01_of(asked: Asked) -> float | Finding:
    """Return the change of the upfront for one bp more of spread, as `hikae price` has it."""
    market = market_of(asked.curve, asked.trade_date)
    if isinstance(market, Finding):
        return market
    priced = price(asked.contract, asked.quotes, market=market)
    return priced if isinstance(priced, Finding) else priced.cs01


def jump_of(asked: Asked) -> float | Finding:
    """Return what the buyer of protection gains when the name defaults at once."""
    paid = upfront_of(asked)
    return paid if isinstance(paid, Finding) else jump_to_default(asked.contract, paid.clean)


def spread_of(trade_date: date, contract: Contract, *, clean_upfront: float, curve: CurveCells) -> float | Finding:
    """Return the flat quote in bp that gives a clean upfront per unit of notional, to 1e-10; else `upfront_range`."""
    market = market_of(curve, trade_date)
    return market if isinstance(market, Finding) else quoted_spread_bp(contract, clean_upfront, market=market)


def earned_of(trade_date: date, contract: Contract) -> float | Finding:
    """Return the coupon that the buyer of protection has earned at step-in (Tokyo calendar)."""
    return accrued_of(contract, trade_date, calendar=tokyo())
