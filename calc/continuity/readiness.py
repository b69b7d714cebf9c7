"""Standing duties: what must be in place before anything happens, and when each was last seen to (BCP-4, CP-1.1.a.R1).

"Regularly" has no length in the plan (gap G16): the age at which something is stale is a setting, none by default.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How a standing duty stands."""

    IN_PLACE = "in_place"
    STALE = "stale"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a register: a drill held, a verification, a training, a check of an environment or of a list."""

    register: str
    on: date
    kind: str
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """One clause's standing duty, with the last entry of its register."""

    clause: str
    register: str
    standing: Standing
    last: Entry | None


def readiness(
    registers: Mapping[str, str], entries: Iterable[Entry], *, today: date, stale_after: int | None = None
) -> tuple[ReadinessRow, ...]:
    """Return one row for each clause that asks for something to be in place, in plan order.

    `registers` names each clause's register; `stale_after` is in days, None where the desk has set no age.
    """
    made = sorted((entry for entry in entries if entry.on <= today), key=lambda entry: entry.on)
    return tuple(
        _row(clause, register, [entry for entry in made if entry.register == register], today=today, after=stale_after)
        for clause, register in registers.items()
    )


def _row(clause: str, register: str, entries: Sequence[Entry], *, today: date, after: int | None) -> ReadinessRow:
    if not entries:
        return ReadinessRow(clause, register, Standing.NEVER, None)
    last = entries[-1]
    stale = after is not None and (today - last.on).days > after
    return ReadinessRow(clause, register, Standing.STALE if stale else Standing.IN_PLACE, last)


def last_of_kind(entries: Iterable[Entry], kind: str) -> Entry | None:
    """Return the last drill, verification or training held."""
    return max((entry for entry in entries if entry.kind == kind), key=lambda entry: entry.on, default=None)
