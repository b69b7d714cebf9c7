"""The composite of quotes: a control value beside the vendor's price, never the price by itself (CP-1.3).

All arithmetic is exact. Source of the trimmed mean: the vendor cleans and averages closing levels; its own rule is
not published, so this one is the desk's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from calc.quotes.quote import Quote

TRIM_FROM = 3


@dataclass(frozen=True, slots=True)
class Composite:
    """The control value of one instrument in bp (None with too few quotes) and who contributed."""

    level_bp: float | None
    contributors: tuple[str, ...]
    trimmed: tuple[str, ...]


def trimmed_mean(quotes: Iterable[Quote], *, min_contributors: int, trim_fraction: Fraction) -> Composite:
    """Return the mean of the mids without the outer part at each end, crossed quotes left out before."""
    valid = [quote for quote in quotes if quote.bid_bp <= quote.offer_bp]
    mids = sorted((_mid(quote), quote.participant) for quote in valid)
    if len(mids) < min_contributors:
        return Composite(None, (), ())
    cut = max(1, int(trim_fraction * len(mids))) if len(mids) >= TRIM_FROM else 0
    kept = mids[cut : len(mids) - cut]
    outer = mids[:cut] + mids[len(mids) - cut :]
    level = sum((mid for mid, _ in kept), Fraction(0)) / len(kept)
    return Composite(float(level), tuple(sorted(name for _, name in kept)), tuple(sorted(name for _, name in outer)))


def _mid(quote: Quote) -> Fraction:
    return (Fraction(str(quote.bid_bp)) + Fraction(str(quote.offer_bp))) / 2
