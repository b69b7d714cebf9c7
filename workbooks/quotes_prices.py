"""清算値段 / The prices beside vendor, composite and yesterday; all members' quotes, and one instrument looked into."""

from copy import copy

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import quotes
from addin.books.style import BP, FONT, STYLE, Head, code_names, header, label, marked, page, shown_cell
from workbooks.panel import LINE, address, typed
from workbooks.parts import DOUBT, MOMENT, repeated_head, short_text, shown_table, small

CHANGE = "+#,##0.00;-#,##0.00;0.00"
PRICED = (
    Head("銘柄", "Instrument", 16),
    Head("適用", "What applies", 34),
    Head("条項", "Clause", 14),
    Head("清算値段 bp", "Settlement price", 16, BP),
    Head("情報ベンダー bp", "Vendor", 16, BP),
    Head("気配合成値 bp", "Composite", 16, BP),
    Head("前日 bp", "Previous day", 14, BP),
    Head("提出者数", "Contributors", 13, "0"),
)
BESIDE = (
    Head("前日比 bp", "Change", 12, CHANGE),
    Head("ベンダー－合成 bp", "Vendor less composite", 18, CHANGE),
    Head("清算値段の出どころ", "The price is that of", 26),
)
SOURCES = ("○ ベンダー vendor", "▲ 前日 previous day", "▲ JSCC が定めた set by JSCC")
SOURCES_COLUMN = 14
MEMBERS = (
    Head("銘柄", "Instrument", 16),
    Head("参加者", "Participant", 13),
    Head("買気配 bp", "Bid", 13, BP),
    Head("売気配 bp", "Offer", 13, BP),
    Head("時刻", "As of", 16, MOMENT),
)
SIDES = ("instrument", "participant", "bid_bp", "offer_bp")
LOOKED_INTO = (
    Head("何番目", "No.", 9, "0"),
    Head("銘柄", "Instrument", 16),
    Head("参加者", "Participant", 16),
    Head("買気配 bp", "Bid", 18, BP),
    Head("売気配 bp", "Offer", 16, BP),
    Head("仲値 bp", "Mid", 13, BP),
)
MOST = 25  # quotes of one instrument that can be looked into


def prices_sheet(made: Workbook) -> None:
    """Write the settlement prices; differences and where each price comes from are the sheet's own."""
    lines = (
        "清算値段は情報ベンダーの値段。合成値は参考値であり、それ自体は清算値段にならない（CP-1.3）。計算 で書き直す",
        "The vendor's price is the price; the composite is a control value, never the price by itself (CP-1.3)",
    )
    heading = ("清算値段と気配合成値", "Settlement prices, and the composite of quotes as a control value")
    sheet, region = page(made, quotes.PRICES, heading=heading, lines=lines), quotes.PRICED
    shown_table(sheet, region, PRICED)
    repeated_head(sheet, region)
    column, first, last = region.column + len(PRICED), region.row + 1, region.last[0]
    header(sheet, region.row - 1, column, heads=BESIDE)
    for row, word in enumerate(SOURCES, first):
        small(sheet, row, SOURCES_COLUMN, word)
    for row in range(first, last + 1):
        formulas = (
            f'=IF(COUNT(D{row},G{row})=2,D{row}-G{row},"")',
            f'=IF(COUNT(E{row},F{row})=2,E{row}-F{row},"")',
            f'=IF(N(D{row})=0,"",INDEX($N${first}:$N${first + 2},M{row}))',
        )
        for place, (formula, head) in enumerate(zip(formulas, BESIDE, strict=True), column):
            shown_cell(sheet, row, place, form=head.form, side="left" if head.form == "General" else "right")
            sheet.cell(row, place).value = formula
        small(sheet, row, SOURCES_COLUMN - 1, f"=IF(N(E{row})=N(D{row}),1,IF(N(G{row})=N(D{row}),2,3))")
        sheet.cell(row, 4).font = Font(name=FONT, size=10, bold=True)
    _summary(sheet, first, last)
    marked(sheet, f"A{first}:K{last}", f'LEFT($K{first},1)="▲"', font=Font(), fill=DOUBT)
    sheet.print_area = f"A1:K{last}"


def _summary(sheet: Worksheet, first: int, last: int) -> None:
    """Write how many prices there are and of which kind, above their columns."""
    label(sheet, 5, 1, ja="銘柄・値段あり", en="Instruments, priced")
    label(sheet, 5, 4, ja="ベンダー・前日・JSCC", en="Vendor, previous, JSCC")
    counts = [(2, f'=SUMPRODUCT(--(A{first}:A{last}<>""))'), (3, f"=COUNT(D{first}:D{last})")]
    counts += [(column, f"=COUNTIF(K{first}:K{last},N{first + column - 5})") for column in (5, 6, 7)]
    for column, formula in counts:
        shown_cell(sheet, 5, column, form="0", side="right")
        sheet.cell(5, column).value = formula
    sheet.row_dimensions[5].height = LINE


