"""What trades would do, slowly: a whole requirement is summed anew, in fractions, for every book that is looked at.

Moves, widths and sensitivities are per unit of notional; protection bought is positive, a loss is a gain below zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

Lot = tuple[str, float]  # instrument and notional
Moves = Mapping[str, Sequence[str]]  # of each instrument by scenario, as decimals


def requirement(held: Sequence[Lot], *, moves: Moves, widths: Mapping[str, str], cs01: str, ratio: str) -> int:
    """Return the yen of one account: its worst scenario of so few, the largest name sold, the cost of closing out."""
    net = {name: sum((Fraction(amount) for code, amount in held if code == name), Fraction(0)) for name in moves}
    scenarios = range(len(next(iter(moves.values()))))
    gains = [sum(net[name] * Fraction(moves[name][place]) for name in moves) for place in scenarios]
    base = max(Fraction(0), -min(gains))
    short = max([Fraction(0), *(-amount for amount in net.values())]) * Fraction(ratio)
    closing = sum(abs(net[name]) * Fraction(cs01) * Fraction(widths[name]) for name in moves)
    return math.ceil(base) + math.ceil(short) + math.ceil(closing)


def increments(
    held: Sequence[Lot], trades: Sequence[Lot], *, moves: Moves, widths: Mapping[str, str], cs01: str, ratio: str
) -> list[tuple[int, int]]:
    """Return of each trade in yen what it adds alone, and what it adds after those before it."""

    def needed(*more: Lot) -> int:
        return requirement([*held, *more], moves=moves, widths=widths, cs01=cs01, ratio=ratio)

    return [
        (needed(trade) - needed(), needed(*trades[: place + 1]) - needed(*trades[:place]))
        for place, trade in enumerate(trades)
    ]
