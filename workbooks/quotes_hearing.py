"""聞き取り / Hearing, for JSCC when the vendor is down: whom it called, the evidence, the price that it sets."""

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import quotes
from addin.books.style import BP, FONT, Head, header, page, shown_cell
from workbooks.panel import address, shown, typed
from workbooks.parts import (
    INSTANT,
    MOMENT,
    chosen,
    moments,
    numbers,
    rows_of,
    short_text,
    subtitle,
    typed_table,
)

CHANGE = "+#,##0.00;-#,##0.00;0.00"
CONTACTED = (
    Head("控え", "Record", 20),
    Head("参加者", "Participant", 16),
    Head("相手", "Whom", 20),
    Head("手段", "How", 15),
    Head("つながったか", "Reached?", 23),
    Head("時刻", "At", 15, MOMENT),
    Head("聞いたこと", "What was heard", 62, wrap=True),
)
EVIDENT = (
    Head("銘柄", "Instrument", 20),
    Head("定める値段 bp", "Price set by JSCC", 16, BP),
    Head("前日 bp", "Yesterday", 20, BP),
    Head("気配合成値 bp", "Composite", 15, BP),
    Head("散らばり bp", "Dispersion", 23, BP),
    Head("提出者数", "Contributors", 15, "0"),
    Head("除いた気配値と理由", "Quotes left out, and why", 62),
)
CHANGES = (
    Head("合成値－前日 bp", "Composite, change", 15, CHANGE),
    Head("定める値段－前日 bp", "Price set, change", 17, CHANGE),
)


def hearing_sheet(made: Workbook) -> None:
    """Write the page."""
    heading = (
        "聞き取り: 情報ベンダー障害時の根拠と決定",
        "Hearing: evidence, calls, and the price JSCC sets (CP-1.3.2)",
    )
    lines = (
        "清算機関だけのページ。計算: 根拠と参加者ごとの票。宣言: 連絡を控え、値段は参照番号と二人目の承認で決まる",
        "For the clearing house alone. 計算: evidence, a sheet a participant. 宣言: calls, and prices two agree on",
    )
    sheet = page(made, quotes.HEARING, heading=heading, lines=lines)
    _fields(sheet)
    _contacts(sheet)
    _evidence(sheet)
    sheet.print_title_rows = None
    sheet.print_area = f"A1:I{quotes.EVIDENCE.last[0]}"


def _fields(sheet: Worksheet) -> None:
    shown(sheet, quotes.EVIDENCE_AT, ("根拠の時点", "Evidence as of"), form=INSTANT)
    typed(sheet, quotes.REFERENCE_NO, ("決定の参照番号", "Reference"), width=2)
    typed(sheet, quotes.SECOND, ("二人目（承認者）", "Second person"))
    typed(sheet, quotes.DECIDED, ("決定の時刻", "Decided at"), form=MOMENT)
    shown(sheet, quotes.MOVES, ("ベンダー値の動き", "Vendor marks moved"), width=4)
    shown(sheet, quotes.DECISION, ("値段の状態", "Prices"), width=6)
    short_text(
        sheet,
        address(quotes.REFERENCE_NO),
        most=200,
        title="参照番号 / reference",
        prompt="決定の記録の番号 / The number of the decision, as in the minutes",
    )
    short_text(
        sheet,
        address(quotes.SECOND),
        most=4,
        title="二人目 / second person",
        prompt="値段を確かめる別の人の略号 / Initials of somebody else, who checks the prices",
    )
    moments(
        sheet,
        address(quotes.DECIDED),
        title="決定の時刻 / decided at",
        prompt="空なら 宣言 を押した時刻が入る / Left empty, the instant of Declare is filled in",
    )


def _contacts(sheet: Worksheet) -> None:
    """Write the log: what is in the record, and rows to fill."""
    region = quotes.CONTACTS
    subtitle(sheet, region.row - 2, ja="連絡の記録（CP-1.3.R2）", en="Contacts")
    typed_table(sheet, region, CONTACTED, shown=("state",))
    texts = (
        ("participant", 20, "参加者 / participant", "清算参加者コード / The participant's code"),
        ("staff", 200, "相手 / whom", "清算値段業務担当者の氏名 / The settlement-price staff member"),
        ("heard", 200, "聞いたこと / heard", "水準とその理由 / The level heard, and why"),
    )
    for column, most, title, prompt in texts:
        short_text(sheet, rows_of(region, column), most=most, title=title, prompt=prompt)
    chosen(sheet, rows_of(region, "channel"), quotes.CHANNELS)
    chosen(sheet, rows_of(region, "reached"), (quotes.REACHED, quotes.NOT_REACHED))
    moments(
        sheet,
        rows_of(region, "at"),
        title="時刻 / at",
        prompt="空なら 宣言 を押した時刻 / Left empty: the instant of Declare",
    )


def _evidence(sheet: Worksheet) -> None:
    """Write an instrument a row; the changes beside are the sheet's own."""
    region = quotes.EVIDENCE
    subtitle(sheet, region.row - 2, ja="根拠（ベンダー値のない銘柄）と定める値段", en="Evidence, and the price set")
    typed_table(sheet, region, EVIDENT, shown=tuple(name for name in region.columns if name != "set_bp"))
    numbers(sheet, rows_of(region, "set_bp"), unit="bp", most=100_000)
    column = region.last[1] + 1
    header(sheet, region.row - 1, column, heads=CHANGES)
    for row in range(region.row + 1, region.last[0] + 1):
        for place, letter in ((column, "D"), (column + 1, "B")):
            shown_cell(sheet, row, place, form=CHANGE, side="right")
            sheet.cell(row, place).value = f'=IF(COUNT({letter}{row},C{row})=2,{letter}{row}-C{row},"")'
        sheet.cell(row, 1).font = Font(name=FONT, size=10, bold=True)
