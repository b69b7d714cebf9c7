"""What was keyed on a participant's behalf beside what it sent: the participant answers for it (CP-1.1.R3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Sides: TypeAlias = tuple[float, float]


class Verdict(StrEnum):
    """How one instrument compares."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_KEYED = "not_keyed"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """Bid and offer in bp of one instrument as they were sent and as they were keyed; None where there are none."""

    instrument: str
    sent: Sides | None
    keyed: Sides | None

    @property
    def verdict(self) -> Verdict:
        """Return how the two compare; equal numbers are the same however many digits were typed."""
        if self.keyed is None:
            return Verdict.NOT_KEYED
        if self.sent is None:
            return Verdict.NOT_SENT
        return Verdict.SAME if self.sent == self.keyed else Verdict.DIFFERS


def reconciled(sent: Mapping[str, Sides], keyed: Mapping[str, Sides]) -> tuple[KeyedRow, ...]:
    """Return a row for every instrument that was sent or keyed, in order of their codes."""
    return tuple(KeyedRow(each, sent.get(each), keyed.get(each)) for each in sorted({*sent, *keyed}))
