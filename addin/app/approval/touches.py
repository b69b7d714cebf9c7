"""The entries an approval is made of: its own steps, and those that say what its content is and who touched it.

The body of a touch counts the changes of its subject (`revision`), so that a content that comes back is a new entry,
and the same content twice is not. The first is 1 in every record: the same day gives the same keys.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.store.chain import Entry, Json

EXPORT, EXPORT_WITHDRAWN = "export.prepared", "export.withdrawn"
DECISION, DECISION_WITHDRAWN = "decision.entered", "decision.withdrawn"
TOUCHED, WITHDRAWN = {EXPORT, DECISION}, {EXPORT_WITHDRAWN, DECISION_WITHDRAWN}
STEPS = ASK, GIVE, REFUSE, WITHDRAW = "approval.asked", "approval.given", "approval.refused", "approval.withdrawn"
KINDS = {*TOUCHED, *WITHDRAWN, *STEPS}
_OF_EXPORTS = {EXPORT, EXPORT_WITHDRAWN}


def subject_of(entry: Entry) -> Subject | None:
    """Return the subject that an entry is about, None when it is about none or names none properly."""
    if entry.kind not in KINDS:
        return None
    kind = SubjectKind.UPLOAD_CSV.value if entry.kind in _OF_EXPORTS else entry.body.get("subject")
    try:
        return Subject(date.fromisoformat(entry.body["business_date"]), SubjectKind(str(kind)), str(entry.body["name"]))
    except (KeyError, TypeError, ValueError):
        return None


def content_of(entry: Entry) -> Content:
    """Return the content that an entry brings, asks for or decides on."""
    body = entry.body
    digest = body.get("sha256") or body.get("content_hash") or ""
    return Content(str(digest), str(body.get("ruling_hash") or ""), str(body.get("until") or ""))


def export_body(subject: Subject, content: Content) -> dict[str, Json]:
    """Return the body of an upload file that was made, its revision not yet counted."""
    return {
        "business_date": subject.business_date.isoformat(),
        "name": subject.name,
        "sha256": content.content_hash,
        "ruling_hash": content.ruling_hash,
        "until": content.until,
    }


def revised(entries: Iterable[Entry], kind: str, body: Mapping[str, Json], subject: Subject) -> dict[str, Json]:
    """Return a body with its revision: the last one's when nothing changed since, else the next."""
    last = _last_touch(entries, subject)
    if last is None:
        return {**body, "revision": 1}
    number = int(last.body.get("revision", 0))
    again = {**body, "revision": number}
    return again if (last.kind, dict(last.body)) == (kind, again) else {**body, "revision": number + 1}


def standing_subjects(entries: Iterable[Entry], business_date: date) -> dict[Subject, Entry]:
    """Return what stands of one business day, with the entry that brought it; what was taken back is gone."""
    last: dict[Subject, Entry] = {}
    for entry in entries:
        subject = subject_of(entry) if entry.kind in TOUCHED | WITHDRAWN else None
        if subject is not None and subject.business_date == business_date:
            last[subject] = entry
    return {subject: entry for subject, entry in last.items() if entry.kind in TOUCHED}


def _last_touch(entries: Iterable[Entry], subject: Subject) -> Entry | None:
    touching = [each for each in entries if each.kind in TOUCHED | WITHDRAWN and subject_of(each) == subject]
    return touching[-1] if touching else None
