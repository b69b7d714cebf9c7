"""Write what may leave the desk: upload files with their sidecars, traces, notice drafts, the workbook.

Every file is made whole in memory before the first one is written. An upload file is recorded before that; its head
file names the entry, so the same day gives the same bytes again.
"""

from dataclasses import dataclass
from pathlib import Path

from addin.app.day.notices import notices
from addin.app.day.run import DayResult
from addin.app.day.show import margin_content, trace
from addin.app.day.uploads import uploads
from addin.books.margin_book import margin_book
from addin.export.upload import Upload
from addin.files import ensure_folder, remove_leftovers, replace_file
from addin.store.journal import Entry, Journal, short_head
from calc.outcome import Finding, Place, finding

NOTICES = "notices.txt"
WORKBOOK = "margin.xlsx"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a run under their final names, the entries made for them, and what could not be made."""

    files: tuple[Path, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def written(result: DayResult, journal: Journal, out: Path) -> Written:
    """Return what was written; what cannot be made whole is left out, and an earlier run's file of that name stays."""
    ensure_folder(out)
    remove_leftovers(out)
    made = uploads(result)
    entries = journal.append_all([("export.prepared", _exported(result, export)) for export in made.value])
    head = short_head(entries[-1].hash if entries else journal.head())
    found, files = list(made.findings), dict[str, bytes]()
    for export, entry in zip(made.value, entries, strict=True):
        files |= _upload_files(export, entry)
    files |= {"trace.ja.txt": trace(result, "ja", head).encode(), "trace.en.txt": trace(result, "en", head).encode()}
    files[NOTICES] = notices(result).encode()
    if result.margin is None:
        found.append(finding("workbook_not_made", Place(WORKBOOK)))
    else:
        files[WORKBOOK] = margin_book(margin_content(result, head))
    for name, data in files.items():
        replace_file(out / name, data)
    return Written(tuple(out / name for name in files), entries, tuple(found))


def _exported(result: DayResult, export: Upload) -> dict[str, str]:
    return {"business_date": result.business_date.isoformat(), "file": export.name, "sha256": export.sha256}


def _upload_files(export: Upload, entry: Entry) -> dict[str, bytes]:
    return {
        export.name: export.data,
        f"{export.name}.sha256": f"{export.sha256}  {export.name}\n".encode(),
        f"{export.name}.head.txt": f"{short_head(entry.hash)}\n".encode(),
        f"{export.name}.totals.txt": export.totals.encode(),
    }
