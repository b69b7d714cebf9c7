"""要員と移動 / Who is on call by date, who moves to the alternate office, and who is absent (BCP-4.2, BCP-4.4)."""

from datetime import date, datetime

from addin.app.continuity_record import Kept, Said, needed, optional, register, reports, said, shaped
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.continuity.roster import Mover, Shift


def shift_said(shift: Shift, *, at: datetime) -> Said:
    """Return who is on call on a date as the register takes it; nobody named is said as such.

    Raises RefusedError `continuity_long`.
    """
    people: list[Json] = [name for each in shift.people if (name := optional(each, "people"))]
    content: dict[str, Json] = {"day": shift.day.isoformat(), "people": people}
    return Said(Kept.SHIFT, content, at)


def mover_said(mover: Mover, *, at: datetime, withdrawn: bool = False) -> Said:
    """Return who does a task at the alternate office as the register takes it, one entry a task.

    Raises RefusedError `continuity_blank` or `continuity_long`, its place the column.
    """
    content: dict[str, Json] = {
        "task": needed(mover.task, "task"),
        "person": needed(mover.person, "person"),
        "deputy": optional(mover.deputy or "", "deputy"),
        "withdrawn": withdrawn,
    }
    return Said(Kept.MOVER, content, at)


def absence_said(person: str, *, at: datetime, absent: bool) -> Said:
    """Return that a person cannot come, or can again. Raises RefusedError `continuity_blank`."""
    content: dict[str, Json] = {"person": needed(person, "person"), "absent": absent}
    return Said(Kept.ABSENCE, content, at)


def shifts(journal: Journal, *, at: datetime) -> tuple[Shift, ...]:
    """Return the duty roster as it stood at an instant, by date. Raises RefusedError `continuity_unread`."""
    made = shaped(register(journal, Kept.SHIFT, at=at), _shift)
    return tuple(sorted(made, key=lambda shift: shift.day))


def movers(journal: Journal, *, at: datetime) -> tuple[Mover, ...]:
    """Return who moves to the alternate office, as it stood at an instant. Raises RefusedError `continuity_unread`."""
    return shaped(register(journal, Kept.MOVER, at=at), _mover)


def absent(journal: Journal, *, at: datetime) -> frozenset[str]:
    """Return who cannot come, by what was said last of each. Raises RefusedError `continuity_unread`."""
    last = dict(shaped(reports(journal, Kept.ABSENCE, at=at), _absence))
    return frozenset(person for person, is_absent in last.items() if is_absent)


def _shift(entry: Entry) -> Shift:
    content = said(entry)
    return Shift(date.fromisoformat(content["day"]), tuple(str(each) for each in content["people"]))


def _mover(entry: Entry) -> Mover:
    content = said(entry)
    return Mover(str(content["person"]), str(content["task"]), str(content["deputy"]) or None)


def _absence(entry: Entry) -> tuple[str, bool]:
    content = said(entry)
    return str(content["person"]), content["absent"] is True
