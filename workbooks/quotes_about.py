"""説明 / The first page of the quotes book: what it is for, what the buttons do, how to read a state, whom to ask."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books import regions
from addin.books.style import FONT, NAVY, QUIET, Head, header, page, shown_cell
from addin.functions.actions import ACTIONS

WIDTHS = (26, 64, 74)
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
        "送り方を選び、送信 を押す（一度目は承認の依頼）",
        "Choose the way out; press 送信 (first it asks for approval)",
    ),
    ("5", "二人目が承認したら、もう一度 送信 を押す", "Once a second person has approved, press 送信 again"),
)
CONTACTS = ("連絡先は計画書の連絡先一覧にある。このブックには書かない。", "Contacts are in the plan's list, not here.")


def about_sheet(made: Workbook) -> None:
    """Write the page."""
    sheet = page(made, regions.ABOUT, heading=("気配値ブックの説明", "About the quotes workbook"), lines=())
    for column, width in zip("ABC", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet["A3"] = "=HIKAE_STATUS"
    sheet["A3"].font = Font(name=FONT, size=9, color=QUIET)
    row = _lines(sheet, 5, "目的", "Purpose", [("", *each) for each in PURPOSE])
    row = _lines(sheet, row + 1, "手順", "Steps", STEPS)
    row = _lines(sheet, row + 1, "状態の読み方", "How to read a state", STATES)
    buttons = [(f"{each.label.ja} {each.label.en}", each.help.ja, each.help.en) for each in ACTIONS]
    row = _lines(sheet, row + 1, "ボタン", "Buttons", buttons)
    _lines(sheet, row + 1, "連絡先", "Contacts", [("", *CONTACTS)])
    sheet.page_setup.fitToHeight = 1


def _lines(sheet: Worksheet, row: int, ja: str, en: str, rows: Sequence[tuple[str, str, str]]) -> int:
    """Write one section; returns the row after its last line."""
    header(
        sheet, row, 1, heads=[Head(ja, en, WIDTHS[0]), Head("", "日本語", WIDTHS[1]), Head("", "English", WIDTHS[2])]
    )
    for at, cells in enumerate(rows, row + 1):
        for column, text in enumerate(cells, 1):
            shown_cell(sheet, at, column)
            cell = sheet.cell(at, column)
            cell.value = text
            cell.alignment = Alignment(vertical="center", wrap_text=True, indent=1)
            if column == 1:
                cell.font = Font(name=FONT, size=10, bold=True, color=NAVY)
        sheet.row_dimensions[at].height = 24
    return row + len(rows) + 1
