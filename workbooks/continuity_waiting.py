"""記入済・未記録 / What is typed and not in the record: counted on the headquarters, said wherever it matters.

The live board knows the record alone, a register what somebody typed: until both are the same, every page says so.
"""

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import continuity as regions
from addin.books.regions.region import Region
from addin.books.style import FONT, label, marked, shown_cell
from workbooks.parts import DOUBT, small

FIRST = 24  # of the rows of the headquarters that count, beneath what is counted of the board
COUNTED, SENTENCE, ENDING = 7, 13, 14  # the columns of the label, of the sentence, and of how it ends
TALL = 24
TOP = 12  # the row above the board, where the headquarters says it first
TYPED = "▲ 記入済・未記録 typed, not recorded: "
PRESS = " 件 rows → 略号を入れ、各ページで 宣言 / enter initials, press Declare on each page"
EMPTY = "▲ 登録簿なし no register: 取込 を押し、各ページで 宣言 / press Import, then Declare on each page"

Counted = tuple[Region, str, str, str]  # what is counted, its label in both languages, and where it is declared

PLACES: tuple[Counted, ...] = (
    (regions.CONTACTS, "未記録 連絡先", "Contacts waiting", "連絡先 Contacts（連絡網の試行はその後 tries only then）"),
    (regions.ROSTER, "未記録 当番", "Nights waiting", "要員 Roster"),
    (regions.MOVERS, "未記録 移動", "Movers waiting", "移動 Movers"),
    (regions.ABSENCES, "未記録 不在", "Absences waiting", "移動 Movers"),
    (regions.INCIDENT_FORM, "未記録 発災の欄", "Incident cells waiting", "発災 Incident"),
    (regions.STEPS, "未記録 手順", "Steps waiting", "報告 Reports"),
    (regions.SERVICES, "未記録 業務", "Businesses waiting", "報告 Reports"),
    (regions.POLLS, "未記録 照会", "Answers waiting", "報告 Reports"),
    (regions.CALLS, "未記録 試行", "Tries waiting", "連絡網 Calls"),
    (regions.CENTRE_FORM, "未記録 センター", "Centre waiting", "センター Centre"),
    (regions.DECISION_FORM, "未記録 判断", "Decisions waiting", "判断 Decisions"),
    (regions.DRILL_FORM, "未記録 訓練", "Drills waiting", "訓練 Drills"),
)
TOTAL, KEPT = FIRST + len(PLACES), FIRST + len(PLACES) + 1


def waiting(sheet: Worksheet) -> None:
    """Count on the headquarters what waits to be declared, by page, and say above the board what to press."""
    for row, (region, ja, en, where) in enumerate(PLACES, FIRST):
        _count(sheet, row, ja=ja, en=en, formula=f"={_counting(region)}")
        small(sheet, row, SENTENCE, f'=IF(H{row}>0,M${FIRST - 2}&H{row}&N{row},"")')
        small(sheet, row, ENDING, f" 件 rows → {where}: 宣言 Declare")
    _count(sheet, TOTAL, ja="未記録 計", en="Waiting, all", formula=f"=SUM(H{FIRST}:H{TOTAL - 1})")
    small(sheet, TOTAL, SENTENCE, f"=M{FIRST - 2}&H{TOTAL}&N{TOTAL}")
    small(sheet, TOTAL, ENDING, PRESS)
    recorded = f'=COUNTIF({regions.CONTACTS_KEPT.name},"○*")'
    _count(sheet, KEPT, ja="記録済の連絡先", en="Contacts recorded", formula=recorded)
    small(sheet, KEPT, SENTENCE, EMPTY)
    small(sheet, FIRST - 2, SENTENCE, TYPED)
    cell = sheet.cell(TOP, 1)
    cell.value = f'=IF(H{TOTAL}>0,M{TOTAL},IF(H{KEPT}>0,"",M{KEPT}))'
    cell.font = Font(name=FONT, size=13, bold=True)
    sheet.row_dimensions[TOP].height = 24
    marked(sheet, f"A{TOP}:K{TOP}", f'LEFT($A${TOP},1)="▲"', font=Font(bold=True), fill=DOUBT)


def notice(sheet: Worksheet, row: int, column: int, region: Region | None = None) -> None:
    """Say on a page how many rows of a form or register wait to be declared, of all of them without one."""
    at = TOTAL if region is None else FIRST + [each for each, *_ in PLACES].index(region)
    cell, place = sheet.cell(row, column), f"{get_column_letter(column)}{row}"
    total = f'=IF({_headquarters("H", at)}>0,{_headquarters("M", at)},"")'
    cell.value = total if region is None else f"={_headquarters('M', at)}"
    cell.font = Font(name=FONT, size=10, bold=True)
    marked(sheet, place, f'LEFT({place},1)="▲"', font=Font(bold=True), fill=DOUBT)


def _count(sheet: Worksheet, row: int, *, ja: str, en: str, formula: str) -> None:
    label(sheet, row, COUNTED, ja=ja, en=en)
    shown_cell(sheet, row, COUNTED + 1, form="0", side="right")
    sheet.cell(row, COUNTED + 1).value = formula
    sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, TALL)


def _counting(region: Region) -> str:
    """Return what counts the rows of a form or register whose state says that they are in no record."""
    if region is regions.INCIDENT_FORM:
        return f"COUNTA('{region.sheet}'!C{region.row + 1}:F{region.last[0]})"
    is_register = region in [each for each, _ in regions.REGISTERS]
    state = get_column_letter(region.column - 1 if is_register else region.last[1] + 1)
    return f"COUNTIF('{region.sheet}'!{state}{region.row + 1}:{state}{region.last[0]},\"－*\")"


def _headquarters(column: str, row: int) -> str:
    return f"'{regions.HEADQUARTERS}'!{column}{row}"
