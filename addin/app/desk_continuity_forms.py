"""The forms of the continuity book: what a person types into each row, and what the record makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from addin.app.continuity_contacts import contact_said, means_in_order, poll_said, roles, try_said
from addin.app.continuity_log import Exercise, decision_said, exercise_said
from addin.app.continuity_people import absence_said, mover_said, shift_said
from addin.app.continuity_record import Said, needed, word
from addin.app.continuity_state import called
from addin.app.continuity_status import StepReport, StepState, centre_said, service_said, step_said
from addin.app.desk_continuity_pages import role_words
from addin.app.desk_continuity_rows import FormRow, Maker
from addin.books.regions import continuity as regions
from addin.books.regions.region import Region
from calc.continuity.bodies import Poll
from calc.continuity.centre import CentreReport, CentreWord
from calc.continuity.contacts import Contact, Try
from calc.continuity.readiness import Entry as Held
from calc.continuity.roster import Mover, Shift
from calc.continuity.services import ServiceReport, ServiceState
from calc.outcome import Place, RefusedError, finding

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its region, the columns that a person fills, the one that a row is about, if buttons write it."""

    region: Region
    typed: tuple[str, ...]
    make: Maker
    subject: str | None = None
    kept: Region | None = None


def _step(row: FormRow) -> Sequence[Said]:
    state = _one_of(row, "state", StepState)
    return [step_said(StepReport(row.word("step"), state, row.moment("at"), row.text("lead"), note=row.text("note")))]


def _service(row: FormRow) -> Sequence[Said]:
    state = _one_of(row, "state", ServiceState)
    report = ServiceReport(row.word("service"), state, row.moment("at"), row.text("by"), row.text("note"))
    return [service_said(report)]


def _poll(row: FormRow) -> Sequence[Said]:
    name = _known(row, "body")
    return [poll_said(Poll(name, row.moment("at"), reached=_needed_yes(row, "reached"), status=row.text("status")))]


def _try(row: FormRow) -> Sequence[Said]:
    """Return a try; where no means was chosen it is the one that comes next."""
    name = _known(row, "contact")
    coming = next(each.next_means for each in called(row.state) if each.contact.name == name)
    means = word(needed(row.word("means") or coming or "", "means"), means_in_order(), "means")
    return [try_said(Try(name, means, row.moment("at"), reached=_needed_yes(row, "reached")), note=row.text("note"))]


def _contact(row: FormRow) -> Sequence[Said]:
    means = {name: row.text(name) for name in means_in_order()}
    contact = Contact(row.text("name"), _role(row), means, row.day("verified"), row.day("exchanged"))
    return [contact_said(contact, at=row.now, withdrawn=bool(row.yes("withdrawn")))]


def _shift(row: FormRow) -> Sequence[Said]:
    day = row.day("day")
    if day is None:
        raise RefusedError([finding("continuity_blank", Place(column="day"), field="day")])
    return [shift_said(Shift(day, tuple(row.text(name) for name in ("first", "second", "third"))), at=row.now)]


def _mover(row: FormRow) -> Sequence[Said]:
    mover = Mover(row.text("person"), row.text("task"), row.text("deputy") or None)
    return [mover_said(mover, at=row.now, withdrawn=bool(row.yes("withdrawn")))]


def _absence(row: FormRow) -> Sequence[Said]:
    return [absence_said(row.text("person"), at=row.moment("at"), absent=_needed_yes(row, "absent"))]


def _centre(row: FormRow) -> Sequence[Said]:
    report = CentreReport(row.moment("at"), _one_of(row, "word", CentreWord), row.text("by"), row.text("reason"))
    return [centre_said(report)]


def _decision(row: FormRow) -> Sequence[Said]:
    return [
        decision_said(
            row.text("what"),
            by=row.text("by"),
            reason=row.text("reason"),
            at=row.moment("at"),
            amends=row.text("amends"),
            known=row.state.decisions,
        )
    ]


def _exercise(row: FormRow) -> Sequence[Said]:
    on = row.day("on")
    if on is None:
        raise RefusedError([finding("continuity_blank", Place(column="on"), field="on")])
    held = Held(row.word("register"), on, row.word("kind"), row.text("by"), row.text("note"))
    return [exercise_said(Exercise(held, tuple(row.text("clauses").split())), at=row.now)]


FORMS = (
    Form(regions.STEPS, ("state", "lead", "at", "note"), _step, subject="step"),
    Form(regions.SERVICES, ("state", "by", "at", "note"), _service, subject="service"),
    Form(regions.POLLS, ("reached", "at", "status"), _poll, subject="body"),
    Form(regions.CALLS, ("means", "reached", "at", "note"), _try, subject="contact"),
    Form(regions.ABSENCES, ("person", "absent", "at"), _absence),
    Form(regions.CENTRE_FORM, ("word", "by", "at", "reason"), _centre),
    Form(regions.DECISION_FORM, ("what", "reason", "by", "amends", "at"), _decision),
    Form(regions.DRILL_FORM, ("on", "register", "kind", "by", "note", "clauses"), _exercise),
    Form(regions.CONTACTS, regions.CONTACT_COLUMNS, _contact, kept=regions.CONTACTS_KEPT),
    Form(regions.ROSTER, regions.SHIFT_COLUMNS, _shift, kept=regions.ROSTER_KEPT),
    Form(regions.MOVERS, regions.MOVER_COLUMNS, _mover, kept=regions.MOVERS_KEPT),
)


def _one_of(row: FormRow, name: str, kind: type[E]) -> E:
    """Return what was chosen. Raises RefusedError `continuity_blank` or `continuity_word`."""
    given = needed(row.word(name), name)
    return kind(word(given, [each.value for each in kind], name))


def _needed_yes(row: FormRow, name: str) -> bool:
    """Return whether yes was chosen. Raises RefusedError `continuity_blank` where nothing was."""
    said = row.yes(name)
    if said is None:
        raise RefusedError([finding("continuity_blank", Place(column=name), field=name)])
    return said


def _role(row: FormRow) -> str:
    """Return the code of the role that was chosen by its words, or typed as a code."""
    return {role_words(each): each for each in roles()}.get(row.text("role"), row.word("role"))


def _known(row: FormRow, name: str) -> str:
    """Return a name that is among the contacts. Raises RefusedError `contact_unknown`."""
    given = needed(row.text(name), name)
    if given not in {each.name for each in row.state.contacts}:
        raise RefusedError([finding("contact_unknown", Place(column=name), name=given[:40])])
    return given
