"""What the pages of the margin book are made of: native cells, tables of accounts, words that formulas refer to."""

from collections.abc import Mapping, Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.regions.region import Region
from addin.books.style import (
    FONT,
    QUIET,
    SHADE_FILL,
    YEN,
    Head,
    code_names,
    header,
    label,
    marked,
    named,
    named_cell,
    shown_cell,
    typed_cell,
)
from workbooks.parts import DAY, WRONG, prompted, rows_of, small

CHANGE = "+#,##0;-#,##0;0"
ROWS = range(margin.FIRST, margin.LAST + 1)
CODE_SIZE = 7
TOTALS, GAPS, KNOWN = 7, margin.LAST + 1, margin.LAST + 2
GAP = "－ 不明 gap "
YES_NO = '[=1]"○ 可 yes";"－ 否 no"'  # a state that formulas multiply, shown as its word
THREE_LINES = 44
UPRIGHT_MARGINS = PageMargins(left=0.25, right=0.25, top=0.4, bottom=0.5, header=0.2, footer=0.25)
ROW_HEIGHT = 14.25  # sixty rows with their head and totals on one upright page
USABLE = '=LEFT(HIKAE_FRESH)<>"✗"'
NO_DAY = "－ 業務日なし no date"
SETTING = (Head("設定", "Setting", 22), Head("値", "Value", 30))
NAME_PROMPT = "設定名（tail_rule など）。このブックの式だけに効く / Such as tail_rule; for this book's cells alone"
VALUE_PROMPT = "空なら有効な設定のまま / Blank: the setting in force"

Native = tuple[str, str, Head]  # the name of its column, its formula with {r} for the row, its label


def yen(ja: str, en: str, width: float = 15) -> Head:
    """Return the head of a column of yen."""
    return Head(ja, en, width, YEN)


def native(sheet: Worksheet, row: int, column: int, formula: str, *, form: str = "General", side: str = "left") -> None:
    """Write a cell that the sheet itself computes."""
    shown_cell(sheet, row, column, form=form, side=side)
    sheet.cell(row, column).value = formula


def strong(sheet: Worksheet, row: int, column: int, size: int = 11) -> None:
    """Make a cell stand out by weight."""
    sheet.cell(row, column).font = Font(name=FONT, size=size, bold=True)


def natives(sheet: Worksheet, columns: Mapping[int, Native], *, rows: Sequence[int] = ROWS) -> None:
    """Write columns of the sheet's own formulas beside a table, each with its label and its name in small print."""
    head = rows[0] - 1
    for column, (name, formula, shown) in columns.items():
        header(sheet, head - 1, column, heads=[shown])
        code = sheet.cell(head, column, name)
        code.font, code.fill = Font(name=FONT, size=CODE_SIZE, color=QUIET), SHADE_FILL
        code.alignment = Alignment(horizontal="center", vertical="center")
        side = "left" if shown.form == "General" else "right"
        for row in rows:
            native(sheet, row, column, formula.format(r=row), form=shown.form, side=side)


def block(sheet: Worksheet, region: Region, formula: str) -> None:
    """Write one array formula over the rows of a table, its first row of names left out."""
    first = f"{get_column_letter(region.column)}{region.row + 1}"
    last_row, last_column = region.last
    cells = f"{first}:{get_column_letter(last_column)}{last_row}"
    sheet[first] = ArrayFormula(cells, formula)


def codes(sheet: Worksheet, row: int, words: Sequence[str], *, column: int) -> None:
    """Write words that formulas refer to, one below the other, in small print."""
    for at, word in enumerate(words, row):
        small(sheet, at, column, word)


def figure(
    sheet: Worksheet, row: int, column: int, words: tuple[str, str], formula: str, *, form: str = "General"
) -> None:
    """Write one figure with its label on the left."""
    label(sheet, row, column, ja=words[0], en=words[1])
    native(sheet, row, column + 1, formula, form=form, side="left" if form == "General" else "right")
    strong(sheet, row, column + 1)
    sheet.row_dimensions[row].height = 25


