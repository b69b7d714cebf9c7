"""気配値 / The quotes book: entry with the checks beside each row, what applies, the prices, and what it rests on.

Built, never edited by hand. It reads without the add-in: sums, differences and countdowns are the sheet's own; only
cells whose formula names `CDS_` need it.
"""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from addin.books import regions
from addin.books.style import (
    BP,
    FONT,
    QUIET,
    Head,
    book,
    code_names,
    header,
    label,
    marked,
    page,
    saved,
    shown_cell,
    typed_cell,
)
from workbooks.quotes_about import about_sheet
from workbooks.quotes_beside import plan_sheet, prices_sheet, reference_sheet
from workbooks.quotes_panel import DAY, MOMENT, panel

STATE = Head("状態", "State", 17)
ENTRY = (
    Head("銘柄", "Instrument", 14),
    Head("買気配 bp", "Bid", 10, BP),
    Head("売気配 bp", "Offer", 10, BP),
    Head("時刻", "As of", 17, MOMENT),
    Head("確認", "Confirm", 8),
)
BESIDE = (
    Head("仲値 bp", "Mid", 11, BP),
    Head("前日 bp", "Yesterday", 10, BP),
    Head("前日比 bp", "Change", 10, "+#,##0.00;-#,##0.00;0.00"),
    Head("アップフロント", "Upfront, clean", 12, "0.0000%;-0.0000%"),
    Head("いまの点検", "Check, live", 20, wrap=True),
)
CHECKED = (
    Head("指摘と次の一手", "What was found, and what next", 54, wrap=True),
    Head("点検結果", "As checked", 18),
    Head("指摘コード", "Codes", 22),
    Head("点検した銘柄", "Instrument checked", 16),
    Head("点検した買気配", "Bid checked", 16, BP),
    Head("点検した売気配", "Offer checked", 16, BP),
    Head("点検した時刻", "As of checked", 16, MOMENT),
)
TERMS = (Head("満期", "Maturity", 12, DAY), Head("クーポン bp", "Coupon", 12), Head("回収率", "Recovery", 10))
LIVE = (Head("状態", "State, live", 14), Head("コード", "Codes, live", 22), Head("言葉", "Words, live", 26))

LIVE_COLUMN = 22
DOUBT = PatternFill("solid", start_color="FFF2CC", end_color="FFF2CC")
WRONG = PatternFill("solid", start_color="FBE3D6", end_color="FBE3D6")


def quotes_book() -> Workbook:
    """Return the book in memory; it shows the example day once 取込 / Import is pressed."""
    made = book()
    about_sheet(made)
    quotes = _quotes(made)
    plan_sheet(made)
    prices_sheet(made)
    reference_sheet(made)
    made.active = made.index(quotes)
    for sheet in made.worksheets:
        sheet.sheet_view.tabSelected = sheet is quotes
    return made


def quotes_bytes() -> bytes:
    """Return the book as a file, the same bytes each time."""
    return saved(quotes_book())


def _quotes(made: Workbook) -> Worksheet:
    sheet = page(
        made, regions.QUOTES, heading=("気配値の入力と送信", "Quotes: entry, checks, and the way out"), lines=()
    )
    panel(sheet)
    entry = regions.QUOTE_ENTRY
    first, (last, _) = entry.row + 1, entry.last
    header(sheet, entry.row - 1, 1, heads=[STATE, *ENTRY, *BESIDE, *CHECKED, *TERMS, *LIVE])
    code_names(sheet, entry)
    code_names(sheet, regions.QUOTE_STATES)
    for row in range(first, last + 1):
        _entry_row(sheet, row)
    block = f"{get_column_letter(LIVE_COLUMN)}{entry.row}:{get_column_letter(LIVE_COLUMN + len(LIVE) - 1)}{last}"
    sheet[block.split(":", maxsplit=1)[0]] = ArrayFormula(block, "=CDS_QUOTE_CHECK(HIKAE_QUOTES,HIKAE_PREVIOUS)")
    _totals(sheet, first, last)
    _entry_rules(sheet, first, last)
    sheet.freeze_panes = f"C{first}"
    sheet.print_title_rows = f"{entry.row - 1}:{entry.row}"
    sheet.print_area = f"A1:L{last}"
    return sheet


