"""Many scenarios of one contract at once: 64 lanes a block, so that the processor works on four at a time.

The hazard of a flat quote is a smooth function of the spread; it is solved at a few Chebyshev points and read off in
between, then every scenario gets one full pass over the legs, which also gives its par error. A worst error above
FIT raises the order; what still misses is solved one by one. There is no exponential in the pass: `chi` is the series
of `calc.pricing.kernels`, cut where it is exact for the largest x of the contract.
"""

import math

import numpy as np

from calc.compile import inlined_kernel, kernel, parallel_kernel, prange
from calc.pricing.kernels import ACCRUAL_RATIO, REACH_5, REACH_9, REACH_14, chi, legs, solved_hazard

LANES = 64
HAZARD, ALIVE, PROTECTION, PREMIUM, ERROR, SPREAD = 0, 1, 2, 3, 4, 5
FORWARD, YEARS, ACCRUING, SQUARE, COUPON = 0, 1, 2, 3, 4
ORDERS = (12, 20, 32)
HIGHEST_ORDER = 32
PASSES = 12
FIT = 1e-14
BEYOND = 1e300  # above any error; infinity is no number to fast mathematics
HEADROOM = 1.25  # the true hazard may lie above the credit triangle


@inlined_kernel
def lane_steps(number: int, lanes: np.ndarray, grid: np.ndarray, degree: int) -> None:
    """Walk all lanes over the grid: survival times discount, protection per unit of hazard, premium."""
    for k in range(grid.shape[1]):
        forward, years, coupon = grid[FORWARD, k], grid[YEARS, k], grid[COUPON, k]
        accruing, square = grid[ACCRUING, k], grid[SQUARE, k]
        for j in range(number):
            x = lanes[HAZARD, j] * years + forward
            alive = lanes[ALIVE, j]
            half = alive * chi(x, degree)
            lost = alive - x * half
            left = alive - x * lost
            lanes[PROTECTION, j] += years * lost
            lanes[PREMIUM, j] += lanes[HAZARD, j] * (accruing * lost - square * half) + coupon * left
            lanes[ALIVE, j] = left


@kernel
def lane_legs(number: int, lanes: np.ndarray, grid: np.ndarray, terms: np.ndarray, degree: int) -> None:
    """Fill protection and premium of the lanes from their hazards; `terms` as in `calc.pricing.kernels.excess`."""
    for j in range(number):
        lanes[ALIVE, j] = terms[3]
        lanes[PROTECTION, j] = 0.0
        lanes[PREMIUM, j] = 0.0
    if terms[2] != 0.0:
        for j in range(number):
            lanes[ALIVE, j] *= math.exp(-lanes[HAZARD, j] * terms[2])
    if degree == 5:  # noqa: PLR2004
        lane_steps(number, lanes, grid, 5)
    elif degree == 9:  # noqa: PLR2004
        lane_steps(number, lanes, grid, 9)
    else:
        lane_steps(number, lanes, grid, 14)
    for j in range(number):
        lanes[PROTECTION, j] *= lanes[HAZARD, j]


@kernel
def lane_errors(number: int, lanes: np.ndarray, terms: np.ndarray) -> float:
    """Fill what each lane's contract at its own spread is worth, and return the worst."""
    worst = 0.0
    for j in range(number):
        lanes[ERROR, j] = terms[0] * lanes[PROTECTION, j] - lanes[SPREAD, j] * (lanes[PREMIUM, j] - terms[1])
        size = abs(lanes[ERROR, j])
        if size > worst:  # noqa: PLR1730 - only this form runs four lanes at a time
            worst = size
    return worst


@kernel
def solve_lanes(number: int, lanes: np.ndarray, grid: np.ndarray, terms: np.ndarray, degree: int) -> None:
    """Fill the hazards that price the spreads at par: secant steps, a lane moving only while its steps shrink.

    A step after convergence is noise divided by noise and could go anywhere; the hazard of the smallest error is kept.
    """
    before, before_error = np.empty(number), np.empty(number)
    best, best_error, step = np.empty(number), np.full(number, BEYOND), np.full(number, BEYOND)
    for j in range(number):
        lanes[HAZARD, j] = lanes[SPREAD, j] * ACCRUAL_RATIO / terms[0]
    for turn in range(PASSES):
        lane_legs(number, lanes, grid, terms, degree)
        lane_errors(number, lanes, terms)
        moving = False
        for j in range(number):
            now, error, slope = lanes[HAZARD, j], lanes[ERROR, j], 0.0
            if abs(error) < best_error[j]:
                best[j], best_error[j] = now, abs(error)
            if turn == 0 and now > 0.0:
                slope = terms[0] * lanes[PROTECTION, j] / now
            elif turn > 0 and now != before[j]:
                slope = (error - before_error[j]) / (now - before[j])
            move = error / slope if slope != 0.0 else 0.0
            if 0.0 < abs(move) < step[j]:
                before[j], before_error[j], step[j] = now, error, abs(move)
                lanes[HAZARD, j] = now - move
                moving = True
        if not moving:
            break
    for j in range(number):
        lanes[HAZARD, j] = best[j]


@kernel
def degree_for(highest: float, grid: np.ndarray) -> int:
    """Return the degree of the series for hazards up to `highest`, 0 when none is exact that far."""
    x = 0.0
    for k in range(grid.shape[1]):
        x = max(x, abs(grid[FORWARD, k]) + highest * grid[YEARS, k])
    if x <= REACH_5:
        return 5
    if x <= REACH_9:
        return 9
    return 14 if x <= REACH_14 else 0


