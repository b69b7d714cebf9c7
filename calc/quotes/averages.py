"""The four ways from valid quotes to the levels that are averaged, each saying whom it left out and why.

Sources: the trimmed mean and the median are common fixing rules; the inside market follows the first step of the
credit-event auction; crossing and locking follows the peers' end-of-day quality test (domain reference, section 2.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

TRIM_FROM = 3


class Side(StrEnum):
    """The side of a quote that a removal speaks of."""

    BID = "bid"
    BOTH = "both"
    OFFER = "offer"


@dataclass(frozen=True, slots=True, order=True)
class Removal:
    """One quote, or one side of it, that does not count, and the code of the reason."""

    participant: str
    side: Side
    code: str


@dataclass(frozen=True, slots=True)
class Sided:
    """One participant's quote, exact; a side is None when it is missing, and in `refused` when it is no number."""

    participant: str
    bid: Fraction | None
    offer: Fraction | None
    refused: Side | None = None

    @property
    def sides(self) -> tuple[Fraction, Fraction]:
        """Return bid and offer of a quote that has both."""
        assert self.bid is not None  # noqa: S101 - only valid quotes are asked
        assert self.offer is not None  # noqa: S101
        return self.bid, self.offer

    @property
    def mid(self) -> Fraction:
        """Return the middle of bid and offer."""
        return sum(self.sides, Fraction(0)) / 2

    @property
    def fault(self) -> Removal | None:
        """Return why the quote cannot count: unreadable, one side missing, or bid above offer."""
        if self.refused is not None:
            return Removal(self.participant, self.refused, "number_refused")
        if self.bid is None or self.offer is None:
            missing = Side.BID if self.offer is not None else Side.OFFER if self.bid is not None else Side.BOTH
            return Removal(self.participant, missing, "one_sided")
        return Removal(self.participant, Side.BOTH, "crossed") if self.bid > self.offer else None


@dataclass(frozen=True, slots=True)
class Averaged:
    """The levels whose mean is the composite, who gave them, and what the rule left out."""

    levels: tuple[Fraction, ...]
    contributors: frozenset[str] = frozenset()
    removed: tuple[Removal, ...] = ()


def trimmed_mean(quotes: Sequence[Sided], *, share: Fraction) -> Averaged:
    """Return the mids without the outer `share` at each end, at least one there when there are three or more."""
    ranked = sorted(quotes, key=lambda quote: (quote.mid, quote.participant))
    cut = max(1, int(share * len(ranked))) if len(ranked) >= TRIM_FROM else 0
    outer = ranked[:cut] + ranked[len(ranked) - cut :]
    return _mids(ranked[cut : len(ranked) - cut], [Removal(each.participant, Side.BOTH, "trimmed") for each in outer])


def median(quotes: Sequence[Sided]) -> Averaged:
    """Return the middle mid, or the two middle ones; everybody who placed it there contributed."""
    return Averaged(tuple(_middle([quote.mid for quote in quotes])), frozenset(quote.participant for quote in quotes))


def inside_market(quotes: Sequence[Sided]) -> Averaged:
    """Return the sides of the better half of the pairs that do not trade; no level where every pair does."""
    pairs = [(bid, offer) for bid, offer in _paired(quotes) if bid.sides[0] < offer.sides[1]]
    counted = pairs[: ceil(len(pairs) / 2)]
    removed = [
        Removal(quote.participant, side, "outside_half" if pair in pairs else "tradeable")
        for pair in _paired(quotes)
        if pair not in counted
        for quote, side in zip(pair, (Side.BID, Side.OFFER), strict=True)
    ]
    return Averaged(
        tuple(level for bid, offer in counted for level in (bid.sides[0], offer.sides[1])),
        frozenset(quote.participant for pair in counted for quote in pair),
        tuple(removed),
    )


def cross_lock(quotes: Sequence[Sided], *, width: Fraction | None) -> Averaged:
    """Return the mids without obvious errors, found by giving every quote one width and crossing it with all others.

    A bid that crosses or locks its counterpart is an error strictly above the median mid plus one width, an offer
    strictly below it minus one width; who has one is removed whole, and nothing is repeated. `width` None is the
    median width.
    """
    if width is None:
        width = _mean(_middle([offer - bid for bid, offer in (quote.sides for quote in quotes)]))
    level = _mean(_middle([quote.mid for quote in quotes]))
    widened = [Sided(quote.participant, quote.mid - width / 2, quote.mid + width / 2) for quote in quotes]
    errors = []
    for bid, offer in _paired(widened):
        if bid.sides[0] >= offer.sides[1]:
            errors += [Removal(bid.participant, Side.BID, "obvious_error")] * (bid.sides[0] > level + width)
            errors += [Removal(offer.participant, Side.OFFER, "obvious_error")] * (offer.sides[1] < level - width)
    wrong = {error.participant for error in errors}
    return _mids([quote for quote in quotes if quote.participant not in wrong], errors)


def _paired(quotes: Sequence[Sided]) -> list[tuple[Sided, Sided]]:
    """Return the k-th best bid with the k-th best offer; equals in the order of their participants."""
    bids = sorted(quotes, key=lambda quote: (-quote.sides[0], quote.participant))
    offers = sorted(quotes, key=lambda quote: (quote.sides[1], quote.participant))
    return list(zip(bids, offers, strict=True))


def _mids(quotes: Sequence[Sided], removed: Sequence[Removal]) -> Averaged:
    return Averaged(
        tuple(quote.mid for quote in quotes), frozenset(quote.participant for quote in quotes), tuple(removed)
    )


def _middle(values: Sequence[Fraction]) -> list[Fraction]:
    """Return the middle value, or the two middle ones."""
    ranked = sorted(values)
    return ranked[(len(ranked) - 1) // 2 : len(ranked) // 2 + 1]


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
