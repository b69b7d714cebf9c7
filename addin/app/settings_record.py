"""What the record says about settings: each proposal, what became of it, and the values in force by it.

Nothing here trusts the command that made an entry: an acceptance without the permission that it needs changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person, signed
from addin.app.approval.steps import Permission, permitted
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.settings_effect import Effect, effect_of_body
from addin.settings import Override, Settings, load_settings
from addin.store.chain import Entry, short_head
from addin.store.journal import Journal
from calc import ENGINE_VERSION
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import words

SettingsFor = Callable[[Mapping[str, object]], Settings]  # from the settings that a day itself names

COMPUTED = "margin.computed"
PROPOSED, ACCEPTED, WITHDRAWN = "settings.proposed", "settings.accepted", "settings.withdrawn"


class State(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    State.OPEN: ("承認待ち", "waits for a second person"),
    State.ACCEPTED: ("適用中", "accepted"),
    State.WITHDRAWN: ("取下げ", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed change, who made it, and how it ended; a change of method proposes no values.

    `checker` is the second person of an accepted one, None where one person alone had to do.
    """

    entry: Entry
    maker: Person
    state: State = State.OPEN
    ended: Entry | None = None
    checker: Person | None = None

    @property
    def id(self) -> str:
        """The name a person types: the first twelve digits of the entry's key."""
        return short_head(self.entry.key)

    @property
    def changes(self) -> Mapping[str, str]:
        """The proposed values by setting."""
        changes: Mapping[str, str] = self.entry.body["changes"]
        return changes

    @property
    def effect(self) -> Effect | None:
        """The effect on the last recorded book, None where there was none to be seen."""
        return effect_of_body(self.entry.body["effect"])

    @property
    def needs_second_person(self) -> bool:
        """Whether one person alone can never accept it: an account falls far, or nobody could see the effect."""
        return self.effect is None or bool(self.effect.falling) or not self.entry.body["book"]

    @property
    def content(self) -> Content:
        """What an approval of the proposal binds to: everything in it."""
        return Content(self.entry.key)

    def subject(self, day: date) -> Subject:
        """Return the proposal as the subject of an approval on a day."""
        return Subject(day, SubjectKind.SETTINGS_CHANGE, self.id)


def entries_of(journal: Journal) -> tuple[Entry, ...]:
    """Return the entries about settings, with those about approvals when somebody accepted a change; oldest first."""
    own = [entry for kind in (PROPOSED, ACCEPTED, WITHDRAWN) for entry in journal.entries(kind)]
    others = desk_entries(journal) if any(entry.kind == ACCEPTED for entry in own) else ()
    return tuple(sorted((*own, *others), key=lambda entry: entry.n))


def proposals(entries: Sequence[Entry]) -> tuple[Proposal, ...]:
    """Return every proposal, oldest first, with what became of it."""
    held: dict[str, Proposal] = {}
    for entry in entries:
        person = signed(entry.body, entry.user)
        named = held.get(str(entry.body.get("proposal")))
        if person is not None and entry.kind == PROPOSED:
            held.setdefault(entry.key, Proposal(entry, person))
        elif person is not None and named is not None and named.state is State.OPEN:
            held[named.entry.key] = _after(named, entry, person, entries=entries, made=held.values())
    return tuple(held.values())


def permission(proposal: Proposal, entries: Sequence[Entry], *, person: Person, at: datetime) -> Permission:
    """Return why a proposal may be accepted by this person at an instant.

    Raises RefusedError `approval_needed`, or `settings_alone` where one person alone cannot.
    """
    found = permitted(entries, proposal.subject(at.date()), proposal.content, person=person, at=at)
    if found.solo and proposal.needs_second_person:
        falling = "-" if proposal.effect is None else " ".join(proposal.effect.falling) or "-"
        raise RefusedError([finding("settings_alone", id=proposal.id, accounts=falling)])
    return found


