"""The whole day: computed, then recorded, then written, in that order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from addin.app.day.approvals import DayApprovals
from addin.app.day.record import recorded
from addin.app.day.run import DayRequest, DayResult, Step, computed_day
from addin.app.day.write import written
from addin.app.drill_wall import default_out
from addin.app.settings_record import method_findings
from addin.log import log
from addin.now import now, seconds
from addin.store import snapshots
from addin.store.journal import Entry, Journal
from addin.store.second import copied
from addin.store.shown import unconfirmed
from calc.days.cutoff import instant
from calc.outcome import RefusedError
from calc.text.wording import Severity, severity

END_OF_DAY = time(20, 30)


@dataclass(frozen=True, slots=True)
class FinishedDay:
    """A computed day with what it left in the record and on disk."""

    result: DayResult
    out: Path
    files: tuple[Path, ...]
    approvals: DayApprovals
    entries: int
    added: int
    head: str
    missed: tuple[Entry, ...]  # of an earlier run that was killed: nobody may have seen them confirmed


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
    on_recorded: Callable[[Entry], object] | None = None,
) -> FinishedDay:
    """Return the day run end to end; nothing is written that was not recorded first.

    `on_recorded` is told each entry as soon as it is durable, those found from an earlier run too.
    """
    started = seconds()
    request = DayRequest(folder, home, at, sets)
    result = computed_day(request, default_at=default_at, tell=tell)
    place = out or default_out(home, result.business_date.isoformat())
    copy = copied(home, result.settings.text("second_place"))
    with Journal(home, on_recorded=on_recorded, after_commit=copy) as journal:
        tell("record")
        missed = journal.unconfirmed()
        snapshots.keep(home, result.inputs.contents.values())
        kept = recorded(result, journal)
        entries = kept.value
        found = (*unconfirmed(missed), *kept.findings, *journal.findings, *method_findings(journal))
        result.steps.append(Step("record", "done", found))
        tell("write")
        files, approvals = tuple[Path, ...](), DayApprovals((), ())
        try:
            made = written(result, journal, place, at=now())
            entries, files, approvals = (*entries, *made.entries), made.files, made.approvals
            wrong = any(severity(each) is Severity.ERROR for each in made.findings)
            result.steps.append(Step("write", "partial" if wrong else "done", made.findings))
        except RefusedError as refused:
            result.steps.append(Step("write", "stopped", refused.findings))
        last = journal.last() or entries[-1]
    took = {"seconds": seconds() - started, "findings": len(result.findings), "entries": len(entries)}
    log(home).info("day.finished", extra=took)
    added = sum(entry.added for entry in entries)
    return FinishedDay(result, place, files, approvals, last.n, added, last.hash, missed)
