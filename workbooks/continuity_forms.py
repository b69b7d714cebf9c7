"""発災・報告・連絡網 / The forms of an incident: what happened, how far everything is, who was reached."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import continuity as regions
from addin.books.style import FONT, QUIET, Head, code_names, header, label, page, shown_cell, typed_cell
from calc.continuity.services import ServiceState
from calc.plan.clauses import book
from workbooks.continuity_parts import (
    RECORDED,
    YES_NO,
    Column,
    choice,
    form,
    live,
    moment,
    states_stand_out,
    text,
    words_of,
)
from workbooks.continuity_waiting import notice
from workbooks.parts import INSTANT, MOMENT, chosen, repeated_head, shown_table, subtitle

WRITTEN = f"{INSTANT};;"  # no instant is no midnight of 1899
WHEN, NOTE = Head("時刻", "At", 15, MOMENT), Head("メモ", "Note", 44)
NAMED = text("氏名 / name", "略号か氏名 / Initials or name", most=40)
NOTED = text("メモ / note", "短く一行で / One short line")
LISTS = {"cause": ("原因（四つまで）", "Causes, up to four"), "results": ("結果（四つまで）", "Results, up to four")}
FIELDS = (
    ("report", "何を宣言するか", "What is declared"),
    ("cause", *LISTS["cause"]),
    ("results", *LISTS["results"]),
    ("own_damage", "当社の被害", "Own damage"),
    ("external_damage", "外部機関の被害", "Damage of external bodies"),
    ("severe", "重度か", "Severe"),
    ("primary_centre_lost", "プライマリセンタを失ったか", "Primary centre lost"),
    ("occurred_at", "発生時刻（空なら今）", "Occurred at, blank for now"),
    ("class", "分類の宣言（空なら条項から）", "Class declared, blank: by the clauses"),
)
COUNTS = (
    ("連絡済", "Reached", "○"),
    ("未連絡", "To call", "●"),
    ("再試行", "Try next", "▲"),
    ("手段なし", "No means", "✗"),
)
LOGGED = (
    Head("時刻", "At", 28, MOMENT),
    Head("種類", "Kind", 30),
    Head("記録者", "By", 13),
    Head("控え", "Entry", 13),
    Head("内容", "What was told", 58, wrap=True),
)


def incident_sheet(made: Workbook) -> None:
    """Write the incident form, what the clauses make of it, and what was declared before."""
    lines = (
        "黄色い欄を記入し 宣言 を押す。変更・終結は、いま開いている発災についてのもの",
        "Fill in the shaded cells, press Declare; a change or an end concerns the incident that is open",
    )
    heading = ("発災の宣言", "Incident: what happened, to whom, how bad")
    sheet, region = page(made, regions.INCIDENT, heading=heading, lines=lines), regions.INCIDENT_FORM
    heads = [
        Head("項目", "Code", 20),
        *(Head(f"記入 {n}", f"Answer {n}", 24) for n in range(1, 5)),
    ]
    header(sheet, region.row - 1, region.column, heads=heads)
    code_names(sheet, region)
    for row, (name, ja, en) in enumerate(FIELDS, region.row + 1):
        _answer_row(sheet, row, name=name, ja=ja, en=en)
    live(sheet, "incident", 18)
    subtitle(sheet, regions.INCIDENT_LOG.row - 2, ja="宣言の控え", en="What was declared, newest first")
    shown_table(sheet, regions.INCIDENT_LOG, LOGGED)
    sheet.print_area = f"A1:F{regions.INCIDENT_LOG.last[0]}"


def _answer_row(sheet: Worksheet, row: int, *, name: str, ja: str, en: str) -> None:
    """Write one line of the form: its label, its code, and the cells that are to be filled."""
    region = regions.INCIDENT_FORM
    label(sheet, row, region.column - 1, ja=ja, en=en)
    shown_cell(sheet, row, region.column)
    sheet.cell(row, region.column).value = name
    sheet.cell(row, region.column).font = Font(name=FONT, size=8, color=QUIET)
    most = 4 if name in LISTS else 1
    for place in range(1, 5):
        shape = typed_cell if place <= most else shown_cell
        shape(sheet, row, region.column + place, form=MOMENT if name == "occurred_at" and place == 1 else "General")
    cells = f"C{row}:{'CF'[most > 1]}{row}"
    if name == "occurred_at":
        moment(sheet, cells)
    else:
        chosen(sheet, cells, _offered(name))
    sheet.row_dimensions[row].height = 26


def _offered(name: str) -> tuple[str, ...]:
    """Return what may be chosen on a line of the form."""
    lists = {
        "report": ("report", ("declared", "reclassified", "closed")),
        "cause": ("cause", next(iter(book().values("causes").values()))),
        "results": ("result", next(iter(book().values("results").values()))),
        "class": ("class", ("local_damage", "wide_area_disaster", "system_failure")),
    }
    return words_of(*lists[name]) if name in lists else YES_NO


def reports_sheet(made: Workbook) -> None:
    """Write what is reported while an incident lasts: steps, businesses, external bodies."""
    lines = (
        "変わった行だけ記入し 宣言 を押す。三つの表をまとめて記録する。書いた欄は記録のあと空になる",
        "Fill in only what changed, press Declare: all three tables go together; typed cells are cleared once recorded",
    )
    heading = ("報告: 手順・業務・外部機関", "Reports: steps, businesses, external bodies")
    sheet = page(made, regions.REPORTS, heading=heading, lines=lines)
    subtitle(sheet, 5, ja="手順の進み", en="How far the steps are")
    steps = (
        Column(Head("手順", "Step", 44)),
        Column(Head("状態", "State", 20), choice(words_of("step_state", ("open", "started", "done")))),
        Column(Head("担当", "Led by", 24), NAMED),
        Column(WHEN, moment),
        Column(NOTE, NOTED),
        Column(RECORDED),
    )
    form(sheet, regions.STEPS, steps, typed_from=1)
    subtitle(sheet, 16, ja="続ける業務", en="Businesses kept going")
    services = (
        Column(Head("業務", "Business", 44)),
        Column(Head("状態", "State", 20), choice(words_of("service_state", [each.value for each in ServiceState]))),
        Column(Head("報告者", "Said by", 24), NAMED),
        Column(WHEN, moment),
        Column(NOTE, NOTED),
        Column(RECORDED),
    )
    form(sheet, regions.SERVICES, services, typed_from=1)
    subtitle(sheet, 25, ja="外部機関の状況", en="External bodies: what they answered")
    polls = (
        Column(Head("外部機関", "Body", 44)),
        Column(Head("通じたか", "Reached", 20), choice(YES_NO)),
        Column(Head("種類", "Type", 24, wrap=True)),
        Column(WHEN, moment),
        Column(Head("被害・復旧の状況", "Damage and recovery", 44), NOTED),
        Column(RECORDED),
    )
    form(sheet, regions.POLLS, polls, typed_from=3)
    notice(sheet, 25, 3, regions.CONTACTS)
    sheet.row_breaks.append(Break(id=24))  # two pages that fill their width
    sheet.print_area = f"A1:G{regions.POLLS.last[0]}"


def calls_sheet(made: Workbook) -> None:
    """Write the call tree: whom to reach by which means next, each try, and how many were reached."""
    lines = (
        "「次の手段」で試し、通じたかを入れて 宣言。手段を空にすると「次の手段」で試したことになる",
        "Try the next means, say whether it reached them, press Declare; a blank means is the next one",
    )
    heading = ("連絡網", "Call tree: whom to reach, by which means next")
    sheet, region = page(made, regions.CALLS_PAGE, heading=heading, lines=lines), regions.CALLS
    columns = (
        Column(Head("相手", "Contact", 22)),
        Column(Head("区分", "Role", 22, wrap=True)),
        Column(Head("状態", "State", 22)),
        Column(Head("次の手段", "Next means", 23, wrap=True)),
        Column(Head("宛先", "Address", 24)),
        Column(Head("試行", "Tries", 6, "0")),
        Column(Head("最後", "Last", 13, MOMENT)),
        Column(Head("試した手段", "Means tried", 24), choice(words_of("means", _means()))),
        Column(Head("通じたか", "Reached", 11), choice(YES_NO)),
        Column(WHEN, moment),
        Column(Head("メモ", "Note", 24), NOTED),
        Column(RECORDED),
    )
    form(sheet, region, columns, typed_from=7)
    notice(sheet, 7, 1, regions.CONTACTS)
    states_stand_out(sheet, f"A{region.row + 1}:M{region.last[0]}", f"$C{region.row + 1}")
    for column, (ja, en, sign) in enumerate(COUNTS, 1):
        label(sheet, 5, column, ja=ja, en=en)
        sheet.cell(5, column).alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        shown_cell(sheet, 6, column, form="0")
        sheet.cell(6, column).value = f'=COUNTIF(C{region.row + 1}:C{region.last[0]},"{sign}*")'
        sheet.cell(6, column).font = Font(name=FONT, size=12, bold=True)
    for column, ja, en, source in ((5, "一覧の時点", "List as of", "C5"), (6, "新しさ", "How old", "B5")):
        label(sheet, 5, column, ja=ja, en=en)
        shown_cell(sheet, 6, column, form=WRITTEN if source == "C5" else "General")  # an instant's form may hide words
        sheet.cell(6, column).value = f"='{regions.BOARD_PAGE}'!{source}"
    sheet.row_dimensions[5].height = 25
    repeated_head(sheet, region)
    sheet.print_area = f"A1:M{region.last[0]}"


def _means() -> tuple[str, ...]:
    return tuple(next(iter(book().values("means").values())))
