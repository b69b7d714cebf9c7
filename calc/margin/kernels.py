"""Sums over accounts and scenarios in a fixed order: the same bits for any number of threads."""

import numpy as np

from calc.compile import kernel, parallel_kernel, prange


@parallel_kernel
def account_moves(weights: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Return the gain of each account in each scenario: accounts x scenarios.

    `weights` are notionals times factor, accounts x instruments; `moves` value changes, instruments x scenarios.
    """
    gains = np.zeros((weights.shape[0], moves.shape[1]))
    for a in prange(weights.shape[0]):
        for i in range(weights.shape[1]):
            weight = weights[a, i]
            if weight != 0.0:
                for s in range(moves.shape[1]):
                    gains[a, s] += weight * moves[i, s]
    return gains


@kernel
def tail_mean(losses: np.ndarray, number: float) -> float:
    """Return the mean of the `number` largest losses, the last one counted with the fraction that is left."""
    ordered = np.sort(losses)
    left, total, place = number, 0.0, ordered.size - 1
    while left > 0.0 and place >= 0:
        part = min(left, 1.0)
        total += part * ordered[place]
        left -= part
        place -= 1
    return total / number
