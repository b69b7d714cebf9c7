"""The centre clock: when clearing moves to the secondary centre, and until when it is to run there (BCP-4.6).

Two things must be there, and a named person says each: the primary is unusable, and it is judged hard to recover
quickly. Neither is measured by the product (gap G16).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class CentreWord(StrEnum):
    """What can be said of a centre."""

    UNUSABLE = "unusable"
    USABLE = "usable"
    HARD_TO_RECOVER = "hard_to_recover"
    QUICKLY_RECOVERABLE = "quickly_recoverable"
    RUNNING_AT_SECONDARY = "running_at_secondary"
    BACK_AT_PRIMARY = "back_at_primary"


@dataclass(frozen=True, slots=True)
class CentreReport:
    """What a named person said of the primary centre, or of where clearing runs, and why."""

    at: datetime
    word: CentreWord
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CentreRow:
    """Where the switch stands: `switch` since both halves are said, `target` for running there, `late` beyond it."""

    switch: datetime | None
    judged_by: str | None
    target: datetime
    running_since: datetime | None
    late: bool


_OPPOSITE = {
    CentreWord.UNUSABLE: CentreWord.USABLE,
    CentreWord.HARD_TO_RECOVER: CentreWord.QUICKLY_RECOVERABLE,
    CentreWord.RUNNING_AT_SECONDARY: CentreWord.BACK_AT_PRIMARY,
}


def centre_clock(
    reports: Iterable[CentreReport], *, occurred_at: datetime, within: timedelta, at: datetime
) -> CentreRow:
    """Return where the switch to the secondary centre stands, by what was reported until an instant.

    The target runs from the occurrence, not from the judgement; `within` is the plan's, about two hours.
    """
    known = sorted((each for each in reports if each.at <= at), key=lambda each: each.at)
    unusable, judged = _standing(CentreWord.UNUSABLE, known), _standing(CentreWord.HARD_TO_RECOVER, known)
    running = _standing(CentreWord.RUNNING_AT_SECONDARY, known)
    both = unusable is not None and judged is not None
    switch = max(each.at for each in (unusable, judged) if each) if both else None
    target = occurred_at + within
    return CentreRow(
        switch=switch,
        judged_by=judged.by if both and judged else None,
        target=target,
        running_since=running.at if running else None,
        late=switch is not None and (running.at if running else at) > target,
    )


def _standing(word: CentreWord, known: Sequence[CentreReport]) -> CentreReport | None:
    """Return the report since which a word is true, None where it was never said or was taken back since."""
    since: CentreReport | None = None
    for report in known:
        if report.word is word:
            since = since or report
        elif report.word is _OPPOSITE[word]:
            since = None
    return since