def _entry_row(sheet: Worksheet, row: int) -> None:
    """Write one row: what a person fills, what the sheet itself makes of it, and what the check left."""
    for column, head in enumerate(ENTRY, regions.QUOTE_ENTRY.column):
        side = {BP: "right", MOMENT: "center"}.get(head.form, "left")
        typed_cell(sheet, row, column, form=head.form, side=side)
    for column, (formula, head) in _formulas(row).items():
        shown_cell(sheet, row, column, form=head.form, side="left" if head in {STATE, BESIDE[-1]} else "right")
        sheet.cell(row, column).value = formula
    sheet.cell(row, 1).font = Font(name=FONT, size=10, bold=True)
    for column, head in enumerate(CHECKED, regions.QUOTE_STATES.column):
        shown_cell(sheet, row, column, form=head.form)
        sheet.cell(row, column).font = Font(name=FONT, size=9, color=None if head.wrap else QUIET)
        sheet.cell(row, column).alignment = Alignment(
            horizontal="left", vertical="center", wrap_text=head.wrap, indent=1
        )


def _formulas(row: int) -> dict[int, tuple[str, Head]]:
    """Return the sheet's own cells of a row by their columns: a state holds only for what was checked."""
    return {
        1: (f'=IF(SUMPRODUCT(--(B{row}:E{row}=O{row}:R{row}))=4,M{row}&"",$M$12)', STATE),
        7: (f'=IF(COUNT(C{row}:D{row})=2,(C{row}+D{row})/2,"")', BESIDE[0]),
        8: (f'=IFERROR(VLOOKUP(B{row},HIKAE_PREVIOUS,2,FALSE),"")', BESIDE[1]),
        9: (f'=IF(COUNT(G{row}:H{row})=2,G{row}-H{row},"")', BESIDE[2]),
        10: (f'=IF(G{row}="","",CDS_UPFRONT($B$5,S{row},G{row},T{row},U{row},HIKAE_CURVE))', BESIDE[3]),
        11: (f'=IFERROR(V{row}&" "&X{row},"")', BESIDE[4]),
        19: (f'=IFERROR(VLOOKUP(B{row},HIKAE_PREVIOUS,4,FALSE),"")', TERMS[0]),
        20: (f'=IFERROR(VLOOKUP(B{row},HIKAE_PREVIOUS,5,FALSE),"")', TERMS[1]),
        21: (f'=IFERROR(VLOOKUP(B{row},HIKAE_PREVIOUS,6,FALSE),"")', TERMS[2]),
    }


def _totals(sheet: Worksheet, first: int, last: int) -> None:
    """Write the control totals that are read out over the telephone, above their columns."""
    row = regions.SUMMARY_LINE.row + 1
    label(sheet, row, 1, ja="件数・合計（読み上げ）", en="Count, control totals")
    for column, formula, form in (
        (2, f"=COUNT(C{first}:C{last})", "0"),
        (3, f"=SUM(C{first}:C{last})", BP),
        (4, f"=SUM(D{first}:D{last})", BP),
    ):
        shown_cell(sheet, row, column, form=form, side="right")
        sheet.cell(row, column).value = formula
        sheet.cell(row, column).font = Font(name=FONT, size=10, bold=True)
    sheet.row_dimensions[row].height = 25
    unchecked = sheet.cell(row, regions.QUOTE_STATES.column + 1, "－ 未点検 not checked")
    unchecked.font = Font(name=FONT, size=8, color=QUIET)


def _entry_rules(sheet: Worksheet, first: int, last: int) -> None:
    """Say what may be typed, and make rows stand out by weight and shade beside their symbol and word."""
    level = DataValidation(
        type="decimal",
        operator="between",
        formula1="0",
        formula2="100000",
        allow_blank=True,
        imeMode="off",
        errorStyle="warning",
        errorTitle="気配値 / quote",
        error="bp の数で入れてください / A number in bp, please",
        promptTitle="bp",
        prompt="半角の数。単位は bp / A number in bp",
    )
    level.add(f"C{first}:D{last}")
    word = DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1="4",
        allow_blank=True,
        errorTitle="略号 / initials",
        error="略号は4文字までです / At most 4 letters",
        promptTitle="確認 / confirm",
        prompt="▲ の指摘を読み、よければ自分の略号 / Read ▲, then your initials",
    )
    word.add(f"{get_column_letter(regions.QUOTE_ENTRY.column + 4)}{first}:F{last}")
    for rule in (level, word):
        sheet.add_data_validation(rule)
    rows = f"A{first}:L{last}"
    marked(sheet, rows, f'LEFT($A{first},1)="✗"', font=Font(bold=True), fill=WRONG)
    marked(sheet, rows, f'LEFT($A{first},1)="▲"', font=Font(), fill=DOUBT)
