"""A participant's quote (気配値) for one instrument."""

from dataclasses import dataclass, field
from datetime import datetime

from calc.days.cutoff import parse_instant
from calc.outcome import Finding, finding
from calc.text.numeral import Unit, number
from calc.text.wording import words


@dataclass(frozen=True, slots=True)
class Quote:
    """Bid and offer in bp as one participant gave them, with the time they were good, and the row of their table."""

    participant: str
    instrument: str
    bid_bp: float
    offer_bp: float
    as_of: str = ""
    row: int | None = field(default=None, compare=False)


def level(cell: object) -> float | Finding:
    """Return a bid or offer in bp as it was typed; `number_refused` with the reason where it cannot be read so.

    A number that a workbook shows as % is refused, too: nobody can tell what it means in bp.
    """
    read = number(cell, unit=Unit.BP)
    if not isinstance(read, Finding):
        return float(read)
    why = words(read)
    return finding("number_refused", reason_ja=why.ja, reason_en=why.en)


def given_at(quote: Quote) -> datetime | None:
    """Return when a quote was good; None when it does not say."""
    given = parse_instant(quote.as_of) if quote.as_of else None
    return given if isinstance(given, datetime) else None
