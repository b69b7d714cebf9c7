"""Variation margin, slowly: a cash book between one account and the clearing house, kept day by day.

Positive is what the participant pays. Whatever happens, on a day that is computed the house must hold exactly minus the
value of the positions; coupons, upfronts of new deals and interest are paid beside that. On a fallback day nothing is
paid, and all of it waits. The only sources are the dossier's section 1.7 and the clause on the previous day's amounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import twin_cds
import twin_margin
from twin_dates import WEEKENDS

if TYPE_CHECKING:
    from twin_curve import Curve

Row = Mapping[str, Any]
ONE_DAY = timedelta(days=1)


def dirty_value(
    day: date, row: Row, *, spread_bp: float, curve: Curve, closed_days: frozenset[date] = WEEKENDS
) -> tuple[float, float]:
    """Clean upfront and accrued coupon of one unit of notional, protection bought."""
    found = twin_cds.price(
        day,
        date.fromisoformat(row["maturity"]),
        coupon_bp=float(row["coupon_bp"]),
        recovery=float(row["recovery"]),
        notional=1.0,
        quoted_spread_bp=spread_bp,
        curve=curve,
        closed_days=closed_days,
    )
    return found["clean_upfront"], found["accrued"]


def coupon_days(maturity: date, since: date, until: date, *, closed_days: frozenset[date] = WEEKENDS) -> int:
    """Days of coupon paid between two valuation days: all that accrue less what has grown of the unpaid ones."""
    before = twin_cds.contract(since, maturity, recovery=0.35, closed_days=closed_days).accrued_days
    if until >= maturity:
        return before + (maturity - since).days
    after = twin_cds.contract(until, maturity, recovery=0.35, closed_days=closed_days).accrued_days
    return before + (until - since).days - after


def rounded(amount: Any, settings: Mapping[str, Any]) -> int:
    """Whole yen by the desk's rule."""
    return twin_margin.rounded(amount, mode=settings.get("round_mode", "up"), unit=settings.get("round_unit", 1))


def cash_book(
    days: Sequence[Row],
    *,
    instruments: Mapping[str, Row],
    opening: Mapping[str, float],
    start: Row,
    settings: Mapping[str, Any],
    closed_days: frozenset[date] = WEEKENDS,
) -> list[dict[str, Any]]:
    """Keep the book of one account over business days in order.

    opening: notional by instrument on the evening of start["day"]; start["level"]: what the house held then.
    A day has "day", "values" (instrument -> clean and accrued a unit), "deals" (instrument, notional, clean upfront)
    and "fallback". Each row of the result says what was paid and what the house holds for the positions.
    """
    held = defaultdict(float, opening)
    level, paid_on, evening = start["level"], start["day"], start["day"]
    waiting, book = 0, []
    for row in days:
        day = row["day"]
        coupon = sum(
            Fraction(held[name])
            * Fraction(str(instruments[name].get("index_factor") or 1))
            * Fraction(str(instruments[name]["coupon_bp"]))
            / 10_000
            * coupon_days(date.fromisoformat(instruments[name]["maturity"]), evening, day, closed_days=closed_days)
            / 360
            for name in held
            if date.fromisoformat(instruments[name]["maturity"]) > evening
        )
        for name, notional, _ in row["deals"]:
            held[name] += notional
        deals = sum(
            Fraction(notional)
            * Fraction(str(instruments[name].get("index_factor") or 1))
            * (Fraction(upfront) - Fraction(row["values"][name][1]))
            for name, notional, upfront in row["deals"]
        )
        waiting += rounded(coupon, settings) + rounded(deals, settings)
        evening = day
        if row["fallback"]:
            book.append({"day": day, "paid": 0, "level": level})
            continue
        worth = sum(
            Fraction(notional)
            * Fraction(str(instruments[name].get("index_factor") or 1))
            * (Fraction(row["values"][name][0]) - Fraction(row["values"][name][1]))
            for name, notional in held.items()
            if date.fromisoformat(instruments[name]["maturity"]) > day
        )
        interest, night = Fraction(0), paid_on
        while night < day:
            interest += Fraction(level) * Fraction(str(settings["pai_rate"])) / settings["pai_basis"]
            night += ONE_DAY
        due = rounded(-worth, settings)
        book.append({"day": day, "paid": due - level + waiting - rounded(interest, settings), "level": due})
        level, paid_on, waiting = due, day, 0
    return book
