"""The ISDA standard discount curve, slowly: one search for a root a knot.

A curve is a list of days with the natural logarithm of the discount factor (or of the survival probability); between
two knots the logarithm is a straight line (flat forward rate), before the first and after the last the nearest line
is prolonged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from twin_dates import WEEKENDS, add_months, add_open_days, modified_following, tenor_date, year_fraction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

LOWEST_FORWARD, HIGHEST_FORWARD = -1.0, 4.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A log-linear curve: knots as (day, logarithm), the first of them the base day with logarithm 0."""

    base: date
    knots: tuple[tuple[date, float], ...]

    def __post_init__(self) -> None:
        if len(self.knots) < 2 or any(left[0] >= right[0] for left, right in pairwise(self.knots)):
            raise ValueError("a curve needs a knot beside its base, and days that increase")

    def log_at(self, day: date, fraction: float = 0.0) -> float:
        """Return the logarithm at a day, or at a fraction of a day after its start."""
        left, right = self._around(day)
        slope = (right[1] - left[1]) / (right[0] - left[0]).days
        return left[1] + slope * ((day - left[0]).days + fraction)

    def at(self, day: date, fraction: float = 0.0) -> float:
        """Return the discount factor or survival probability at a day."""
        return math.exp(self.log_at(day, fraction))

    def days(self) -> list[date]:
        """Return the days of the knots, without the base."""
        return [day for day, _ in self.knots[1:]]

    def _around(self, day: date) -> tuple[tuple[date, float], tuple[date, float]]:
        """Return the two knots whose line holds at, and right after, the day."""
        for left, right in pairwise(self.knots):
            if day < right[0]:
                return left, right
        return self.knots[-2], self.knots[-1]


def root(residual: Callable[[float], float], low: float, high: float) -> float:
    """Return the root of an increasing or decreasing function by Ridders' method: a fourth of bisection's steps.

    The bracket is halved, and the exponential through its three points says where the root is next looked for, until
    that is the place of the last look or the bracket holds no further number.
    """
    at_low, at_high = residual(low), residual(high)
    if at_low == 0.0:
        return low
    if (at_low > 0.0) == (at_high > 0.0):
        raise ValueError("no sign change in the bracket")
    looked = low
    while True:
        middle = (low + high) / 2
        at_middle = residual(middle)
        bend = math.sqrt(at_middle * at_middle - at_low * at_high)
        if at_middle == 0.0 or middle in {low, high}:
            return min((low, middle, high), key=lambda x: abs(residual(x)))
        guess = middle + (middle - low) * math.copysign(at_middle / bend, at_middle * at_low)
        if abs(guess - looked) <= math.ulp(guess):
            return guess
        looked, at_guess = guess, residual(guess)
        if at_guess == 0.0:
            return guess
        points = sorted([(low, at_low), (middle, at_middle), (guess, at_guess), (high, at_high)])
        (low, at_low), (high, at_high) = next(
            (left, right) for left, right in pairwise(points) if (left[1] > 0.0) != (right[1] > 0.0)
        )


def discount_curve(trade_date: date, rows: Iterable[Mapping[str, str]]) -> Curve:
    """Return the discount curve of one trade date from rows shaped like the curve file (all cells are text)."""
    rows = list(rows)
    if all(row["kind"] == "zero" for row in rows):
        return zero_curve(trade_date, [(tenor_date(trade_date, row["tenor"]), float(row["rate"])) for row in rows])
    spot = add_open_days(trade_date, int(rows[0]["spot_lag_days"]), closed=WEEKENDS)
    knots = [(spot, 0.0)]
    for row in sorted(rows, key=lambda row: tenor_date(spot, row["tenor"])):
        knots.append(_deposit(spot, row) if row["kind"] == "deposit" else _swap(knots, row))
    return _rebased(Curve(spot, tuple(knots)), trade_date)


def zero_curve(trade_date: date, rates: list[tuple[date, float]]) -> Curve:
    """Return the curve through continuously compounded zero rates, ACT/365F from the trade date."""
    knots = [(day, -rate * year_fraction(trade_date, day, day_count="ACT/365F")) for day, rate in sorted(rates)]
    return Curve(trade_date, ((trade_date, 0.0), *knots))


def flat_curve(trade_date: date, rate: float) -> Curve:
    """One continuously compounded rate for all maturities."""
    return zero_curve(trade_date, [(add_months(trade_date, 12), rate)])


def _deposit(spot: date, row: Mapping[str, str]) -> tuple[date, float]:
    """Return the knot of simple interest from spot to the modified following end."""
    end = modified_following(tenor_date(spot, row["tenor"]), WEEKENDS)
    return end, -math.log(1 + float(row["rate"]) * year_fraction(spot, end, day_count=row["mm_day_count"]))


def _swap(knots: list[tuple[date, float]], row: Mapping[str, str]) -> tuple[date, float]:
    """Return the knot, on the day of the last payment, at which the fixed leg is worth par at spot.

    The unadjusted maturity only rolls the coupons back: published zero rates and prices need the knot on the
    adjusted day (on the unadjusted one the JPY case of 2013 is off by 68,281 yen instead of 0).
    """
    spot = knots[0][0]
    flows = fixed_leg(spot, tenor_date(spot, row["tenor"]), row=row)
    last_day, last_log = knots[-1]
    end = flows[-1][0]

    def knot(forward: float) -> tuple[date, float]:
        return end, last_log - forward * (end - last_day).days / 365

    def excess(forward: float) -> float:
        curve = Curve(spot, (*knots, knot(forward)))
        return math.fsum([amount * curve.at(day) for day, amount in flows] + [-1.0])

    return knot(root(excess, LOWEST_FORWARD, HIGHEST_FORWARD))


def fixed_leg(spot: date, maturity: date, *, row: Mapping[str, str]) -> list[tuple[date, float]]:
    """Coupons rolled back from the maturity, accrued and paid on modified following days, and the notional."""
    step = 12 // int(row["fixed_frequency"])
    unadjusted, count = [maturity], 1
    while (day := add_months(maturity, -step * count)) > spot:
        unadjusted.append(day)
        count += 1
    days = [spot, *(modified_following(day, WEEKENDS) for day in reversed(unadjusted))]
    coupons = [
        float(row["rate"]) * year_fraction(start, end, day_count=row["fixed_day_count"])
        for start, end in pairwise(days)
    ]
    coupons[-1] += 1.0
    return list(zip(days[1:], coupons, strict=True))


def _rebased(curve: Curve, base: date) -> Curve:
    """Return the same forward rates, told from an earlier base: the first rate is prolonged back to it."""
    shift = curve.log_at(base)
    first = () if base == curve.base else ((base, 0.0),)
    inner = curve.knots[1:] if base < curve.base else curve.knots
    return Curve(base, (*first, *((day, log - shift) for day, log in inner)))
