"""Asking for an approval, giving, refusing and taking it back: each says why not before anything is recorded.

What counts is what the record says afterwards (`state`): between looking and recording, somebody may have changed it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.approval.desk import desk_entries, trusted_entries
from addin.app.approval.people import Person
from addin.app.approval.solo import COUNTERSIGN, DECLARE, Solo, solo_of_person, solos
from addin.app.approval.state import Approval, Standing, approval_of
from addin.app.approval.subjects import Content, Subject
from addin.app.approval.touches import ASK, GIVE, REFUSE, WITHDRAW
from addin.app.approval.words import standing_words
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.outcome import Finding, RefusedError, finding

LONGEST_REASON = 200
Tell = Callable[[Entry], object] | None


@dataclass(frozen=True, slots=True)
class Permission:
    """Why something may go ahead: the key of its approval, or of the declaration of solo mode; the other is empty."""

    approval: str
    solo: str

    def body(self) -> dict[str, Json]:
        """Return the permission as it stands in an entry."""
        return {"approval": self.approval, "declaration": self.solo}


def ask(
    journal: Journal, subject: Subject, content: Content, person: Person, *, at: datetime, tell: Tell = None
) -> Approval:
    """Return the approval asked for; the same request twice is one entry.

    Raises RefusedError `approval_asked_already` (of another maker), `approval_changed`.
    """
    held = approval_of(trusted_entries(journal), subject, at=at)
    if held.current is not None and not held.current.is_same(content):
        raise RefusedError([_changed(subject)])
    if held.is_open and held.is_for(content):
        if held.maker == person:
            return held
        raise RefusedError([finding("approval_asked_already", **_named(held), initials=_initials(held.maker))])
    made = _recorded(journal, ASK, held, content=content, person=person, at=at, tell=tell)
    if made.standing is not Standing.ASKED or made.maker != person:
        raise RefusedError([_changed(subject)])
    return made


def give(
    journal: Journal, subject: Subject, person: Person, *, seen: str | None, at: datetime, tell: Tell = None
) -> Approval:
    """Return the approval given; `seen` is the hash of what the checker has before him, None when he looks at no file.

    Raises RefusedError `approval_not_waiting`, `approval_same_user`, `approval_same_initials`, `approval_touched` or
    `approval_changed`.
    """
    held = approval_of(trusted_entries(journal), subject, at=at)
    if held.is_given_by(person):
        return held
    if held.standing is not Standing.ASKED or held.content is None or held.maker is None:
        raise RefusedError([finding("approval_not_waiting", **_named(held))])
    found = _not_checker(held, held.maker, person)
    if seen not in {None, held.content.content_hash}:
        found = [*found, _changed(subject)]
    if found:
        raise RefusedError(found)
    made = _recorded(journal, GIVE, held, content=held.content, person=person, at=at, tell=tell)
    if not made.is_given_by(person):
        raise RefusedError([_changed(subject)])
    return made


def refuse(
    journal: Journal, subject: Subject, person: Person, *, reason: str, at: datetime, tell: Tell = None
) -> Approval:
    """Return the approval refused with its reason, also one that was given.

    Raises RefusedError `approval_not_waiting`, `reason_needed`.
    """
    why = reason_of(reason)
    held = _open(journal, subject, at=at)
    return _recorded(journal, REFUSE, held, content=held.content, person=person, at=at, tell=tell, reason=why)


def withdraw(journal: Journal, subject: Subject, person: Person, *, at: datetime, tell: Tell = None) -> Approval:
    """Return the approval void, taken back by its maker.

    Raises RefusedError `approval_not_waiting`, `approval_not_maker`.
    """
    held = _open(journal, subject, at=at)
    if held.maker != person:
        raise RefusedError([finding("approval_not_maker", **_named(held), initials=_initials(held.maker))])
    return _recorded(journal, WITHDRAW, held, content=held.content, person=person, at=at, tell=tell)


def permitted(
    entries: Sequence[Entry], subject: Subject, content: Content, *, person: Person, at: datetime
) -> Permission:
    """Return why this content may go ahead: approved by two persons, or declared solo by this one.

    Raises RefusedError `approval_needed`; what a second person refused stays refused in solo mode, too.
    """
    held = approval_of(entries, subject, at=at)
    if held.covers(content):
        return Permission(held.key, "")
    alone = solo_of_person(entries, subject.business_date, person)
    if alone is None or (held.standing is Standing.REFUSED and held.is_for(content)):
        raise RefusedError([finding("approval_needed", **_named(held))])
    return Permission("", alone.key)


def declare_solo(journal: Journal, person: Person, *, business_date: date, reason: str, tell: Tell = None) -> Solo:
    """Return the declaration of solo mode for a business day; the same one twice is one entry.

    Raises RefusedError `reason_needed`.
    """
    why = reason_of(reason)
    ended = sum(not each.is_open for each in solos(trusted_entries(journal)) if each.business_date == business_date)
    body: dict[str, Json] = {"business_date": business_date.isoformat(), "reason": why, "round": ended}
    (entry,) = journal.append_all([(DECLARE, {**body, **person.body()})], on_recorded=tell)
    return next(each for each in solos(desk_entries(journal)) if each.key == entry.key)


def countersign(journal: Journal, person: Person, *, business_date: date | None, tell: Tell = None) -> tuple[Solo, ...]:
    """Return the declarations signed now: every open one, or those of one business day.

    Raises RefusedError `solo_none_open`, `solo_same_person`.
    """
    tasks = [each for each in solos(trusted_entries(journal)) if each.is_open]
    tasks = [each for each in tasks if business_date in {None, each.business_date}]
    if not tasks:
        raise RefusedError([finding("solo_none_open")])
    if own := [each for each in tasks if not person.differs(each.person)]:
        raise RefusedError([_same_person(each, person) for each in own])
    keys = {each.key for each in tasks}
    journal.append_all([(COUNTERSIGN, {"declaration": each.key, **person.body()}) for each in tasks], on_recorded=tell)
    return tuple(each for each in solos(desk_entries(journal)) if each.key in keys)


def reason_of(text: str) -> str:
    """Return a reason in plain printable words.

    Raises RefusedError `reason_needed` when there are none, or more than 200 letters.
    """
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not 0 < len(plain) <= LONGEST_REASON:
        raise RefusedError([finding("reason_needed", most=LONGEST_REASON)])
    return plain


def _open(journal: Journal, subject: Subject, *, at: datetime) -> Approval:
    held = approval_of(trusted_entries(journal), subject, at=at)
    if not held.is_open:
        raise RefusedError([finding("approval_not_waiting", **_named(held))])
    return held


def _recorded(
    journal: Journal,
    kind: str,
    held: Approval,
    *,
    content: Content | None,
    person: Person,
    at: datetime,
    tell: Tell,
    **more: Json,
) -> Approval:
    """Record one step and return where the approval stands by the record then."""
    assert content is not None  # noqa: S101 - an open approval has its content
    bound: Mapping[str, Json] = {"content_hash": content.content_hash, "ruling_hash": content.ruling_hash}
    body = {**held.subject.body(), **bound, "until": content.until, "round": held.round, **person.body(), **more}
    journal.append_all([(kind, body)], on_recorded=tell)
    return approval_of(desk_entries(journal), held.subject, at=at)


def _not_checker(held: Approval, maker: Person, person: Person) -> Iterable[Finding]:
    """Return why this person may not approve, each reason by its own finding."""
    found = []
    if person.user == maker.user:
        found.append(finding("approval_same_user", **_named(held), user=person.user))
    if person.initials == maker.initials:
        found.append(finding("approval_same_initials", **_named(held), initials=person.initials))
    if person.user == held.toucher and person.user != maker.user:
        found.append(finding("approval_touched", **_named(held), user=person.user))
    return found


def _same_person(task: Solo, person: Person) -> Finding:
    return finding("solo_same_person", date=task.business_date, user=person.user, initials=person.initials)


def _changed(subject: Subject) -> Finding:
    return finding("approval_changed", name=subject.name, date=subject.business_date)


def _named(held: Approval) -> dict[str, object]:
    ja, en = standing_words(held)
    return {"name": held.subject.name, "date": held.subject.business_date, "state_ja": ja, "state_en": en}


def _initials(person: Person | None) -> str:
    return "" if person is None else f"{person.initials} ({person.user})"
