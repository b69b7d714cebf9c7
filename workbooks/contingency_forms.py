"""The pages that are filled while one works: notices sent, who has been told, and the contacts."""

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import contingency as regions
from addin.books.regions.region import Region
from addin.books.style import FONT, Head, header, label, marked, page, shown_cell
from calc.plan.board import MEANS, ROLES, said
from workbooks.contingency_written import struck_when_old, written_at
from workbooks.parts import (
    DAY,
    DOUBT,
    MOMENT,
    WRONG,
    chosen,
    days,
    moments,
    prompted,
    repeated_head,
    rows_of,
    short_text,
    small,
    typed_table,
)

CLOCK = "hh:mm"
NOTICES = (
    Head("状態", "State", 18),
    Head("期限", "Until", 14, MOMENT),
    Head("条項", "Clause", 13),
    Head("種類", "What", 16, wrap=True),
    Head("清算参加者", "Participant", 12),
    Head("手段", "Means", 26, wrap=True),
    Head("文面", "Text", 84, wrap=True),
    Head("済んだ時刻", "Sent, received at", 15, MOMENT),
    Head("略号", "Initials", 9),
    Head("控え", "Record", 21),
)
GRID = (
    Head("清算参加者", "Participant", 14),
    Head("担当", "Role", 44),
    *(Head(said("means", each).ja, f"{said('means', each).en}, at", 15, CLOCK) for each in MEANS),
    Head("略号", "Initials", 9),
    Head("控え", "Record", 22),
)
OPEN = Head("到達", "Reached", 16)
CONTACTS = (
    Head("名前", "Name", 40),
    Head("区分", "Role", 14),
    Head("電話", "Telephone", 17),
    Head("災害時優先", "Priority phone", 17),
    Head("携帯", "Mobile", 17),
    Head("電子メール", "E-mail", 26),
    Head("ファクス", "Fax", 17),
    Head("T-JSCCサイト", "Target-JSCC site", 18),
    Head("確認日", "Verified on", 14, DAY),
    Head("控え", "Record", 21),
)
AGE = Head("古さ", "How old", 19)
LIMIT = ("確認の期限（日）", "Verified within, days", 90)
KINDS = ("staff", "participant", "designated_market_operator", "fund_settlement_bank", "other")
REACHED = ("▲ 未達 open", "○ 到達 reached")
VERIFIED = ("▲ 要確認 verify", "○ 確認済 verified")
STATE = 6  # the row above a table in which it is counted


def notices_sheet(made: Workbook) -> None:
    """Write every notice of the day: due, expected, missed, and what went out; a time typed beside one records it."""
    lines = (
        "取込・適用 で新しくなる。送った（届いた）ら時刻を入れ、宣言 を押す。原稿は 送信 で作る",
        "Renewed by 取込 and 適用. Once sent or received enter the time and press 宣言. Drafts: press 送信 / Send",
    )
    heading = ("連絡: 出すもの、待つもの、済んだもの", "Notices: to send, to expect, done")
    sheet, region = page(made, regions.NOTICES, heading=heading, lines=lines), regions.NOTICE_BOARD
    written_at(sheet, regions.NOTICES_AT)
    kept = tuple(name for name in region.columns if name not in ("sent_at", "initials"))
    typed_table(sheet, region, NOTICES, shown=kept)
    first, cells = region.row + 1, f"A{region.row + 1}:J{region.last[0]}"
    counted(sheet, region, "state", ("●", "✗", "▲"), ("要対応", "超過・未了", "待ち"), ("to do", "late", "expected"))
    marked(sheet, cells, f'LEFT($A{first},1)="✗"', font=Font(bold=True), fill=WRONG)
    marked(sheet, cells, f'LEFT($A{first},1)="●"', font=Font(bold=True), fill=DOUBT)
    struck_when_old(sheet, f"A{first}:G{region.last[0]}", regions.NOTICES_AT, words=12)
    moments(sheet, rows_of(region, "sent_at"), title="時刻", prompt="送った・届いた時刻 / When sent or received")
    _initials(sheet, region)
    repeated_head(sheet, region)


