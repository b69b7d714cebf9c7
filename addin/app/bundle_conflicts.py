"""Where two offices say different things, and how two persons decide it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addin.app.approval import steps
from addin.app.approval.desk import trusted_entries
from addin.app.approval.people import Person
from addin.app.approval.state import Approval, approval_of
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.bundle_read import view_in
from addin.store.journal import Journal
from addin.store.merge import DECIDED, Candidate, Conflict, choice, choice_hash, conflicts
from calc.outcome import Finding, RefusedError, finding

SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Decision:
    """How far a decision is: the conflict as the record has it now, and its approval; None when it is decided."""

    conflict: Conflict
    approval: Approval | None
    findings: tuple[Finding, ...]


def listed_conflicts(home: Path) -> tuple[Conflict, ...]:
    """Return every conflict of a record, decided or not; errors as the journal's."""
    with Journal(home) as journal:
        return conflicts(view_in(journal))


def decided(home: Path, name: str, person: Person, *, number: int, at: datetime) -> Decision:
    """Return the conflict decided for its value of this number, or that a second person is asked to agree.

    The first person asks, a second one by another user and other initials agrees by choosing the same; nobody decides
    alone, in solo mode neither. Raises RefusedError `conflict_unknown`, `conflict_choice`, or what an approval raises.
    """
    with Journal(home) as journal:
        entries = trusted_entries(journal)
        conflict = named_conflict(conflicts(view_in(journal)), name)
        said = choice(conflict, candidate_of(conflict, number))
        subject = Subject(at.date(), SubjectKind.CONFLICT_DECISION, conflict.name)
        content = Content(choice_hash(said))
        held = approval_of(entries, subject, at=at)
        if not held.is_open or held.maker == person:
            return Decision(conflict, steps.ask(journal, subject, content, person, at=at), journal.findings)
        given = steps.give(journal, subject, person, seen=content.content_hash, at=at)
        journal.append(DECIDED, {**said, "approval": given.key})
        return Decision(named_conflict(conflicts(view_in(journal)), conflict.name), None, journal.findings)


def named_conflict(found: tuple[Conflict, ...], name: str) -> Conflict:
    """Return the conflict whose name begins so, by four digits at least."""
    named = [each for each in found if each.name.startswith(name.lower())] if len(name) >= SHORTEST_NAME else []
    if len(named) != 1:
        raise RefusedError([finding("conflict_unknown", name=name[:64])])
    return named[0]


def candidate_of(conflict: Conflict, number: int) -> Candidate:
    """Return the value of a number, counted from 1 as listed."""
    if not 1 <= number <= len(conflict.candidates):
        raise RefusedError([finding("conflict_choice", name=conflict.name, most=len(conflict.candidates))])
    return conflict.candidates[number - 1]
