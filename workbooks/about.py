"""説明 / The first page of every book: what it is for, the steps, how to read a state, its buttons, whom to ask.

Two columns on one sheet of A4: what to do on the left, what to look up on the right; Japanese first, English beneath.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import panel as fields
from addin.books.style import FONT, NAVY, Head, header, label, named_cell, page, shown_cell, text_lines, typed_cell
from addin.functions.actions import ACTIONS, Action
from addin.functions.desk import BOOKS, EVERY_BOOK
from workbooks.parts import short_text

SIGN, TEXT, GAP = 24, 68, 3
LEFT, RIGHT = 1, 4
TOP, LINE = 6, 29
SMALL = 9
FITS = TEXT * 1.4  # characters of small print in a line of the wide columns
CONTACT = 40  # letters of a name, a telephone number
CONTACTS = (
    ("操作の質問", "Questions about Hikae"),
    ("貴社の責任者", "In charge, our firm"),
    ("JSCC の窓口", "JSCC, our contact"),
)
LISTED = ("", "連絡先の一覧は非常時対応ブックの「連絡先」", "The list of contacts is in the contingency workbook")
MISSING = (
    (
        "1",
        "数値はそのまま使わない。合計・差・残り時間だけはシートの式で動いている",
        "Do not act on live cells; sums, differences and countdowns are the sheet's own",
    ),
    (
        "2",
        "保存して閉じ、コマンド画面で hikae check（不足の確認）、次に hikae open とこのブック名",
        "Save, close, run hikae check for what is missing, then hikae open with this name",
    ),
    (
        "3",
        "だめならコマンドで続ける: hikae plan、hikae quotes、hikae day（一覧は hikae --help）",
        "Else go on with commands: hikae plan, hikae quotes, hikae day (hikae --help lists all)",
    ),
)

Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class About:
    """What the first page of a book says; each line is a word or sign, Japanese, English.

    `buttons` says what a button does in this book where that is more exact than its help for all books.
    """

    book: str
    heading: tuple[str, str]
    purpose: Sequence[tuple[str, str]]
    steps: Sequence[Line]
    states: Sequence[Line]
    buttons: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def about_sheet(made: Workbook, about: About) -> None:
    """Write the page."""
    sheet = page(made, fields.ABOUT, heading=about.heading, lines=())
    for column, width in enumerate((SIGN, TEXT, GAP, SIGN, TEXT), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _identity(sheet, about.book)
    row = _lines(sheet, TOP, LEFT, ("目的", "Purpose"), [("", *each) for each in about.purpose])
    row = _lines(sheet, row, LEFT, ("手順", "Steps"), about.steps)
    left = _lines(sheet, row, LEFT, ("状態の読み方", "How to read a state"), about.states)
    row = _lines(
        sheet, TOP, RIGHT, ("ボタン", "Buttons, in this book"), [_said(each, about) for each in used_in(about)]
    )
    row = _lines(sheet, row, RIGHT, ("アドインが無いとき", "When the add-in is missing"), MISSING)
    right = _contacts(sheet, row)
    sheet.print_area = f"A1:{get_column_letter(RIGHT + 1)}{max(left, right) - 2}"
    sheet.page_setup.fitToHeight = 1


def used_in(about: About) -> list[Action]:
    """Return the buttons that have work in a book, in the order of the bar."""
    work = {**EVERY_BOOK, **BOOKS.get(about.book, {})}
    return [each for each in ACTIONS if each.name in work]


def _said(action: Action, about: About) -> Line:
    ja, en = about.buttons.get(action.name, (action.help.ja, action.help.en))
    return (f"{action.label.ja} {action.label.en}", ja, en)


def _identity(sheet: Worksheet, book: str) -> None:
    """Write what is running here: book, version and state, and the head that is read out over the telephone."""
    beside = Font(name=FONT, size=10, bold=True)
    label(sheet, fields.BOOK.row - 1, LEFT, ja="版・状態・控えの件数", en="Version, state, length of the record")
    sheet.cell(fields.BOOK.row - 1, LEFT + 1, "=HIKAE_STATUS").font = beside
    label(sheet, fields.BOOK.row, LEFT, ja="ブック", en="Workbook")
    sheet.cell(fields.BOOK.row, fields.BOOK.column, book).font = beside
    label(sheet, fields.BOOK.row, RIGHT, ja="控えの先頭値（電話で照合）", en="Head of the record, to compare")
    head = '=IFERROR(MID(B3,FIND("head=",B3)+5,12),"－ 不明 unknown")'
    sheet.cell(fields.BOOK.row, RIGHT + 1, head).font = beside
    for row in (fields.BOOK.row - 1, fields.BOOK.row):
        sheet.row_dimensions[row].height = LINE
    named_cell(sheet, fields.BOOK)


def _lines(sheet: Worksheet, row: int, column: int, title: tuple[str, str], rows: Sequence[Line]) -> int:
    """Write one section in its column; returns the row where the next one begins."""
    header(sheet, row, column, heads=[Head(*title, SIGN), Head("日本語", "English", TEXT)])
    for at, (sign, ja, en) in enumerate(rows, row + 1):
        for place, text in ((column, sign), (column + 1, f"{ja}\n{en}")):
            shown_cell(sheet, at, place)
            sheet.cell(at, place).value = text
            sheet.cell(at, place).alignment = Alignment(vertical="center", wrap_text=True, indent=1)
            sheet.cell(at, place).font = Font(name=FONT, size=SMALL)
        sheet.cell(at, column).font = Font(name=FONT, size=SMALL, bold=True, color=NAVY)
        needed = text_lines(f"{ja}\n{en}", FITS) * LINE / 2
        sheet.row_dimensions[at].height = max(needed, LINE, sheet.row_dimensions[at].height or 0)
    return row + len(rows) + 2


def _contacts(sheet: Worksheet, row: int) -> int:
    """Write whom to call, with room for the desk's own names and numbers; returns the row after it."""
    end = _lines(sheet, row, RIGHT, ("連絡先", "Contacts"), [LISTED, *((f"{ja}\n{en}", "", "") for ja, en in CONTACTS)])
    first = row + 2
    for at in range(first, first + len(CONTACTS)):
        typed_cell(sheet, at, RIGHT + 1)
        sheet.cell(at, RIGHT + 1).value = None
    cells = f"{get_column_letter(RIGHT + 1)}{first}:{get_column_letter(RIGHT + 1)}{first + len(CONTACTS) - 1}"
    short_text(sheet, cells, most=CONTACT, title="連絡先 / contact", prompt="氏名と電話番号 / Name and telephone")
    return end