def overrides(made: Iterable[Proposal]) -> dict[str, Override]:
    """Return the values in force by accepted proposals, the last accepted of each setting."""
    accepted = [(each.ended, each) for each in made if each.state is State.ACCEPTED and each.ended is not None]
    return {
        name: Override(value, set_by(proposal), acceptance.at)
        for acceptance, proposal in sorted(accepted, key=lambda pair: pair[0].n)
        for name, value in proposal.changes.items()
    }


def last_accepted(made: Iterable[Proposal]) -> str:
    """Return the key of the acceptance that came last, "" when nothing was ever accepted."""
    ended = [each.ended for each in made if each.state is State.ACCEPTED and each.ended is not None]
    return max(ended, key=lambda entry: entry.n).key if ended else ""


def set_by(proposal: Proposal) -> str:
    """Return who set a value and who approved it, as a workbook shows it."""
    maker, checker = proposal.maker, proposal.checker
    alone = "単独操作 single operator"
    approved = alone if checker is None else f"承認 approved: {checker.initials} ({checker.user})"
    return f"記録 record: {maker.initials} ({maker.user}) {approved}"


def recorded_overrides(home: Path) -> dict[str, Override]:
    """Return the values in force by the record of a home; errors as the journal's."""
    with Journal(home) as journal:
        return overrides(proposals(entries_of(journal)))


def readable_overrides(home: Path) -> tuple[dict[str, Override], tuple[Finding, ...]]:
    """Return the same; a record that cannot be read gives none, and a finding that says so."""
    try:
        return recorded_overrides(home), ()
    except RefusedError as refused:
        why = words(refused.findings[0])
        return {}, (finding("settings_record_unread", reason_ja=why.ja, reason_en=why.en),)


def settings_in_force(home: Path, day: Mapping[str, object], *, sets: Sequence[str] = ()) -> Settings:
    """Return the settings for a run in a home: default < the home's file < the record < the day < each `key=value`."""
    return load_settings(home, overrides=recorded_overrides(home), day=day, sets=sets)


def method_findings(journal: Journal) -> tuple[Finding, ...]:
    """Return a finding while another engine recorded margin here and nobody has looked at what the present one changes.

    A present engine under which an account falls far must also have been accepted.
    """
    engines = {str(entry.body["versions"]["engine"]): entry for entry in journal.entries(COMPUTED)}
    others = [entry for engine, entry in engines.items() if engine != ENGINE_VERSION]
    if not others:
        return ()
    looked = [each for each in proposals(entries_of(journal)) if _shows_method(each)]
    if any(each.state is State.ACCEPTED or not each.needs_second_person for each in looked):
        return ()
    before = max(others, key=lambda entry: entry.n).body["versions"]["engine"]
    return (finding("method_changed", before=before, now=ENGINE_VERSION),)


def _shows_method(proposal: Proposal) -> bool:
    """Return whether a proposal shows what the present engine does to an earlier one's book."""
    body = proposal.entry.body
    is_method = "engine_before" in body and body["engine"] == ENGINE_VERSION
    return is_method and proposal.state is not State.WITHDRAWN


def _after(
    proposal: Proposal, entry: Entry, person: Person, *, entries: Sequence[Entry], made: Iterable[Proposal]
) -> Proposal:
    """Return an open proposal after one more entry about it; one whose effect is no longer true cannot be accepted."""
    if entry.kind == WITHDRAWN:
        return replace(proposal, state=State.WITHDRAWN, ended=entry)
    if entry.kind == ACCEPTED and proposal.entry.body["after"] == last_accepted(made):
        before = [each for each in entries if each.n < entry.n]
        with suppress(RefusedError):
            given = permission(proposal, before, person=person, at=datetime.fromisoformat(entry.at))
            checker = next((signed(each.body, each.user) for each in before if each.key == given.approval), None)
            return replace(proposal, state=State.ACCEPTED, ended=entry, checker=checker)
    return proposal
