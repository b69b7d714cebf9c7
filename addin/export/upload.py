"""Upload files: typed columns and nothing else, read back before they count, with their sums beside them.

A cell outside its column's form is refused, never escaped. Checksum, chain head and control totals stand in files
beside the upload, never inside it.
"""

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calc.outcome import Place, RefusedError, finding
from calc.tables import packaged

FORMS = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "instant": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+09:00"),
    "code": re.compile(r"[A-Z0-9]{1,20}"),
    "word": re.compile(r"[a-z_]{1,30}"),
    "spread": re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?"),
    "yen": re.compile(r"-?[0-9]{1,16}"),
}
SUMMED = {"spread", "yen"}


@dataclass(frozen=True, slots=True)
class Template:
    """What a file must look like: its name, encoding, newline, and columns by name and form."""

    name: str
    encoding: str
    newline: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file ready to be written, with its checksum and control totals."""

    name: str
    data: bytes
    sha256: str
    totals: str


def template(name: str) -> Template:
    """Return a packaged template by its name."""
    table = packaged("addin.export", f"templates/{name}.toml")
    columns = tuple((column["name"], column["form"]) for column in table["column"])
    return Template(table["file_name"], table["encoding"], table["newline"], columns)


def upload(form: Template, rows: Sequence[Mapping[str, object]]) -> Upload:
    """Return the file of these rows; refused with the cell when one is outside its column's form."""
    texts = [tuple(str(row[name]) for name, _ in form.columns) for row in rows]
    refused = [
        finding("export_cell", Place(form.name, number, name), text=text[:40], form=kind)
        for number, row in enumerate(texts, 2)
        for text, (name, kind) in zip(row, form.columns, strict=True)
        if not FORMS[kind].fullmatch(text)
    ]
    if refused:
        raise RefusedError(refused)
    names = tuple(name for name, _ in form.columns)
    lines = [",".join(row) + form.newline for row in (names, *texts)]
    data = "".join(lines).encode(form.encoding)
    if [tuple(row) for row in csv.reader(io.StringIO(data.decode(form.encoding), newline=""))] != [names, *texts]:
        raise RefusedError([finding("export_not_read_back", Place(form.name))])
    return Upload(form.name, data, hashlib.sha256(data).hexdigest(), _totals(form, texts))


def _totals(form: Template, texts: Sequence[tuple[str, ...]]) -> str:
    """Return the control totals as text: rows, encoding, and the exact sum of every numeric column."""
    sums = [
        f"{name},{sum((Decimal(row[place]) for row in texts), Decimal(0))}"
        for place, (name, kind) in enumerate(form.columns)
        if kind in SUMMED
    ]
    return "\n".join((f"rows,{len(texts)}", f"encoding,{form.encoding}", *sums)) + "\n"
