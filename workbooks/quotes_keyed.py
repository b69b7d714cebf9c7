"""照合 / Keyed: what JSCC keyed beside what was sent; the differences are the sheet's own."""

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import quotes
from addin.books.style import BP, FONT, Head, header, label, marked, page, shown_cell
from workbooks.panel import LINE, shown
from workbooks.parts import (
    DOUBT,
    WRONG,
    numbers,
    repeated_head,
    rows_of,
    short_text,
    shown_table,
    small,
    typed_table,
)

DIFFERENCE = "+#,##0.00;-#,##0.00;0.00"
STATE = Head("状態", "State", 26)
KEYED = (
    Head("銘柄", "Instrument", 18),
    Head("入力 買 bp", "Bid keyed", 14, BP),
    Head("入力 売 bp", "Offer keyed", 14, BP),
)
BESIDE = (Head("差 買 bp", "Bid, difference", 14, DIFFERENCE), Head("差 売 bp", "Offer, difference", 14, DIFFERENCE))
RECONCILED = (
    Head("送信 買 bp", "Bid sent", 14, BP),
    Head("送信 売 bp", "Offer sent", 14, BP),
    Head("照合結果", "As reconciled", 24),
    Head("照合した銘柄", "Instrument", 18),
    Head("照合した買", "Bid", 12, BP),
    Head("照合した売", "Offer", 12, BP),
)
TOTALS_ROW = 7


def keyed_sheet(made: Workbook) -> None:
    """Write the page."""
    heading = ("照合: JSCCが入力した気配値", "What JSCC keyed beside what was sent (CP-1.1.R3)")
    lines = (
        "代理入力の結果は参加者が確かめる。入力値を入れるか「貼付」で取り込み、確認 を押す。✗ はすぐJSCCへ電話",
        "The participant checks what was keyed for it: fill it in, or import it on Paste, and press 確認. ✗: call JSCC",
    )
    sheet, first = page(made, quotes.KEYED, heading=heading, lines=lines), quotes.KEYED_ENTRY.row + 1
    shown(sheet, quotes.KEYED_OF, ("照合した送信", "Compared with"), width=4)
    header(sheet, first - 2, 1, heads=[STATE])
    typed_table(sheet, quotes.KEYED_ENTRY, KEYED)
    header(sheet, first - 2, 5, heads=BESIDE)
    shown_table(sheet, quotes.RECONCILED, RECONCILED)
    small(sheet, TOTALS_ROW, quotes.RECONCILED.column + 2, "－ 未照合 not reconciled")
    for row in range(first, quotes.KEYED_ENTRY.last[0] + 1):
        _row(sheet, row)
    _totals(sheet)
    _rules(sheet)
    repeated_head(sheet, quotes.KEYED_ENTRY)
    sheet.print_area = f"A1:I{quotes.KEYED_ENTRY.last[0]}"


def _row(sheet: Worksheet, row: int) -> None:
    """Write what the sheet makes of a row itself: its state holds only for what was reconciled."""
    shown_cell(sheet, row, 1)
    sheet.cell(row, 1).value = f'=IF(SUMPRODUCT(--(B{row}:D{row}=J{row}:L{row}))=3,I{row}&"",$I${TOTALS_ROW})'
    sheet.cell(row, 1).font = Font(name=FONT, size=10, bold=True)
    for column, keyed, sent in ((5, "C", "G"), (6, "D", "H")):
        shown_cell(sheet, row, column, form=DIFFERENCE, side="right")
        sheet.cell(row, column).value = f'=IF(COUNT({keyed}{row},{sent}{row})=2,{keyed}{row}-{sent}{row},"")'


def _totals(sheet: Worksheet) -> None:
    """Write the control totals of both sides, as they are read out over the telephone, above their columns."""
    first, last = quotes.KEYED_ENTRY.row + 1, quotes.KEYED_ENTRY.last[0]
    label(sheet, TOTALS_ROW, 1, ja="件数・合計（読み上げ）", en="Count, control totals")
    formulas = [(2, f"=COUNT(C{first}:C{last})", "0")]
    formulas += [(column, f"=SUM({letter}{first}:{letter}{last})", BP) for column, letter in ((3, "C"), (4, "D"))]
    formulas += [(5, f"=C{TOTALS_ROW}-G{TOTALS_ROW}", DIFFERENCE), (6, f"=D{TOTALS_ROW}-H{TOTALS_ROW}", DIFFERENCE)]
    formulas += [(column, f"=SUM({letter}{first}:{letter}{last})", BP) for column, letter in ((7, "G"), (8, "H"))]
    for column, formula, form in formulas:
        shown_cell(sheet, TOTALS_ROW, column, form=form, side="right")
        sheet.cell(TOTALS_ROW, column).value = formula
        sheet.cell(TOTALS_ROW, column).font = Font(name=FONT, size=10, bold=True)
    label(sheet, quotes.KEYED_OF.row, 7, ja="一致しない行", en="Rows not the same")
    shown_cell(sheet, quotes.KEYED_OF.row, 8, form="0", side="right")
    sheet.cell(quotes.KEYED_OF.row, 8).value = f'=SUMPRODUCT(--(LEFT(A{first}:A{last},1)="✗"))'
    sheet.cell(quotes.KEYED_OF.row, 8).font = Font(name=FONT, size=11, bold=True)
    sheet.row_dimensions[TOTALS_ROW].height = LINE


def _rules(sheet: Worksheet) -> None:
    region = quotes.KEYED_ENTRY
    short_text(
        sheet,
        rows_of(region, "instrument"),
        most=20,
        title="銘柄 / instrument",
        prompt="JSCCが入力した銘柄コード / The code that JSCC keyed",
    )
    for column in ("bid", "offer"):
        numbers(sheet, rows_of(region, column), unit="bp", most=100_000)
    rows, first = f"A{region.row + 1}:I{region.last[0]}", region.row + 1
    marked(sheet, rows, f'LEFT($A{first},1)="✗"', font=Font(bold=True), fill=WRONG)
    marked(sheet, rows, f'AND($B{first}<>"",LEFT($A{first},1)="－")', font=Font(), fill=DOUBT)
