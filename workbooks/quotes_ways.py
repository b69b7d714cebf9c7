"""送信 / Ways out: what is open now and for how long, what has left, and JSCC's confirmation of it."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import quotes
from addin.books.style import FONT, Head, header, label, marked, page, shown_cell
from calc.plan.clauses import book as rules
from workbooks.panel import LINE, shown, typed
from workbooks.parts import DOUBT, INSTANT, LEFT, MOMENT, WRONG, short_text, shown_table, small, subtitle

CLAUSES = ("－", "CP-1.1.a.1", "CP-1.1.b.3", "CP-1.1.b.2")
NAMES = (
    "通常の送信\nUpload, own line",
    "ツール\nJSCC's tool",
    "メール\nMail to JSCC",
    "障害の連絡\nReport of a failure",
)
NEEDS = (
    "点検済みの気配値、二人目の承認、自社の回線\nChecked quotes, a second person, the own line",
    "点検済みの気配値、二人目の承認、ツール端末\nChecked quotes, a second person, the tool's terminal",
    "登録済みの差出人、二人目の承認。人が送る\nA registered address, a second person; the window stays",
    "電話またはメール。原則 15:15 まで、遅れても連絡する\nTelephone or mail, by 15:15 in principle, else late",
)
HEADS = (
    Head("送り方", "Way out", 20),
    Head("いま", "Now", 23),
    Head("開始", "From", 14, MOMENT),
    Head("終了", "Until", 14, MOMENT),
    Head("開くまで", "Until open", 12, LEFT),
    Head("閉じるまで", "Until closed", 12, LEFT),
    Head("条項", "Clause", 14),
    Head("必要なもの", "What it needs", 50, wrap=True),
)
STANDING = (
    Head("プランの判定", "By the plan", 24, wrap=True),
    Head("理由", "Why", 32, wrap=True),
    Head("開始（設定）", "From, set", 11, "hh:mm"),
    Head("終了（設定）", "Until, set", 11, "hh:mm"),
)
LEFT_OUT = (
    Head("送った時刻", "Sent at", 20, INSTANT),
    Head("確認", "Confirmed?", 23),
    Head("送り方", "Way out", 14),
    Head("銘柄数", "Instruments", 14, "0"),
    Head("担当", "Sent by", 12),
    Head("承認", "Approved by", 12),
    Head("入力の控え", "Sheet entered", 14),
    Head("確認した人・方法", "Who confirmed it, and how", 50),
    Head("ファイル", "File", 24),
)
WAITING = Head("未確認の時間", "Not confirmed for", 32, LEFT)
PHASES = ("－ 開始前 not yet", "○ 可 open", "✗ 終了 closed")
UNSET = "－ 未設定 unset"
PHASE_COLUMN, WORDS_COLUMN = 13, 15


def ways_sheet(made: Workbook) -> None:
    """Write the page; it says what the clock allows also when nobody has pressed a button."""
    heading = (
        "送信: どの道が開いているか、送ったものは届いたか",
        "Ways out: what is open now, and what JSCC has confirmed",
    )
    lines = (
        "確認 を押すとプランと控えから書き直す。受領の連絡が来たら、誰がどう言ったかを下の欄に入れて 宣言 を押す",
        "Press 確認 to read plan and record again. When JSCC answers, say below who and how, and press 宣言",
    )
    sheet = page(made, quotes.WAYS, heading=heading, lines=lines)
    _now(sheet)
    _ways(sheet)
    _sendings(sheet)
    typed(sheet, quotes.CONFIRMED, ("確認した人・方法", "Confirmed by, how"), width=6)
    short_text(
        sheet,
        f"B{quotes.CONFIRMED.row}",
        most=200,
        title="受領の確認 / confirmed",
        prompt="例: JSCC 佐藤様、電話 15:42 / Who at JSCC, and how; then press Declare",
    )
    sheet.print_area = f"A1:J{quotes.CONFIRMED.row}"


def _now(sheet: Worksheet) -> None:
    label(sheet, 5, 1, ja="残り時間の起点", en="Counted from")
    label(sheet, 5, 3, ja="時刻", en="Freshness")
    for column, formula, form in ((2, "=HIKAE_TIMER", INSTANT), (4, "=HIKAE_FRESH", "General")):
        shown_cell(sheet, 5, column, form=form)
        sheet.cell(5, column).value = formula
    shown(sheet, quotes.WAYS_LINE, ("入力の状況", "Entered"), width=3)
    sheet.row_dimensions[5].height = LINE


def _ways(sheet: Worksheet) -> None:
    """Write a row a way: what is fixed stands there from the start, its state follows the clock."""
    region = quotes.STANDINGS
    subtitle(sheet, region.row - 2, ja="いま使える道", en="What is open now")
    header(sheet, region.row - 1, 1, heads=HEADS)
    shown_table(sheet, region, STANDING)
    for row, (name, clause, needs) in enumerate(zip(NAMES, CLAUSES, NEEDS, strict=True), region.row + 1):
        cells = (name, *_formulas(row), clause, needs)
        for column, (value, head) in enumerate(zip(cells, HEADS, strict=True), 1):
            shown_cell(sheet, row, column, form=head.form)
            sheet.cell(row, column).value = value
            sheet.cell(row, column).alignment = Alignment(
                horizontal="left", vertical="center", wrap_text="\n" in value, indent=1
            )
        sheet.cell(row, 2).font = Font(name=FONT, size=11, bold=True)
        small(sheet, row, PHASE_COLUMN, f"=1+(HIKAE_TIMER>=N(C{row}))+(N(D{row})>0)*(HIKAE_TIMER>N(D{row}))")
        sheet.row_dimensions[row].height = 30
    for row, word in enumerate((*PHASES, UNSET), region.row + 1):
        small(sheet, row, WORDS_COLUMN, word)
    _fixed_times(sheet)
    rows = f"A{region.row + 1}:J{region.last[0]}"
    marked(sheet, rows, f'LEFT($B{region.row + 1},1)="✗"', font=Font(bold=True), fill=WRONG)
    marked(sheet, rows, f'LEFT($B{region.row + 1},1)="▲"', font=Font(bold=True), fill=DOUBT)


def _formulas(row: int) -> tuple[str, ...]:
    """Return state, from, until and both countdowns of a way, all of them the sheet's own."""
    first = quotes.STANDINGS.row + 1
    words = f"INDEX($O${first}:$O${first + len(PHASES) - 1},M{row})"
    return (
        f'=IF(I{row}="",{words},I{row})' if row == first + 3 else f'=IF(LEFT(I{row}&"○",1)="○",{words},I{row})',
        f"=IF(N(K{row})*N(HIKAE_DATE)>0,HIKAE_DATE+K{row},O${first + 3})",
        f"=IF(N(L{row})*N(HIKAE_DATE)>0,HIKAE_DATE+L{row},O${first + 3})",
        f'=IF(N(C{row})>0,MAX(0,C{row}-HIKAE_TIMER),"")',
        f'=IF(N(D{row})>0,MAX(0,D{row}-HIKAE_TIMER),"")',
    )


