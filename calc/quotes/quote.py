"""A participant's quote (気配値) for one instrument."""

from dataclasses import dataclass
from datetime import datetime

from calc.days.cutoff import parse_instant


@dataclass(frozen=True, slots=True)
class Quote:
    """Bid and offer in bp as one participant gave them, with the time they were good."""

    participant: str
    instrument: str
    bid_bp: float
    offer_bp: float
    as_of: str = ""


def given_at(quote: Quote) -> datetime | None:
    """Return when a quote was good; None when it does not say."""
    given = parse_instant(quote.as_of) if quote.as_of else None
    return given if isinstance(given, datetime) else None
