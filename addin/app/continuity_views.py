"""要員・連絡網・照会・引継 / The roster by date, who calls whom, the answers so far, what a shift hands over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from addin.app.approval.people import Person, initials_of
from addin.app.approval.steps import Tell
from addin.app.contingency_shift import Line, shift_rows
from addin.app.continuity_contacts import contact_said
from addin.app.continuity_file import registers_of_folder
from addin.app.continuity_incident import answer_at
from addin.app.continuity_people import mover_said, shift_said
from addin.app.continuity_record import Kept, Said, record_said
from addin.app.continuity_state import State, called, polled
from addin.app.pack_state import pack_state
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.continuity.bodies import Poll, PollRow
from calc.continuity.contacts import ContactRow, dealt
from calc.continuity.roster import DutyDay, duty_days
from calc.days.cutoff import JST
from calc.outcome import Place, RefusedError, finding


@dataclass(frozen=True, slots=True)
class Asked:
    """One external body: when it is to be asked next, and every answer since the incident, oldest first."""

    row: PollRow
    answers: tuple[Poll, ...]


def duty_roster(state: State, first: date | None, *, days: int) -> tuple[DutyDay, ...]:
    """Return who is on call on each date of a stretch, by default from today on, those without anybody too."""
    begin = first or state.at.astimezone(JST).date()
    return duty_days(state.shifts, begin, days=days, calendar=state.calendar)


def call_lists(state: State, callers: Sequence[str]) -> dict[str, tuple[ContactRow, ...]]:
    """Return whom each caller calls at once; without callers the whole list stands under "".

    Raises RefusedError `callers_twice` where a name is given twice: both would ring the same people.
    """
    names = [name.strip() for name in callers]
    if len({*names}) < len(names):
        raise RefusedError([finding("callers_twice", names=" ".join(names))])
    return dealt(called(state), names or [""])


def asked_bodies(state: State) -> tuple[Asked, ...]:
    """Return every external body with its answers since the incident, those to be asked first leading (BCP-3.2.b)."""
    rows = sorted(polled(state), key=lambda row: row.next_at)
    since = [poll for poll in state.polls if poll.at >= state.since]
    return tuple(Asked(row, tuple(poll for poll in since if poll.body == row.body.name)) for row in rows)


def loaded_registers(home: Path, folder: Path, *, person: Person, at: datetime, tell: Tell = None) -> tuple[Entry, ...]:
    """Return the entries of the contacts, shifts and movers of a folder's `continuity.toml`, all of them or none.

    Raises RefusedError `register_unreadable`, `register_empty`, or what one of them is refused for.
    """
    given = registers_of_folder(folder)
    said = [
        *(contact_said(each, at=at) for each in given.contacts),
        *(shift_said(each, at=at) for each in given.shifts),
        *(mover_said(each, at=at) for each in given.movers),
    ]
    if not said:
        raise RefusedError([finding("register_empty", Place(folder.name), path=folder)])
    with Journal(home) as journal:
        return record_said(journal, said, person=person, tell=tell)


def handover_lines(home: Path, *, at: datetime) -> list[Line]:
    """Return what one shift hands to the next: section, what, who, until when, clause. Errors as reading the record."""
    with Journal(home) as journal:
        answer = answer_at(journal, home=home, at=at)
        return shift_rows(answer.plan, journal, pack_state(journal, at, answer.settings))


def handed_over(home: Path, to: str, *, person: Person, at: datetime, note: str = "", tell: Tell = None) -> Entry:
    """Return the entry that a shift was handed to somebody else, with how much was open then.

    Raises RefusedError `initials_refused`, or `handover_self` where both are one person.
    """
    receiver = initials_of(to)
    if receiver is None:
        raise RefusedError([finding("initials_refused", given=to[:20])])
    if receiver == person.initials:
        raise RefusedError([finding("handover_self", initials=receiver)])
    with Journal(home) as journal:
        plan = answer_at(journal, home=home, at=at).plan
        content: dict[str, Json] = {"to": receiver, "note": note, "due": len(plan.due), "missed": len(plan.missed)}
        return record_said(journal, [Said(Kept.HANDOVER, content, at)], person=person, tell=tell)[0]
