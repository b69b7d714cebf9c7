"""状況 / How the businesses stand, how far each step is, and what was said of the centres (BCP-2.2, 3.1.b, 4.6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from addin.app.continuity_record import Kept, Said, by, instant, needed, optional, reports, said, shaped, word
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.continuity.centre import CentreReport, CentreWord
from calc.continuity.services import ServiceReport, ServiceState
from calc.plan.clauses import book


class StepState(StrEnum):
    """How far a step of the procedure is."""

    OPEN = "open"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class StepReport:
    """What was reported of one step: how far it is, and who leads it."""

    step: str
    state: StepState
    at: datetime
    lead: str
    by: str = ""
    note: str = ""


def services_of_plan() -> tuple[str, ...]:
    """Return the businesses to be kept going, in the plan's order (BCP-2.2)."""
    (services,) = book().values("services").values()
    return tuple(services)


def steps_of_plan() -> tuple[str, ...]:
    """Return every step of the procedures, what comes first leading (BCP-3.1.b, BCP-3.3.b)."""
    steps = [each for each in book().clauses.values() if "step" in each.then]
    return tuple(str(each.then["step"]) for each in sorted(steps, key=lambda each: not each.then.get("first", False)))


def service_said(report: ServiceReport) -> Said:
    """Return a report of a business as the record takes it; `by` is who said so, who recorded it stands beside it.

    Raises RefusedError `continuity_word`, `continuity_blank` or `continuity_long`, its place the column.
    """
    content = {
        "service": word(report.service, services_of_plan(), "service"),
        "state": report.state.value,
        "by": needed(report.by, "by"),
        "note": optional(report.note, "note"),
    }
    return Said(Kept.SERVICE, content, report.at)


def step_said(report: StepReport) -> Said:
    """Return a report of a step as the record takes it. Raises RefusedError as `service_said`."""
    content = {
        "step": word(report.step, steps_of_plan(), "step"),
        "state": report.state.value,
        "lead": needed(report.lead, "lead"),
        "note": optional(report.note, "note"),
    }
    return Said(Kept.STEP, content, report.at)


def centre_said(report: CentreReport) -> Said:
    """Return what a named person said of a centre, and why, as the record takes it.

    Raises RefusedError `continuity_blank` without a name or a reason (gap G16: somebody judges), or `continuity_long`.
    """
    content = {
        "word": report.word.value,
        "by": needed(report.by, "by"),
        "reason": needed(report.reason, "reason"),
    }
    return Said(Kept.CENTRE, content, report.at)


def service_reports(journal: Journal, *, at: datetime) -> tuple[ServiceReport, ...]:
    """Return every report of a business by an instant, oldest first. Raises RefusedError `continuity_unread`."""
    return shaped(reports(journal, Kept.SERVICE, at=at), _service)


def step_reports(journal: Journal, *, at: datetime) -> dict[str, StepReport]:
    """Return the last report of each step by an instant. Raises RefusedError `continuity_unread`."""
    return {each.step: each for each in shaped(reports(journal, Kept.STEP, at=at), _step)}


def centre_reports(journal: Journal, *, at: datetime) -> tuple[CentreReport, ...]:
    """Return what was said of the centres by an instant, oldest first. Raises RefusedError `continuity_unread`."""
    return shaped(reports(journal, Kept.CENTRE, at=at), _centre)


def _service(entry: Entry) -> ServiceReport:
    content = said(entry)
    state = ServiceState(content["state"])
    return ServiceReport(str(content["service"]), state, instant(entry), str(content["by"]), str(content["note"]))


def _step(entry: Entry) -> StepReport:
    content = said(entry)
    lead, note = str(content["lead"]), str(content["note"])
    return StepReport(str(content["step"]), StepState(content["state"]), instant(entry), lead, by(entry), note)


def _centre(entry: Entry) -> CentreReport:
    content = said(entry)
    return CentreReport(instant(entry), CentreWord(content["word"]), str(content["by"]), str(content["reason"]))
