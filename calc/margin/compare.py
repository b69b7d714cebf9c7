"""Our own requirement against the notified one (CP-2.2.R1: a participant may point out an error)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the comparison says of one account."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CANNOT_CHECK = "cannot_check"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A difference within either limit agrees: yen, or a fraction of the larger amount."""

    yen: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One account and measure; `own` is None where it cannot be computed, `notified` where nothing came."""

    account: str
    measure: str
    own: int | None
    notified: int | None
    verdict: Verdict

    @property
    def difference(self) -> int | None:
        """Return notified less own, where both are known."""
        return None if self.own is None or self.notified is None else self.notified - self.own


def comparison(account: str, measure: str, *, own: int | None, notified: int | None, within: Tolerance) -> Comparison:
    """Return the verdict for one account and measure."""
    if own is None or notified is None:
        return Comparison(account, measure, own, notified, Verdict.CANNOT_CHECK)
    limit = max(within.yen, within.ratio * max(abs(own), abs(notified)))
    verdict = Verdict.AGREES if abs(notified - own) <= limit else Verdict.DIFFERS
    return Comparison(account, measure, own, notified, verdict)


def comparisons(
    own: Mapping[tuple[str, str], int | None], notified: Mapping[tuple[str, str], int], *, within: Tolerance
) -> tuple[Comparison, ...]:
    """Return one row for each (account, measure) that either side knows, in order."""
    return tuple(
        comparison(
            account, measure, own=own.get((account, measure)), notified=notified.get((account, measure)), within=within
        )
        for account, measure in sorted({*own, *notified})
    )
