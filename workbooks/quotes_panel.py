"""The fields of the quotes book alone (way out, what was sent, countdown to mail), and what its first page says."""

from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import panel as fields
from addin.books.regions import quotes
from addin.books.style import label, shown_cell
from calc.plan.clauses import book as rules
from workbooks.about import About
from workbooks.panel import EXAMPLE_DAY, LINE, WIDE, address, panel, shown, typed
from workbooks.parts import chosen, short_text

LOOKED_AT = EXAMPLE_DAY + 15.5 / 24
ROUTES, TEMPLATES = ("tool", "upload", "mail"), ("quotes_tool", "quotes_direct", "settlement_prices")
PURPOSE = (
    (
        "気配値（買気配・売気配）を入れ、点検し、二人で確かめて送る。",
        "Enter bid and offer, check them, and let them leave once two persons agree.",
    ),
    (
        "計算側（アドイン）が無くても、合計・前日比・残り時間は読める。数値が外へ出るのは、記録した入力からだけ。",
        "Sums, changes and countdowns read without the add-in. Figures leave only from recorded inputs.",
    ),
)
STATES = (
    ("○ 可 good", "指摘はない", "Nothing was found"),
    (
        "▲ 要確認 confirm",
        "指摘を読み、よければ確認欄に自分の略号を入れる",
        "Read what was found; if it is right, enter your initials",
    ),
    ("✗ 訂正 correct", "直すまで送れない", "Nothing leaves until it is corrected"),
    ("－ 未入力 missing", "提出する銘柄だが、まだ入っていない", "Owed, but not typed yet"),
    (
        "－ 未点検 not checked",
        "点検のあとで変わった、またはまだ点検していない",
        "Changed since the check, or not checked yet",
    ),
)
STEPS = (
    (
        "1",
        "略号、業務日、参加者、日次フォルダを確かめ、取込 を押す",
        "Check initials, date, participant, folder; press 取込",
    ),
    ("2", "買気配・売気配・時刻を入れ、確認 を押す", "Type bid, offer and time; press 確認"),
    ("3", "✗ を直し、▲ は読んで略号を入れる", "Correct ✗; read ▲ and enter your initials"),
    (
        "4",
        "「送信」で開いている道を選び、送信 を押す（一度目は承認の依頼、承認後にもう一度）",
        "See on Ways out what is open; press 送信: first it asks for approval, once approved it leaves",
    ),
    (
        "5",
        "受領の連絡が来たら「送信」で 宣言、JSCCの入力値は「照合」で 確認",
        "When JSCC answers, 宣言 on Ways out; compare what it keyed with 確認 on Keyed",
    ),
    (
        "6",
        "端末・メール・FAX・電話の表は「貼付」に貼り、相手の合計を入れて 取込",
        "A table from a terminal, mail, FAX or call: onto Paste, with its control total, then 取込",
    ),
)
BUTTONS = {
    "IMPORT": (
        "日次フォルダを読む。「貼付」では貼った表を合計と照合して取り込む",
        "Read the day's folder; on Paste: import the pasted table, its totals compared",
    ),
    "CHECK": (
        "気配値を点検。「送信」では道と控えを読み直す。「照合」では入力値を照合",
        "Check the quotes; on Ways out: read plan and record again; on Keyed: reconcile",
    ),
    "CALCULATE": (
        "合成値と清算値段を計算。「聞き取り」では根拠と参加者ごとの票を作る",
        "Compute composite and prices; on Hearing: make evidence and a sheet a participant",
    ),
    "DECLARE": (
        "「送信」では受領の確認、「聞き取り」では連絡と定める値段を控えに残す",
        "On Ways out: record JSCC's confirmation; on Hearing: contacts and the prices set",
    ),
}
ABOUT = About(
    "quotes",
    ("気配値ブックの説明", "About the quotes workbook"),
    purpose=PURPOSE,
    steps=STEPS,
    states=STATES,
    buttons=BUTTONS,
)


def quotes_panel(sheet: Worksheet) -> None:
    """Write the common fields and those of this book."""
    panel(sheet, looked_at=LOOKED_AT)
    typed(sheet, quotes.ROUTE, ("送り方", "Way out"), "tool")
    typed(sheet, quotes.TEMPLATE, ("出力の書式", "Export as"), "quotes_tool", width=WIDE)
    typed(sheet, quotes.SENDER, ("差出人", "Mail from"), width=WIDE)
    shown(sheet, quotes.SENT, ("送信", "Sent"), width=WIDE)
    chosen(sheet, address(quotes.ROUTE), ROUTES)
    chosen(sheet, address(quotes.TEMPLATE), TEMPLATES)
    short_text(
        sheet,
        address(quotes.SENDER),
        most=200,
        title="差出人 / mail from",
        prompt="登録済みのアドレス（メールのときだけ） / Your registered address, for mail alone",
    )
    _countdown(sheet)


def _countdown(sheet: Worksheet) -> None:
    """Write how long it is until quotes may go by mail."""
    opens = rules().clauses["CP-1.1.b.3"].window["from"]
    row = fields.IMPORTED.row + 1
    label(sheet, row, 1, ja=f"メール可 {opens:%H:%M} まで", en=f"Until mail, {opens:%H:%M}")
    shown_cell(sheet, row, 2, form='[h]:mm:ss;;"○ 可 open"')
    sheet.cell(row, 2).value = f"=MAX(0,B5+TIME({opens.hour},{opens.minute},0)-HIKAE_TIMER)"
    sheet.row_dimensions[row].height = LINE
