"""What a person means by a name or a file's path at the command line: one subject, and the bytes before their eyes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from addin.app.approval.state import Approval, approvals
from addin.app.approval.subjects import SubjectKind
from addin.files import is_there, read_limited
from addin.store.chain import Entry
from calc.outcome import RefusedError, finding

LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Meant:
    """What was named: the approval as it stands, and the hash of the file when a file was named, else None."""

    held: Approval
    seen: str | None


def meant(
    entries: Sequence[Entry], name: str, *, kind: SubjectKind | None, business_date: date | None, at: datetime
) -> Meant:
    """Return what a name means, of its newest business day unless told otherwise.

    Raises RefusedError `approval_unknown`, `approval_name_unclear`, `file_not_read` or `file_over_limit`.
    """
    path = Path(name)
    named = [
        held
        for held in approvals(entries, at=at)
        if held.subject.name in {name, path.name}
        and kind in {None, held.subject.kind}
        and business_date in {None, held.subject.business_date}
    ]
    if not named:
        raise RefusedError([finding("approval_unknown", name=name)])
    newest = max(held.subject.business_date for held in named)
    of_day = [held for held in named if held.subject.business_date == newest]
    if len(of_day) > 1:
        kinds = " ".join(held.subject.kind for held in of_day)
        raise RefusedError([finding("approval_name_unclear", name=name, kinds=kinds)])
    return Meant(of_day[0], _seen(path) if of_day[0].subject.kind is SubjectKind.UPLOAD_CSV else None)


def listed(entries: Sequence[Entry], *, business_date: date | None, at: datetime) -> tuple[Approval, ...]:
    """Return the approvals of one business day; without a date those of the newest, and every one still open."""
    every = approvals(entries, at=at)
    newest = max((held.subject.business_date for held in every), default=None)
    wanted = business_date or newest
    return tuple(
        held for held in every if held.subject.business_date == wanted or (business_date is None and held.is_open)
    )


def _seen(path: Path) -> str | None:
    """Return the hash of the file a person points at; a bare name points at the record, not at a file."""
    if path.name == str(path) or not is_there(path):
        return None
    return hashlib.sha256(read_limited(path, LARGEST)).hexdigest()
