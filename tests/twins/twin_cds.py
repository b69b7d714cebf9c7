"""The ISDA standard model for one contract, slowly: closed form between two grid days, a search for every root.

Everything is per unit of notional and seen from the buyer of protection until `price` multiplies by the notional.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from twin_curve import Curve, root
from twin_dates import WEEKENDS, add_months, add_open_days, following, year_fraction

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

ORIGINAL, MARKIT_FIX, CORRECT = "original", "markit_fix", "correct"
DAY = timedelta(days=1)
HALF_DAY = 0.5
BASIS_POINT = 1e-4
SMALL, TERMS = 0.1, 12


@dataclass(frozen=True, slots=True)
class Period:
    """One premium period: accrual from start to before end, paid on pay, year fraction for the whole period."""

    start: date
    end: date
    pay: date
    fraction: float


@dataclass(frozen=True, slots=True)
class Contract:
    """What the legs need to know; step-in, settlement and the periods are already dates."""

    trade_date: date
    maturity: date
    recovery: float
    step_in: date
    cash_settle: date
    periods: tuple[Period, ...]
    day_count: str = "ACT/360"
    formula: str = ORIGINAL

    @property
    def accrued_days(self) -> int:
        """Days of premium the buyer has already accrued at step-in."""
        return max(0, (self.step_in - self.periods[0].start).days)

    @property
    def accrued(self) -> float:
        """Accrued premium at a coupon of one."""
        start = min(self.periods[0].start, self.step_in)
        return year_fraction(start, self.step_in, day_count=self.day_count)


def contract(
    trade_date: date,
    maturity: date,
    *,
    recovery: float,
    closed_days: AbstractSet[date] = WEEKENDS,
    step_in: date | None = None,
    cash_settle: date | None = None,
    accrual_begin: date | None = None,
    day_count: str = "ACT/360",
    months: int = 3,
    formula: str = ORIGINAL,
) -> Contract:
    """Return the standard contract: step-in T+1, settlement T+3 open days, coupons rolled back from the maturity."""
    if formula not in {ORIGINAL, MARKIT_FIX, CORRECT}:
        raise ValueError(f"unknown accrual formula {formula}")
    step_in = step_in or trade_date + DAY
    if maturity < step_in:
        raise ValueError("the contract has less than one day to run")
    periods = schedule(
        maturity, step_in, closed=closed_days, accrual_begin=accrual_begin, day_count=day_count, months=months
    )
    settle = cash_settle or add_open_days(trade_date, 3, closed=closed_days)
    return Contract(trade_date, maturity, recovery, step_in, settle, periods, day_count, formula)


def schedule(
    maturity: date, step_in: date, *, closed: AbstractSet[date], accrual_begin: date | None, day_count: str, months: int
) -> tuple[Period, ...]:
    """Return the periods not yet over at step-in; the last one ends, unadjusted, one day after the maturity."""
    found: list[Period] = []
    end, pay, count = maturity + DAY, following(maturity, closed), 0
    while end > step_in and end > (accrual_begin or date.min):
        count += 1
        unadjusted = add_months(maturity, -months * count)
        start = following(unadjusted, closed)
        if accrual_begin is not None and unadjusted <= accrual_begin:
            start = accrual_begin
        found.insert(0, Period(start, end, pay, year_fraction(start, end, day_count=day_count)))
        end = pay = start
    return tuple(found)


def grid(start: date, end: date, *, curves: tuple[Curve, ...]) -> list[date]:
    """Start, end and every curve knot strictly between them."""
    inner = {day for curve in curves for day in curve.days() if start < day < end}
    return [start, *sorted(inner), end]


def decay(x: float) -> float:
    """(1 - exp(-x)) / x, also at x = 0."""
    return -math.expm1(-x) / x if x != 0.0 else 1.0


def ramp(x: float) -> float:
    """Return the integral of u exp(-x u) over u from 0 to 1: (decay(x) - exp(-x)) / x, as a series for small x."""
    if abs(x) > SMALL:
        return (decay(x) - math.exp(-x)) / x
    return math.fsum((-x) ** k / (math.factorial(k) * (k + 2)) for k in range(TERMS))


def protection_leg(deal: Contract, *, discount: Curve, survival: Curve) -> float:
    """Value at the trade date of one minus recovery paid at default, from the day before step-in to the maturity."""
    start = max(deal.step_in, deal.periods[0].start) - DAY
    steps = []
    days = grid(start, deal.maturity, curves=(discount, survival))
    for left, right in pairwise(days):
        hazard = survival.log_at(left) - survival.log_at(right)
        x = hazard + discount.log_at(left) - discount.log_at(right)
        steps.append(hazard * discount.at(left) * survival.at(left) * decay(x))
    return (1 - deal.recovery) * math.fsum(steps)


def premium_leg(deal: Contract, *, discount: Curve, survival: Curve) -> float:
    """Value at the trade date of a coupon of one, with what has accrued before step-in."""
    paid = [p.fraction * discount.at(p.pay) * survival.at(p.end - DAY) for p in deal.periods]
    defaulted = [accrual_on_default(deal, period, discount=discount, survival=survival) for period in deal.periods]
    return math.fsum(paid + defaulted)


def accrual_on_default(deal: Contract, period: Period, *, discount: Curve, survival: Curve) -> float:
    """Value of the premium accrued up to a default inside the period, days observed at their start."""
    first, last = period.start - DAY, period.end - DAY
    start = max(first, deal.step_in - DAY)
    days = grid(start, last, curves=(discount, survival))
    per_day = period.fraction / (period.end - period.start).days
    half = HALF_DAY if deal.formula == ORIGINAL else 0.0
    steps = []
    for left, right in pairwise(days):
        hazard = survival.log_at(left) - survival.log_at(right)
        x = hazard + discount.log_at(left) - discount.log_at(right)
        length = (right - left).days
        before = 0.0 if deal.formula == MARKIT_FIX else (left - first).days + half
        weight = before * decay(x) + length * ramp(x)
        steps.append(hazard * discount.at(left) * survival.at(left) * weight)
    return per_day * math.fsum(steps)


def annuity(deal: Contract, *, discount: Curve, survival: Curve) -> float:
    """Return the clean risky annuity at cash settlement."""
    dirty = premium_leg(deal, discount=discount, survival=survival) / discount.at(deal.cash_settle)
    return dirty - deal.accrued


def clean_value(deal: Contract, coupon: float, *, discount: Curve, survival: Curve) -> float:
    """Return the clean upfront at cash settlement for a coupon."""
    protection = protection_leg(deal, discount=discount, survival=survival) / discount.at(deal.cash_settle)
    return protection - coupon * annuity(deal, discount=discount, survival=survival)


def bootstrap(deals: list[Contract], quotes: list[float], *, discount: Curve) -> Curve:
    """Return the survival curve, flat hazard between maturities, on which each deal is worth 0 at its own quote."""
    knots = [(deals[0].trade_date, 0.0)]
    for deal, quote in zip(deals, quotes, strict=True):
        knots.append(_next_knot(knots, deal, quote=quote, discount=discount))
    return Curve(deals[0].trade_date, tuple(knots))


def _next_knot(
    knots: list[tuple[date, float]], deal: Contract, *, quote: float, discount: Curve, value: float = 0.0
) -> tuple[date, float]:
    last_day, last_log = knots[-1]
    years = (deal.maturity - last_day).days / 365

    def knot(hazard: float) -> tuple[date, float]:
        return deal.maturity, last_log - hazard * years

    def excess(hazard: float) -> float:
        survival = Curve(deal.trade_date, (*knots, knot(hazard)))
        return clean_value(deal, quote, discount=discount, survival=survival) - value

    high = 1.0
    while excess(high) < 0.0 and high < 1e6:
        high *= 4
    if excess(0.0) > 0.0 or excess(high) < 0.0:
        raise ValueError(f"no hazard of zero or more reprices the quote {quote} at {deal.maturity}")
    return knot(root(excess, 0.0, high))


def quoted_spread(deal: Contract, upfront: float, *, coupon: float, discount: Curve) -> float:
    """Return the quoted spread whose flat hazard gives the clean upfront at the coupon."""
    start = [(deal.trade_date, 0.0)]
    survival = Curve(deal.trade_date, (*start, _next_knot(start, deal, quote=coupon, discount=discount, value=upfront)))
    return par_spread(deal, discount=discount, survival=survival)


def par_spread(deal: Contract, *, discount: Curve, survival: Curve) -> float:
    """Return the coupon at which the clean value at cash settlement is 0."""
    protection = protection_leg(deal, discount=discount, survival=survival) / discount.at(deal.cash_settle)
    return protection / annuity(deal, discount=discount, survival=survival)


def price(
    trade_date: date,
    maturity: date,
    *,
    coupon_bp: float,
    recovery: float,
    notional: float,
    curve: Curve,
    quoted_spread_bp: float | None = None,
    pillars: list[tuple[date, float]] | None = None,
    bump_bp: float = 1.0,
    **terms: Any,  # handed on to contract() as they are
) -> dict[str, float]:
    """One row of the price output for protection bought.

    Either a quoted spread (one flat hazard) or pillars, (maturity, spread in bp) pairs. The terms are those of
    `contract`: closed_days, step_in, cash_settle, accrual_begin, formula; they hold for the pillars too.
    """
    deal = contract(trade_date, maturity, recovery=recovery, **terms)
    quotes = pillars or [(maturity, _given(quoted_spread_bp))]
    deals = [contract(trade_date, day, recovery=recovery, **terms) for day, _ in quotes]
    base, bumped = (
        bootstrap(deals, [(spread + bump) * BASIS_POINT for _, spread in quotes], discount=curve)
        for bump in (0.0, bump_bp)
    )
    coupon = coupon_bp * BASIS_POINT
    clean, clean_bumped = (clean_value(deal, coupon, discount=curve, survival=each) for each in (base, bumped))
    return {
        "clean_upfront": notional * clean,
        "accrued": notional * coupon * deal.accrued,
        "cash_upfront": notional * (clean - coupon * deal.accrued),
        "accrued_days": deal.accrued_days,
        "par_spread_bp": par_spread(deal, discount=curve, survival=base) / BASIS_POINT,
        "risky_annuity": annuity(deal, discount=curve, survival=base),
        "cs01": notional * (clean_bumped - clean) / bump_bp,
        "hazard": -base.log_at(maturity) / ((maturity - trade_date).days / 365),
        "survival_at_maturity": base.at(maturity),
    }


def _given(quoted_spread_bp: float | None) -> float:
    if quoted_spread_bp is None:
        raise ValueError("neither a quoted spread nor pillars")
    return quoted_spread_bp