@kernel
def fit_hazards(
    order: int,
    low: float,
    high: float,
    fit: np.ndarray,
    lanes: np.ndarray,
    grid: np.ndarray,
    terms: np.ndarray,
    degree: int,
) -> None:
    """Fill `fit` with the Chebyshev coefficients of the hazard as a function of the spread on [low, high]."""
    for j in range(order):
        lanes[SPREAD, j] = 0.5 * (low + high) + 0.5 * (high - low) * math.cos(math.pi * (j + 0.5) / order)
    solve_lanes(order, lanes, grid, terms, degree)
    for k in range(order):
        total = 0.0
        for j in range(order):
            total += lanes[HAZARD, j] * math.cos(math.pi * k * (j + 0.5) / order)
        fit[k] = total * (1.0 if k == 0 else 2.0) / order


@inlined_kernel
def clenshaw(order: int, twice: float, fit: np.ndarray) -> float:
    """Return the Chebyshev sum of the coefficients at twice / 2."""
    newest, before = 0.0, 0.0
    for m in range(1, order):
        newest, before = fit[order - m] + twice * newest - before, newest
    value: float = fit[0] + 0.5 * twice * newest - before
    return value


@kernel
def read_hazards(order: int, low: float, high: float, fit: np.ndarray, lanes: np.ndarray) -> None:
    """Fill the hazards of all lanes from the coefficients."""
    scale, shift = 4.0 / (high - low), -2.0 * (high + low) / (high - low)
    if order == ORDERS[0]:
        for j in range(LANES):
            lanes[HAZARD, j] = clenshaw(ORDERS[0], lanes[SPREAD, j] * scale + shift, fit)
    else:
        for j in range(LANES):
            lanes[HAZARD, j] = clenshaw(order, lanes[SPREAD, j] * scale + shift, fit)


@kernel
def fitted_values(
    spreads: np.ndarray, grid: np.ndarray, terms: np.ndarray, side: np.ndarray, values: np.ndarray, degree: int
) -> float:
    """Fill the clean upfronts of one contract and return the worst par error; every block has all its lanes."""
    low, high = spreads.min(), spreads.max()
    lanes, fit, worst = np.empty((6, LANES)), np.empty(HIGHEST_ORDER), BEYOND
    for order in ORDERS:
        fit_hazards(order, low, high, fit, lanes, grid, terms, degree)
        worst = 0.0
        for start in range(0, spreads.size, LANES):
            for j in range(LANES):
                lanes[SPREAD, j] = spreads[min(start + j, spreads.size - 1)]
            read_hazards(order, low, high, fit, lanes)
            lane_legs(LANES, lanes, grid, terms, degree)
            worst = max(worst, lane_errors(LANES, lanes, terms))
            for j in range(min(LANES, spreads.size - start)):
                dirty = (terms[0] * lanes[PROTECTION, j] - side[0] * lanes[PREMIUM, j]) * side[2]
                values[start + j] = dirty + side[0] * side[1]
        if worst <= FIT:
            break
    return worst


@kernel
def solved_values(
    spreads: np.ndarray, grid: np.ndarray, terms: np.ndarray, side: np.ndarray, values: np.ndarray
) -> float:
    """Fill the clean upfronts of one contract, each spread solved by itself, and return the worst par error."""
    hazards, worst = np.empty(grid.shape[1]), 0.0
    for s in range(spreads.size):
        hazard, error = solved_hazard(hazards, 0, grid, terms, spreads[s], 0.0)
        protection, premium = legs(hazards, grid, terms[3] * math.exp(-hazard * terms[2]))
        values[s] = (terms[0] * protection - side[0] * premium) * side[2] + side[0] * side[1]
        worst = max(worst, abs(error))
    return worst


@kernel
def lane_grid(grid: np.ndarray) -> np.ndarray:
    """Return the grid with accrual as the lanes use it: ratio * years * (accrued + years) and ratio * years^2."""
    made = np.empty((5, grid.shape[1]))
    for k in range(grid.shape[1]):
        years = grid[1, k]
        made[FORWARD, k], made[YEARS, k], made[COUPON, k] = grid[0, k], years, grid[3, k]
        made[ACCRUING, k] = ACCRUAL_RATIO * years * (grid[2, k] + years)
        made[SQUARE, k] = ACCRUAL_RATIO * years * years
    return made


@parallel_kernel
def revalued(
    spreads: np.ndarray, grids: np.ndarray, bounds: np.ndarray, terms: np.ndarray, sides: np.ndarray
) -> tuple[np.ndarray, float]:
    """Return clean upfronts per unit of notional at cash settlement for instruments x scenarios, and the worst error.

    `spreads` are fractions, instruments x scenarios; `grids` holds all grids side by side, instrument i from
    bounds[i] to bounds[i + 1]; `terms` as in `excess`; `sides` holds coupon, accrued fraction, settlement growth.
    """
    values = np.empty_like(spreads)
    errors = np.zeros(spreads.shape[0])
    for i in prange(spreads.shape[0]):
        grid = np.ascontiguousarray(grids[:, bounds[i] : bounds[i + 1]])
        high = spreads[i].max()
        degree = degree_for(HEADROOM * high * ACCRUAL_RATIO / terms[i, 0], grid)
        errors[i] = BEYOND
        if degree > 0 and high > spreads[i].min():
            errors[i] = fitted_values(spreads[i], lane_grid(grid), terms[i], sides[i], values[i], degree)
        if not errors[i] <= FIT:
            errors[i] = solved_values(spreads[i], grid, terms[i], sides[i], values[i])
    worst = 0.0
    for i in range(errors.size):
        worst = max(worst, errors[i])
    return values, worst
