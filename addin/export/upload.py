"""Upload files: typed columns and nothing else, read back before they count, with their sums beside them.

A cell outside its column's form is refused, never escaped; so is one that its file's encoding cannot bring back.
Checksum, chain head and control totals stand in files beside the upload, never inside it.
"""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from addin.export.forms import FORMS, UNITS, survives
from addin.export.template import Template, TemplateColumn, is_drill_name, template, template_of
from addin.home import BANNER
from calc.outcome import Finding, Place, RefusedError, finding

__all__ = ["Template", "TemplateColumn", "Upload", "reread", "template", "template_of", "upload"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file ready to be written, with its checksum and control totals."""

    name: str
    data: bytes
    sha256: str
    totals: str

    def sidecars(self, head: str) -> dict[str, bytes]:
        """Return what stands beside the file: checksum, short chain head, control totals; a drill's say so first."""
        first = f"# {BANNER}\n" if is_drill_name(self.name) else ""
        return {
            f"{self.name}.sha256": f"{first}{self.sha256}  {self.name}\n".encode(),
            f"{self.name}.head.txt": f"{first}{head}\n".encode(),
            f"{self.name}.totals.txt": f"{first}{self.totals}".encode(),
        }


def upload(form: Template, rows: Sequence[Mapping[str, object]]) -> Upload:
    """Return the file of these rows; a number that is no text yet is written in its column's number format.

    Raises RefusedError `export_cell` or `export_unencodable` for every cell that cannot leave, `export_not_read_back`.
    """
    texts = [tuple(_written(row[column.name], column) for column in form.columns) for row in rows]
    refused = [
        fault.at(Place(form.name, number, column.name))
        for number, row in enumerate(texts, 2)
        for text, column in zip(row, form.columns, strict=True)
        if (fault := _fault(text, column, form.encoding)) is not None
    ]
    if refused:
        raise RefusedError(refused)
    lines = [",".join(row) + form.newline for row in (form.headers, *texts)]
    data = "".join((_banner(form), *lines)).encode(form.encoding)
    if _read(form, data) != [form.headers, *texts]:
        raise RefusedError([finding("export_not_read_back", Place(form.name))])
    return Upload(form.name, data, hashlib.sha256(data).hexdigest(), _totals(form, texts))


def reread(form: Template, data: bytes) -> Upload:
    """Return a file read from its bytes, every cell in its column's form again.

    Raises RefusedError `export_cell` with the cell, or `export_not_read_back` when the bytes are not what these rows
    give.
    """
    try:
        header, *rows = _read(form, data)
        made = upload(form, [dict(zip(form.names, row, strict=True)) for row in rows])
    except (ValueError, csv.Error) as error:
        raise RefusedError([finding("export_not_read_back", Place(form.name))]) from error
    if header != form.headers or made.data != data:
        raise RefusedError([finding("export_not_read_back", Place(form.name))])
    return made


def sums(form: Template, rows: Sequence[Mapping[str, object]]) -> dict[str, Decimal]:
    """Return the number of rows and the exact sum of every numeric column: what control totals are about."""
    numeric = (column.name for column in form.columns if column.form in UNITS)
    exact = {name: sum((Decimal(str(row[name])) for row in rows), Decimal(0)) for name in numeric}
    return {"rows": Decimal(len(rows)), **exact}


def _written(value: object, column: TemplateColumn) -> str:
    """Return a value in its column's number format; what the format cannot show exactly stays, to be refused."""
    if column.decimals is None or isinstance(value, str):
        return str(value)
    try:
        exact = Decimal(str(value))
        text = f"{exact:.{column.decimals}f}"
        return text if Decimal(text) == exact else str(value)
    except InvalidOperation:
        return str(value)


def _fault(text: str, column: TemplateColumn, encoding: str) -> Finding | None:
    """Return why a cell cannot leave."""
    decimals = len(text.partition(".")[2])
    if not FORMS[column.form].fullmatch(text) or column.decimals not in {None, decimals}:
        return finding("export_cell", text=_shown(text), form=column.shape)
    if survives(text, encoding):
        return None
    lost = next(sign for sign in text if not survives(sign, encoding))
    return finding("export_unencodable", character=lost, codepoint=f"U+{ord(lost):04X}", encoding=encoding)


def _shown(text: str) -> str:
    beginning = text[:40]
    return beginning if beginning.isprintable() else ascii(beginning)


def _read(form: Template, data: bytes) -> list[tuple[str, ...]]:
    text = data.decode(form.encoding).removeprefix(_banner(form))
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]


def _banner(form: Template) -> str:
    return f"{form.banner}{form.newline}" if form.banner else ""


def _totals(form: Template, texts: Sequence[tuple[str, ...]]) -> str:
    """Return the control totals as text: rows, encoding, and the exact sum of every numeric column."""
    known = sums(form, [dict(zip(form.names, row, strict=True)) for row in texts])
    rows = known.pop("rows")
    lines = (f"rows,{rows}", f"encoding,{form.encoding}", *(f"{name},{total}" for name, total in known.items()))
    return "\n".join(lines) + "\n"