def members_sheet(made: Workbook) -> None:
    """Write all members' quotes by instrument, and beside them one instrument with its live composite."""
    heading = ("全気配: 参加者ごとの気配値と合成値の内訳", "All members' quotes, and the composite of one instrument")
    lines = (
        "清算機関の端末だけに全参加者の値が入る。参加者の端末では自社の分だけ",
        "All members' quotes at the clearing house's desk alone; at a participant's desk only its own",
    )
    sheet, region = page(made, quotes.MEMBERS, heading=heading, lines=lines), quotes.ALL_QUOTES
    header(sheet, region.row - 1, 1, heads=MEMBERS)
    code_names(sheet, region)
    for column, head in enumerate(MEMBERS, 1):  # not ruled: pages without quotes are not printed
        first = sheet.cell(region.row + 1, column)
        first.number_format, first.font = head.form, Font(name=FONT, size=10)
        for row in range(region.row + 2, region.last[0] + 1):  # a look is searched for among all others when it is set
            setattr(sheet.cell(row, column), STYLE, copy(getattr(first, STYLE)))
    repeated_head(sheet, region)
    sheet.freeze_panes = f"A{region.row + 1}"
    _looked_into(sheet)
    sheet.print_area = f"A1:L{region.last[0]}"


def _looked_into(sheet: Worksheet) -> None:
    """Write the quotes of one instrument, found by the sheet itself, the composite live and as computed."""
    typed(sheet, quotes.INSPECTED, ("見る銘柄", "Look into"), "ITXJS3705")
    short_text(
        sheet,
        address(quotes.INSPECTED),
        most=20,
        title="銘柄 / instrument",
        prompt="内訳を見る銘柄コード / The code of the instrument to look into",
    )
    region = quotes.ALL_QUOTES
    codes = f"A{region.row + 1}:A{region.last[0]}"
    small(sheet, 5, 13, f"=IFERROR(MATCH(H5,{codes},0),0)")
    small(sheet, 6, 13, "=IFERROR(N(VLOOKUP(H5,HIKAE_PRICES,6,FALSE)),0)")
    quoted = f"H{region.row}:K{region.row + MOST}"
    fields = (
        (5, 10, "合成値（いま） bp", "Composite, live", BP, f'=IF(H6<3,"",CDS_SETTLEMENT_PRICE({quoted}))'),
        (5, 12, "合成値（計算済） bp", "As computed", BP, '=IF(M6=0,"",M6)'),
        (6, 8, "気配値の数", "Quotes", "0", f"=IF(M5=0,0,COUNTIF({codes},H5))"),
        (6, 12, "差 bp", "Difference", CHANGE, '=IF(COUNT(J5,L5)=2,J5-L5,"")'),
    )
    label(sheet, 6, 9, ja="合成の可否", en="Enough of them?")
    shown_cell(sheet, 6, 10)
    sheet.cell(6, 10).value = "=IF(H6<3,M8,M7)"
    for row, word in enumerate(("○ 足りる enough", "－ 3件未満 too few"), 7):
        small(sheet, row, 13, word)
    for row, column, ja, en, form, formula in fields:
        label(sheet, row, column - 1, ja=ja, en=en)
        shown_cell(sheet, row, column, form=form, side="right")
        sheet.cell(row, column).value = formula
        sheet.row_dimensions[row].height = LINE
    small(sheet, 4, 7, "計算済は、単位や桁の疑いのある気配値を除く / As computed leaves doubted quotes out")
    header(sheet, region.row - 1, 7, heads=LOOKED_INTO)
    for column, name in enumerate(SIDES, 8):
        small(sheet, region.row, column, name)
    for number in range(1, MOST + 1):
        _quote(sheet, region.row + number, number)


def _quote(sheet: Worksheet, row: int, number: int) -> None:
    """Write one quote of the instrument that is looked into: they stand together in the list, which is sorted."""
    first, last = quotes.ALL_QUOTES.row + 1, quotes.ALL_QUOTES.last[0]
    shown_cell(sheet, row, 7, form="0", side="right")
    sheet.cell(row, 7).value = number
    for column, letter in zip(range(8, 12), "ABCD", strict=True):
        shown_cell(sheet, row, column, form=BP, side="right" if letter in "CD" else "left")
        sheet.cell(row, column).value = f'=IF(G{row}>H$6,"",INDEX({letter}${first}:{letter}${last},M$5+G{row}-1))'
    shown_cell(sheet, row, 12, form=BP, side="right")
    sheet.cell(row, 12).value = f'=IF(COUNT(J{row}:K{row})=2,(J{row}+K{row})/2,"")'
