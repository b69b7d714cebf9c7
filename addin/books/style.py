"""The look of our workbooks: one header, one table, one set of marks; legible in black and white on A4."""

import io
import math
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions.region import Region
from addin.files import reason
from calc.outcome import RefusedError, finding

FONT = "Yu Gothic"
NAVY, RULE, SHADE, QUIET, INPUT = "1F3864", "8EA0B8", "EEF2F7", "595959", "FFF9E5"
YEN, BP, NOTIONAL = "#,##0;-#,##0;0", "#,##0.00", "#,##0,,;-#,##0,,;0"
FIXED = datetime(2026, 1, 1, tzinfo=UTC)
BYTES_PER_CELL = 100  # about, as openpyxl keeps it on disk while it saves

CellValue = str | int | float | None

_LINE_END = re.compile("\r\n?")
_TRIGGERS = frozenset("=+-@\t\r")  # what makes a formula of text that is typed

Look = tuple[str, bool, str, bool]  # number format, wrap, side, text that a sheet could take for a formula

STYLE = "_style"  # openpyxl has no public way to give one cell the whole look of another
LINE_HEIGHT, LAST_NARROW = 14, 0x2E7F

_THIN = Side(style="thin", color=RULE)
_HAIR = Side(style="hair", color=RULE)
HEAD_FILL = PatternFill("solid", start_color=NAVY)
SHADE_FILL = PatternFill("solid", start_color=SHADE)
INPUT_FILL = PatternFill("solid", start_color=INPUT)
_LOOKS: WeakKeyDictionary[Workbook, dict[tuple[str, str, str], StyleArray]] = WeakKeyDictionary()


class Formula(str):
    """A formula that we wrote; any other text stays text, whatever it begins with."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its Japanese label with English beneath, width in characters, number format."""

    ja: str
    en: str
    width: float
    form: str = "General"
    wrap: bool = False


def book() -> Workbook:
    """Return an empty workbook with fixed dates, so that the same content gives the same file."""
    made = Workbook()
    made.remove(made.worksheets[0])
    made.properties.creator = "Hikae"
    made.properties.created = made.properties.modified = FIXED.replace(tzinfo=None)
    made.calculation.fullCalcOnLoad = True
    return made


def page(made: Workbook, title: str, *, heading: tuple[str, str], lines: Sequence[str]) -> Worksheet:
    """Return a new sheet with its heading in both languages and up to two lines of context; prints on A4 across."""
    sheet: Worksheet = made.create_sheet(title)
    sheet["A1"], sheet["A2"] = heading
    sheet["A1"].font = Font(name=FONT, size=16, bold=True, color=NAVY)
    sheet["A2"].font = Font(name=FONT, size=10, color=QUIET)
    for place, line in enumerate(lines, 3):
        sheet.cell(place, 1, line).font = Font(name=FONT, size=9, color=QUIET)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("Hikae 控え  &A  &P / &N"))
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.45, bottom=0.6, header=0.2, footer=0.25)
    return sheet


def table(sheet: Worksheet, region: Region, heads: Sequence[Head], rows: Iterable[Sequence[CellValue]]) -> int:
    """Write a table under its header at the region and name it; returns the row of its last line."""
    header(sheet, region.row, region.column, heads=heads)
    sheet.print_title_rows = sheet.print_title_rows or f"{region.row}:{region.row}"
    row, looks = region.row, dict[Look, StyleArray]()
    for row, values in enumerate(rows, region.row + 1):
        _line(sheet, row, region.column, heads=heads, values=values, looks=looks)
    named(sheet, region.name, region.row, region.column, last=(row, region.column + len(heads) - 1))
    return row


