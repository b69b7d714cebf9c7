"""The head of the quotes page: what the buttons read (day, person, way out) and what they write (record, sent)."""

from collections.abc import Callable

from openpyxl.styles import Border, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from addin.books import regions
from addin.books.regions import Region
from addin.books.style import FONT, QUIET, label, named_cell, shown_cell, typed_cell
from calc.plan.clauses import book as rules

DAY, MOMENT, INSTANT = "yyyy/mm/dd", "mm/dd hh:mm", "mm/dd hh:mm:ss"
STALE = "HIKAE_CLOCK-HIKAE_ASOF>90/86400"
EXAMPLE_DAY, LOOKED_AT = 46346, 46346 + 15.5 / 24  # 2026-11-20, 15:30
ROUTES, TEMPLATES = "tool,upload,mail", "quotes_tool,quotes_direct,settlement_prices"
LINE, WIDE = 25, 4
PANEL_SIZE = 9

Words = tuple[str, str]
Shape = Callable[..., None]


def panel(sheet: Worksheet) -> None:
    """Write the fields; those that a person fills are set for the example day."""
    status = sheet.cell(regions.STATUS.row, regions.STATUS.column)
    status.value = '=IFERROR(CDS_STATUS(),"アドインがありません / add-in is missing")'
    status.font = Font(name=FONT, size=PANEL_SIZE, color=QUIET)
    named_cell(sheet, regions.STATUS)
    _typed(sheet, regions.DATE, ("業務日", "Business date"), EXAMPLE_DAY, form=DAY)
    _typed(sheet, regions.PARTICIPANT, ("清算参加者", "Participant"), "P01")
    _typed(sheet, regions.INITIALS, ("あなたの略号", "Your initials"))
    _typed(sheet, regions.ROUTE, ("送り方", "Way out"), "tool")
    _typed(sheet, regions.LOOK_AT, ("見る時点", "Look at"), LOOKED_AT, form="yyyy/mm/dd hh:mm")
    _typed(sheet, regions.FOLDER, ("日次フォルダ", "Day's folder"), "example", width=WIDE)
    _typed(sheet, regions.TEMPLATE, ("出力の書式", "Export as"), "quotes_tool", width=WIDE)
    _typed(sheet, regions.SENDER, ("差出人", "Mail from"), width=WIDE)
    _typed(sheet, regions.REASON, ("理由", "Reason"), width=WIDE)
    _shown(sheet, regions.IMPORTED, ("取込済", "Imported"))
    _shown(sheet, regions.ASOF, ("時点", "As of"), form=INSTANT)
    _shown(sheet, regions.CLOCK, ("現在", "Now"), "=NOW()", form=INSTANT)
    _shown(sheet, regions.FRESH, ("時刻", "Freshness"), '=IF(E6-E5>90/86400,"▲ 時刻が古い stale","○ 現在 current")')
    _shown(sheet, regions.RECORD, ("控え", "Record"))
    _shown(sheet, regions.SENT, ("送信", "Sent"), width=WIDE)
    _shown(sheet, regions.SUMMARY_LINE, ("点検", "Check"), width=11)
    _countdown(sheet)
    _choices(sheet)


def _typed(
    sheet: Worksheet,
    region: Region,
    words: Words,
    value: str | float | None = None,
    *,
    form: str = "General",
    width: int = 1,
) -> None:
    """Write a field that a person fills, over so many columns of which the first holds the value."""
    _field(sheet, region, words, value, shape=typed_cell, form=form, width=width)


def _shown(
    sheet: Worksheet,
    region: Region,
    words: Words,
    value: str | None = None,
    *,
    form: str = "General",
    width: int = 1,
) -> None:
    """Write a field that the book or a button fills."""
    _field(sheet, region, words, value, shape=shown_cell, form=form, width=width)


def _field(
    sheet: Worksheet,
    region: Region,
    words: Words,
    value: str | float | None,
    *,
    shape: Shape,
    form: str,
    width: int,
) -> None:
    label(sheet, region.row, region.column - 1, ja=words[0], en=words[1])
    for column in range(region.column, region.column + width):
        shape(sheet, region.row, column, form=form)
        cell, (first, last) = sheet.cell(region.row, column), (region.column, region.column + width - 1)
        cell.border = Border(
            left=cell.border.left if column == first else None,
            right=cell.border.right if column == last else None,
            top=cell.border.top,
            bottom=cell.border.bottom,
        )
    sheet.cell(region.row, region.column).value = value
    sheet.row_dimensions[region.row].height = LINE
    named_cell(sheet, region)


def _countdown(sheet: Worksheet) -> None:
    """Write how long it is until quotes may go by mail, by the sheet's own clock."""
    opens = rules().clauses["CP-1.1.b.3"].window["from"]
    row = regions.IMPORTED.row + 1
    label(sheet, row, 1, ja=f"メール可 {opens:%H:%M} まで", en=f"Until mail, {opens:%H:%M}")
    shown_cell(sheet, row, 2, form='[h]:mm:ss;;"○ 可 open"')
    sheet.cell(row, 2).value = f"=MAX(0,B5+TIME({opens.hour},{opens.minute},0)-E6)"
    sheet.row_dimensions[row].height = LINE


def _choices(sheet: Worksheet) -> None:
    """Offer what may be chosen, and say when the fixed instant is for."""
    for region, listed in ((regions.ROUTE, ROUTES), (regions.TEMPLATE, TEMPLATES)):
        choice = DataValidation(
            type="list",
            formula1=f'"{listed}"',
            errorTitle="選択 / choice",
            error="一覧から選んでください / Choose from the list",
        )
        choice.add(_address(region))
        sheet.add_data_validation(choice)
    fixed = DataValidation(
        allow_blank=True,
        promptTitle="見る時点 / look at",
        prompt="訓練と過去の日だけ。今日の業務では空に / For drills and past days only; leave empty today",
    )
    fixed.add(_address(regions.LOOK_AT))
    sheet.add_data_validation(fixed)


def _address(region: Region) -> str:
    return f"{get_column_letter(region.column)}{region.row}"
