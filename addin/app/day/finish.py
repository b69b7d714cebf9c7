"""The whole day: computed, then recorded, then written, in that order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from addin.app.day.record import recorded
from addin.app.day.run import DayRequest, DayResult, Step, computed_day
from addin.app.day.write import written
from addin.log import log
from addin.now import now, seconds
from addin.store.journal import Journal
from calc.days.cutoff import instant
from calc.outcome import RefusedError

END_OF_DAY = time(20, 30)


@dataclass(frozen=True, slots=True)
class FinishedDay:
    """A computed day with what it left in the record and on disk."""

    result: DayResult
    out: Path
    files: tuple[Path, ...]
    entries: int
    added: int
    head: str


def default_at(business_date: date) -> datetime:
    """Return now on the business date itself, else 20:30 of it, after the last cut-off."""
    moment = now()
    return moment if moment.date() == business_date else instant(business_date, END_OF_DAY)


def finished_day(
    folder: Path,
    *,
    home: Path,
    out: Path | None,
    at: datetime | None,
    sets: tuple[str, ...],
    tell: Callable[[str], None],
) -> FinishedDay:
    """Return the day run end to end; nothing is written that was not recorded first."""
    started = seconds()
    request = DayRequest(folder, home, at, sets)
    result = computed_day(request, default_at=default_at, tell=tell)
    place = out or Path("out") / result.business_date.isoformat()
    with Journal(home) as journal:
        tell("record")
        entries = recorded(result, journal)
        result.steps.append(Step("record", "done"))
        tell("write")
        files: tuple[Path, ...] = ()
        try:
            made = written(result, journal, place)
            entries, files = (*entries, *made.entries), made.files
            result.steps.append(Step("write", "partial" if made.findings else "done", made.findings))
        except RefusedError as refused:
            result.steps.append(Step("write", "stopped", refused.findings))
            files = ()
        check = journal.verify()
    took = {"seconds": seconds() - started, "findings": len(result.findings), "entries": len(entries)}
    log(home).info("day.finished", extra=took)
    return FinishedDay(result, place, files, check.entries, sum(entry.added for entry in entries), check.head)
