"""What an upload file is made from: checked rows of one business date, here those of a table that somebody hands in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from addin.books.tables import LARGEST_FILE, table_of
from addin.export.template import Template
from addin.export.typed import Row, typed_rows
from addin.files import read_limited
from calc.outcome import Finding, RefusedError
from calc.text.wording import Severity, severity


@dataclass(frozen=True, slots=True)
class ExportSource:
    """The rows of a file, their business date, and what they come from: contents by name, and the ruling behind."""

    business_date: date
    rows: tuple[Row, ...]
    contents: Mapping[str, bytes]
    ruling_hash: str = ""
    until: str = ""
    findings: tuple[Finding, ...] = ()


def source_from_table(path: Path, form: Template, *, day: date, named: bool) -> ExportSource:
    """Return the rows of a table; one bad cell and nothing of it is used.

    Raises RefusedError with every finding of the table, or what reading the file raises.
    """
    data = read_limited(path, LARGEST_FILE)
    return source_of_content(data, path.name, form, day=day, named=named)


def source_of_content(data: bytes, name: str, form: Template, *, day: date, named: bool) -> ExportSource:
    """Return the same from a file's content: UTF-8 CSV or the first sheet of an .xlsx."""
    read = table_of(data, name)
    if read.value is None:
        raise RefusedError(read.findings)
    typed = typed_rows(form, read.value, day=day, named=named)
    found = (*read.findings, *typed.findings)
    if any(severity(each) is Severity.ERROR for each in found):
        raise RefusedError(found)
    return ExportSource(typed.value.business_date, typed.value.rows, {name: data}, findings=found)
