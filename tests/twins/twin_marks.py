"""Marks and coupons, slowly: each contract is valued alone, and its coupons are gone through one by one.

The sources are the dossier's section 1.7 (clean upfront less accrued), section 5 (coupons on the 20th of March, June,
September and December, moved to an open day, the last one not and a day longer), and CP-1.3.1 for the previous price.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import twin_dates
import twin_variation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twin_curve import Curve

ONE_DAY = timedelta(days=1)


def mark(
    day: date,
    row: dict[str, Any],
    *,
    spread_bp: float,
    curve: Curve,
    closed_days: frozenset[date],
    kept: float | None = None,
) -> tuple[float, float]:
    """Return clean upfront and accrued coupon of a day; `kept` is the clean upfront that stays, if one does."""
    clean, accrued = twin_variation.dirty_value(day, row, spread_bp=spread_bp, curve=curve, closed_days=closed_days)
    return (clean if kept is None else kept), accrued


def periods(maturity: date, closed_days: frozenset[date]) -> Iterator[tuple[date, date]]:
    """Yield begin and end of every coupon period of a contract, from ten years before its end on."""
    rolls = [date(year, month, 20) for year in range(maturity.year - 10, maturity.year + 1) for month in (3, 6, 9, 12)]
    rolls = [roll for roll in rolls if roll < maturity]
    begins = [twin_dates.following(roll, closed_days) for roll in rolls]
    yield from zip(begins, [*begins[1:], maturity + ONE_DAY], strict=True)


def coupons(
    maturity: date, coupon_bp: float, *, since: date, until: date, closed_days: frozenset[date]
) -> Fraction | None:
    """Return what was paid on one yen after `since` up to `until`; nothing is known of a contract that was over.

    A day's valuation already stands on the next one: a coupon that ends there is paid, and no part of the value.
    """
    if since >= maturity:
        return None
    paid = Fraction(0)
    for begin, end in periods(maturity, closed_days):
        if since + ONE_DAY < end <= until + ONE_DAY:
            paid += Fraction(str(coupon_bp)) / 10_000 * (end - begin).days / 360
    return paid
