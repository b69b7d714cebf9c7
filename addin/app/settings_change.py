"""Changing a setting: proposed with its effect on the last recorded book, accepted by a second person, or taken back.

A proposal without values is a change of method: the present engine against what an earlier one recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries, trusted_entries
from addin.app.approval.people import Person
from addin.app.approval.state import approval_of
from addin.app.settings_proposal import Draft, change_of, draft_of_change, draft_of_method
from addin.app.settings_record import (
    ACCEPTED,
    PROPOSED,
    STATE_WORDS,
    WITHDRAWN,
    Proposal,
    State,
    entries_of,
    last_accepted,
    overrides,
    permission,
    proposals,
)
from addin.settings import Settings, load_settings
from addin.store.journal import Journal, OnRecorded
from calc.outcome import Finding, RefusedError, finding

SHORTEST_ID = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """The settings in force, and every proposal with what became of it."""

    settings: Settings
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A proposal as the record has it, and what was found on the way."""

    proposal: Proposal
    findings: tuple[Finding, ...]


def listing(home: Path) -> Listing:
    """Return the settings in force by the home's file and its record, and the proposals; errors as the journal's."""
    with Journal(home) as journal:
        made = proposals(entries_of(journal))
    return Listing(load_settings(home, overrides=overrides(made)), made)


def drafted(home: Path, given: Sequence[str], *, data: Path | None) -> Draft:
    """Return what a change, or without texts the present engine, does to the last book; nothing is recorded."""
    with Journal(home) as journal:
        return _draft(journal, home, given, data=data)


def proposed(
    home: Path, given: Sequence[str], person: Person, *, data: Path | None, at: datetime, tell: OnRecorded | None = None
) -> Made:
    """Return the proposal, recorded with its effect and put to a second person.

    What kept the effect from being seen is among the findings. Raises RefusedError as `change_of` and
    `draft_of_method`, or the record's.
    """
    with Journal(home, on_recorded=tell) as journal:
        made = proposals(entries_of(journal))
        draft = _draft(journal, home, given, data=data)
        body = {**draft.body(), "after": last_accepted(made), "round": _round(made, draft), **person.body()}
        entry = journal.append(PROPOSED, body)
        proposal = _found(proposals(entries_of(journal)), entry.key)
        steps.ask(journal, proposal.subject(at.date()), proposal.content, person, at=at)
        return Made(proposal, (*draft.findings, *journal.findings))


def accepted(home: Path, name: str, person: Person, *, at: datetime, tell: OnRecorded | None = None) -> Made:
    """Return the proposal accepted: approved by this person now, by another before, or alone in declared solo mode.

    Raises RefusedError `settings_proposal_unknown`, `settings_proposal_closed`, `settings_proposal_stale`,
    `settings_alone`, or what the approval refuses with.
    """
    with Journal(home, on_recorded=tell) as journal:
        entries = trusted_entries(journal)
        proposal = _open(journal, name)
        if proposal.maker.differs(person):
            steps.give(journal, proposal.subject(at.date()), person, seen=proposal.entry.key, at=at)
            entries = desk_entries(journal)
        given = permission(proposal, entries, person=person, at=at)
        journal.append(ACCEPTED, {"proposal": proposal.entry.key, **given.body(), **person.body()})
        return _ended(journal, proposal, State.ACCEPTED)


def withdrawn(
    home: Path, name: str, person: Person, *, reason: str, at: datetime, tell: OnRecorded | None = None
) -> Made:
    """Return the proposal taken back by its maker, or turned down by somebody else, who must say why.

    Raises RefusedError `settings_proposal_unknown`, `settings_proposal_closed`, `reason_needed`.
    """
    with Journal(home, on_recorded=tell) as journal:
        entries = trusted_entries(journal)
        proposal = _open(journal, name)
        subject, is_own = proposal.subject(at.date()), person == proposal.maker
        why = reason.strip() if is_own else steps.reason_of(reason)
        if approval_of(entries, subject, at=at).is_open:
            if is_own:
                steps.withdraw(journal, subject, person, at=at)
            else:
                steps.refuse(journal, subject, person, reason=why, at=at)
        journal.append(WITHDRAWN, {"proposal": proposal.entry.key, "reason": why, **person.body()})
        return _ended(journal, proposal, State.WITHDRAWN)


def _draft(journal: Journal, home: Path, given: Sequence[str], *, data: Path | None) -> Draft:
    if not given:
        return draft_of_method(journal, home)
    change = change_of(home, given, overrides(proposals(entries_of(journal))))
    return draft_of_change(journal, home, change, data=data)


def _round(made: Sequence[Proposal], draft: Draft) -> int:
    """Return how often this change was proposed and taken back, so that it can be proposed again."""
    return sum(each.state is State.WITHDRAWN and each.changes == draft.change["changes"] for each in made)


def _open(journal: Journal, name: str) -> Proposal:
    """Return the open proposal of an id, still about the settings that are in force."""
    made = proposals(entries_of(journal))
    proposal = _found(made, name)
    if proposal.state is not State.OPEN:
        raise RefusedError([finding("settings_proposal_closed", id=proposal.id, **_state_words(proposal))])
    if proposal.entry.body["after"] != last_accepted(made):
        raise RefusedError([finding("settings_proposal_stale", id=proposal.id)])
    return proposal


def _found(made: Sequence[Proposal], name: str) -> Proposal:
    """Return the proposal whose key begins with a name of at least four digits."""
    found = [each for each in made if each.entry.key.startswith(name.lower())] if len(name) >= SHORTEST_ID else []
    if len(found) != 1:
        raise RefusedError([finding("settings_proposal_unknown", id=name[:64])])
    return found[0]


def _ended(journal: Journal, proposal: Proposal, state: State) -> Made:
    """Return the proposal as the record has it now; somebody else may have ended it otherwise in between."""
    now = _found(proposals(entries_of(journal)), proposal.entry.key)
    if now.state is not state:
        raise RefusedError([finding("settings_proposal_closed", id=now.id, **_state_words(now))])
    return Made(now, journal.findings)


def _state_words(proposal: Proposal) -> dict[str, str]:
    ja, en = STATE_WORDS[proposal.state]
    return {"state_ja": ja, "state_en": en}
