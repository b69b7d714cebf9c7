"""The discount curve of the ISDA CDS Standard Model: log-linear discount factors from the trade date on.

Forward rates are flat between knots and beyond both ends; the trade date is worth one. Negative rates are ordinary.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calc.market.conventions import conventional
from calc.market.curve_quotes import (
    CurvePayments,
    deposit_payments,
    spot_date,
    swap_payments,
    tenor_end,
)
from calc.outcome import Finding, RefusedError, finding
from calc.types import CurveQuote

LOWEST_FORWARD, HIGHEST_FORWARD = -1.0, 10.0  # a year; what lies outside is a slip of unit or digits
_STEPS = 50
_FEWEST_NODES = 2
_FIT = 1e-14


@dataclass(frozen=True, slots=True)
class DiscountCurve:
    """Knots as proleptic ordinals, strictly after the trade date, with the logarithm of the discount factor."""

    trade_date: date
    knots: tuple[int, ...]
    log_discounts: tuple[float, ...]

    def log_discount(self, ordinal: int) -> float:
        """Return the logarithm of the discount factor from the trade date to a day."""
        knots, logs = self.knots, self.log_discounts
        place = min(bisect_left(knots, ordinal), len(knots) - 1)
        left, left_log = (knots[place - 1], logs[place - 1]) if place else (self.trade_date.toordinal(), 0.0)
        return left_log + (logs[place] - left_log) * ((ordinal - left) / (knots[place] - left))

    def log_discounts_on(self, ordinals: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return `log_discount` of many days, to the same bits."""
        knots = np.array([self.trade_date.toordinal(), *self.knots])
        logs = np.array([0.0, *self.log_discounts])
        place = np.minimum(np.maximum(np.searchsorted(knots, ordinals), 1), knots.size - 1)
        left, left_log = knots[place - 1], logs[place - 1]
        found: NDArray[np.float64] = left_log + (logs[place] - left_log) * ((ordinals - left) / (knots[place] - left))
        return found


def discount_curve(quotes: Sequence[CurveQuote], trade_date: date) -> DiscountCurve | Finding:
    """Return the curve that prices every quote to within 1e-14, or the finding that says which one it cannot."""
    if not quotes:
        return finding("curve_empty", trade_date=trade_date)
    if any(not math.isfinite(quote.rate) for quote in quotes):
        return finding("curve_rate", trade_date=trade_date)
    kinds = {quote.kind for quote in quotes}
    if kinds != {"zero"} and not kinds <= {"deposit", "swap"}:
        return finding("curve_kind", kinds=" ".join(sorted(kinds)))
    told = conventional(quotes, trade_date)
    if isinstance(told, Finding):
        return told
    try:
        made = (_zero_curve if kinds == {"zero"} else _bootstrapped)(told, trade_date)
    except RefusedError as beyond:  # a date outside the calendar
        return beyond.findings[0]
    return made if isinstance(made, Finding) else _plausible(made)


def curve_through(nodes: Sequence[tuple[date, float]], trade_date: date) -> DiscountCurve | Finding:
    """Return the curve through discount factors, the first of them the trade date's own, which is one.

    Findings: `curve_empty`, `curve_start`, `curve_knot` where a day does not follow the one before, `curve_factor`,
    `curve_fit` for a forward rate that no money has.
    """
    if len(nodes) < _FEWEST_NODES:
        return finding("curve_empty", trade_date=trade_date)
    first, factor = nodes[0]
    if (first, factor) != (trade_date, 1.0):
        return finding("curve_start", day=first, factor=factor, trade_date=trade_date)
    for (before, _), (day, factor) in pairwise(nodes):
        if day <= before:
            return finding("curve_knot", tenor=day)
        if not 0.0 < factor < math.inf:
            return finding("curve_factor", day=day, factor=factor)
    knots, logs = zip(*((day.toordinal(), math.log(factor)) for day, factor in nodes[1:]), strict=True)
    return _plausible(DiscountCurve(trade_date, knots, logs))


