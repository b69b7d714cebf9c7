"""気配値 / The quotes book: entry with the checks beside each row, what applies, the prices, and what it rests on.

Built, never edited by hand. It reads without the add-in: sums, differences and countdowns are the sheet's own; only
cells whose formula names `CDS_` need it.
"""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import panel, quotes
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
    shown_cell,
    typed_cell,
)
from workbooks.about import about_sheet
from workbooks.parts import DAY, DOUBT, MOMENT, WRONG, finished, moments, numbers, rows_of, short_text, small
from workbooks.paste import Layout, paste_sheet
from workbooks.quotes_beside import reference_sheet
from workbooks.quotes_hearing import hearing_sheet
from workbooks.quotes_keyed import keyed_sheet
from workbooks.quotes_panel import ABOUT, quotes_panel
from workbooks.quotes_prices import members_sheet, prices_sheet
from workbooks.quotes_ways import ways_sheet
from workbooks.rulings import plan_sheet

STATE = Head("状態", "State", 17)
ENTRY = (
    Head("銘柄", "Instrument", 14),
    Head("買気配 bp", "Bid", 11, BP),
    Head("売気配 bp", "Offer", 13, BP),
    Head("時刻", "As of", 17, MOMENT),
    Head("確認", "Confirm", 8),
)
BESIDE = (
    Head("仲値 bp", "Mid", 11, BP),
    Head("前日 bp", "Yesterday", 16, BP),
    Head("前日比 bp", "Change", 10, "+#,##0.00;-#,##0.00;0.00"),
    Head("アップフロント", "Upfront, clean", 12, "0.0000%;-0.0000%"),
    Head("いまの点検", "Check, live", 22, wrap=True),
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

LIVE_WORDS, LIVE_COLUMN, READY_COLUMN = 11, 22, 25
BIDS, OFFERS = ("bid_bp", "bid", "ビッド", "ビッド(bp)"), ("offer_bp", "offer", "オファー", "オファー(bp)")
SIDES = (("買気配", *BIDS), ("売気配", *OFFERS))
LAYOUTS = (  # that the page 貼付 takes
    Layout("quotes_direct", "気配値（通常の送信）", "Quotes by the participant's own line", SIDES),
    Layout("quotes_tool", "気配値（ツールによる送信）", "Quotes by JSCC's tool", SIDES),
    Layout("quotes_upload", "気配値のアップロード（一日の処理）", "Quotes for upload, of a day's run", SIDES),
    Layout("quotes_proxy", "JSCCが入力した気配値（照合用）", "Quotes keyed by JSCC, for Keyed", SIDES),
    Layout("settlement_prices", "清算値段", "Settlement prices", (("清算値段", "清算値段(bp)", "price_bp", "price"),)),
)


def quotes_book() -> Workbook:
    """Return the book in memory; it shows the example day once 取込 / Import is pressed."""
    made = book()
    about_sheet(made, ABOUT)
    front = _quotes(made)
    ways_sheet(made)
    keyed_sheet(made)
    prices_sheet(made)
    hearing_sheet(made)
    members_sheet(made)
    paste_sheet(made, LAYOUTS)
    plan_sheet(made)
    reference_sheet(made)
    return finished(made, front)


def _quotes(made: Workbook) -> Worksheet:
    sheet = page(
        made, quotes.QUOTES, heading=("気配値の入力と送信", "Quotes: entry, checks, and the way out"), lines=()
    )
    quotes_panel(sheet)
    entry = quotes.QUOTE_ENTRY
    first, (last, _) = entry.row + 1, entry.last
    header(sheet, entry.row - 1, 1, heads=[STATE, *ENTRY, *BESIDE, *CHECKED, *TERMS, *LIVE])
    code_names(sheet, entry)
    code_names(sheet, quotes.QUOTE_STATES)
    for row in range(first, last + 1):
        _entry_row(sheet, row)
    block = f"{get_column_letter(LIVE_COLUMN)}{entry.row}:{get_column_letter(LIVE_COLUMN + len(LIVE) - 1)}{last}"
    sheet[block.split(":", maxsplit=1)[0]] = ArrayFormula(
        block, '=IF(Y12=0,"",CDS_QUOTE_CHECK(HIKAE_QUOTES,HIKAE_PREVIOUS))'
    )
    _totals(sheet, first, last)
    _entry_rules(sheet, first, last)
    for column, head in enumerate([STATE, *ENTRY, *BESIDE], 1):  # narrower than a sheet makes them: larger in print
        sheet.column_dimensions[get_column_letter(column)].width = head.width
    folded = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    for row in range(first, last + 1):
        sheet.cell(row, LIVE_WORDS).alignment = folded
    sheet.freeze_panes = f"C{first}"
    sheet.print_title_rows = f"{entry.row - 1}:{entry.row}"
    sheet.print_area = f"A1:L{last}"
    return sheet


def _entry_row(sheet: Worksheet, row: int) -> None:
    """Write one row: what a person fills, what the sheet itself makes of it, and what the check left."""
    for column, head in enumerate(ENTRY, quotes.QUOTE_ENTRY.column):
        side = {BP: "right", MOMENT: "center"}.get(head.form, "left")
        typed_cell(sheet, row, column, form=head.form, side=side)
    for column, (formula, head) in _formulas(row).items():
        shown_cell(sheet, row, column, form=head.form, side="left" if head in {STATE, BESIDE[-1]} else "right")
        sheet.cell(row, column).value = formula
    sheet.cell(row, 1).font = Font(name=FONT, size=10, bold=True)
    small(sheet, row, READY_COLUMN, f"=(COUNT(G{row},S{row}:U{row})=4)*Y$13")
    for column, head in enumerate(CHECKED, quotes.QUOTE_STATES.column):
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
        10: (f'=IF(Y{row}=0,"",CDS_UPFRONT(B$5,S{row},G{row},T{row},U{row},HIKAE_CURVE))', BESIDE[3]),
        11: (f'=IFERROR(TRIM(V{row}&" "&X{row}),"")', BESIDE[4]),
        19: (f'=IFERROR(VLOOKUP(B{row},HIKAE_PREVIOUS,4,FALSE),"")', TERMS[0]),
        20: (f'=IFERROR(VLOOKUP(B{row},HIKAE_PREVIOUS,5,FALSE),"")', TERMS[1]),
        21: (f'=IFERROR(VLOOKUP(B{row},HIKAE_PREVIOUS,6,FALSE),"")', TERMS[2]),
    }