def totals(sheet: Worksheet, columns: Sequence[int], *, accounts: str, form: str = YEN) -> None:
    """Write above a table of accounts the sums of columns; a sum with a gap in it is a word, never a number.

    `accounts` is the column of the account's names. Beneath the table stand the gaps and the sums of what is known.
    """
    named_ones = f"{accounts}{margin.FIRST}:{accounts}{margin.LAST}"
    small(sheet, GAPS, columns[0] - 1, "不明 Gaps")
    small(sheet, KNOWN, columns[0] - 1, "分かる分の計 Known")
    for column in columns:
        letter = get_column_letter(column)
        cells = f"{letter}{margin.FIRST}:{letter}{margin.LAST}"
        native(sheet, GAPS, column, f'=SUMPRODUCT(--({named_ones}<>""))-COUNT({cells})', form="0", side="right")
        native(sheet, KNOWN, column, f"=SUM({cells})", form=form, side="right")
        gap = f'=IF({letter}{GAPS},"{GAP}"&{letter}{GAPS},'
        native(sheet, TOTALS, column, f'{gap}IF(COUNT({cells}),SUM({cells}),""))', form=form, side="right")
        strong(sheet, TOTALS, column, 10)
        sheet.cell(TOTALS, column).fill = SHADE_FILL


def added(sheet: Worksheet, columns: Sequence[int], *, form: str = YEN) -> None:
    """Write above a table of accounts the sums of columns in which a blank is nothing missing."""
    for column in columns:
        letter = get_column_letter(column)
        native(sheet, TOTALS, column, f"=SUM({letter}{margin.FIRST}:{letter}{margin.LAST})", form=form, side="right")
        strong(sheet, TOTALS, column, 10)
        sheet.cell(TOTALS, column).fill = SHADE_FILL


def wrong_rows(sheet: Worksheet, cells: str, state: str) -> None:
    """Make rows stand out whose state begins with ✗, by weight and shade beside the symbol."""
    marked(sheet, cells, f'LEFT({state},1)="✗"', font=Font(bold=True), fill=WRONG)


def setting_rows(sheet: Worksheet, region: Region, fixed: Sequence[tuple[str, str]]) -> None:
    """Write a table of name and value: first rows whose name is fixed, with a formula or to be filled, then free ones.

    A blank value says nothing: the setting in force holds.
    """
    header(sheet, region.row - 1, region.column, heads=SETTING)
    code_names(sheet, region)
    for row in range(region.row + 1, region.last[0] + 1):
        name, formula = fixed[row - region.row - 1] if row - region.row <= len(fixed) else ("", "")
        for column, value in ((region.column, name), (region.column + 1, formula)):
            shape = shown_cell if value else typed_cell
            form = DAY if name == "trade_date" and column > region.column else "General"
            shape(sheet, row, column, form=form)
            sheet.cell(row, column).value = value or None
    for code, prompt in (("name", NAME_PROMPT), ("value", VALUE_PROMPT)):
        words_typed(sheet, rows_of(region, code), title="設定 / setting", prompt=prompt)


def of_list(sheet: Worksheet, cells: str, source: str, *, title: str, prompt: str) -> None:
    """Offer what stands in a range of the book."""
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.errorTitle, rule.error = title, "一覧から選んでください / Choose from the list"
    rule.promptTitle, rule.prompt = title, prompt
    rule.add(cells)
    sheet.add_data_validation(rule)


def words_typed(sheet: Worksheet, cells: str, *, title: str, prompt: str) -> None:
    """Take any word or code, and say what is meant."""
    prompted(sheet, cells, title=title, prompt=prompt)


def upright(sheet: Worksheet, *areas: str, keys: str = "", last: int = KNOWN) -> None:
    """Print each area on an upright page of its own, legible after a FAX: at 70 per cent of its size or more.

    `keys` are the columns repeated on every page; an area after the first begins beneath the lines of the head, which
    repeated columns would cut. The rows down to the last take the height with which a full table is one page.
    """
    setup = sheet.page_setup
    setup.orientation, setup.fitToHeight, sheet.page_margins = "portrait", 1, UPRIGHT_MARGINS
    sheet.print_area = ",".join(areas)
    if keys:
        sheet.print_title_cols = keys
    for row in range(margin.FIRST, last + 1):
        sheet.row_dimensions[row].height = ROW_HEIGHT


def narrowed(sheet: Worksheet, columns: str, *widths: float) -> None:
    """Give columns, named by their letters, widths of their own, so that more of them print on one page."""
    for letter, width in zip(columns, widths, strict=True):
        sheet.column_dimensions[letter].width = width


def name_regions(sheet: Worksheet, regions: Sequence[Region]) -> None:
    """Give the ranges of a sheet the short names that formulas use."""
    for region in regions:
        if region.sheet == sheet.title:
            if region.columns:
                named(sheet, region.name, region.row, region.column, last=region.last)
            else:
                named_cell(sheet, region)
