"""From market quotes to the hazard curve that prices them at par: piecewise flat, from the trade date on."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calc.outcome import Finding, finding
from calc.pricing.kernels import bootstrapped
from calc.pricing.legs import BP, Legs

WORST_RESIDUAL = 1e-12
MOST_PILLARS = 10


@dataclass(frozen=True, slots=True)
class Quotes:
    """What the market says of a name: one flat quoted spread, or par spreads at increasing pillar dates (all bp)."""

    spreads_bp: tuple[float, ...]
    pillars: tuple[date, ...] = ()

    def moved(self, by_bp: float) -> "Quotes":
        """Return the quotes, all moved by the same spread."""
        return Quotes(tuple(spread + by_bp for spread in self.spreads_bp), self.pillars)


@dataclass(frozen=True, slots=True)
class HazardCurve:
    """Hazard rates a year, each up to its knot (an ordinal), the last also beyond; `residual` is the worst error."""

    knots: tuple[int, ...]
    rates: tuple[float, ...]
    residual: float

    def integral_to(self, start: int, end: int) -> float:
        """Return the hazard from one day to another, both ordinals; the first rate reaches back to any start."""
        cuts = [start, *(knot for knot in self.knots if start < knot < end), end]
        rates = self.on(tuple(cuts[1:])).tolist()
        return math.fsum(
            rate * (right - left) / 365.0 for rate, (left, right) in zip(rates, pairwise(cuts), strict=True)
        )

    def integral(self, made: Legs) -> float:
        """Return the hazard from the trade date to the end of a contract's grid."""
        hazards = self.on(made.ordinals)
        return math.fsum((float(made.terms[2] * hazards[0]), *(made.grid[1] * hazards).tolist()))

    def on(self, ordinals: tuple[int, ...]) -> NDArray[np.float64]:
        """Return the hazard of each step that ends on one of the days and crosses no knot."""
        last = len(self.knots) - 1
        if last == 0:
            return np.full(len(ordinals), self.rates[0])
        return np.array([self.rates[min(bisect_left(self.knots, day), last)] for day in ordinals])


def refused_quotes(quotes: Quotes, trade_date: date) -> Finding | None:
    """Return why these quotes give no hazard curve, or None; nothing that is not finite reaches a kernel."""
    if not all(math.isfinite(spread) for spread in quotes.spreads_bp):
        return finding("price_not_finite")
    if len(quotes.spreads_bp) != max(1, len(quotes.pillars)) or len(quotes.pillars) > MOST_PILLARS:
        return finding("pillars_shape")
    if min(quotes.spreads_bp) < 0.0:
        return finding("spread_negative", spread_bp=min(quotes.spreads_bp))
    ordered = all(left < right for left, right in pairwise((trade_date, *quotes.pillars)))
    return None if ordered else finding("pillars_order")


def hazard_curve(quotes: Quotes, legs_to: Callable[[date], Legs | Finding], maturity: date) -> HazardCurve | Finding:
    """Return the curve that prices every quote at par, pillar by pillar, earlier segments kept.

    `legs_to` lays out the contract that ends on a pillar; its grid must be cut at the earlier pillars.
    """
    pillars = quotes.pillars or (maturity,)
    laid: list[Legs] = []
    for pillar in pillars:
        made = legs_to(pillar)
        if isinstance(made, Finding):
            return made
        laid.append(made)
    rates, left = bootstrapped(np.array(quotes.spreads_bp) * BP, *packed(laid, pillars))
    errors = [abs(error) for error in left.tolist()]
    for pillar, spread_bp, error in zip(pillars, quotes.spreads_bp, errors, strict=True):
        if not error <= WORST_RESIDUAL:
            return finding("hazard_not_solved", spread_bp=spread_bp, pillar=pillar)
    knots = tuple(pillar.toordinal() for pillar in pillars)
    return HazardCurve(knots, tuple(rates.tolist()), max(errors))


def packed(
    laid: Sequence[Legs], pillars: Sequence[date]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the contracts to the pillars as `bootstrapped` takes them: grids, bounds, firsts, terms."""
    if len(laid) == 1:  # a flat quote: nothing to put side by side
        only = laid[0]
        return only.grid, np.array([0, only.grid.shape[1]]), np.zeros((1, 1), np.int64), only.terms.reshape(1, -1)
    knots = [pillar.toordinal() for pillar in pillars]
    bounds = np.cumsum([0, *(made.grid.shape[1] for made in laid)])
    firsts = np.array([[0, *(bisect_right(made.ordinals, knot) for knot in knots[:-1])] for made in laid])
    return np.hstack([made.grid for made in laid]), bounds, firsts, np.array([made.terms for made in laid])
