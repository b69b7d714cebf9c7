"""Moving to the alternate office or the secondary centre and back: the steps of both ways, and how far each is.

Some steps leave something in the record: those are proved by it, and nobody can tick them off before. All others are a
person's word. Source: BCP-3.1.b.1 to 3.1.b.6, BCP-4.2 to BCP-4.6; the steps themselves are ours (`move.toml`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from calc.tables import packaged
from calc.text.wording import Words


class Way(StrEnum):
    """Out of the main office, or back in."""

    OUT = "out"
    IN = "in"


class Progress(StrEnum):
    """How far a step is; `not_needed` is a person's word, too."""

    OPEN = "open"
    PROVED = "proved"
    DONE = "done"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class MoveStep:
    """One step of the list: its clause, its words, and the name of what proves it, "" for a person's word."""

    name: str
    clause: str
    words: Words
    proof: str = ""


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What a person reported of one step."""

    way: Way
    step: str
    progress: Progress
    at: datetime
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the record proves something, and what it shows either way."""

    holds: bool
    shown: Words


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One step with how far it is; `report` is the last one since the move began, `proof` what the record shows."""

    step: MoveStep
    progress: Progress
    report: MoveReport | None
    proof: Proof | None


@cache
def steps_of(way: Way) -> tuple[MoveStep, ...]:
    """Return the steps of one way, in the order in which they are done."""
    return tuple(
        MoveStep(each["name"], each["clause"], Words(each["ja"], each["en"]), each.get("proof", ""))
        for each in packaged("calc.continuity", "move.toml")[way.value]
    )


def move_board(
    way: Way, reports: Iterable[MoveReport], proofs: Mapping[str, Proof], *, since: datetime
) -> tuple[MoveRow, ...]:
    """Return every step of a way with how far it is.

    What the record proves now is done; what it no longer proves is open again, whoever ticked it off.
    """
    last = {
        each.step: each
        for each in sorted(reports, key=lambda report: report.at)
        if each.way is way and each.at >= since
    }  # fmt: skip
    return tuple(_row(step, last.get(step.name), proofs.get(step.proof)) for step in steps_of(way))


def _row(step: MoveStep, report: MoveReport | None, proof: Proof | None) -> MoveRow:
    said = Progress.OPEN if report is None else report.progress
    if proof is None or said is Progress.NOT_NEEDED:
        return MoveRow(step, said, report, proof)
    return MoveRow(step, Progress.PROVED if proof.holds else Progress.OPEN, report, proof)


def next_step(rows: Sequence[MoveRow]) -> MoveRow | None:
    """Return the first step that is open, None when all are seen to."""
    return next((row for row in rows if row.progress is Progress.OPEN), None)
