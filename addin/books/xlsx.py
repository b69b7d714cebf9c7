"""A workbook as plain rows, read only within limits that were checked before any of it is parsed.

Limits: 5 MB packed, 50 MB unpacked, 100 to 1, 200 parts, only known
parts, no document type declaration, first sheet, 10,000 rows, 500 columns. All of this runs in the child that
`addin.books.confined` starts, and what it finds leaves it as JSON.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TypeAlias

import defusedxml  # noqa: F401 - openpyxl refuses a DTD only when it is installed
from openpyxl import DEFUSEDXML
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.confined import READERS
from calc.outcome import Finding, finding
from calc.text.columns import shown

PACKED = 5_000_000
UNPACKED = 50_000_000
RATIO = 100
PARTS = 200
ROWS = 10_000
COLUMNS = 500
LAST_ROW = 2**20  # of any sheet; what a file says of its own size may be wrong
DTD = re.compile(rb"<![Dd][Oo][Cc][Tt][Yy][Pp][Ee]")
KNOWN = ("xl/", "docProps/", "docMetadata/", "_rels/", "[Content_Types].xml", "customXml/", "customUI/")

Row: TypeAlias = tuple[int, list[object]]


def speak(data: bytes, tell: Callable[[object], None]) -> None:
    """Tell `{"rows": [[number, cells], …]}` of the first sheet, or the code and reason why there are none.

    Told first is what holds should the reading never end.
    """
    tell({"code": "xlsx_unsafe", "reason": str(READERS["workbook"])})
    read = workbook_rows(data)
    tell({"code": read.code, **dict(read.details)} if isinstance(read, Finding) else {"rows": read})


def workbook_rows(data: bytes) -> list[Row] | Finding:
    """Return the first sheet's numbered rows that hold anything; nothing is cut off silently."""
    reason = unsafe(data)
    if reason:
        return finding("xlsx_unsafe", reason=reason)
    try:
        rows = list[Row]()
        for row, cells in sheet_rows(opened(data).worksheets[0]):
            if cells and (row > ROWS or len(cells) > COLUMNS):
                return finding("xlsx_unsafe", reason=f"> {ROWS} rows × {COLUMNS} columns")
            if cells:
                rows.append((row, cells))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken package makes the parser raise, the desk gets one finding
        return finding("xlsx_unreadable")
    return rows


def opened(data: bytes) -> Workbook:
    """Return a workbook that was found safe, formulas by their last value.

    Raises ValueError where a sheet that it names is not in the package, and whatever a broken package makes openpyxl
    raise.
    """
    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    if any(relation.target not in reader.valid_files for _, relation in reader.parser.find_sheets()):
        raise ValueError("a sheet is missing")
    return reader.wb


def sheet_rows(sheet: Worksheet) -> Iterator[Row]:
    """Yield numbered rows without the blank cells at their ends; numbers and texts stay, dates become ISO text."""
    sheet.reset_dimensions()  # type: ignore[attr-defined] # what a file says of its own size may be wrong
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW), 1):
        values = ["" if cell.value is None else _plain(cell.value, cell.number_format) for cell in cells]
        while values and values[-1] == "":
            values.pop()
        yield number, values


def _plain(value: object, form: str) -> object:
    """Return a cell as JSON has it; a number shown as % keeps that mark, which says that it is no bp."""
    match value:
        case bool() | str():
            return value
        case int() | float():
            return {"percent": value} if "%" in form else value
        case datetime():
            return value.date().isoformat()
        case _:
            return str(value)


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
        data = stream.read()
    if b"\0" in data:
        data = data.replace(b"\0", b"")  # in UTF-16 every other byte of ASCII is zero
    return DTD.search(data) is not None
