"""Where an approval stands: asked, given, refused or void, by the entries of the record alone.

Nothing here trusts the command that made an entry: an entry that breaks a rule moves nothing, so a record into which
somebody wrote "given" for himself holds no approval.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from addin.app.approval.people import Person, signed
from addin.app.approval.subjects import Content, Subject
from addin.app.approval.touches import ASK, GIVE, REFUSE, WITHDRAW, WITHDRAWN, content_of, subject_of
from addin.store.chain import Entry
from calc.days.cutoff import iso


class Standing(StrEnum):
    """Where an approval stands."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    VOID = "void"


class Why(StrEnum):
    """Why an approval is void."""

    CONTENT_CHANGED = "content_changed"
    RULING_CHANGED = "ruling_changed"
    TOUCHED_BY_CHECKER = "touched_by_checker"
    DAY_ENDED = "day_ended"
    WITHDRAWN = "withdrawn"


OPEN = {Standing.ASKED, Standing.GIVEN}


@dataclass(frozen=True, slots=True)
class Approval:
    """One subject's approval; `current` is what stands now, `content` what was asked for.

    `toucher` is the user who brought the current content, `round` counts the requests that ended, `since` is the
    instant of the last step and `key` the entry of a given approval.
    """

    subject: Subject
    standing: Standing = Standing.NOT_ASKED
    why: Why | None = None
    current: Content | None = None
    toucher: str = ""
    content: Content | None = None
    maker: Person | None = None
    checker: Person | None = None
    reason: str = ""
    round: int = 0
    since: str = ""
    key: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a request waits for a decision, or its approval is in force."""
        return self.standing in OPEN

    def is_for(self, content: Content) -> bool:
        """Return whether what was asked for is exactly this content under this ruling."""
        return self.content is not None and self.content.is_same(content)

    def covers(self, content: Content) -> bool:
        """Return whether an approval is in force for exactly this content under this ruling."""
        return self.standing is Standing.GIVEN and self.is_for(content)

    def is_given_by(self, person: Person) -> bool:
        """Return whether an approval is in force that this person gave."""
        return self.standing is Standing.GIVEN and self.checker == person


def approvals(entries: Iterable[Entry], *, at: datetime) -> tuple[Approval, ...]:
    """Return every subject's approval at an instant, oldest business day first."""
    told = [(entry, subject_of(entry)) for entry in entries]
    subjects = {subject for _, subject in told if subject is not None}
    return tuple(_followed(told, subject, at=at) for subject in sorted(subjects))


def approval_of(entries: Iterable[Entry], subject: Subject, *, at: datetime) -> Approval:
    """Return one subject's approval at an instant; a clock set back behind a later entry revives nothing."""
    return _followed(((entry, subject_of(entry)) for entry in entries), subject, at=at)


def _followed(told: Iterable[tuple[Entry, Subject | None]], subject: Subject, *, at: datetime) -> Approval:
    held = Approval(subject)
    for entry, about in told:
        if held.is_open:
            held = _aged(held, entry.at)
        if about == subject:
            held = _after(held, entry)
    return _aged(held, iso(at))


def _after(held: Approval, entry: Entry) -> Approval:
    """Return the approval after one more entry of its subject."""
    step = {ASK: _asked, GIVE: _given, REFUSE: _refused, WITHDRAW: _withdrawn}.get(entry.kind)
    if step is None:
        return _touched(held, entry)
    person = signed(entry.body, entry.user)
    return held if person is None else step(held, entry, person)


def _aged(held: Approval, at: str) -> Approval:
    """Return the approval at an instant: it ends with the business day, and when the ruling's own time runs out."""
    if not held.is_open or held.content is None:
        return held
    last_day = max(held.subject.business_date, date.fromisoformat(held.since[:10]))
    if date.fromisoformat(at[:10]) > last_day:
        return _void(held, Why.DAY_ENDED)
    if held.since < held.content.until <= at:
        return _void(held, Why.RULING_CHANGED)
    return held


def _void(held: Approval, why: Why) -> Approval:
    return replace(held, standing=Standing.VOID, why=why, round=held.round + 1, key="")


def _touched(held: Approval, entry: Entry) -> Approval:
    """Return the approval after its content was made again or taken back; the same content again changes nothing."""
    if entry.kind in WITHDRAWN:
        held = _void(held, Why.CONTENT_CHANGED) if held.is_open else held
        return replace(held, current=None, toucher=entry.user)
    now = content_of(entry)
    is_new = held.current is None or held.current.content_hash != now.content_hash
    if held.is_open and held.content is not None and not held.is_for(now):
        is_same_file = held.content.content_hash == now.content_hash
        held = _void(held, Why.RULING_CHANGED if is_same_file else Why.CONTENT_CHANGED)
    return replace(held, current=now, toucher=entry.user if is_new else held.toucher)


def _asked(held: Approval, entry: Entry, person: Person) -> Approval:
    """Return the approval after a request: for what stands now, where a writer's own entries say what stands."""
    asked = content_of(entry)
    stands = held.current
    if held.toucher and (stands is None or not stands.is_same(asked)):
        return replace(held, round=held.round + 1)  # too late; the same request may be made again when it is true
    if held.is_open and held.is_for(asked):
        return held
    held = _void(held, Why.CONTENT_CHANGED) if held.is_open else held
    return replace(
        held, standing=Standing.ASKED, why=None, content=asked, maker=person, checker=None, reason="", since=entry.at
    )


def _given(held: Approval, entry: Entry, person: Person) -> Approval:
    """Return the approval after a second person agreed; whoever brought the content voids it by agreeing."""
    waits = held.standing is Standing.ASKED and held.is_for(content_of(entry))
    if not waits or held.maker is None or not person.differs(held.maker):
        return held
    if person.user == held.toucher:
        return replace(_void(held, Why.TOUCHED_BY_CHECKER), checker=person)
    return replace(held, standing=Standing.GIVEN, checker=person, since=entry.at, key=entry.key)


def _refused(held: Approval, entry: Entry, person: Person) -> Approval:
    """Return the approval after somebody refused it, also one already given; a refusal without a reason is none."""
    reason = str(entry.body.get("reason", "")).strip()
    if not held.is_open or not held.is_for(content_of(entry)) or not reason:
        return held
    return replace(
        held, standing=Standing.REFUSED, checker=person, reason=reason, round=held.round + 1, since=entry.at, key=""
    )


def _withdrawn(held: Approval, entry: Entry, person: Person) -> Approval:
    """Return the approval after its maker took the request back; nobody else can."""
    del entry
    return _void(held, Why.WITHDRAWN) if held.is_open and person == held.maker else held
