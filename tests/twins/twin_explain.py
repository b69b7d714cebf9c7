"""Contributions and what-if, slowly: every position is made a little larger, and the whole computed again.

A base amount is homogeneous in the positions, so what a position brings is its size times the slope of the whole.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

Losses = Mapping[str, Sequence[Fraction]]


def shortfall(losses: Sequence[Fraction], number: Fraction) -> Fraction:
    """Return the mean of the largest losses, the last one in part."""
    left, total = number, Fraction(0)
    for loss in sorted(losses, reverse=True):
        part = min(left, Fraction(1))
        total += part * loss
        left -= part
        if left <= 0:
            break
    return total / number


def account_losses(held: Mapping[str, Fraction], losses: Losses) -> list[Fraction]:
    """Return an account's loss in each scenario from the loss of one yen of each instrument."""
    scenarios = range(len(next(iter(losses.values()))))
    return [sum((held[name] * losses[name][place] for name in held), Fraction(0)) for place in scenarios]


def slopes(held: Mapping[str, Fraction], losses: Losses, number: Fraction) -> dict[str, Fraction]:
    """Return what each position brings: the change of the whole for a millionth more of it, times a million."""
    more = Fraction(1, 10**9)
    base = shortfall(account_losses(held, losses), number)
    found = {}
    for name in held:
        larger = {**held, name: held[name] * (1 + more)}
        found[name] = (shortfall(account_losses(larger, losses), number) - base) / more
    return found


def rounded_up(amount: Fraction) -> int:
    """Return whole yen, up."""
    return math.ceil(amount)
