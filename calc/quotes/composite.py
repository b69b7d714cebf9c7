"""The composite of quotes: a control value beside the vendor's price, never the price by itself (CP-1.3).

All arithmetic is exact. The vendor cleans and averages closing levels by a rule it does not publish, so each rule
here is the desk's own, chosen by name.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import floor

from calc.quotes.averages import Averaged, Removal, Side, Sided, cross_lock, inside_market, median, trimmed_mean

HALF = Fraction(1, 2)


class Rule(StrEnum):
    """How the quotes of one instrument become one level."""

    TRIMMED_MEAN = "trimmed_mean"
    MEDIAN = "median"
    INSIDE_MARKET = "inside_market"
    CROSS_LOCK = "cross_lock"


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of the rules: how many quotes there must be, how many are trimmed, the width, the price's step.

    `trim_fraction` in [0, 0.5) of the quotes at each end; `eod_width_bp` None takes the median width of the quotes.
    """

    min_contributors: int
    trim_fraction: Fraction
    eod_width_bp: Fraction | None
    tick_bp: Fraction


@dataclass(frozen=True, slots=True)
class Composite:
    """The control value of one instrument in bp and what it rests on; None and a finding's code where there is none."""

    level: Fraction | None
    price: Fraction | None
    contributors: tuple[str, ...]
    removed: tuple[Removal, ...]
    dispersion: Fraction | None
    finding: str = ""

    @property
    def level_bp(self) -> float | None:
        """Return the level as the nearest double."""
        return None if self.level is None else float(self.level)


@dataclass(slots=True)
class _Sorted:
    """The quotes that count, and those that do not with the reason."""

    valid: list[Sided] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)


RULES: dict[Rule, Callable[[Sequence[Sided], Terms], Averaged]] = {
    Rule.TRIMMED_MEAN: lambda quotes, terms: trimmed_mean(quotes, share=terms.trim_fraction),
    Rule.MEDIAN: lambda quotes, _: median(quotes),
    Rule.INSIDE_MARKET: lambda quotes, _: inside_market(quotes),
    Rule.CROSS_LOCK: lambda quotes, terms: cross_lock(quotes, width=terms.eod_width_bp),
}


def composite(quotes: Iterable[Sided], rule: Rule, *, terms: Terms) -> Composite:
    """Return the composite of one instrument's quotes by a rule.

    A quote that lacks a side, is crossed (bid above offer) or repeats its participant is removed before anything is
    counted; with fewer than `min_contributors` left there is no composite (`too_few_contributors`), nor where no two
    sides meet inside the market (`no_inside_market`).
    """
    kept = _sorted(quotes)
    made = RULES[rule](kept.valid, terms) if kept.valid else Averaged(())
    errors = [removal for removal in made.removed if removal.code == "obvious_error"]
    if len(kept.valid) - len(errors) < terms.min_contributors:
        return _none("too_few_contributors", [*kept.removed, *errors])
    if not made.levels:
        return _none("no_inside_market", [*kept.removed, *made.removed])
    level = sum(made.levels, Fraction(0)) / len(made.levels)
    mids = [quote.mid for quote in kept.valid if quote.participant in made.contributors]
    return Composite(
        level,
        to_tick(level, terms.tick_bp),
        tuple(sorted(made.contributors)),
        tuple(sorted([*kept.removed, *made.removed])),
        max(mids) - min(mids),
    )


def to_tick(level: Fraction, tick: Fraction) -> Fraction:
    """Return the nearest multiple of the tick, halves away from zero."""
    steps = floor(abs(level) / tick + HALF)
    return steps * tick if level >= 0 else -steps * tick


def _none(code: str, removed: Iterable[Removal]) -> Composite:
    return Composite(None, None, (), tuple(sorted(removed)), None, code)


def _sorted(quotes: Iterable[Sided]) -> _Sorted:
    """Return the quotes with those set apart that cannot count; of one participant's quotes only the first may."""
    kept, seen = _Sorted(), set[str]()
    for quote in quotes:
        reason = Removal(quote.participant, Side.BOTH, "duplicate") if quote.participant in seen else quote.fault
        seen.add(quote.participant)
        if reason is None:
            kept.valid.append(quote)
        else:
            kept.removed.append(reason)
    return kept