def told_sheet(made: Workbook) -> None:
    """Write who has been told, by role and means; the sheet itself counts those whom nothing has reached."""
    lines = (
        "届いた手段の欄に時刻を入れ、宣言 を押す。一つも届いていない行は ▲ 未達。左の二列も書き足せる",
        "Enter the time under the means that reached them, press 宣言. Rows reached by none show ▲ open",
    )
    heading = ("周知: 誰に伝わったか", "Who has been told: participant, role, means, when")
    sheet, region = page(made, regions.TOLD, heading=heading, lines=lines), regions.TOLD_GRID
    typed_table(sheet, region, GRID, shown=("recorded",))
    column, first = region.last[1] + 1, region.row + 1
    header(sheet, region.row - 1, column, heads=[OPEN])
    _words(sheet, column, REACHED)
    state = get_column_letter(column)
    for row in range(first, region.last[0] + 1):
        shown_cell(sheet, row, column)
        sheet.cell(row, column).value = f'=IF(A{row}="","",IF(COUNT(C{row}:H{row})=0,K$6,K$7))'
        sheet.cell(row, column).font = Font(name=FONT, size=10, bold=True)
    at = Region("", region.sheet, region.row, column, ("open",), region.rows)
    counted(sheet, at, "open", ("▲", "○"), ("未達", "到達"), ("open", "reached"))
    marked(sheet, f"A{first}:{state}{region.last[0]}", f'LEFT(${state}{first},1)="▲"', font=Font(bold=True), fill=DOUBT)
    chosen(sheet, rows_of(region, "role"), tuple(f"{said('role', role).ja} {role}" for role in ROLES))
    short_text(sheet, rows_of(region, "participant"), most=20, title="清算参加者", prompt="例 P07 / Such as P07")
    for means in MEANS:
        moments(sheet, rows_of(region, means), title=said("means", means).ja, prompt="届いた時刻 18:17 / Time reached")
    _initials(sheet, region)
    repeated_head(sheet, region)


def contacts_sheet(made: Workbook) -> None:
    """Write the register of contacts; the sheet itself marks what was verified too long ago, or never."""
    lines = (
        "上から順に使う。番号を直したら確認日を入れ、宣言 を押す。事業継続ブックと同じ登録簿",
        "Use the means from left to right. Correct, enter the day verified, press 宣言. One register for all books",
    )
    heading = ("連絡先", "Contacts: who, by which means, when verified")
    sheet, region = page(made, regions.CONTACTS, heading=heading, lines=lines), regions.CONTACT_LIST
    typed_table(sheet, region, CONTACTS, shown=("recorded",))
    column, first = region.last[1] + 1, region.row + 1
    header(sheet, region.row - 1, column, heads=[AGE])
    age = get_column_letter(column)
    _words(sheet, column, VERIFIED)
    label(sheet, STATE, 3, ja=LIMIT[0], en=LIMIT[1])
    sheet.cell(STATE, 4, LIMIT[2]).font = Font(name=FONT, size=10, bold=True)
    for row in range(first, region.last[0] + 1):
        shown_cell(sheet, row, column)
        sheet.cell(row, column).value = f'=IF(A{row}="","",IF(HIKAE_DATE-N(I{row})>D$6,K$6,K$7))'
        sheet.cell(row, column).font = Font(name=FONT, size=10, bold=True)
    at = Region("", region.sheet, region.row, column, ("age",), region.rows)
    counted(sheet, at, "age", ("▲",), ("要確認",), ("to verify",))
    marked(sheet, f"{age}{first}:{age}{region.last[0]}", f'LEFT({age}{first},1)="▲"', font=Font(bold=True), fill=DOUBT)
    short_text(
        sheet, rows_of(region, "name"), most=60, title="名前", prompt="例 P07 証拠金業務担当者 / Who, in what role"
    )
    chosen(sheet, rows_of(region, "role"), KINDS)
    for name, head in zip(region.columns[2:8], CONTACTS[2:8], strict=True):
        prompted(sheet, rows_of(region, name), title=head.ja, prompt=f"{head.ja}の番号か宛先 / {head.en}")
    days(sheet, rows_of(region, "verified"), title="確認日", prompt="通じることを確かめた日 / The day it was verified")
    repeated_head(sheet, region)


def counted(
    sheet: Worksheet,
    region: Region,
    column: str,
    signs: tuple[str, ...],
    ja: tuple[str, ...],
    en: tuple[str, ...],
) -> None:
    """Write above a table how many of its rows show each sign, by the sheet's own formulas."""
    cells = rows_of(region, column)
    for place, (sign, *words) in enumerate(zip(signs, ja, en, strict=True)):
        at = 1 + 2 * place
        label(sheet, STATE, at, ja=f"{sign} {words[0]}", en=words[1])
        shown_cell(sheet, STATE, at + 1, form="0", side="left")
        sheet.cell(STATE, at + 1).value = f'=COUNTIF({cells},"{sign}*")'
        sheet.cell(STATE, at + 1).font = Font(name=FONT, size=14, bold=True)
    sheet.row_dimensions[STATE].height = 25


def _words(sheet: Worksheet, column: int, words: tuple[str, str]) -> None:
    """Write in small print the states that a column's formulas show."""
    for row, word in enumerate(words, STATE):
        small(sheet, row, column, word)


def _initials(sheet: Worksheet, region: Region) -> None:
    short_text(sheet, rows_of(region, "initials"), most=4, title="略号", prompt="空なら表紙の略号 / Blank: yours")
