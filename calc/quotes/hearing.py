"""What a participant is asked when the vendor is down: its own marks and sizes, never another member's (CP-1.3.R1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calc.quotes.averages import Removal, Sided
from calc.quotes.composite import Rule, Terms, composite
from calc.quotes.quote import Quote


@dataclass(frozen=True, slots=True)
class HearingRow:
    """One instrument of a sheet: yesterday's price, the participant's own quote in bp, its own net size in yen."""

    instrument: str
    previous_bp: float | None
    bid_bp: float | None
    offer_bp: float | None
    as_of: str
    size: float | None


def hearing_rows(
    participant: str,
    instruments: Iterable[str],
    *,
    quotes: Iterable[Quote],
    sizes: Mapping[str, Mapping[str, float]],
    previous_bp: Mapping[str, float],
) -> tuple[HearingRow, ...]:
    """Return one participant's sheet: every instrument asked about, with what that participant alone gave and holds."""
    own = {each.instrument: each for each in quotes if each.participant == participant}
    held = sizes.get(participant, {})
    return tuple(_row(code, previous_bp.get(code), own.get(code), held.get(code)) for code in instruments)


def obvious_errors(quotes: Mapping[str, Iterable[Sided]], *, terms: Terms) -> dict[str, tuple[Removal, ...]]:
    """Return who crosses all others by more than a width, by instrument: for JSCC's use only (domain 2.2)."""
    found = {code: composite(each, Rule.CROSS_LOCK, terms=terms).removed for code, each in sorted(quotes.items())}
    errors = {code: tuple(r for r in removed if r.code == "obvious_error") for code, removed in found.items()}
    return {code: each for code, each in errors.items() if each}


def _row(code: str, previous: float | None, quote: Quote | None, size: float | None) -> HearingRow:
    if quote is None:
        return HearingRow(code, previous, None, None, "", size)
    return HearingRow(code, previous, quote.bid_bp, quote.offer_bp, quote.as_of, size)
