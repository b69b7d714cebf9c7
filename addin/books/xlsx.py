"""A workbook as plain rows, read only within limits that were checked before any of it is parsed.

Limits: 5 MB packed, 50 MB unpacked, 100 to 1, 200 parts, only known
parts, no document type declaration, first sheet, 10,000 rows, 500 columns.
"""

import io
import zipfile
from datetime import datetime

import defusedxml  # noqa: F401 - openpyxl refuses a DTD only when it is installed
import openpyxl
from openpyxl import DEFUSEDXML
from openpyxl.worksheet.worksheet import Worksheet

from calc.outcome import Finding, finding
from calc.text.columns import shown

PACKED = 5_000_000
UNPACKED = 50_000_000
RATIO = 100
PARTS = 200
ROWS = 10_000
COLUMNS = 500
LAST_ROW = 2**20  # of any sheet; what a file says of its own size may be wrong
KNOWN = ("xl/", "docProps/", "_rels/", "[Content_Types].xml", "customXml/", "customUI/")


def workbook_rows(data: bytes) -> list[tuple[int, tuple[object, ...]]] | Finding:
    """Return the first sheet's numbered rows; cells keep their type, dates become ISO text."""
    reason = unsafe(data)
    if reason:
        return finding("xlsx_unsafe", reason=reason)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return _numbered(book.worksheets[0])
    except Exception:  # noqa: BLE001 - whatever a broken package makes the parser raise, the desk gets one finding
        return finding("xlsx_unreadable")


def _numbered(sheet: Worksheet) -> list[tuple[int, tuple[object, ...]]] | Finding:
    """Return the rows that hold anything; nothing is cut off silently."""
    numbered: list[tuple[int, tuple[object, ...]]] = []
    for row, values in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=COLUMNS + 1, values_only=True), 1):
        if values.count(None) == len(values):
            continue
        if row > ROWS or values[COLUMNS] is not None:
            return finding("xlsx_unsafe", reason=f"> {ROWS} rows × {COLUMNS} columns")
        numbered.append((row, tuple(_plain(value) for value in values[:COLUMNS])))
    return numbered


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
    except Exception:  # noqa: BLE001 - a damaged package raises half a dozen kinds: BadZipFile, zlib.error, struct.error …
        return "not a workbook package"


def _unsafe_parts(package: zipfile.ZipFile) -> str:
    parts = package.infolist()
    if len(parts) > PARTS:
        return f"{len(parts)} parts > {PARTS}"
    for part in parts:
        if ".." in part.filename or not part.filename.startswith(KNOWN):
            return f"unexpected part {shown(part.filename)}"
        if part.file_size > RATIO * max(part.compress_size, 1):
            return f"{shown(part.filename)} unpacks more than {RATIO} to 1"
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED:
        return f"unpacks to more than {UNPACKED} bytes"
    if unpacked > RATIO * max(sum(part.compress_size for part in parts), 1):
        return f"unpacks more than {RATIO} to 1"
    return next((f"{shown(part.filename)} declares a document type" for part in parts if _has_dtd(package, part)), "")


def _has_dtd(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part declares a document type; no more of it is read than it declares (its checksum holds)."""
    with package.open(part) as stream:
        data = stream.read().replace(b"\0", b"")  # in UTF-16 every other byte of ASCII is zero
    return b"<!DOCTYPE" in data.upper()
