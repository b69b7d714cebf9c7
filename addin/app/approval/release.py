"""An upload file leaves the desk: re-read, compared with what two persons approved, recorded, put under `released/`."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addin.app.approval.desk import desk_entries, trusted_entries
from addin.app.approval.people import Person
from addin.app.approval.solo import RELEASE, solos_of
from addin.app.approval.state import approval_of
from addin.app.approval.steps import Permission, Tell, permitted, reason_of
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.approval.touches import EXPORT, content_of, standing_subjects, subject_of
from addin.app.export_make import with_sidecars
from addin.export.upload import reread, template_of
from addin.files import ensure_folder, read_limited, remove_leftovers, replace_file
from addin.store.chain import Entry
from addin.store.journal import Journal, short_head
from calc.outcome import Place, RefusedError, finding

RELEASED = "released"
LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Released:
    """What was released: its subject, where it lies, its entry, and why it was allowed."""

    subject: Subject
    path: Path
    entry: Entry
    permission: Permission


def released(
    journal: Journal, path: Path, person: Person, *, reason: str = "", at: datetime, tell: Tell = None
) -> Released:
    """Return an upload file put under `released/` beside it; the file comes last: where it is, its sidecars are.

    Raises RefusedError `export_unknown`, `release_changed`, `approval_needed`, `release_decision_open`,
    `release_other_day`, or what reading, recording and writing raise; nothing is written then.
    """
    entries = trusted_entries(journal)
    data = read_limited(path, LARGEST)
    subject, content = _prepared(entries, path, hashlib.sha256(data).hexdigest())
    permission = permitted(entries, subject, content, person=person, at=at)
    _refuse_open_decisions(entries, subject, person=person, at=at)
    if subject.business_date != at.date() and not reason.strip():
        raise RefusedError([finding("release_other_day", name=subject.name, date=subject.business_date)])
    export = reread(template_of(subject.name), data)
    body = {
        "business_date": subject.business_date.isoformat(),
        "name": subject.name,
        "sha256": export.sha256,
        "ruling_hash": content.ruling_hash,
        "reason": reason_of(reason) if reason.strip() else "",
        **permission.body(),
        **person.body(),
    }
    (entry,) = journal.append_all([(RELEASE, body)], on_recorded=tell)
    after = desk_entries(journal, known=entries)
    if permitted(after, subject, content, person=person, at=at) != permission:
        raise RefusedError([finding("release_changed", Place(str(path)), name=subject.name)])
    head = short_head(entry.hash)
    folder = ensure_folder(path.absolute().parent / RELEASED)
    remove_leftovers(folder)
    held, solos = approval_of(after, subject, at=at), solos_of(after, subject.business_date)
    for name, data in with_sidecars(export, held, solos, head=head).items():
        replace_file(folder / name, data)
    return Released(subject, folder / export.name, entry, permission)


def _prepared(entries: tuple[Entry, ...], path: Path, digest: str) -> tuple[Subject, Content]:
    """Return what the record says of a file: it must be the newest content of its name, byte for byte."""
    subject, content = prepared_export(entries, path.name)
    if content.content_hash != digest:
        raise RefusedError([finding("release_changed", Place(str(path)), name=path.name)])
    return subject, content


def prepared_export(entries: tuple[Entry, ...], name: str) -> tuple[Subject, Content]:
    """Return the newest upload file of a name, as it was prepared last.

    Raises RefusedError `export_unknown`.
    """
    made = [entry for entry in entries if entry.kind == EXPORT and entry.body.get("name") == name]
    subject = subject_of(made[-1]) if made else None
    standing = {} if subject is None else standing_subjects(entries, subject.business_date)
    if subject is None or subject not in standing:
        raise RefusedError([finding("export_unknown", name=name)])
    return subject, content_of(standing[subject])


def _refuse_open_decisions(entries: tuple[Entry, ...], subject: Subject, *, person: Person, at: datetime) -> None:
    """Refuse while a decision of the same day that the figures may rest on has no approval of its own."""
    refused = []
    for each, entry in standing_subjects(entries, subject.business_date).items():
        if each.kind in {SubjectKind.UPLOAD_CSV, SubjectKind.QUOTE_MAIL}:  # no figure rests on a mail that waits
            continue
        try:
            permitted(entries, each, content_of(entry), person=person, at=at)
        except RefusedError:
            refused.append(finding("release_decision_open", name=subject.name, decision=each.name))
    if refused:
        raise RefusedError(refused)
