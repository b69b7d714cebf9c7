"""Write what may leave the desk: upload files with their sidecars, traces, notice drafts, the workbook.

Every file is made whole in memory first. An upload file is recorded before it is written; its head file names that
entry, so the same day gives the same bytes again.
"""

from dataclasses import dataclass
from pathlib import Path

from addin.app.day.run import DayResult
from addin.app.day.show import margin_content, trace
from addin.books.margin_book import margin_book
from addin.export.upload import Upload, template, upload
from addin.files import ensure_folder, remove_leftovers, replace_file
from addin.store.journal import Entry, Journal, short_head
from calc.days.cutoff import iso
from calc.margin.requirement import Component
from calc.outcome import Finding, RefusedError
from calc.plan.notices import notice_text
from calc.plan.types import CLEARING_HOUSE

NOTICES = "notices.txt"
WORKBOOK = "margin.xlsx"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a run under their final names, the entries made for them, and what could not be made."""

    files: tuple[Path, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def written(result: DayResult, journal: Journal, out: Path) -> Written:
    """Return what was written; an upload that would hold a bad cell is refused whole and the others go on."""
    ensure_folder(out)
    remove_leftovers(out)
    made, entries, refused = list[Path](), list[Entry](), list[Finding]()
    for name, rows in (("quotes_upload", quote_rows(result)), ("requirements_upload", requirement_rows(result))):
        if not rows:
            continue
        try:
            export = upload(template(name), rows)
        except RefusedError as fault:
            refused += fault.findings
            continue
        entry = journal.append("export.prepared", _exported(result, export))
        entries.append(entry)
        made += _upload_files(out, export, entry)
    head = short_head(entries[-1].hash if entries else journal.head())
    people = {name: text.encode() for name, text in texts(result, head).items()}
    people[WORKBOOK] = margin_book(margin_content(result, head))
    for name, data in people.items():
        replace_file(out / name, data)
        made.append(out / name)
    return Written(tuple(made), tuple(entries), tuple(refused))


def _exported(result: DayResult, export: Upload) -> dict[str, str]:
    return {"business_date": result.business_date.isoformat(), "file": export.name, "sha256": export.sha256}


def _upload_files(out: Path, export: Upload, entry: Entry) -> list[Path]:
    sidecars = {
        f"{export.name}.sha256": f"{export.sha256}  {export.name}\n",
        f"{export.name}.head.txt": f"{short_head(entry.hash)}\n",
        f"{export.name}.totals.txt": export.totals,
    }
    replace_file(out / export.name, export.data)
    for name, text in sidecars.items():
        replace_file(out / name, text.encode())
    return [out / export.name, *(out / name for name in sidecars)]


def quote_rows(result: DayResult) -> list[dict[str, object]]:
    """Return the upload rows of the clean quotes, in the order they were given."""
    day = result.business_date.isoformat()
    return [
        {
            "business_date": day,
            "participant": quote.participant,
            "instrument": quote.instrument,
            "bid_bp": repr(quote.bid_bp),
            "offer_bp": repr(quote.offer_bp),
            "as_of": quote.as_of,
        }
        for quote in result.quotes.clean
    ]


def requirement_rows(result: DayResult) -> list[dict[str, object]]:
    """Return the upload rows of our own requirements: every account, every component, in order."""
    if result.margin is None:
        return []
    accounts = {account.code: account for account in result.inputs.accounts or ()}
    return [
        {
            "business_date": result.business_date.isoformat(),
            "account": each.account,
            "participant": accounts[each.account].participant,
            "kind": accounts[each.account].kind.value,
            "measure": "im",
            "component": component.value,
            "amount": each.amounts[component],
        }
        for each in result.margin.requirements
        for component in Component
    ]


def texts(result: DayResult, head: str) -> dict[str, str]:
    """Return the traces and the notice drafts by file name."""
    return {
        "trace.ja.txt": trace(result, "ja", head),
        "trace.en.txt": trace(result, "en", head),
        NOTICES: notices(result),
    }


def notices(result: DayResult) -> str:
    """Return the drafts of every notice that the clearing house owes at the instant, each in both languages."""
    drafts = [
        f"──── {row.clause}  {row.channel}  {row.participant or ''}\n{words.ja}\n\n{words.en}\n"
        for row in result.plan.due
        if row.what == "notice" and row.by_whom == CLEARING_HOUSE
        for words in [notice_text(row, result.plan)]
    ]
    nothing = "出すべき連絡はありません\nNo notice is due.\n"
    note = f"{result.inputs.note}\n" if result.inputs.note else ""
    head = f"連絡の下書き NOTICE DRAFTS  {iso(result.at)}\n{note}"
    return f"{head}送る前に内容を確かめてください / Read before sending.\n\n" + ("\n".join(drafts) or nothing)