def _line(
    sheet: Worksheet,
    row: int,
    column: int,
    *,
    heads: Sequence[Head],
    values: Sequence[CellValue],
    looks: dict[Look, StyleArray],
) -> None:
    wrapped = [text_lines(str(value), head.width) for head, value in zip(heads, values, strict=True) if head.wrap]
    if max(wrapped, default=1) > 1:
        sheet.row_dimensions[row].height = LINE_HEIGHT * max(wrapped) + 4
    for place, (head, value) in enumerate(zip(heads, values, strict=True), column):
        cell = sheet.cell(row, place)
        assert isinstance(cell, Cell)  # noqa: S101 - our sheets merge no cells
        put(cell, value)
        side = "right" if isinstance(value, int | float | Formula) else "left"
        key = (head.form, head.wrap, side, cell.quotePrefix)
        if key not in looks:  # a style is looked up among all others each time it is set: once a look is enough
            cell.number_format = head.form
            cell.font = Font(name=FONT, size=10)
            cell.border = Border(bottom=_HAIR)
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=head.wrap, indent=1)
            looks[key] = copy(getattr(cell, STYLE))
        setattr(cell, STYLE, copy(looks[key]))


def text_lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a cell so wide; full-width characters count twice."""
    widths = [sum(1 + (ord(character) > LAST_NARROW) for character in line) for line in text.split("\n")]
    return sum(max(1, math.ceil(wide / (width - 3))) for wide in widths)


def put(cell: Cell, value: CellValue) -> None:
    """Put a value into a cell; text stays text also when somebody edits the cell, and holds nothing XML cannot.

    Every end of a line is the one that a cell has: whoever reads XML makes it so, and no reader shall see another text.
    """
    if not isinstance(value, str) or isinstance(value, Formula):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", value))
    cell.data_type = "s"
    if value[:1] in _TRIGGERS:
        cell.quotePrefix = True


def emphasised(sheet: Worksheet, row: int, columns: int) -> None:
    """Make a row stand out in print as on screen: bold on shade, its borders kept."""
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.font = Font(name=FONT, size=10, bold=True)
        cell.fill = SHADE_FILL


def total_line(sheet: Worksheet, row: int, columns: int) -> None:
    """Make a row look like the sum of those above it."""
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.font = Font(name=FONT, size=10, bold=True)
        cell.fill = SHADE_FILL
        cell.border = Border(top=_THIN, bottom=_THIN)


def named(sheet: Worksheet, name: str, row: int, column: int, *, last: tuple[int, int]) -> None:
    """Give a block of cells a defined name of the workbook."""
    first_cell = f"${get_column_letter(column)}${row}"
    last_cell = f"${get_column_letter(last[1])}${last[0]}"
    made = sheet.parent
    assert made is not None  # noqa: S101 - a sheet we made has its book
    made.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!{first_cell}:{last_cell}")


def named_cell(sheet: Worksheet, region: Region) -> None:
    """Give a single cell its defined name, as a cell and not as a block of one: formulas may then use the name."""
    made = sheet.parent
    assert made is not None  # noqa: S101 - a sheet we made has its book
    at = f"${get_column_letter(region.column)}${region.row}"
    made.defined_names[region.name] = DefinedName(region.name, attr_text=f"'{sheet.title}'!{at}")


def label(sheet: Worksheet, row: int, column: int, *, ja: str, en: str) -> None:
    """Write a small label beside a cell: Japanese, English beneath."""
    cell = sheet.cell(row, column, f"{ja}\n{en}")
    cell.font = Font(name=FONT, size=8, color=QUIET)
    cell.alignment = Alignment(horizontal="right", vertical="center", wrap_text=True, indent=1)


def typed_cell(sheet: Worksheet, row: int, column: int, *, form: str = "General", side: str = "left") -> None:
    """Make a cell look like one that a person fills: shaded, framed, unlocked."""

    def dress(cell: Cell) -> None:
        cell.font, cell.fill = Font(name=FONT, size=10), INPUT_FILL
        cell.border = Border(left=_HAIR, right=_HAIR, top=_THIN, bottom=_THIN)
        cell.alignment = Alignment(horizontal=side, vertical="center", indent=0 if side == "center" else 1)
        cell.number_format, cell.protection = form, Protection(locked=False)

    _dressed(sheet, (row, column), ("typed", form, side), dress)


def shown_cell(sheet: Worksheet, row: int, column: int, *, form: str = "General", side: str = "left") -> None:
    """Make a cell look like one that the book fills: a line beneath, nothing more."""

    def dress(cell: Cell) -> None:
        cell.font, cell.border = Font(name=FONT, size=10), Border(bottom=_HAIR)
        cell.alignment, cell.number_format = Alignment(horizontal=side, vertical="center", indent=1), form

    _dressed(sheet, (row, column), ("shown", form, side), dress)


def _dressed(
    sheet: Worksheet, place: tuple[int, int], key: tuple[str, str, str], dress: Callable[[Cell], None]
) -> None:
    """Give a cell a look and nothing of an earlier one; to set it up anew for each of thousands takes seconds."""
    made, cell = sheet.parent, sheet.cell(*place)
    assert isinstance(made, Workbook)  # noqa: S101 - a sheet we made has its book
    assert isinstance(cell, Cell)  # noqa: S101 - our sheets merge no cells
    looks = _LOOKS.setdefault(made, {})
    if key not in looks:
        setattr(cell, STYLE, StyleArray())
        dress(cell)
        looks[key] = copy(getattr(cell, STYLE))
    setattr(cell, STYLE, copy(looks[key]))


def header(sheet: Worksheet, row: int, column: int, *, heads: Sequence[Head]) -> None:
    """Write a table's header at a place, widths included."""
    for place, head in enumerate(heads, column):
        cell = sheet.cell(row, place, f"{head.ja}\n{head.en}")
        cell.font = Font(name=FONT, size=9, bold=True, color="FFFFFF")
        cell.fill = HEAD_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(sheet.column_dimensions[letter].width or 0.0, head.width)
    sheet.row_dimensions[row].height = 30


