"""What people say of the continuity plan's registers and state, in the record: one kind each, with person and time.

Nothing is edited: of a register the newest entry of a name counts, of reports all do. The same said twice is one entry.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.outcome import Place, RefusedError, finding

T = TypeVar("T")

SOURCE = "journal"
LONGEST = 400


class Kept(StrEnum):
    """The kinds of entries of the continuity plan."""

    CONTACT = "continuity.contact"
    TRY = "continuity.try"
    POLL = "continuity.poll"
    SHIFT = "continuity.shift"
    MOVER = "continuity.mover"
    ABSENCE = "continuity.absence"
    SERVICE = "continuity.service"
    STEP = "continuity.step"
    CENTRE = "continuity.centre"
    DECISION = "continuity.decision"
    DRILL = "continuity.drill"
    MOVE = "continuity.move"
    PROFILE = "continuity.profile"
    HANDOVER = "continuity.handover"


NAMED_BY = {Kept.CONTACT: "name", Kept.SHIFT: "day", Kept.MOVER: "task"}  # the registers, and what names an entry


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to be recorded, and its instant: of a report when it happened, of a register when it was written."""

    kind: Kept
    content: Mapping[str, Json]
    at: datetime

    @property
    def name(self) -> str | None:
        """What names the entry in its register, None for a report."""
        return str(self.content[NAMED_BY[self.kind]]) if self.kind in NAMED_BY else None


def record_said(journal: Journal, said: Sequence[Said], *, person: Person, tell: Tell = None) -> tuple[Entry, ...]:
    """Return the entry of each, in order, all recorded together or none; what stands already is found, not repeated.

    A register's entry names the one that it supersedes, so that going back to what stood before is said anew. Raises
    RefusedError `continuity_twice` where one name stands twice, its place the row (from 1) and the naming column.
    """
    _refuse_twice(said)
    held = {kind: _entries(journal, kind) for kind in dict.fromkeys(each.kind for each in said)}
    found = [_found(each, held[each.kind]) for each in said]
    new = [
        (each.kind.value, _body(each, before, person))
        for each, (before, is_same) in zip(said, found, strict=True)
        if not is_same
    ]
    made = iter(journal.append_all(new, on_recorded=tell) if new else ())
    return tuple(before if is_same and before else next(made) for before, is_same in found)


def reports(journal: Journal, kind: Kept, *, at: datetime) -> tuple[Entry, ...]:
    """Return the entries of a kind that were said by an instant, oldest first."""
    known = [(moment, entry.n, entry) for entry in _entries(journal, kind) if (moment := instant(entry)) <= at]
    return tuple(entry for *_, entry in sorted(known, key=lambda each: each[:2]))


def register(journal: Journal, kind: Kept, *, at: datetime) -> tuple[Entry, ...]:
    """Return the newest entry of every name by an instant, in the order in which names came first; no withdrawn one."""
    newest = {str(said(entry)[NAMED_BY[kind]]): entry for entry in reports(journal, kind, at=at)}
    return tuple(entry for entry in newest.values() if not said(entry).get("withdrawn"))


def shaped(entries: Sequence[Entry], make: Callable[[Entry], T]) -> tuple[T, ...]:
    """Return entries in their shape. Raises RefusedError `continuity_unread` for one that another office left odd."""
    made = list[T]()
    for entry in entries:
        try:
            made.append(make(entry))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _unread(entry) from error
    return tuple(made)


def said(entry: Entry) -> Mapping[str, Any]:
    """Return what an entry says. Raises RefusedError `continuity_unread`."""
    content = entry.body.get("said")
    if not isinstance(content, Mapping):
        raise _unread(entry)
    return content


def instant(entry: Entry) -> datetime:
    """Return the instant of an entry. Raises RefusedError `continuity_unread`."""
    try:
        moment = datetime.fromisoformat(entry.body["at"])
    except (KeyError, TypeError, ValueError) as error:
        raise _unread(entry) from error
    if moment.tzinfo is None:
        raise _unread(entry)
    return moment


def by(entry: Entry) -> str:
    """Return who recorded an entry."""
    return str(entry.body.get("initials", ""))


def needed(text: str, column: str) -> str:
    """Return a text on one line without its margins.

    Raises RefusedError `continuity_blank` or `continuity_long`, its place the column.
    """
    plain = " ".join(text.split())
    if not plain:
        raise RefusedError([finding("continuity_blank", Place(column=column), field=column)])
    return optional(plain, column)


def optional(text: str, column: str) -> str:
    """Return the same of a text that may be blank. Raises RefusedError `continuity_long`."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST:
        raise RefusedError([finding("continuity_long", Place(column=column), field=column, most=LONGEST)])
    return plain


def word(given: str, known: Sequence[str], column: str) -> str:
    """Return a word of a closed list. Raises RefusedError `continuity_word`, its place the column."""
    if given not in known:
        place = Place(column=column)
        raise RefusedError([finding("continuity_word", place, given=given[:40], known=" / ".join(known))])
    return given


def _entries(journal: Journal, kind: Kept) -> list[Entry]:
    return list(journal.entries(kind.value))


def _found(each: Said, entries: Sequence[Entry]) -> tuple[Entry | None, bool]:
    """Return the entry that a new one would repeat or supersede, None without one, and whether it says the same."""
    if each.name is None:
        same = (entry for entry in entries if _says(entry, each) and entry.body.get("at") == iso(each.at))
        before = next(same, None)
        return before, before is not None
    own = [entry for entry in entries if said(entry).get(NAMED_BY[each.kind]) == each.name]
    before = max(own, key=lambda entry: (instant(entry), entry.n), default=None)
    return before, before is not None and _says(before, each)


def _says(entry: Entry, each: Said) -> bool:
    return dict(said(entry)) == dict(each.content)


def _body(each: Said, before: Entry | None, person: Person) -> dict[str, Json]:
    superseded = "" if before is None else before.key
    return {"at": iso(each.at), "said": dict(each.content), "supersedes": superseded, **person.body()}


def _refuse_twice(said: Sequence[Said]) -> None:
    seen = set[tuple[Kept, str]]()
    for row, each in enumerate(said, start=1):
        if each.name is not None and (each.kind, each.name) in seen:
            place = Place(row=row, column=NAMED_BY[each.kind])
            raise RefusedError([finding("continuity_twice", place, name=each.name)])
        if each.name is not None:
            seen.add((each.kind, each.name))


def _unread(entry: Entry) -> RefusedError:
    return RefusedError([finding("continuity_unread", Place(SOURCE, entry.n), kind=entry.kind)])
