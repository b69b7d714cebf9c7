"""Worksheet functions of pricing: cells in, one number out."""

from datetime import date, timedelta
from typing import Any

from addin.app.price_cell import upfront_of
from calc.outcome import Finding

_TENOR = 1  # second column of a curve table
_FIRST_DAY = date(1899, 12, 30)  # day 0 of a sheet
_LAST_DAY = (date.max - _FIRST_DAY).days


def upfront(
    trade_date: date,
    maturity: date,
    spread_bp: float,
    coupon_bp: float,
    recovery: float,
    curve_range: list[list[Any]],
    notional: float,
) -> float | Finding:
    """Return the clean upfront of protection bought, in the unit of the notional."""
    return upfront_of(
        trade_date,
        maturity,
        spread_bp=spread_bp,
        coupon_bp=coupon_bp,
        recovery=recovery,
        curve=[_dated(row) for row in curve_range],
        notional=notional,
    )


def _dated(row: list[Any]) -> list[Any]:
    """Return a curve row; a tenor typed as a date is a day number in a sheet and becomes ISO text again."""
    tenor = row[_TENOR] if len(row) > _TENOR else ""
    if not isinstance(tenor, (int, float)) or not 1 <= tenor <= _LAST_DAY:
        return row
    return [*row[:_TENOR], (_FIRST_DAY + timedelta(days=int(tenor))).isoformat(), *row[_TENOR + 1 :]]
