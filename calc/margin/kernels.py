"""Sums over accounts and scenarios in a fixed order: the same bits for any number of threads."""

import numpy as np

from calc.compile import kernel, parallel_kernel, prange

ABREAST = 4  # accounts that share one walk through the moves
BELOW = -1e300  # any loss is larger; infinity is no number to fast mathematics
SELECTED = 64  # tails longer than this are sorted whole


@parallel_kernel
def account_moves(weights: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Return the gain of each account in each scenario: accounts x scenarios.

    `weights` are notionals times factor, accounts x instruments; `moves` value changes, instruments x scenarios.
    Each account's sum runs over the instruments in their order, whoever walks beside it.
    """
    accounts, scenarios = weights.shape[0], moves.shape[1]
    gains = np.zeros((accounts, scenarios))
    for block in prange((accounts + ABREAST - 1) // ABREAST):
        first = block * ABREAST
        sums, weight = np.zeros((ABREAST, scenarios)), np.zeros(ABREAST)
        for i in range(weights.shape[1]):
            for a in range(ABREAST):
                weight[a] = weights[first + a, i] if first + a < accounts else 0.0
            w0, w1, w2, w3 = weight[0], weight[1], weight[2], weight[3]
            for s in range(scenarios):
                move = moves[i, s]
                sums[0, s] += w0 * move
                sums[1, s] += w1 * move
                sums[2, s] += w2 * move
                sums[3, s] += w3 * move
        for a in range(min(ABREAST, accounts - first)):
            for s in range(scenarios):
                gains[first + a, s] = sums[a, s]
    return gains


@kernel
def largest(losses: np.ndarray, number: int) -> np.ndarray:
    """Return the `number` largest losses, the largest first."""
    if number > SELECTED:
        return np.sort(losses)[::-1][:number].copy()
    found = np.full(number, BELOW)
    for s in range(losses.size):
        loss = losses[s]
        if loss > found[number - 1]:
            place = number - 1
            while place > 0 and found[place - 1] < loss:
                found[place] = found[place - 1]
                place -= 1
            found[place] = loss
    return found


@kernel
def tail_mean(losses: np.ndarray, number: float) -> float:
    """Return the mean of the `number` largest losses, the last one counted with the fraction that is left."""
    count = min(losses.size, int(np.ceil(number)))
    ordered, left, total = largest(losses, count), number, 0.0
    for place in range(count):
        part = min(left, 1.0)
        total += part * ordered[place]
        left -= part
    return total / number
