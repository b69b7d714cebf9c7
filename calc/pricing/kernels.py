"""The arithmetic of the ISDA CDS Standard Model on one grid per contract.

A grid is an array of four rows, one column a step: forward-rate integral, years, accrued years at the step's start,
and the coupon paid at its end (year fraction, discounted from the step's end to the payment). On a step with
x = forward + hazard * years, phi(x) = (1 - e^-x)/x and psi(x) = (phi - e^-x)/x. Both come from
chi(x) = (1 - phi)/x = 1/2 - x/6 + x^2/24 - ...: phi = 1 - x chi, psi = phi - chi and e^-x = 1 - x phi, so that nothing
is divided by a quantity that may vanish, and negative rates and x = 0 are ordinary.
"""

import math

import numpy as np

from calc.compile import inlined_kernel, kernel

FORWARD, YEARS, ACCRUED, COUPON = 0, 1, 2, 3
ACCRUAL_RATIO = 365.0 / 360.0
REACH_5, REACH_9, REACH_14 = 0.012, 0.20, 0.80  # the series is exact up to here by its degree
STEPS = 200
HIGHEST_HAZARD = 1e6
NEARBY = 1.001  # the second point of the search beside the first
CLOSE, SETTLED = 2e-16, 1e-14  # relative step, and the error below which a step that grows is noise
WIDER = 4.0  # how much further to look while no hazard is known to be too high


@inlined_kernel
def chi(x: float, degree: int) -> float:
    """Return (1 - phi(x))/x by its series to the degree: 5, 9, or 14."""
    if degree == 5:  # noqa: PLR2004 - the degrees are the algorithm
        return 0.5 + x * (-1 / 6 + x * (1 / 24 + x * (-1 / 120 + x * (1 / 720 + x * (-1 / 5040)))))
    tail = 1 / 40320 + x * (-1 / 362880 + x * (1 / 3628800 + x * (-1 / 39916800)))
    if degree == 14:  # noqa: PLR2004
        high = 1 / 87178291200 + x * (-1 / 1307674368000 + x * (1 / 20922789888000))
        high = 1 / 479001600 + x * (-1 / 6227020800 + x * high)
        tail = 1 / 40320 + x * (-1 / 362880 + x * (1 / 3628800 + x * (-1 / 39916800 + x * high)))
    return 0.5 + x * (-1 / 6 + x * (1 / 24 + x * (-1 / 120 + x * (1 / 720 + x * (-1 / 5040 + x * tail)))))


@kernel
def phi_psi(x: float) -> tuple[float, float]:
    """Return (1 - e^-x)/x and (phi - e^-x)/x: by the series that is exact for x, else by the closed forms."""
    size = abs(x)
    if size <= REACH_5:
        half = chi(x, 5)
    elif size <= REACH_9:
        half = chi(x, 9)
    elif size <= REACH_14:
        half = chi(x, 14)
    else:
        survived = math.exp(-x)
        phi = (1.0 - survived) / x
        return phi, (phi - survived) / x
    phi = 1.0 - x * half
    return phi, phi - half


@kernel
def walked(
    hazard: float, first: int, last: int, grid: np.ndarray, alive: float, protection: float, premium: float
) -> tuple[float, float, float]:
    """Return what is alive, protection and premium after the steps from `first` to before `last` at one hazard."""
    for k in range(first, last):
        defaulting = hazard * grid[YEARS, k]
        x = defaulting + grid[FORWARD, k]
        phi, psi = phi_psi(x)
        lost = defaulting * alive
        protection += lost * phi
        alive -= alive * x * phi
        premium += grid[COUPON, k] * alive
        premium += ACCRUAL_RATIO * lost * (grid[ACCRUED, k] * phi + grid[YEARS, k] * psi)
    return alive, protection, premium


@kernel
def legs(hazards: np.ndarray, grid: np.ndarray, start: float) -> tuple[float, float]:
    """Return protection paid per unit of loss and the premium leg per unit of coupon, both at the trade date.

    `hazards` holds one rate a year for each step of `grid`; `start` is the survival times discount at the first step.
    """
    alive, protection, premium = start, 0.0, 0.0
    for k in range(grid.shape[1]):
        alive, protection, premium = walked(hazards[k], k, k + 1, grid, alive, protection, premium)
    return protection, premium


