"""The duties that came up in a drill: uploads, decisions, notices, calls, each by the plan's own time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from addin.drills.marks import SILENT, Grade, Kind, Mark, graded
from addin.drills.script import Script
from addin.drills.walk import Look
from calc.plan.board import duty_words, until
from calc.plan.clauses import book
from calc.plan.duties import Owed
from calc.plan.occurrences import Status
from calc.plan.rows import rows_of
from calc.plan.types import Row
from calc.text.wording import Words

DECISIONS = ("upload", "decide", "proxy_entry")
CONSIDERED = "consider"  # a strength: the plan names no time for it
Identity = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """One duty through the day: its row, from when until when it was seen, and when it was done or overtaken."""

    row: Row
    first: datetime
    gone: datetime
    done: datetime | None = None
    overtaken: bool = False


def duty_marks(script: Script, looks: Sequence[Look]) -> Iterator[Mark]:
    """Yield a mark for each duty of the desk's own side that came up in the drill and fell due by its end."""
    grace = timedelta(minutes=script.day.settings.notice_grace_minutes)
    for each in followed(looks).values():
        due = _due(each, grace=grace, ends=script.ends)
        began_before = each.first == looks[0].at and each.row.opens < script.begins
        if each.row.mode == "do" and not began_before and not _is_excused(each, due):
            yield _mark(each, due)


def followed(looks: Sequence[Look]) -> dict[Identity, Followed]:
    """Return every duty that came up at any of the looks, as it was followed from one to the next."""
    found = dict[Identity, Followed]()
    for each, following in zip(looks, (*looks[1:], looks[-1]), strict=True):
        for owed in each.owed:
            key = (*owed.identity, owed.occurrence.participant)
            found[key] = _further(found.get(key), owed, each, until=following.at)
    return found


def _further(before: Followed | None, owed: Owed, at: Look, *, until: datetime) -> Followed:
    seen = replace(before or Followed(_row(owed, at), at.at, until), gone=until)
    if seen.done or owed.status is Status.OPEN:
        return seen
    done = at.at if owed.status is Status.CLOSED else None
    return replace(seen, done=done, overtaken=owed.status is Status.MISSED)


def _row(owed: Owed, at: Look) -> Row:
    """Return a duty as a row, as which a missed one alone is shown whatever its side."""
    _, (row,) = rows_of([replace(owed, status=Status.MISSED)], asked=at.asked)
    return row


def _due(each: Followed, *, grace: timedelta, ends: datetime) -> datetime:
    """Return until when a duty is in time: the plan's own time; what is only to be considered has none.

    A duty that was learned of only after its time has the usual grace from then on.
    """
    if book().clauses[each.row.clause].strength == CONSIDERED:
        return ends
    return until(each.row) if each.first <= until(each.row) else each.first + grace


def _is_excused(each: Followed, due: datetime) -> bool:
    """Return whether nobody can be blamed: the duty went away, or the drill ended, before it fell due."""
    return each.done is None and not each.overtaken and each.gone <= due


def _mark(each: Followed, due: datetime) -> Mark:
    kind = Kind.DECISION if each.row.what in DECISIONS else Kind.NOTICE
    grade = graded(each.done, due)
    is_overtaken = grade is Grade.MISSING and each.overtaken
    why = Words("次の連絡に追い越された", "overtaken unsent") if is_overtaken else SILENT
    return Mark(kind, (each.row.clause,), duty_words(each.row), each.row.opens, due, each.done, grade, why)
