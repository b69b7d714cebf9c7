"""Run every kernel once on the smallest input, so that its compiled form lies in the cache."""

import numpy as np

from calc.margin import kernels as margin_kernels
from calc.margin.base import BaseRules, StressMode, TailRule
from calc.margin.tails import Sample, blocks_of, tails
from calc.pricing import kernels as pricing_kernels
from calc.pricing.lanes.kernels import revalued


def warmed() -> int:
    """Return how many kernels are compiled and cached now."""
    grid, terms = np.array([[0.01], [1.0], [0.0], [1.0]]), np.array([0.65, 0.0, 0.0, 1.0])
    pricing_kernels.legs(np.zeros(1), grid, 1.0)
    pricing_kernels.solved_hazard(np.zeros(1), 0, grid, terms, 0.01, 0.0)
    one = np.zeros((1, 1), dtype=np.int64)
    pricing_kernels.bootstrapped(np.array([0.01]), grid, np.array([0, 1]), one, terms.reshape(1, 4))
    spreads, bounds = np.array([[0.01, 0.02]]), np.array([0, 1])
    revalued(spreads, grid, bounds, terms.reshape(1, 4), np.zeros((1, 3)))
    margin_kernels.account_moves(np.ones((1, 1)), np.ones((1, 1)))
    margin_kernels.tail_mean(np.ones(1), 1.0)
    margin_kernels.account_moves_alone(np.ones((1, 1)), np.ones((1, 1)))
    return 7 + _warmed_tails()


def _warmed_tails() -> int:
    """Return how many kernels of the tails of many scenarios are compiled and cached now."""
    nothing = np.zeros(1, dtype=np.bool_)
    rules = BaseRules(TailRule.CEIL, StressMode.IN_SET, 1.0)
    tails(np.ones((1, 1)), blocks_of(np.ones((1, 1)), 0, nothing, rules=rules), Sample(1, 0, rules, 1))
    return 5
