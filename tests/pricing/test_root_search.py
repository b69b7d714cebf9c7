"""The search for the hazard: it keeps its root, and plain Python finds the same one."""

import numpy as np
import pytest
from pricing_cases import MATURITY, TRADE_DATE, base_pair

from calc.days.business_day import WEEKENDS
from calc.pricing import kernels
from calc.pricing.legs import contract_legs
from calc.pricing.terms import contract_terms


def grid_of(curve, recovery=0.35):
    """Return the base contract laid out for the kernels."""
    return contract_legs(contract_terms(TRADE_DATE, MATURITY, calendar=WEEKENDS), curve, recovery=recovery)


def naive_secant(made, spread, passes):
    """Return the error left by a secant search that never looks whether it is better than before."""
    hazards = np.zeros(made.grid.shape[1])

    def error(hazard):
        hazards[:] = hazard
        protection, premium = kernels.legs(hazards, made.grid, made.terms[3])
        return made.terms[0] * protection - spread * (premium - made.terms[1])

    before, now = 0.9 * spread / 0.65, spread * 365 / 360 / 0.65
    with np.errstate(all="ignore"):
        for _ in range(passes):
            there, here = np.float64(error(before)), np.float64(error(now))
            before, now = now, now - here * (now - before) / (here - there)
    return abs(error(now))


def test_steps_after_convergence_do_no_harm():
    """A search with passes to spare keeps its root, where one that goes on blindly loses it for some spreads."""
    made, hazards = grid_of(base_pair()[0]), np.zeros(99)
    spreads = [bp * 1e-4 for bp in range(1, 3000, 7)]
    kept = [
        abs(kernels.solved_hazard(hazards[: made.grid.shape[1]], 0, made.grid, made.terms, s, 0.0)[1]) for s in spreads
    ]
    assert max(kept) <= 1e-15
    blind = [naive_secant(made, spread, passes=12) for spread in spreads]
    assert sum(not left <= 1e-12 for left in blind) > len(spreads) // 10


def test_the_search_is_right_without_its_compiler():
    """The search gives the same hazard as plain Python, whose comparisons know what is no number."""
    made, hazards = grid_of(base_pair()[0]), np.zeros(99)
    width = made.grid.shape[1]
    for spread in (1e-7, 0.003, 0.03, 1.0, 60.0):
        fast = kernels.solved_hazard(hazards[:width], 0, made.grid, made.terms, spread, 0.0)
        slow = kernels.solved_hazard.py_func(hazards[:width], 0, made.grid, made.terms, spread, 0.0)
        assert fast[0] == pytest.approx(slow[0], rel=1e-12)
        assert max(abs(fast[1]), abs(slow[1])) <= 1e-13
