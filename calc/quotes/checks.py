"""What may be wrong with quotes, one function each; a crossed or slipped quote is kept from the upload.

Source: CP-1.1 asks only that quotes arrive; a wrong quote can become a trade, so the checks are the desk's own.
"""

from collections.abc import Collection, Iterable, Mapping

from calc.outcome import Finding, finding
from calc.quotes.quote import Quote

BP_AS_PERCENT = 100.0


def crossed(quote: Quote) -> Finding | None:
    """Return a finding when the bid is above the offer."""
    if quote.bid_bp <= quote.offer_bp:
        return None
    return finding(
        "quote_crossed",
        participant=quote.participant,
        instrument=quote.instrument,
        bid_bp=quote.bid_bp,
        offer_bp=quote.offer_bp,
    )


def slipped_unit(quote: Quote, previous_bp: float | None, *, ratio: float) -> Finding | None:
    """Return a finding when a side is nearer to a hundredth of yesterday's price than to the price itself.

    A quote that falls by more than `ratio` times, and would stand within `ratio` times of yesterday as a percentage,
    was typed in % instead of bp.
    """
    lowest = min(quote.bid_bp, quote.offer_bp)
    if previous_bp is None or lowest <= 0.0 or lowest * ratio > previous_bp:
        return None
    if not 1.0 / ratio <= lowest * BP_AS_PERCENT / previous_bp <= ratio:
        return None
    return finding(
        "quote_unit_slip",
        participant=quote.participant,
        instrument=quote.instrument,
        value=lowest,
        meant=round(lowest * BP_AS_PERCENT, 4),
        previous=previous_bp,
    )


def missing(quotes: Iterable[Quote], owed: Mapping[str, Collection[str]]) -> tuple[Finding, ...]:
    """Return what each participant owes and did not give; one finding where it gave nothing at all."""
    given: dict[str, set[str]] = {participant: set() for participant in owed}
    for quote in quotes:
        given.setdefault(quote.participant, set()).add(quote.instrument)
    found = []
    for participant, instruments in sorted(owed.items()):
        lacking = sorted(set(instruments) - given[participant])
        if instruments and not given[participant]:
            found.append(finding("participant_silent", participant=participant, number=len(lacking)))
        elif lacking:
            found.append(finding("quote_missing", participant=participant, instruments=" ".join(lacking)))
    return tuple(found)
