"""Write what may leave the desk: upload files with their sidecars, traces, notice drafts, the workbook.

Every file is made whole in memory before the first one is written. An upload file is recorded before that; its head
file names the entry, so the same day gives the same bytes again.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.day.approvals import DayApprovals, approval_findings, day_approvals, touching
from addin.app.day.notices import notice_page, notices
from addin.app.day.run import DayResult
from addin.app.day.show import margin_content, trace
from addin.app.day.uploads import uploads
from addin.app.drill_wall import banner_lines, output_name, refuse_other_folder
from addin.app.export_make import with_sidecars
from addin.app.margin_check import CHECK, check_bytes
from addin.books.margin_book import margin_book
from addin.export.rows import csv_bytes
from addin.files import ensure_folder, remove_leftovers, replace_file
from addin.home import Mode
from addin.store.journal import Entry, Journal, Json, short_head
from calc.outcome import Finding, Place, RefusedError, finding

NOTICES = "notices.txt"
WORKBOOK = "margin.xlsx"
PRICES = "settlement_prices.csv"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a run under their final names, the entries made for them, the approvals, what could not be made."""

    files: tuple[Path, ...]
    entries: tuple[Entry, ...]
    approvals: DayApprovals
    findings: tuple[Finding, ...]


def written(result: DayResult, journal: Journal, out: Path, *, at: datetime) -> Written:
    """Return what was written, with the approvals as they stand at the instant `at`.

    What cannot be made whole is left out, and an earlier run's file of that name stays.
    """
    refuse_other_folder(out, result.mode)
    ensure_folder(out)
    remove_leftovers(out)
    made, drafts = uploads(result), notices(result)
    known = desk_entries(journal)
    touched = touching(result, made.value, known)
    entries = journal.append_all([*touched, ("notice.drafted", _drafted(result, drafts))])
    held = day_approvals(result, desk_entries(journal, known=known), at=at)
    head = short_head(entries[-1].hash)
    found, files = [*made.findings, *approval_findings(result, held)], dict[str, bytes]()
    for export, entry in zip(made.value, entries, strict=False):  # the upload files' entries are the first
        files |= with_sidecars(export, held.of(export.name), held.solos, head=short_head(entry.hash))
    pages = {f"trace.{lang}.txt": trace(result, lang, head, held).encode() for lang in ("ja", "en")}
    pages[NOTICES] = "\n".join((*banner_lines(result.mode), notice_page(drafts, head, held))).encode()
    tables = {PRICES: price_bytes(result)} if result.prices else {}
    for name, data in ({**tables, CHECK: check_bytes(result.checks)} if result.checks else tables).items():
        banner = "".join(f"{line}\r\n" for line in banner_lines(result.mode)).encode()
        pages[f"{name}.drill" if result.mode is Mode.DRILL else name] = banner + data  # a drill leaves no .csv
    if result.margin is None:
        found.append(finding("workbook_not_made", Place(WORKBOOK)))
    else:
        try:
            pages[WORKBOOK] = margin_book(margin_content(result, head, held))
        except RefusedError as refused:  # the rest can leave without it
            found += refused.findings
    files |= {output_name(name, result.mode): data for name, data in pages.items()}
    for name, data in files.items():
        replace_file(out / name, data)
    return Written(tuple(out / name for name in files), entries, held, tuple(found))


def price_bytes(result: DayResult) -> bytes:
    """Return the settlement prices that apply, as `hikae margin --prices` takes them; an open one has no row."""
    rows = [(each.instrument, format(each.price_bp, ".17g")) for each in result.prices if each.price_bp is not None]
    return csv_bytes(("instrument", "price_bp"), rows)


def _drafted(result: DayResult, drafts: str) -> dict[str, Json]:
    digest, name = sha256(drafts.encode()).hexdigest(), output_name(NOTICES, result.mode)
    return {"business_date": result.business_date.isoformat(), "name": name, "sha256": digest}