@kernel
def excess(hazard: float, first: int, grid: np.ndarray, terms: np.ndarray, aim: np.ndarray, known: np.ndarray) -> float:
    """Return by how much a contract is worth more than its aim when the steps from `first` on have the hazard.

    `terms` holds loss given default, accrued fraction discounted to the trade date, lead years, lead discount; `aim`
    the spread paid and the value aimed at; `known` what is alive, protection and premium before step `first`.
    """
    alive = known[0]
    if first == 0:
        alive *= math.exp(-hazard * terms[2])
    _, protection, premium = walked(hazard, first, grid.shape[1], grid, alive, known[1], known[2])
    value: float = terms[0] * protection - aim[0] * (premium - terms[1]) - aim[1]
    return value


@kernel
def solved_hazard(
    hazards: np.ndarray, first: int, grid: np.ndarray, terms: np.ndarray, spread: float, target: float
) -> tuple[float, float]:
    """Return the flat hazard from step `first` on at which paying `spread` is worth the target, and the error left.

    Secant steps inside a bracket, halving when one leaves it, so that a step after convergence cannot run away;
    the smallest error met is what is returned. `hazards` gives the steps before `first` and is filled from there on.
    Without a root at a hazard of zero or more the error stays large. `terms` as in `excess`.
    """
    aim, known = np.array([spread, target]), np.array([terms[3], 0.0, 0.0])
    if first > 0:
        known[0] *= math.exp(-hazards[0] * terms[2])
    for k in range(first):
        known[0], known[1], known[2] = walked(hazards[k], k, k + 1, grid, known[0], known[1], known[2])
    best, best_error = rooted(first, grid, terms, aim, known)
    for k in range(first, grid.shape[1]):
        hazards[k] = best
    return best, best_error


@kernel
def rooted(first: int, grid: np.ndarray, terms: np.ndarray, aim: np.ndarray, known: np.ndarray) -> tuple[float, float]:
    """Return the root of `excess` and the error left there; the search starts at the credit triangle."""
    low, high = 0.0, HIGHEST_HAZARD
    now = aim[0] * ACCRUAL_RATIO / terms[0]
    best, best_error = now, excess(now, first, grid, terms, aim, known)
    before, before_error = now, best_error
    now = now * NEARBY if now > 0.0 else NEARBY - 1.0
    step = HIGHEST_HAZARD
    for _ in range(STEPS):
        if best_error == 0.0 or high - low <= 1e-16 * high:
            break
        error = excess(now, first, grid, terms, aim, known)
        if abs(error) < abs(best_error):
            best, best_error = now, error
        if error < 0.0:
            low = max(low, now)
        else:
            high = min(high, now)
        slope = (error - before_error) / (now - before)
        before, before_error = now, error
        now = now - error / slope if slope != 0.0 else low
        if not low < now < high:
            now = 0.5 * (low + high) if high < HIGHEST_HAZARD else WIDER * before
        if abs(now - before) <= CLOSE * abs(now) or (abs(error) <= SETTLED and abs(now - before) >= step):
            break
        step = abs(now - before)
    return best, best_error


@kernel
def bootstrapped(
    spreads: np.ndarray, grids: np.ndarray, bounds: np.ndarray, firsts: np.ndarray, terms: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the hazard rate of each pillar, earlier ones kept, and the errors left.

    `grids` holds the pillars' grids side by side, pillar p from bounds[p] to bounds[p + 1]; firsts[p, q] is the step of
    pillar p's grid at which pillar q's rate begins; `terms` one row a pillar.
    """
    rates, errors = np.empty(spreads.size), np.empty(spreads.size)
    aim, known = np.zeros(2), np.zeros(3)
    for p in range(spreads.size):
        grid = grids[:, bounds[p] : bounds[p + 1]]
        aim[0], known[0], known[1], known[2] = spreads[p], terms[p, 3], 0.0, 0.0
        if p > 0:
            known[0] *= math.exp(-rates[0] * terms[p, 2])
        for q in range(p):
            known[0], known[1], known[2] = walked(
                rates[q], firsts[p, q], firsts[p, q + 1], grid, known[0], known[1], known[2]
            )
        rates[p], errors[p] = rooted(firsts[p, p], grid, terms[p], aim, known)
    return rates, errors
