"""The arithmetic of the ISDA CDS Standard Model on one grid per contract.

A grid is an array of four rows, one column a step: forward-rate integral, years, accrued years at the step's start,
and the coupon paid at its end (year fraction, discounted from the step's end to the payment). On a step with
x = forward + hazard * years, phi(x) = (1 - e^-x)/x and psi(x) = (phi - e^-x)/x, so that nothing is divided by a
quantity that may vanish: negative rates and x = 0 are ordinary.
"""

import math

import numpy as np

from calc.compile import kernel

FORWARD, YEARS, ACCRUED, COUPON = 0, 1, 2, 3
ACCRUAL_RATIO = 365.0 / 360.0
SERIES_BELOW = 0.25
SERIES_TERMS = 15
STEPS = 200
HIGHEST_HAZARD = 1e6


@kernel
def phi_psi(x: float) -> tuple[float, float]:
    """Return (1 - e^-x)/x and (phi - e^-x)/x, by their series near zero where the closed forms cancel."""
    if abs(x) >= SERIES_BELOW:
        survived = math.exp(-x)
        phi = (1.0 - survived) / x
        return phi, (phi - survived) / x
    phi, psi, term = 0.0, 0.0, 1.0
    for k in range(SERIES_TERMS):
        term /= k + 1.0
        phi += term
        psi += term * (k + 1.0) / (k + 2.0)
        term *= -x
    return phi, psi


@kernel
def legs(hazards: np.ndarray, grid: np.ndarray, start: float) -> tuple[float, float]:
    """Return protection paid per unit of loss and the premium leg per unit of coupon, both at the trade date.

    `hazards` holds one rate a year for each step of `grid`; `start` is the survival times discount at the first step.
    """
    alive, protection, premium = start, 0.0, 0.0
    for k in range(grid.shape[1]):
        defaulting = hazards[k] * grid[YEARS, k]
        x = defaulting + grid[FORWARD, k]
        phi, psi = phi_psi(x)
        lost = defaulting * alive
        protection += lost * phi
        alive *= math.exp(-x)
        premium += grid[COUPON, k] * alive
        premium += ACCRUAL_RATIO * lost * (grid[ACCRUED, k] * phi + grid[YEARS, k] * psi)
    return protection, premium


@kernel
def par_error(
    hazard: float, hazards: np.ndarray, first: int, grid: np.ndarray, terms: np.ndarray, spread: float, target: float
) -> float:
    """Return by how much a contract paying `spread` is worth more than the target (0: par) at the trade date.

    Every step from `first` on has the hazard; `terms` holds loss given default, accrued fraction discounted to the
    trade date, lead years, lead discount.
    """
    for k in range(first, grid.shape[1]):
        hazards[k] = hazard
    start = terms[3] * math.exp(-hazards[0] * terms[2])
    protection, premium = legs(hazards, grid, start)
    error: float = terms[0] * protection - spread * (premium - terms[1]) - target
    return error


@kernel
def solved_hazard(
    hazards: np.ndarray, first: int, grid: np.ndarray, terms: np.ndarray, spread: float, target: float
) -> tuple[float, float]:
    """Return the flat hazard from step `first` on at which paying `spread` is worth the target, and the error left.

    Secant steps inside a bracket, halving when one leaves it, so that a step after convergence cannot run away;
    the smallest error met is what is returned. `hazards` is filled from `first` on. Without a root at a hazard of zero
    or more the error stays large.
    """
    guess = spread * ACCRUAL_RATIO / terms[0]
    low, low_error = 0.0, par_error(0.0, hazards, first, grid, terms, spread, target)
    if low_error >= 0.0:
        return low, low_error
    high = max(2.0 * guess, 1e-6)
    high_error = par_error(high, hazards, first, grid, terms, spread, target)
    while high_error < 0.0 and high < HIGHEST_HAZARD:
        low, low_error = high, high_error
        high *= 4.0
        high_error = par_error(high, hazards, first, grid, terms, spread, target)
    best, best_error = (low, low_error) if abs(low_error) < abs(high_error) else (high, high_error)
    before, before_error, now = high, high_error, guess
    for _ in range(STEPS):
        if not low < now < high:
            now = 0.5 * (low + high)
        error = par_error(now, hazards, first, grid, terms, spread, target)
        if abs(error) < abs(best_error):
            best, best_error = now, error
        if error == 0.0 or now == before or high - low <= 1e-16 * high:
            break
        if error < 0.0:
            low = now
        else:
            high = now
        slope = (error - before_error) / (now - before)
        before, before_error = now, error
        now = now - error / slope if slope != 0.0 else high
        if now == before:
            break
    for k in range(first, grid.shape[1]):
        hazards[k] = best
    return best, best_error
