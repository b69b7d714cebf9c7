"""What a fallback leaves uncovered: how far today's own requirement is above the amount that applies.

Source: clauses CP-2.1.1, CP-2.2.3 and CP-3.1.1 with gap G7: an amount of another day knows nothing of today's
positions. An account that is covered twice over does not cover another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FallbackCost:
    """One account and measure: own today, applied, and what is uncovered, in yen; None where a side is not known."""

    account: str
    measure: str
    own: int | None
    applied: int | None

    @property
    def cost(self) -> int | None:
        """Return what the applied amount leaves uncovered; None, a gap, where a side is not known."""
        return None if self.own is None or self.applied is None else max(0, self.own - self.applied)


@dataclass(frozen=True, slots=True)
class Exposure:
    """The uncovered yen of one measure over all accounts; with `gaps`, accounts not known, it is at least so much."""

    measure: str
    uncovered: int
    gaps: tuple[str, ...]


def fallback_costs(
    own: Mapping[tuple[str, str], int | None], applied: Mapping[tuple[str, str], int | None]
) -> tuple[FallbackCost, ...]:
    """Return one row for each (account, measure) that either side knows, in order."""
    return tuple(
        FallbackCost(account, measure, own.get((account, measure)), applied.get((account, measure)))
        for account, measure in sorted({*own, *applied})
    )


def exposures(costs: tuple[FallbackCost, ...]) -> tuple[Exposure, ...]:
    """Return the total of each measure, never netted between accounts, in order of the measures."""
    return tuple(
        Exposure(
            measure,
            sum(each.cost or 0 for each in costs if each.measure == measure),
            tuple(each.account for each in costs if each.measure == measure and each.cost is None),
        )
        for measure in sorted({each.measure for each in costs})
    )
