"""Losses in bins, slowly: every round width is tried from the smallest on, and each bin counts its losses itself."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def round_widths() -> Iterator[Fraction]:
    """Yield 1, 2, 2.5 and 5 times every power of ten, from a millionth of a yen on."""
    power = Fraction(1, 10**6)
    while True:
        for step in (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5)):
            yield step * power
        power *= 10


def bins(losses: Sequence[int], *, most: int) -> list[tuple[Fraction, int]]:
    """Return the lower edge of each bin with how many losses are in it; two of them differ."""
    exact = [Fraction(loss) for loss in losses]
    for width in round_widths():
        first, last = math.floor(min(exact) / width), math.floor(max(exact) / width)
        if last - first < most:
            edges = [place * width for place in range(first, last + 1)]
            return [(edge, sum(edge <= loss < edge + width for loss in exact)) for edge in edges]
    raise AssertionError