def _plausible(curve: DiscountCurve) -> DiscountCurve | Finding:
    """Return the curve when each of its forward rates is one that money can have."""
    days, logs = (curve.trade_date.toordinal(), *curve.knots), (0.0, *curve.log_discounts)
    for place, knot in enumerate(curve.knots):
        forward = (logs[place] - logs[place + 1]) * 365.0 / (knot - days[place])
        if not LOWEST_FORWARD <= forward <= HIGHEST_FORWARD:
            return finding("curve_fit", tenor=date.fromordinal(knot))
    return curve


def _zero_curve(quotes: Sequence[CurveQuote], trade_date: date) -> DiscountCurve | Finding:
    nodes: dict[int, float] = {}
    for quote in quotes:
        end = tenor_end(quote.tenor, trade_date)
        if isinstance(end, Finding):
            return end
        days = (end - trade_date).days
        if days <= 0 or end.toordinal() in nodes:
            return finding("curve_knot", tenor=quote.tenor)
        nodes[end.toordinal()] = -quote.rate * days / 365.0
    knots = sorted(nodes)
    return DiscountCurve(trade_date, tuple(knots), tuple(nodes[knot] for knot in knots))


def _bootstrapped(quotes: Sequence[CurveQuote], trade_date: date) -> DiscountCurve | Finding:
    lags = {quote.spot_lag_days for quote in quotes if quote.spot_lag_days is not None} or {0}
    if len(lags) != 1:
        return finding("curve_spot", lags=" ".join(str(lag) for lag in sorted(lags)))
    spot = spot_date(trade_date, lags.pop())
    instruments: list[CurvePayments] = []
    for quote in quotes:
        end = tenor_end(quote.tenor, spot)
        if isinstance(end, Finding):
            return end
        made = (deposit_payments if quote.kind == "deposit" else swap_payments)(quote, spot, end)
        if isinstance(made, Finding):
            return made
        instruments.append(made)
    instruments.sort(key=lambda payments: payments.knot)
    return _fitted(instruments, spot, trade_date)


def _fitted(instruments: Sequence[CurvePayments], spot: date, trade_date: date) -> DiscountCurve | Finding:
    knots: list[int] = [trade_date.toordinal()]
    logs: list[float] = [0.0]
    for payments in instruments:
        knot = payments.knot.toordinal()
        if knot <= max(knots[-1], spot.toordinal()):
            return finding("curve_knot", tenor=payments.knot)
        forward = _forward(payments, spot.toordinal(), knots, logs)
        if forward is None:
            return finding("curve_fit", tenor=payments.knot)
        logs.append(logs[-1] - forward * (knot - knots[-1]))
        knots.append(knot)
    return DiscountCurve(trade_date, tuple(knots[1:]), tuple(logs[1:]))


def _forward(payments: CurvePayments, spot: int, knots: Sequence[int], logs: Sequence[float]) -> float | None:
    """Return the flat forward a day beyond the last knot that makes the payments worth one at spot (Newton)."""
    last, last_log = knots[-1], logs[-1]
    known = None if len(knots) == 1 else DiscountCurve(date.fromordinal(knots[0]), tuple(knots[1:]), tuple(logs[1:]))

    def line(ordinal: int) -> tuple[float, int]:
        """Return log discount as constant and slope in the unknown forward."""
        if ordinal > last or known is None:
            return last_log, ordinal - last
        return known.log_discount(ordinal), 0

    spot_log, spot_slope = line(spot)
    lines = [line(day.toordinal()) for day in payments.days]
    terms = [
        (amount, log - spot_log, slope - spot_slope)
        for amount, (log, slope) in zip(payments.amounts, lines, strict=True)
    ]
    try:
        error, forward = _newton(terms)
    except OverflowError:  # a rate that no money has
        return None
    return forward if error <= _FIT else None


def _newton(terms: Sequence[tuple[float, float, int]]) -> tuple[float, float]:
    """Return the smallest error met on the way to the forward, and that forward."""
    forward, best = 0.0, (math.inf, 0.0)
    for _ in range(_STEPS):
        parts = [amount * math.exp(log - forward * slope) for amount, log, slope in terms]
        error = math.fsum(parts) - 1.0
        sensitivity = math.fsum(part * slope for part, (_, _, slope) in zip(parts, terms, strict=True))
        if abs(error) >= best[0] or sensitivity == 0.0:
            break
        best = (abs(error), forward)
        forward += error / sensitivity
    return best
