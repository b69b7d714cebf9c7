"""What may be wrong with quotes, one function each; each finding names the participant and the instrument.

A market that moves as a whole is no fault of one quote: moves are measured beside the median move of the sheet, so
that the real crisis, which is itself the spike, does not drown the desk. Source: CP-1.1 asks only that quotes
arrive; a wrong quote can become a trade, so the checks are the desk's own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import log10
from statistics import median

from calc.days.cutoff import iso
from calc.outcome import Finding, Place, finding
from calc.quotes.quote import Quote, given_at


@dataclass(frozen=True, slots=True)
class Limits:
    """From where a quote is asked about: ratios to yesterday, widths, minutes of age (the desk's settings)."""

    unit_slip_ratio: float
    spike_ratio: float
    width_bp: float
    width_share: float
    age_minutes: int
    unchanged_move: float


def crossed(quote: Quote) -> Finding | None:
    """Return a finding when the bid is above the offer."""
    return _sides("quote_crossed", quote, "bid") if quote.bid_bp > quote.offer_bp else None


def locked(quote: Quote) -> Finding | None:
    """Return a finding when bid and offer are the same."""
    return _sides("quote_locked", quote, "bid") if quote.bid_bp == quote.offer_bp else None


def negative(quote: Quote) -> Finding | None:
    """Return a finding when a side is zero or below: a spread is above zero, so its sign was mistyped."""
    side = "bid" if quote.bid_bp <= 0.0 else "offer"
    return _sides("quote_sign", quote, side) if min(quote.bid_bp, quote.offer_bp) <= 0.0 else None


def wide(quote: Quote, *, limits: Limits) -> Finding | None:
    """Return a finding when bid and offer stand apart by more than both limits, in bp and as a share of the middle."""
    width = quote.offer_bp - quote.bid_bp
    if width <= max(limits.width_bp, limits.width_share * abs(_mid(quote))):
        return None
    place = _place(quote, "offer")
    return finding(
        "quote_wide", place, participant=quote.participant, instrument=quote.instrument, width=f"{width:.4g}"
    )


def slipped_unit(quote: Quote, previous_bp: float | None, *, ratio: float, market: float = 1.0) -> Finding | None:
    """Return a finding when a side is a power of ten away from yesterday's price moved with the market.

    A side further than `ratio` times from there was typed in another unit (% for bp), or with a digit too many or too
    few; no market moves so far in a day.
    """
    if previous_bp is None or previous_bp <= 0.0:
        return None
    expected = previous_bp * market
    for column, side in (("bid", quote.bid_bp), ("offer", quote.offer_bp)):
        if side > 0.0 and not 1.0 / ratio <= side / expected <= ratio:
            power = round(log10(side / expected))
            return finding(
                "quote_unit_slip",
                _place(quote, column),
                participant=quote.participant,
                instrument=quote.instrument,
                value=side,
                meant=f"{side / 10.0**power:.6g}",
                previous=previous_bp,
            )
    return None


def spiked(quote: Quote, previous_bp: float | None, *, ratio: float, market: float = 1.0) -> Finding | None:
    """Return a finding when the middle moved by more than `ratio` times beside the market's move."""
    if previous_bp is None or previous_bp <= 0.0 or _mid(quote) <= 0.0:
        return None
    if 1.0 / ratio <= _mid(quote) / (previous_bp * market) <= ratio:
        return None
    return finding(
        "quote_spike",
        _place(quote, "bid"),
        participant=quote.participant,
        instrument=quote.instrument,
        mid=f"{_mid(quote):.6g}",
        previous=previous_bp,
        market=f"{100.0 * (market - 1.0):+.1f}",
    )


def stale(quote: Quote, *, at: datetime, limits: Limits) -> Finding | None:
    """Return a finding when the quote was good longer before an instant than the limit; one without a time is not."""
    given = given_at(quote)
    if given is None or at - given <= timedelta(minutes=limits.age_minutes):
        return None
    return _timed("quote_stale", quote, given)


def ahead(quote: Quote, *, at: datetime) -> Finding | None:
    """Return a finding when the quote is said to be good only after an instant: a clock or a date is wrong."""
    given = given_at(quote)
    return None if given is None or given <= at else _timed("quote_ahead", quote, given)


def unchanged(quote: Quote, previous_bp: float | None, *, market: float, limits: Limits) -> Finding | None:
    """Return a finding when the middle is still yesterday's price although the market moved further than the limit."""
    has_moved = not 1.0 / limits.unchanged_move <= market <= limits.unchanged_move
    if previous_bp is None or not has_moved or abs(_mid(quote) - previous_bp) > 1e-9 * previous_bp:
        return None
    return finding(
        "quote_unchanged",
        _place(quote, "bid"),
        participant=quote.participant,
        instrument=quote.instrument,
        previous=previous_bp,
        market=f"{100.0 * (market - 1.0):+.1f}",
    )


def repeated(quotes: Iterable[Quote]) -> tuple[Finding, ...]:
    """Return a finding for each quote of a participant for an instrument that it has quoted already."""
    seen = set[tuple[str, str]]()
    found = []
    for quote in quotes:
        key = (quote.participant, quote.instrument)
        if key in seen:
            named = {"participant": quote.participant, "instrument": quote.instrument}
            found.append(finding("quote_repeated", _place(quote, "instrument"), **named))
        seen.add(key)
    return tuple(found)


def out_of_order(
    quotes: Iterable[Quote], previous_bp: Mapping[str, float], *, series: Sequence[str]
) -> tuple[Finding, ...]:
    """Return a finding where neighbouring series of one index stand the other way round than yesterday.

    `series` are the instruments of the index from the oldest to the newest. Two neighbours are told when one's offer
    is below the other's bid, and yesterday their prices stood clearly the other way.
    """
    by_key = {(quote.participant, quote.instrument): quote for quote in quotes}
    found = []
    for participant in sorted({quote.participant for quote in by_key.values()}):
        mine = [by_key[participant, code] for code in series if (participant, code) in by_key and code in previous_bp]
        for older, newer in pairwise(mine):
            width = (older.offer_bp - older.bid_bp + newer.offer_bp - newer.bid_bp) / 2.0
            was = previous_bp[newer.instrument] - previous_bp[older.instrument]
            now = _mid(newer) - _mid(older)
            if was * now < 0.0 and min(abs(was), abs(now)) > width:
                pair = {"older": older.instrument, "newer": newer.instrument}
                found.append(finding("quote_order", _place(newer, "instrument"), participant=participant, **pair))
    return tuple(found)


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


def market_move(quotes: Iterable[Quote], previous_bp: Mapping[str, float]) -> float:
    """Return by which ratio the middle of the market moved since yesterday: the median over quotes, 1 without any."""
    moves = [
        _mid(quote) / previous_bp[quote.instrument]
        for quote in quotes
        if previous_bp.get(quote.instrument, 0.0) > 0.0 and _mid(quote) > 0.0
    ]
    return median(moves) if moves else 1.0


def _mid(quote: Quote) -> float:
    return (quote.bid_bp + quote.offer_bp) / 2.0


def _place(quote: Quote, column: str) -> Place:
    """Return the cell of a quote that was read from a table, without the table's name, which a quote does not know."""
    return Place() if quote.row is None else Place("", quote.row, column)


def _timed(code: str, quote: Quote, given: datetime) -> Finding:
    place = _place(quote, "as_of")
    return finding(code, place, participant=quote.participant, instrument=quote.instrument, as_of=iso(given))


def _sides(code: str, quote: Quote, column: str) -> Finding:
    return finding(
        code,
        _place(quote, column),
        participant=quote.participant,
        instrument=quote.instrument,
        bid_bp=quote.bid_bp,
        offer_bp=quote.offer_bp,
    )
