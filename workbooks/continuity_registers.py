"""連絡先・要員・移動 / The registers that are kept before anything happens, and who is absent when it does."""

from dataclasses import replace

from openpyxl import Workbook
from openpyxl.styles import Font

from addin.books.regions import continuity as regions
from addin.books.style import Head, header, marked, page, shown_cell
from calc.continuity.labels import label
from calc.plan.clauses import book
from workbooks.continuity_parts import (
    BOARD_HEADS,
    RECORDED,
    YES_NO,
    Column,
    Rule,
    as_text,
    choice,
    day,
    form,
    live,
    moment,
    register,
    text,
)
from workbooks.continuity_waiting import notice
from workbooks.parts import DAY, MOMENT, WRONG, rows_of, subtitle

PERSON = text(
    "氏名 / name", "略号か氏名。全員に同じ書き方を使う / Initials or name, written the same everywhere", most=40
)
NARROW = tuple(replace(head, width=width) for head, width in zip(BOARD_HEADS, (22, 28, 34, 17, 20, 17), strict=True))
WITHDRAW = Column(Head("取消", "Withdraw", 11), choice(YES_NO))


def contacts_sheet(made: Workbook) -> None:
    """Write the register of contacts: role, six means in order, when verified and exchanged."""
    lines = (
        "行を直したら 宣言 を押す。古い行は控えに残る。外部機関は区分を四つの種類から選ぶ（BCP-1.1、BCP-4.3）",
        "Press Declare after a change; older rows stay in the record. External bodies take one of four types",
    )
    heading = ("連絡先の登録簿", "Contacts: six means in order, verified and exchanged")
    sheet, region = page(made, regions.CONTACTS_PAGE, heading=heading, lines=lines), regions.CONTACTS
    live(sheet, "contacts", 5, heads=NARROW)
    notice(sheet, 5, 3, region)
    means = next(iter(book().values("means").values()))
    kinds = ("staff", *next(iter(book().values("bodies").values())))
    columns = (
        Column(
            Head("名称・氏名", "Name", 28), text("名称 / name", "一度決めたら変えない / Keep it once chosen", most=60)
        ),
        Column(
            Head("区分", "Role", 34),
            choice([f"{each.ja} {each.en}" for each in (label("body", kind) for kind in kinds)]),
        ),
        *(
            Column(
                Head(label("means", name).ja, label("means", name).en, 24 if name == "email" else 17), _address(name)
            )
            for name in means
        ),
        Column(Head("確認日", "Verified", 12, DAY), day("確認日 / verified", "通じると確かめた日 / When it was tried")),
        Column(
            Head("交換日", "Exchanged", 12, DAY),
            day("交換日 / exchanged", "一覧を交換した日 / When lists were exchanged"),
        ),
        WITHDRAW,
    )
    register(sheet, region, regions.CONTACTS_KEPT, columns)
    as_text(sheet, [rows_of(region, name) for name in means])
    subtitle(sheet, region.row - 3, ja="登録簿", en="Register")
    sheet.print_area = f"A1:L{region.last[0]}"


def _address(name: str) -> Rule:
    words = label("means", name)
    return text(words.ja + " / " + words.en, "番号か宛先 / Number or address", most=60)


def roster_sheet(made: Workbook) -> None:
    """Write the duty roster by date: first responder and deputies; a date without a name is marked."""
    lines = (
        "夜（20時から翌8時）と休日に最初に動く人。夜はその日付に属する。空白の日は ✗ になる（BCP-4.2）",
        "Who moves first at night (20:00 to 8:00, of the date on which it begins) and on holidays; no name is marked ✗",
    )
    heading = ("要員の当番表", "Duty roster: nights and holidays, with deputies")
    sheet, region = page(made, regions.ROSTER_PAGE, heading=heading, lines=lines), regions.ROSTER
    live(sheet, "roster", 5)
    notice(sheet, 5, 3, region)
    columns = (
        Column(Head("日付", "Date", 30, DAY), day("日付 / date", "例 2026/11/20 / Such as 2026/11/20")),
        Column(Head("当番", "First", 16), PERSON),
        Column(Head("代理1", "Deputy 1", 16), PERSON),
        Column(Head("代理2", "Deputy 2", 40), PERSON),
    )
    register(sheet, region, regions.ROSTER_KEPT, columns)
    subtitle(sheet, region.row - 3, ja="当番表", en="Roster")
    header(sheet, region.row - 1, 6, heads=[Head("曜日", "Weekday", 10), Head("無指名", "Nobody named", 20)])
    for row in range(region.row + 1, region.last[0] + 1):
        for column, formula in (
            (6, f'=IF(B{row}="","",MID("日月火水木金土",WEEKDAY(B{row}),1))'),
            (7, f'=IF((B{row}<>"")*(C{row}=""),"✗ 当番なし nobody","")'),
        ):
            shown_cell(sheet, row, column)
            sheet.cell(row, column).value = formula
    marked(sheet, f"A{region.row + 1}:G{region.last[0]}", f'$G{region.row + 1}<>""', font=Font(bold=True), fill=WRONG)
    sheet.print_area = f"A1:G{region.last[0]}"


def movers_sheet(made: Workbook) -> None:
    """Write who goes to the alternate office with deputies, who is absent, and who goes now."""
    lines = (
        "仕事ごとに本人と代理を決めておく。不在を宣言すると代理が表に出る（BCP-4.4）",
        "Name a person and a deputy for each task; an absence brings the deputy up",
    )
    heading = ("代替オフィスへ移る要員", "Movers to the alternate office")
    sheet, region = page(made, regions.MOVERS_PAGE, heading=heading, lines=lines), regions.MOVERS
    live(sheet, "movers", 5)
    notice(sheet, 5, 3, region)
    columns = (
        Column(Head("仕事", "Task", 30), text("仕事 / task", "一行に一つ / One a row", most=60)),
        Column(Head("本人", "Person", 16), PERSON),
        Column(Head("代理", "Deputy", 16), PERSON),
        WITHDRAW,
    )
    register(sheet, region, regions.MOVERS_KEPT, columns)
    subtitle(sheet, region.row - 3, ja="移る要員の登録簿", en="Register of movers")
    absences = (
        Column(Head("氏名", "Person", 30), PERSON),
        Column(Head("不在か", "Absent", 16), choice(YES_NO)),
        Column(Head("時刻", "At", 16, MOMENT), moment),
        Column(RECORDED),
    )
    subtitle(sheet, regions.ABSENCES.row - 2, ja="来られない人", en="Who cannot come")
    form(sheet, regions.ABSENCES, absences, typed_from=0)
    sheet.print_area = f"A1:F{regions.ABSENCES.last[0]}"
    sheet.page_setup.fitToHeight = 1
