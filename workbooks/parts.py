"""What pages of several books are made of: tables to fill, rules for typing, what is struck out with time."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions.region import Region
from addin.books.style import FONT, NAVY, QUIET, Head, code_names, header, marked, shown_cell, typed_cell

DAY, MOMENT, INSTANT, LEFT = "yyyy/mm/dd", "mm/dd hh:mm", "mm/dd hh:mm:ss", "[h]:mm:ss"
STALE = "HIKAE_CLOCK-HIKAE_ASOF>90/86400"
VOID = 'LEFT(HIKAE_FRESH)="✗"'  # rulings of another day, of an instant that cannot be read, by a wrong clock
STRUCK = Font(strike=True)
SMALL = Font(name=FONT, size=8, color=QUIET)
DOUBT = PatternFill("solid", start_color="FFF2CC", end_color="FFF2CC")
WRONG = PatternFill("solid", start_color="FBE3D6", end_color="FBE3D6")
LAST_DAY = 2958465  # 9999-12-31 as a sheet counts days
VALID = Head("有効か", "Still valid", 20)
VALID_WORDS = ("○ 有効 valid", "▲ 期限切れ expired")


def subtitle(sheet: Worksheet, row: int, *, ja: str, en: str) -> None:
    """Write what stands beneath, in both languages."""
    sheet.cell(row, 1, f"{ja} / {en}").font = Font(name=FONT, size=11, bold=True, color=NAVY)


def shown_table(sheet: Worksheet, region: Region, heads: Sequence[Head]) -> None:
    """Write an empty table for a button to fill: labels, the names of its columns, ruled rows."""
    _table(sheet, region, heads, typed=frozenset())


def typed_table(sheet: Worksheet, region: Region, heads: Sequence[Head], *, shown: Sequence[str] = ()) -> None:
    """Write an empty table that a person fills, but for the columns that a button shows beside what was typed."""
    _table(sheet, region, heads, typed=frozenset(region.columns) - frozenset(shown))


def _table(sheet: Worksheet, region: Region, heads: Sequence[Head], *, typed: frozenset[str]) -> None:
    header(sheet, region.row - 1, region.column, heads=heads)
    code_names(sheet, region)
    for row in range(region.row + 1, region.last[0] + 1):
        for column, (name, head) in enumerate(zip(region.columns, heads, strict=True), region.column):
            shape = typed_cell if name in typed else shown_cell
            shape(sheet, row, column, form=head.form, side="left" if head.form == "General" else "right")
            if head.wrap:
                sheet.cell(row, column).alignment = Alignment(
                    horizontal="left", vertical="center", wrap_text=True, indent=1
                )


def repeated_head(sheet: Worksheet, region: Region) -> None:
    """Keep a table's head in sight and repeat it on every page."""
    sheet.freeze_panes = f"{get_column_letter(region.column + 1)}{region.row + 1}"
    sheet.print_title_rows = f"{region.row - 1}:{region.row}"


def struck_when_stale(sheet: Worksheet, cells: str) -> None:
    """Strike rulings out as soon as the as-of is old, or the book says that they are of no use."""
    for formula in (STALE, VOID):
        marked(sheet, cells, formula, font=STRUCK)


def rows_of(region: Region, column: str) -> str:
    """Return the cells beneath the name of a column, such as C16:C95."""
    letter = get_column_letter(region.column + region.columns.index(column))
    return f"{letter}{region.row + 1}:{letter}{region.last[0]}"


def chosen(sheet: Worksheet, cells: str, words: Sequence[str]) -> None:
    """Offer what may be chosen."""
    listed = f'"{",".join(words)}"'
    rule = DataValidation(type="list", formula1=listed, allow_blank=True)
    rule.errorTitle, rule.error = "選択 / choice", "一覧から選んでください / Choose from the list"
    _add(sheet, cells, rule)


def numbers(sheet: Worksheet, cells: str, *, unit: str, least: float = 0, most: float = 1e15) -> None:
    """Take numbers alone, the input method off; what is outside asks back."""
    rule = DataValidation(
        type="decimal", operator="between", formula1=f"{least:.0f}", formula2=f"{most:.0f}", allow_blank=True,
        imeMode="off", errorStyle="warning",
    )  # fmt: skip
    rule.errorTitle, rule.error = "数値 / number", f"{unit} の数で入れてください / A number in {unit}, please"
    rule.promptTitle, rule.prompt = unit, f"半角の数。単位は {unit} / A number in {unit}"
    _add(sheet, cells, rule)


def days(sheet: Worksheet, cells: str, *, title: str, prompt: str) -> None:
    """Take a date alone, the input method off; what is none asks back."""
    _dated(sheet, cells, title=title, prompt=prompt, error="日付で入れてください / A date, please: 2026/11/20")


def moments(sheet: Worksheet, cells: str, *, title: str, prompt: str) -> None:
    """Take a time of the day, or a date with its time, the input method off; what is neither asks back."""
    _dated(
        sheet, cells, title=title, prompt=prompt, error="時刻か日時で入れてください / A time, or date and time: 15:20"
    )


def _dated(sheet: Worksheet, cells: str, *, title: str, prompt: str, error: str) -> None:
    rule = DataValidation(
        type="decimal", operator="between", formula1="0", formula2=f"{LAST_DAY}", allow_blank=True,
        imeMode="off", errorStyle="warning",
    )  # fmt: skip
    rule.errorTitle, rule.error, rule.promptTitle, rule.prompt = title, error, title, prompt
    _add(sheet, cells, rule)


def prompted(sheet: Worksheet, cells: str, *, title: str, prompt: str) -> None:
    """Say what a cell is for when it is chosen; anything may be typed."""
    _add(sheet, cells, DataValidation(allow_blank=True, promptTitle=title, prompt=prompt))


def short_text(sheet: Worksheet, cells: str, *, most: int, title: str, prompt: str) -> None:
    """Take text of so many characters at most."""
    rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=f"{most}", allow_blank=True)
    rule.errorTitle, rule.error = title, f"{most}文字までです / At most {most} characters"
    rule.promptTitle, rule.prompt = title, prompt
    _add(sheet, cells, rule)


def _add(sheet: Worksheet, cells: str, rule: DataValidation) -> None:
    rule.add(cells)
    sheet.add_data_validation(rule)


def small(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a word in small print, such as one that formulas refer to."""
    sheet.cell(row, column, text).font = SMALL


def finished(made: Workbook, front: Worksheet) -> Workbook:
    """Return the book with one sheet in front, and everything but the cells to be filled guarded against accident.

    The guard has no password: it is against a slip of the hand, not against anybody.
    """
    made.active = made.index(front)
    for sheet in made.worksheets:
        sheet.sheet_view.tabSelected = sheet is front
        guard = sheet.protection
        guard.sheet = True
        guard.formatCells = guard.formatColumns = guard.formatRows = guard.sort = guard.autoFilter = False  # allowed
    return made
