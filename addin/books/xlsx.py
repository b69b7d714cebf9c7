"""A workbook as plain rows, read only within limits that were checked before any of it is parsed.

Limits: 5 MB packed, 50 MB unpacked, 100 to 1, 200 parts, only known
parts, no document type declaration, first sheet, 10,000 rows.
"""

import io
import zipfile
from datetime import datetime

import defusedxml  # noqa: F401 - openpyxl refuses a DTD only when it is installed
import openpyxl
from openpyxl import DEFUSEDXML

from calc.outcome import Finding, finding

PACKED = 5_000_000
UNPACKED = 50_000_000
RATIO = 100
PARTS = 200
ROWS = 10_000
COLUMNS = 500
KNOWN = ("xl/", "docProps/", "_rels/", "[Content_Types].xml", "customXml/", "customUI/")


def workbook_rows(data: bytes) -> list[tuple[int, tuple[object, ...]]] | Finding:
    """Return the first sheet's numbered rows; cells keep their type, dates become ISO text."""
    reason = unsafe(data)
    if reason:
        return finding("xlsx_unsafe", reason=reason)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_row=ROWS + 1, max_col=COLUMNS, values_only=True)
        numbered = [
            (row, tuple(_plain(value) for value in values))
            for row, values in enumerate(rows, 1)
            if any(value is not None for value in values)
        ]
    except Exception:  # noqa: BLE001 - whatever a broken package makes the parser raise, the desk gets one finding
        return finding("xlsx_unreadable")
    return numbered if len(numbered) <= ROWS else finding("xlsx_unsafe", reason=f"> {ROWS} rows")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else value


def unsafe(data: bytes) -> str:
    """Return why a package must not be parsed, or nothing."""
    assert DEFUSEDXML, "openpyxl does not see defusedxml"  # noqa: S101 - an installation without it must not read
    if len(data) > PACKED:
        return f"{len(data)} bytes > {PACKED}"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _unsafe_parts(package)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return "not a workbook package"


def _unsafe_parts(package: zipfile.ZipFile) -> str:
    parts = package.infolist()
    if len(parts) > PARTS:
        return f"{len(parts)} parts > {PARTS}"
    for part in parts:
        if part.filename.startswith("/") or ".." in part.filename or not part.filename.startswith(KNOWN):
            return f"unexpected part {part.filename[:60]}"
        if part.file_size > RATIO * max(part.compress_size, 1):
            return f"{part.filename[:60]} unpacks more than {RATIO} to 1"
    if sum(part.file_size for part in parts) > UNPACKED:
        return f"unpacks to more than {UNPACKED} bytes"
    return next((_unsafe_text(package, part) for part in parts if _unsafe_text(package, part)), "")


def _unsafe_text(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Read no more than the part declared, and refuse a document type declaration."""
    with package.open(part) as stream:
        data = stream.read(part.file_size + 1)
    if len(data) > part.file_size:
        return f"{part.filename[:60]} is larger than declared"
    return f"{part.filename[:60]} declares a document type" if b"<!DOCTYPE" in data[:4096].upper() else ""