def _fixed_times(sheet: Worksheet) -> None:
    """Write the plan's own times and words, so that the page counts down before anybody presses a button."""
    clauses, first = rules().clauses, quotes.STANDINGS.row + 1
    sheet.cell(first + 2, 11).value = clauses["CP-1.1.b.3"].window["from"]
    sheet.cell(first + 3, 12).value = clauses["CP-1.1.b.2"].window["cutoff"]
    for row in range(first, first + 4):
        sheet.cell(row, 10).value = "－ まだ調べていない / not looked up yet"
    sheet.cell(first + 3, 3).value = "－"  # a failure may be reported at any time


def _sendings(sheet: Worksheet) -> None:
    """Write what has left; how long it has gone without an answer is the sheet's own."""
    region = quotes.SENDINGS
    subtitle(sheet, region.row - 2, ja="送ったもの（新しい順）", en="What has left, newest first")
    shown_table(sheet, region, LEFT_OUT)
    column = region.last[1] + 1
    header(sheet, region.row - 1, column, heads=[WAITING])
    for row in range(region.row + 1, region.last[0] + 1):
        shown_cell(sheet, row, column, form=LEFT)
        sheet.cell(row, column).value = f'=IF(LEFT(B{row},1)="▲",MAX(0,HIKAE_TIMER-A{row}),"")'
        sheet.cell(row, 2).font = Font(name=FONT, size=10, bold=True)
    marked(sheet, f"A{region.row + 1}:J{region.last[0]}", f'LEFT($B{region.row + 1},1)="▲"', font=Font(), fill=DOUBT)
