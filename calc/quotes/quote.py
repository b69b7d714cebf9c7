"""A participant's quote (気配値) for one instrument."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """Bid and offer in bp as one participant gave them, with the time they were good."""

    participant: str
    instrument: str
    bid_bp: float
    offer_bp: float
    as_of: str = ""