def _totals(sheet: Worksheet, first: int, last: int) -> None:
    """Write the control totals that are read out over the telephone, above their columns."""
    row = panel.SUMMARY_LINE.row + 1
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
    small(sheet, row, quotes.QUOTE_STATES.column + 1, "－ 未点検 not checked")
    small(sheet, row, READY_COLUMN, "=B12*COUNT(HIKAE_PREVIOUS)")  # live cells stay blank until there is something
    small(sheet, row + 1, READY_COLUMN, "=COUNT(HIKAE_CURVE)*COUNT(B5)")


def _entry_rules(sheet: Worksheet, first: int, last: int) -> None:
    """Say what may be typed, and make rows stand out by weight and shade beside their symbol and word."""
    for column in ("bid", "offer"):
        numbers(sheet, rows_of(quotes.QUOTE_ENTRY, column), unit="bp", most=100_000)
    short_text(
        sheet,
        rows_of(quotes.QUOTE_ENTRY, "confirm"),
        most=4,
        title="確認 / confirm",
        prompt="▲ の指摘を読み、よければ自分の略号 / Read ▲, then your initials",
    )
    short_text(
        sheet,
        rows_of(quotes.QUOTE_ENTRY, "instrument"),
        most=20,
        title="銘柄 / instrument",
        prompt="提出する銘柄コード / The code of the instrument",
    )
    moments(
        sheet,
        rows_of(quotes.QUOTE_ENTRY, "as_of"),
        title="時刻 / as of",
        prompt="いつの気配値か。時刻だけなら業務日の時刻 / As of when; a time alone is of the business date",
    )
    rows = f"A{first}:L{last}"
    marked(sheet, rows, f'LEFT($A{first},1)="✗"', font=Font(bold=True), fill=WRONG)
    marked(sheet, rows, f'LEFT($A{first},1)="▲"', font=Font(), fill=DOUBT)
