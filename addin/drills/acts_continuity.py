"""The acts of a reference run that fill the continuity plan's registers: what is said, in the record's own shape."""

from collections.abc import Callable, Mapping

from addin.app.continuity_contacts import contact_said, poll_said, try_said
from addin.app.continuity_log import Exercise, decision_said, exercise_said, registers_of_plan
from addin.app.continuity_people import absence_said, mover_said, shift_said
from addin.app.continuity_record import Said
from addin.app.continuity_status import StepReport, StepState, centre_said, service_said, step_said
from addin.drills.script import Action
from calc.continuity.bodies import Poll
from calc.continuity.centre import CentreReport, CentreWord
from calc.continuity.contacts import Contact, Try
from calc.continuity.readiness import Entry as Held
from calc.continuity.roster import Mover, Shift
from calc.continuity.services import ServiceReport, ServiceState

WHO = "SK"


def _contact(action: Action) -> Said:
    told = action.details
    contact = Contact(told["name"], told["role"], told["means"], told.get("verified"), told.get("exchanged"))
    return contact_said(contact, at=action.at)


def _try(action: Action) -> Said:
    told = action.details
    return try_said(Try(told["contact"], told["means"], action.at, reached=told.get("reached", True)))


def _poll(action: Action) -> Said:
    told = action.details
    return poll_said(Poll(told["body"], action.at, reached=told.get("reached", True), status=told["status"]))


def _shift(action: Action) -> Said:
    return shift_said(Shift(action.details["day"], tuple(action.details["people"])), at=action.at)


def _mover(action: Action) -> Said:
    told = action.details
    return mover_said(Mover(told["person"], told["task"], told.get("deputy")), at=action.at)


def _absent(action: Action) -> Said:
    return absence_said(action.details["person"], at=action.at, absent=True)


def _service(action: Action) -> Said:
    told = action.details
    report = ServiceReport(told["service"], ServiceState(told["state"]), action.at, told.get("by", WHO), told["note"])
    return service_said(report)


def _step(action: Action) -> Said:
    told = action.details
    return step_said(StepReport(told["step"], StepState(told.get("state", "done")), action.at, told.get("lead", WHO)))


def _centre(action: Action) -> Said:
    told = action.details
    return centre_said(CentreReport(action.at, CentreWord(told["word"]), told.get("by", WHO), told["reason"]))


def _decide(action: Action) -> Said:
    told = action.details
    return decision_said(told["what"], by=told.get("by", WHO), reason=told["reason"], at=action.at)


def _seen(action: Action) -> Said:
    """Say that a standing duty was seen to: the register is the one of its clause."""
    clause, note = action.details["clause"], action.details["note"]
    held = Held(registers_of_plan()[clause], action.at.date(), "check", WHO, note)
    return exercise_said(Exercise(held, (clause,)), at=action.at)


CONTINUITY: Mapping[str, Callable[[Action], Said]] = {
    "contact": _contact,
    "try": _try,
    "poll": _poll,
    "shift": _shift,
    "mover": _mover,
    "absent": _absent,
    "service": _service,
    "step": _step,
    "centre": _centre,
    "decide": _decide,
    "seen": _seen,
}
