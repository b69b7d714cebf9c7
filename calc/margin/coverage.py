"""Whether losses go beyond margin as often as they should, and not one after the other.

Source: Kupiec (1995), proportion of failures; Christoffersen (1998), independence. Both are likelihood ratios,
chi-square with one degree of freedom each, with two together.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Test:
    """A likelihood ratio, and how probable one as large is where coverage is as it should be."""

    ratio: float
    probability: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often a loss was beyond margin, with the tests; one is None where there is nothing to be tested."""

    days: int
    exceedances: int
    unconditional: Test | None
    independence: Test | None

    @property
    def conditional(self) -> Test | None:
        """Return both tests together."""
        if self.unconditional is None or self.independence is None:
            return None
        ratio = self.unconditional.ratio + self.independence.ratio
        return Test(ratio, math.exp(-ratio / 2.0))


def coverage(exceeded: Sequence[bool], *, apart: Sequence[bool], expected: float) -> Coverage:
    """Return how often margin was exceeded where a share `expected` of the days should be, with the tests.

    `apart` are days so far from one another that their losses share no day: independence is tested on them, for losses
    over the same days come together whatever the margin.
    """
    hits = sum(exceeded)
    proportion = kupiec(len(exceeded), hits, expected=expected) if exceeded else None
    return Coverage(len(exceeded), hits, proportion, christoffersen(apart))


def kupiec(days: int, hits: int, *, expected: float) -> Test:
    """Return the test of the proportion of failures; `days` is at least 1, `expected` between 0 and 1."""
    null = _likelihood(days - hits, hits, expected)
    return _one_degree(2.0 * (_likelihood(days - hits, hits, hits / days) - null))


def christoffersen(exceeded: Sequence[bool]) -> Test | None:
    """Return the test of independence from day to day, None where there are fewer than two days."""
    steps = list(pairwise(map(bool, exceeded)))
    if not steps:
        return None
    quiet, begun, ended, lasted = (
        steps.count(each) for each in ((False, False), (False, True), (True, False), (True, True))
    )
    together = _likelihood(quiet + ended, begun + lasted, (begun + lasted) / len(steps))
    after_quiet = _likelihood(quiet, begun, begun / max(1, quiet + begun))
    after_hit = _likelihood(ended, lasted, lasted / max(1, ended + lasted))
    return _one_degree(2.0 * (after_quiet + after_hit - together))


def _likelihood(misses: int, hits: int, chance: float) -> float:
    """Return the logarithm of a likelihood; what never happened and never should counts as certain."""
    return (misses * math.log1p(-chance) if misses else 0.0) + (hits * math.log(chance) if hits else 0.0)


def _one_degree(ratio: float) -> Test:
    found = max(0.0, ratio)
    return Test(found, math.erfc(math.sqrt(found / 2.0)))
