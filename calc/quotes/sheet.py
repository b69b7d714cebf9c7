"""A whole quote sheet (気配値) put to every check: what blocks, and what a person is asked about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from calc.outcome import Finding
from calc.quotes.checks import (
    Limits,
    ahead,
    crossed,
    locked,
    market_move,
    missing,
    negative,
    out_of_order,
    repeated,
    slipped_unit,
    spiked,
    stale,
    unchanged,
    wide,
)
from calc.quotes.quote import Quote

BLOCKING = frozenset({"quote_crossed", "quote_missing", "participant_silent", "quote_repeated"})

DOUBTED = frozenset({"quote_crossed", "quote_unit_slip", "quote_sign"})  # its level says nothing about its neighbours


@dataclass(frozen=True, slots=True)
class Beside:
    """What quotes are checked beside: yesterday's prices in bp, what each participant owes, the series of an index."""

    previous_bp: Mapping[str, float]
    owed: Mapping[str, Collection[str]] = field(default_factory=dict)
    series: Sequence[str] = ()


def checked_sheet(quotes: Sequence[Quote], beside: Beside, *, limits: Limits, at: datetime) -> tuple[Finding, ...]:
    """Return every finding of a sheet, quote by quote, then those of the sheet as a whole."""
    market = market_move(quotes, beside.previous_bp)
    each = [
        quote_findings(quote, beside.previous_bp.get(quote.instrument), market=market, limits=limits, at=at)
        for quote in quotes
    ]
    plain = [
        quote for quote, found in zip(quotes, each, strict=True) if not DOUBTED.intersection(f.code for f in found)
    ]
    return (
        *(found for of_quote in each for found in of_quote),
        *repeated(quotes),
        *out_of_order(plain, beside.previous_bp, series=beside.series),
        *missing(quotes, beside.owed),
    )


def quote_findings(
    quote: Quote, previous_bp: float | None, *, market: float, limits: Limits, at: datetime
) -> tuple[Finding, ...]:
    """Return the findings of one quote; a slipped unit is told as that alone, not as a spike and a width too."""
    always = (crossed(quote), locked(quote), negative(quote), stale(quote, at=at, limits=limits), ahead(quote, at=at))
    slip = slipped_unit(quote, previous_bp, ratio=limits.unit_slip_ratio, market=market)
    by_size = (
        wide(quote, limits=limits),
        spiked(quote, previous_bp, ratio=limits.spike_ratio, market=market),
        unchanged(quote, previous_bp, market=market, limits=limits),
    )
    return tuple(found for found in (*always, slip, *(() if slip else by_size)) if found is not None)


def blocks(findings: Iterable[Finding]) -> bool:
    """Return whether a sheet with these findings cannot be sent, whatever anybody says."""
    return any(found.code in BLOCKING for found in findings)
