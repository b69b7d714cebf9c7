"""An upload file made from checked rows: recorded, then written with its sidecars, then read back from the disk.

`hikae day`, `hikae export` and `hikae release` put the same sidecars beside a file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.approval.solo import Solo, solos_of
from addin.app.approval.state import Approval, approval_of
from addin.app.approval.steps import reason_of
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.approval.touches import EXPORT, export_body, revised
from addin.app.approval.words import sidecar
from addin.app.drill_wall import refuse_other_folder
from addin.app.export_source import ExportSource
from addin.export.template import Template
from addin.export.upload import Upload, reread, upload
from addin.files import ensure_folder, read_limited, remove_leftovers, replace_file
from addin.store import snapshots
from addin.store.chain import Entry, Json, short_head
from addin.store.journal import Journal
from addin.store.mode import mode_of
from calc.outcome import Place, RefusedError, finding

SOURCE = "export.source"
LARGEST = 50_000_000
Tell = Callable[[Entry], object] | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that lies on disk as it was made: where, what it is, its entry, and where its approval stands."""

    path: Path
    upload: Upload
    entry: Entry
    approval: Approval


def with_sidecars(made: Upload, held: Approval, solos: Sequence[Solo], *, head: str) -> dict[str, bytes]:
    """Return what is written of an upload file, by name: what stands beside it first, the file itself last."""
    approval = sidecar(held, solos, head=head)
    return {**made.sidecars(head), f"{made.name}.approval.txt": approval, made.name: made.data}


def planned(
    form: Template, source: ExportSource, *, home: Path, out: Path, reason: str, at: datetime
) -> tuple[Template, Upload, str]:
    """Return the layout, the content and the reason of a file before anything is recorded or written.

    Raises RefusedError `export_other_day` where the business date is not today's and no reason is given, what
    `upload` refuses, or what the folder of a drill does.
    """
    day = source.business_date
    if day != at.date() and not reason.strip():
        raise RefusedError([finding("export_other_day", Place(form.code), date=day, today=at.date())])
    mode = mode_of(home)
    refuse_other_folder(out, mode)
    layout = form.dated(day).of(mode)
    return layout, upload(layout, source.rows), reason_of(reason) if reason.strip() else ""


def exported(
    journal: Journal, form: Template, source: ExportSource, *, home: Path, out: Path, reason: str, at: datetime,
    tell: Tell = None,
) -> Exported:  # fmt: skip
    """Return the upload file of these rows, recorded and written; the same rows again are the same entry.

    Raises RefusedError as `planned` does, `export_not_read_back`, or what recording and writing raise.
    """
    day = source.business_date
    layout, made, why = planned(form, source, home=home, out=out, reason=reason, at=at)
    subject = Subject(day, SubjectKind.UPLOAD_CSV, made.name)
    content = Content(made.sha256, source.ruling_hash, source.until)
    kept = snapshots.keep(home, source.contents.values())
    known = desk_entries(journal)
    origin: dict[str, Json] = {
        "template": form.code,
        "business_date": day.isoformat(),
        "name": made.name,
        "sha256": made.sha256,
        "rows": len(source.rows),
        "files": dict(zip(source.contents, kept, strict=True)),
        "reason": why,
    }
    touch = revised(known, EXPORT, export_body(subject, content), subject)
    entry, _ = journal.append_all([(EXPORT, touch), (SOURCE, origin)], on_recorded=tell)
    after = desk_entries(journal, known=known)
    held = approval_of(after, subject, at=at)
    files = with_sidecars(made, held, solos_of(after, day), head=short_head(entry.hash))
    return Exported(_laid_down(files, made, layout, out), made, entry, held)


def _laid_down(files: dict[str, bytes], made: Upload, form: Template, out: Path) -> Path:
    """Return where the file lies, once what is on disk was read and is what was made."""
    folder = ensure_folder(out)
    remove_leftovers(folder)
    for name, data in files.items():
        replace_file(folder / name, data)
    path = folder / made.name
    if reread(form, read_limited(path, LARGEST)) != made:
        raise RefusedError([finding("export_not_read_back", Place(str(path)))])
    return path
