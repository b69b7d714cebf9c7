"""One contract on one discount curve, laid out for the kernels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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
        return Legs(self.grid, self.ordinals, terms, self.accrued_fraction, self.settlement_growth)

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
    days = np.array([start, *sorted(inner), terms.maturity, *terms.pays])
    steps, all_logs = len(inner) + 1, curve.log_discounts_on(days)
    left, right, logs = days[:steps], days[1 : steps + 1], all_logs[: steps + 1]
    discounted, paid = logs.tolist(), all_logs[steps + 1 :].tolist()
    period = np.searchsorted(ends, right)  # in which each step lies
    grid = np.zeros((4, steps))
    grid[0] = logs[:-1] - logs[1:]
    grid[1] = (right - left) / 365.0
    half_day = _HALF_DAY.get(formula)
    if half_day is not None:
        grid[2] = (left - np.array(terms.starts)[period] + 1 + half_day) / 365.0
    for k in np.flatnonzero(np.array(ends)[period] == right).tolist():
        p = period[k]
        grid[3, k] = (terms.ends[p] - terms.starts[p]) / 360.0 * math.exp(paid[p] - discounted[k + 1])
    settled = curve.log_discount(terms.cash_settle)
    accrued_fraction = terms.accrued_days / 360.0
    lead = ((start - terms.trade) / 365.0, math.exp(discounted[0]))
    packed = np.array([1.0 - recovery, accrued_fraction * math.exp(settled), *lead])
    return Legs(grid, tuple(right.tolist()), packed, accrued_fraction, math.exp(-settled))
