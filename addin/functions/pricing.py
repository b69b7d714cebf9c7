"""Worksheet functions of pricing: cells in, one number out, or a curve as a block.

Four of them take the same cells: trade date, maturity, spread, coupon, recovery, curve, notional.
"""

from datetime import date
from typing import Any

from addin.app.price_cell import Asked, cs01_of, curve_nodes, earned_of, jump_of, spread_of, upfront_of
from calc.outcome import Finding
from calc.pricing.isda import Contract

Table = list[list[Any]] | str


def curve(day: date, quotes_range: list[list[Any]], convention: str) -> tuple[tuple[date, float], ...] | Finding:
    """Return the discount curve: the day with 1, then each knot with its discount factor."""
    return curve_nodes(day, quotes_range, convention=convention.strip())


def upfront(*cells: Any) -> float | Finding:  # noqa: ANN401 - as `_asked` takes them
    """Return the clean upfront of protection bought, in the unit of the notional."""
    paid = upfront_of(_asked(*cells))
    return paid if isinstance(paid, Finding) else paid.clean


def cash(*cells: Any) -> float | Finding:  # noqa: ANN401 - as `_asked` takes them
    """Return what the buyer pays at cash settlement: the clean upfront less the coupon earned."""
    paid = upfront_of(_asked(*cells))
    return paid if isinstance(paid, Finding) else paid.cash


def cs01(*cells: Any) -> float | Finding:  # noqa: ANN401 - as `_asked` takes them
    """Return the change of the upfront for one bp more of spread."""
    return cs01_of(_asked(*cells))


def jump_to_default(*cells: Any) -> float | Finding:  # noqa: ANN401 - as `_asked` takes them
    """Return what the buyer of protection gains when the name defaults at once."""
    return jump_of(_asked(*cells))


def accrued(trade_date: date, maturity: date, coupon_bp: float, notional: float) -> float | Finding:
    """Return the coupon earned since the period began, in the unit of the notional."""
    return earned_of(trade_date, Contract(maturity, coupon_bp, 0.0, notional))


def spread(
    trade_date: date, maturity: date, clean_upfront: float, coupon_bp: float, recovery: float, curve_range: Table
) -> float | Finding:
    """Return the flat quoted spread in bp at which protection costs the clean upfront, a fraction of the notional."""
    contract = Contract(maturity, coupon_bp, recovery)
    return spread_of(trade_date, contract, clean_upfront=clean_upfront, curve=curve_range)


def _asked(
    trade_date: date,
    maturity: date,
    spread_bp: float,
    coupon_bp: float,
    recovery: float,
    curve_range: Table,
    notional: float,
) -> Asked:
    return Asked(trade_date, Contract(maturity, coupon_bp, recovery, notional), spread_bp, curve_range)