def code_names(sheet: Worksheet, region: Region) -> None:
    """Write the names of a region's columns into its first row, in small print, and name the whole region."""
    for column, name in enumerate(region.columns, region.column):
        cell = sheet.cell(region.row, column, name)
        cell.font, cell.fill = Font(name=FONT, size=7, color=QUIET), SHADE_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[region.row].height = 11
    named(sheet, region.name, region.row, region.column, last=region.last)


def marked(sheet: Worksheet, cells: str, formula: str, *, font: Font, fill: PatternFill | None = None) -> None:
    """Make cells stand out while a formula of the sheet holds; beside a word or symbol, never by colour alone."""
    look = DifferentialStyle(font=font, fill=fill)
    sheet.conditional_formatting.add(cells, Rule(type="expression", dxf=look, formula=[formula]))


def saved(made: Workbook) -> bytes:
    """Return the file's bytes, the same for the same content: members in order, with one fixed date."""
    raw = _raw(made)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, _fixed_dates(name, source.read(name)))
    return packed.getvalue()


def _raw(made: Workbook) -> io.BytesIO:
    """Return the file as openpyxl writes it; it keeps each sheet in the temporary folder meanwhile, which may be full.

    Raises RefusedError `file_not_written`, with about the bytes that were needed there.
    """
    raw = io.BytesIO()
    try:
        made.save(raw)
    except OSError as error:
        ja, en = reason(error)
        needed = sum(sheet.max_row * sheet.max_column for sheet in made) * BYTES_PER_CELL
        place = Path(tempfile.gettempdir())
        refused = finding("file_not_written", path=place, reason_ja=ja, reason_en=en, needed=f"{needed:,}")
        raise RefusedError([refused]) from error
    return raw


def _fixed_dates(name: str, data: bytes) -> bytes:
    """Return the part with the fixed date in place of the moment of saving."""
    if name != "docProps/core.xml":
        return data
    start, end = data.find(b"<dcterms:modified"), data.find(b"</dcterms:modified>")
    opened = data.index(b">", start) + 1
    return data[:opened] + FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + data[end:]
