"""The losses of an account over all scenarios, counted in bins of one round width: what a histogram is drawn from."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # widths that a person reads off an axis


@dataclass(frozen=True, slots=True)
class Bin:
    """How many losses are at least `edge` yen and less than the next bin's edge."""

    edge: float
    count: int


def distribution(losses: Iterable[float], *, most: int) -> tuple[Bin, ...]:
    """Return at most so many bins from the smallest loss (a gain is below zero) to the largest, those without any too.

    The width is the smallest of 1, 2, 2.5 and 5 times a power of ten that needs no more bins; `most` is at least 3.
    """
    found = sorted(losses)
    if not found:
        return ()
    width = _width(found[0], found[-1], most)
    counts = Counter(math.floor(loss / width) for loss in found)
    return tuple(Bin(place * width, counts[place]) for place in range(min(counts), max(counts) + 1))


def _width(least: float, largest: float, most: int) -> float:
    """Return the width; where all losses are one, a yen."""
    raw = (largest - least) / most
    power: float = 10.0 ** math.floor(math.log10(raw)) if raw > 0.0 else 0.1
    widths = (step * scale for scale in (power, power * 10.0) for step in STEPS)
    return next(width for width in widths if math.floor(largest / width) - math.floor(least / width) < most)
