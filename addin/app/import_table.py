"""A table of a template's layout read back, pasted, or keyed from a call or a FAX: control totals, then the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from addin.app.export_make import Tell
from addin.app.export_source import ExportSource, source_of_content
from addin.books.kinds import is_workbook
from addin.books.tables import LARGEST_FILE
from addin.export.forms import UNITS
from addin.export.template import Template
from addin.export.upload import sums
from addin.files import is_there, read_limited
from addin.store import snapshots
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.columns import shown
from calc.text.numeral import Unit, number

IMPORTED = "table.imported"
LARGEST_SIDECAR = 10_000


class Origin(StrEnum):
    """How a table reached the desk."""

    FILE = "file"
    TOOL = "tool"
    TERMINAL = "terminal"
    MAIL = "mail"
    TELEPHONE = "telephone"
    FAX = "fax"


KEYED = {Origin.TELEPHONE: ("電話", "telephone"), Origin.FAX: ("FAX", "FAX")}


@dataclass(frozen=True, slots=True)
class Imported:
    """A table that is in the record: its rows by the columns' names, its control totals, and its entry."""

    business_date: date
    rows: tuple[Mapping[str, object], ...]
    totals: Mapping[str, Decimal]
    entry: Entry
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A table as it came: its bytes, the encoding that they are read by, and the business date it belongs to.

    `named` says that somebody named that date, so that every row must be of it.
    """

    name: str
    data: bytes
    encoding: str
    day: date
    named: bool = False


def imported(
    journal: Journal, form: Template, path: Path, *, home: Path, origin: Origin, totals: Sequence[str], at: datetime,
    tell: Tell = None,
) -> Imported:  # fmt: skip
    """Return a file read, compared with the totals told beside it (`COLUMN=VALUE`) and recorded with its source.

    Nothing of it is used when one cell is bad or one total differs. Raises RefusedError `import_encoding`,
    `total_unknown`, `total_needed`, `total_differs`, the findings of the table, or what reading and recording raise.
    """
    compared = told_totals(form, totals, origin=origin, source=path.name)
    content = Content(path.name, read_limited(path, LARGEST_FILE), form.encoding, at.date())
    read = imported_content(journal, form, content, home=home, origin=origin, totals=compared, tell=tell)
    found = (*read.findings, *_other_day(read.business_date, at, path), *_other_checksum(path, _sha256(read, path)))
    return replace(read, findings=found)


def imported_content(
    journal: Journal, form: Template, content: Content, *, home: Path, origin: Origin, totals: Mapping[str, Decimal],
    tell: Tell = None,
) -> Imported:  # fmt: skip
    """Return the same of a table's content, wherever it stood; `totals` are those of `told_totals`."""
    source = read_content(form, content)
    known = sums(form, source.rows)
    differing = [
        finding("total_differs", Place(content.name, None, name), column=name, told=value, found=known[name])
        for name, value in totals.items()
        if value != known[name]
    ]
    if differing:
        raise RefusedError(differing)
    (sha256,) = snapshots.keep(home, [content.data])
    body = _body(form, source, content, sha256, origin=origin, told=totals)
    entry = journal.append_all([(IMPORTED, body)], on_recorded=tell)[0]
    return Imported(source.business_date, source.rows, known, entry, source.findings)


def read_content(form: Template, content: Content) -> ExportSource:
    """Return the typed rows of a table, nothing recorded.

    Raises RefusedError `import_encoding` or the findings of the table.
    """
    return source_of_content(_as_utf8(content, form), content.name, form, day=content.day, named=content.named)


def told_totals(form: Template, totals: Sequence[str], *, origin: Origin, source: str) -> dict[str, Decimal]:
    """Return the control totals as told, by column name; what was told by telephone or FAX must have one of a figure.

    Raises RefusedError `total_unknown`, `total_needed`.
    """
    told = _told(form, totals)
    figures = {column.name for column in form.columns if column.form in UNITS}
    if origin in KEYED and not (figures.intersection(told) if figures else told):
        ja, en = KEYED[origin]
        raise RefusedError([finding("total_needed", Place(source), origin_ja=ja, origin_en=en)])
    return told


def _sha256(read: Imported, path: Path) -> str:
    return str(read.entry.body["files"][path.name])


def _other_day(day: date, at: datetime, path: Path) -> tuple[Finding, ...]:
    return () if day == at.date() else (finding("import_other_day", Place(path.name), date=day, today=at.date()),)


def _other_checksum(path: Path, sha256: str) -> tuple[Finding, ...]:
    """Return a finding where a checksum lies beside the file that is not the file's own."""
    beside = path.with_name(f"{path.name}.sha256")
    if not is_there(beside):
        return ()
    said = read_limited(beside, LARGEST_SIDECAR).decode("utf-8", "replace").splitlines()
    sums_said = {line.split()[0].lower() for line in said if line.strip() and not line.startswith("#")}
    return () if sums_said == {sha256} else (finding("import_checksum_differs", Place(path.name), beside=beside.name),)


def _told(form: Template, totals: Sequence[str]) -> dict[str, Decimal]:
    """Return the control totals as told, by column name; `rows` is the number of rows."""
    units = {"rows": Unit.YEN}
    units |= {column.name: UNITS[column.form] for column in form.columns if column.form in UNITS}
    names = {column.header: column.name for column in form.columns}
    told: dict[str, Decimal] = {}
    for text in totals:
        said, _, value = text.partition("=")
        name = names.get(said, said)
        read = number(value, unit=units[name]) if name in units else None
        if not isinstance(read, Decimal) or name in told:
            raise RefusedError([finding("total_unknown", text=shown(text), known=" ".join(units))])
        told[name] = read
    return told


def _as_utf8(content: Content, form: Template) -> bytes:
    """Return a CSV's content in UTF-8; nothing but the encoding it must have is read, and none is guessed."""
    if is_workbook(content.name):
        return content.data
    try:
        return content.data.decode(content.encoding).encode()
    except UnicodeDecodeError as error:
        place, encoding = Place(content.name), content.encoding
        refused = finding("import_encoding", place, name=form.code, encoding=encoding, byte=error.start + 1)
        raise RefusedError([refused]) from error


def _body(
    form: Template, source: ExportSource, content: Content, sha256: str, *, origin: Origin, told: Mapping[str, Decimal]
) -> dict[str, Json]:
    return {
        "template": form.code,
        "business_date": source.business_date.isoformat(),
        "source": origin.value,
        "encoding": "xlsx" if is_workbook(content.name) else content.encoding,
        "files": {content.name: sha256},
        "totals": {name: str(value) for name, value in sums(form, source.rows).items()},
        "compared": sorted(told),
    }
