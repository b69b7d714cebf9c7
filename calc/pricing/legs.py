"""One contract on one discount curve, laid out for the kernels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calc.pricing.curve import DiscountCurve
from calc.pricing.terms import Terms

BP = 1e-4


class AccrualOnDefault(StrEnum):
    """How much coupon is owed at default: the published form with half a day, Markit's, or exact accrual.

    Markit's leaves out, at each step, what had accrued before the step.
    """

    ORIGINAL_ISDA = "OriginalISDA"
    MARKIT_FIX = "MarkitFix"
    CORRECT = "Correct"


_HALF_DAY = {AccrualOnDefault.ORIGINAL_ISDA: 0.5, AccrualOnDefault.CORRECT: 0.0}


@dataclass(frozen=True, slots=True)
class Legs:
    """A grid (rows of `calc.pricing.kernels`), the days its steps end on, and what stands outside the grid.

    `terms`: loss given default, accrued fraction discounted to the trade date, lead years, lead discount.
    `settlement_growth` carries a value from the trade date to cash settlement.
    """

    grid: NDArray[np.float64]
    ordinals: tuple[int, ...]
    terms: NDArray[np.float64]
    accrued_fraction: float
    settlement_growth: float

    def with_recovery(self, recovery: float) -> "Legs":
        """Return the same legs for another recovery."""
        terms = self.terms.copy()
        terms[0] = 1.0 - recovery
        return replace(self, terms=terms)

    @property
    def years(self) -> float:
        """Years from the trade date to the end of the grid, ACT/365F."""
        return math.fsum((float(self.terms[2]), *self.grid[1].tolist()))


def contract_legs(
    terms: Terms,
    curve: DiscountCurve,
    *,
    recovery: float,
    cuts: Sequence[int] = (),
    formula: AccrualOnDefault = AccrualOnDefault.ORIGINAL_ISDA,
) -> Legs:
    """Return the grid of a contract: the union of curve knots, accrual ends less a day, and further `cuts`."""
    start = max(terms.step_in - 1, terms.trade)
    ends = [end - 1 for end in terms.ends]
    inner = {day for day in (*curve.knots, *ends, *cuts) if start < day < terms.maturity}
    nodes = [start, *sorted(inner), terms.maturity]
    logs = [curve.log_discount(day) for day in nodes]
    grid, period = np.empty((4, len(nodes) - 1)), 0
    for k, (left, right) in enumerate(pairwise(nodes)):
        while ends[period] < right:
            period += 1
        coupon = 0.0
        if right == ends[period]:
            paid = (terms.ends[period] - terms.starts[period]) / 360.0
            coupon = paid * math.exp(curve.log_discount(terms.pays[period]) - logs[k + 1])
        half_day = _HALF_DAY.get(formula)
        accrued = 0.0 if half_day is None else (left - terms.starts[period] + 1 + half_day) / 365.0
        grid[:, k] = (logs[k] - logs[k + 1], (right - left) / 365.0, accrued, coupon)
    settled = curve.log_discount(terms.cash_settle)
    accrued_fraction = terms.accrued_days / 360.0
    lead = ((start - terms.trade) / 365.0, math.exp(logs[0]))
    packed = np.array([1.0 - recovery, accrued_fraction * math.exp(settled), *lead])
    return Legs(grid, tuple(nodes[1:]), packed, accrued_fraction, math.exp(-settled))
