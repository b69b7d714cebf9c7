"""Backtest and coverage tests, slowly: lists and loops, one day after the other, likelihoods multiplied day by day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

STEPS = 20_000


def chi_square_tail(ratio: float) -> float:
    """Return how probable a chi-square of one degree is beyond the ratio: Simpson's rule on the normal density."""
    root = math.sqrt(ratio)
    width = root / STEPS
    points = [math.exp(-((place * width) ** 2) / 2.0) for place in range(STEPS + 1)]
    area = points[0] + points[-1] + 4.0 * math.fsum(points[1:-1:2]) + 2.0 * math.fsum(points[2:-1:2])
    return 1.0 - 2.0 * area * width / 3.0 / math.sqrt(2.0 * math.pi)


def kupiec(exceeded: Sequence[bool], expected: float) -> float:
    """Return the likelihood ratio of the share of exceedances."""
    share = sum(exceeded) / len(exceeded)
    return 2.0 * math.fsum(
        math.log(share if hit else 1.0 - share) - math.log(expected if hit else 1.0 - expected) for hit in exceeded
    )


def christoffersen(exceeded: Sequence[bool]) -> float:
    """Return the likelihood ratio of a day's exceedance depending on the day before."""
    pairs = [(exceeded[day - 1], exceeded[day]) for day in range(1, len(exceeded))]

    def share(chosen: Callable[[tuple[bool, bool]], bool]) -> float:
        of = [pair[1] for pair in pairs if chosen(pair)]
        return sum(of) / len(of)

    after = {state: share(lambda pair, state=state: pair[0] is state) for state in {pair[0] for pair in pairs}}
    together = share(lambda _pair: True)
    return 2.0 * math.fsum(
        math.log(after[was] if hit else 1.0 - after[was]) - math.log(together if hit else 1.0 - together)
        for was, hit in pairs
    )


def past_day(
    levels: Sequence[Mapping[str, float]],
    day: int,
    *,
    held: Mapping[str, float],
    value: Callable[[str, float], float],
    reference: int,
    holding: int,
    stress_holding: int,
    tail: float,
) -> tuple[float, float]:
    """Return the base amount of a day by relative moves known on it, and the gain of the holding period after it.

    `levels` are the spreads by day, `value` the worth of one yen of an instrument at a spread. The two stress moves are
    the largest and the smallest mean move of all instruments up to that day.
    """
    today = levels[day]

    def gain(spreads: Mapping[str, float]) -> float:
        return math.fsum(n * (value(name, spreads[name]) - value(name, today[name])) for name, n in held.items())

    def shocked(end: int, back: int) -> dict[str, float]:
        return {name: today[name] * (levels[end][name] / levels[end - back][name]) for name in today}

    def mean(end: int) -> float:
        moves = [levels[end][name] / levels[end - stress_holding][name] for name in today]
        return math.fsum(moves) / len(moves)

    ends = range(stress_holding, day + 1)
    chosen = [shocked(end, holding) for end in range(day - reference + 1, day + 1)]
    chosen += [shocked(pick(ends, key=mean), stress_holding) for pick in (max, min)]
    losses = sorted((-gain(each) for each in chosen), reverse=True)
    number = left = tail * len(losses)
    total = 0.0
    for loss in losses:
        total += min(left, 1.0) * loss
        left = max(0.0, left - 1.0)
    return max(0.0, total / number), gain(levels[day + holding])
