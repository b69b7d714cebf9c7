"""非常時対応 / The contingency book: what to do now, what has failed, the plan, checklists, notices, who was told.

Built, never edited by hand. The main sheet is read from its first row: the next cut-off, then what is owed, then what
applies. Countdowns and the day's timetable are the sheet's own and run without the add-in.
"""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import contingency as regions
from addin.books.style import FONT, NAVY, QUIET, SHADE_FILL, Head, book, header, marked, page, shown_cell, text_lines
from calc.plan.board import both, cutoff_rows
from calc.plan.page import filled
from calc.plan.types import ITEMS
from workbooks.about import about_sheet
from workbooks.contingency_about import ABOUT
from workbooks.contingency_declare import declare_sheet
from workbooks.contingency_forms import contacts_sheet, notices_sheet, told_sheet
from workbooks.contingency_pages import checklists_sheet, clauses_sheet, handover_sheet, log_sheet
from workbooks.panel import panel
from workbooks.parts import DOUBT, LEFT, WRONG, finished, small, struck_when_stale, subtitle
from workbooks.rulings import plan_sheet

WIDTHS = {"A": 33, "B": 18, "C": 2.5, "D": 19, "E": 22, "F": 2.5, "G": 17, "H": 84, "I": 1, "J": 1, "K": 1, "M": 22}
CLOCK, UNTIL = "hh:mm;;", "mm/dd hh:mm"
NEXT, DUTIES, RULINGS, TIMES = 13, 16, 24, 33  # where each part's first row stands
SHOWN, SIDE = 5, 13  # duties; the column from which on stands what the cells refer to
COLUMNS = (1, 2, 4, 5, 7, 8)
HEADS = {
    DUTIES: ("状態\nState", "残り\nTime left", "期限\nUntil", "誰が\nWho acts", "条項\nClause", "すること\nWhat to do"),
    RULINGS: (
        "項目\nItem",
        "残り\nTime left",
        "次に変わる時刻\nValid until",
        "時刻の状態\nFreshness",
        "条項\nClause",
        "いま適用されるもの\nWhat applies",
    ),
    TIMES: (
        "状態\nState",
        "残り\nTime left",
        "時刻\nTime",
        "",
        "条項\nClause",
        "未了なら何が起きるか\nWhat bites then if still open",
    ),
}
TOLD = {
    "M13": f'=IF(COUNT(N{TIMES}:N{TIMES + 5})=0,"",MIN(N{TIMES}:N{TIMES + 5}))',
    "M14": "=IF(O10,N13,O14)",
    "N10": "=IF(N(HIKAE_DATE)>0,HIKAE_DATE,N11)",  # the business day, the day that is ruled on, and whether they fit
    "N11": "=IF(N(HIKAE_SEEN)>0,INT(HIKAE_SEEN),N(HIKAE_DATE))",
    "N12": '=IF(N10=0,"",IFERROR(CDS_BUSINESS_DAY(N10),N10))',
    "N13": '=IF(N10=0,O11,IF(N12<>N10,O12,IF(N10<>N11,O13,"")))',
    "O9": "（未了の場合 if still open）",
    "O10": '=LEFT(N13,1)="－"',
    "O11": "－ 業務日なし no business date",
    "O12": "－ 休業日 closed day",
    "O13": "✗ 別の日の判定 rulings of another day",
    "O14": "○ 本日の期限はすべて過ぎた / all of today's cut-offs have passed",
    "M30": "▶ 次 next",
    "M31": "○ 経過 passed",
    "M32": "－ 先 later",
    "M23": "何も届かなければ if nothing comes",
    "M22": "－ 判定なし no ruling（取込 か 宣言 が要る / import or declare）",
}


def contingency_book() -> Workbook:
    """Return the book in memory; it shows the example day once 取込 / Import is pressed."""
    made = book()
    about_sheet(made, ABOUT)
    front = _now(made)
    declare_sheet(made)
    clauses_sheet(made)
    plan_sheet(made)
    checklists_sheet(made)
    notices_sheet(made)
    told_sheet(made)
    contacts_sheet(made)
    log_sheet(made)
    handover_sheet(made)
    return finished(made, front)


def _now(made: Workbook) -> Worksheet:
    heading = ("今やること", "Now: the next cut-off, what is owed, what applies")
    sheet = page(made, regions.NOW, heading=heading, lines=())
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    panel(sheet)
    for address, text in TOLD.items():
        sheet[address] = text
        sheet[address].font = Font(name=FONT, size=8, color=QUIET)
    _next(sheet)
    for row, heads in HEADS.items():
        _heads(sheet, row - 1, heads)
    _duties(sheet)
    _rulings(sheet)
    _times(sheet)
    sheet.freeze_panes = "A5"  # a small window keeps its rows for what is owed
    sheet.print_area = f"A1:K{TIMES + 5}"
    sheet.page_setup.fitToHeight = 1
    return sheet


def _next(sheet: Worksheet) -> None:
    """Write the one row that is looked at first: how long, until when, what bites then."""
    row, times = NEXT, f"D{TIMES}:H{TIMES + 5}"
    cells = {
        1: ("▶ 次の期限\nNEXT CUT-OFF", 14, "General"),
        2: (f'=IF(ISNUMBER(D{row}),MAX(0,D{row}-HIKAE_TIMER),"○")', 26, LEFT),
        4: (f'=IF(O10,"",IFERROR(CDS_PLAN_NEXT(HIKAE_SEEN),M{row}))', 26, CLOCK),
        5: ("=HIKAE_FRESH", 12, "General"),
        7: (f'=IFERROR(VLOOKUP(TEXT(D{row}+1/86400,"hh:mm"),{times},4,0),"")', 14, "General"),
        8: ("=IF(LEN(N14)=0,M14,O9&N14)", 12, "General"),
    }
    words = f'=IFERROR(VLOOKUP(TEXT(D{row}+1/86400,"hh:mm"),{times},5,0),"")'
    small(sheet, row + 1, SIDE + 1, words)
    for column in range(1, 12):
        cell = sheet.cell(row, column)
        cell.fill = SHADE_FILL
        if column in cells:
            text, size, form = cells[column]
            cell.value, cell.number_format = text, form
            cell.font = Font(name=FONT, size=size, bold=True, color=NAVY)
            side = "center" if column in (2, 4) else "left"
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=column not in (2, 4), indent=0)
    sheet.row_dimensions[row].height = 60
    struck_when_stale(sheet, f"D{row} G{row}:H{row}")


def _heads(sheet: Worksheet, row: int, heads: tuple[str, ...]) -> None:
    for column, words in zip(COLUMNS, heads, strict=True):
        ja, _, en = words.partition("\n")
        header(sheet, row, column, heads=[Head(ja, en, 1)])
    sheet.row_dimensions[row].height = 26


def _duties(sheet: Worksheet) -> None:
    """Write what is owed, five rows and a line that tells how much more; the add-in's block stands beside the page."""
    subtitle(sheet, DUTIES - 2, ja="要対応", en="What is owed, overdue first")
    sheet.cell(DUTIES - 2, 8, '=IFERROR(CDS_PLAN_BASIS(HIKAE_SEEN),"✗ "&M22)').font = Font(name=FONT, size=9, bold=True)
    sheet.cell(DUTIES - 2, 4, '=N13&""').font = Font(name=FONT, size=11, bold=True)
    last = DUTIES + SHOWN
    block = f"M{DUTIES}:Q{last}"
    sheet[f"M{DUTIES}"] = ArrayFormula(block, '=IF(O10,"－",IFERROR(CDS_PLAN_DUE(HIKAE_SEEN),"－"))')
    for column, word in enumerate(("until", "clause", "duty", "state", "who", "words"), SIDE):
        small(sheet, DUTIES - 1, column, word)
    for row in range(DUTIES, last):
        first = f'=IF(LEN(P{row})=0,"○ なし nothing due",P{row})' if row == DUTIES else f'=P{row}&""'
        left, until = f'=IF(ISNUMBER(M{row}),MAX(0,M{row}-HIKAE_TIMER),"")', f'=IF(ISNUMBER(M{row}),M{row},"")'
        words = f'=IF(LEN(O{row})<2,O{row}&"",O{row}&CHAR(10)&R{row})'
        small(sheet, row, SIDE + SHOWN, f'=IFERROR(VLOOKUP(G{row},HIKAE_CLAUSES,2,0),"")')
        _line(sheet, row, (first, left, until, f'=Q{row}&""', f'=N{row}&""', words))
    more = f'=IF(LEN(O{last})<2,"",O{last})'
    _line(sheet, last, (f'=IF(LEN(O{last})<2,"",P{last})', "", "", "", "", more))
    cells = f"A{DUTIES}:H{last}"
    marked(sheet, cells, f'LEFT($A{DUTIES},1)="✗"', font=Font(bold=True), fill=WRONG)
    marked(sheet, cells, f'LEFT($A{DUTIES},1)="●"', font=Font(bold=True), fill=DOUBT)
    struck_when_stale(sheet, f"{cells} H{DUTIES - 2}")


def _rulings(sheet: Worksheet) -> None:
    """Write what applies to each item, until when, and what the clock alone will make of it."""
    subtitle(sheet, RULINGS - 2, ja="適用", en="What applies")
    for row, item in enumerate(ITEMS, RULINGS // 2):
        first, label = 2 * row, filled("item", item)
        small(sheet, first, SIDE, item)
        until = f'=IF(LEFT(H{first},1)="－","",CDS_PLAN_UNTIL(M{first},HIKAE_SEEN))'
        left = f'=IF(ISNUMBER(D{first}),MAX(0,D{first}-HIKAE_TIMER),"")'
        clause = f'=IFERROR(CDS_PLAN_CLAUSE(M{first},HIKAE_SEEN),"－")'
        applies = f"=IFERROR(CDS_PLAN(M{first},HIKAE_SEEN),$M$22)"
        turn = f'=IFERROR(CDS_PLAN_IF_NOTHING(M{first},HIKAE_SEEN),"－")'
        _line(sheet, first, (both(label), left, until, "=HIKAE_FRESH", clause, applies), size=11)
        _line(sheet, first + 1, ("", "", "", "", f'=IF(LEN(H{first + 1})<2,"",$M$23)', turn), size=9)
        sheet.row_dimensions[first + 1].height = 30
    struck_when_stale(sheet, f"B{RULINGS}:D{RULINGS + 5} G{RULINGS}:H{RULINGS + 5}")


def _times(sheet: Worksheet) -> None:
    """Write the day's timetable, the sheet's own: it counts down also where nothing else answers."""
    subtitle(sheet, TIMES - 2, ja="本日の期限", en="Today's cut-offs (counted by the sheet itself)")
    for row, (time, clause, words) in enumerate(cutoff_rows(), TIMES):
        sheet.cell(row, SIDE, f'=IF(O10,"",N11+TIMEVALUE(D{row}))').number_format = UNTIL
        sheet.cell(row, SIDE + 1, f'=IF(O10,"",IF(M{row}>=HIKAE_TIMER,M{row},""))').number_format = UNTIL
        state = f'=IF(O10,N13,IF(M{row}=M13,M30,IF(N{row}="",M31,M32)))'
        left = f'=IF(O10,"",MAX(0,M{row}-HIKAE_TIMER))'
        _line(sheet, row, (state, left, time, "", clause, both(words)), size=9)
        sheet.cell(row, 4).number_format = "@"
        sheet.row_dimensions[row].height = max(26, 6 + 11.5 * text_lines(both(words), WIDTHS["H"] * 1.1))
    marked(sheet, f"A{TIMES}:H{TIMES + 5}", f'LEFT($A{TIMES},1)="▶"', font=Font(bold=True), fill=DOUBT)


def _line(sheet: Worksheet, row: int, texts: tuple[str, ...], *, size: float = 10) -> None:
    """Write one row of the page: state, time left, until, who, clause, words."""
    forms = ("General", LEFT, UNTIL, "General", "General", "General")
    for column, text, form in zip(COLUMNS, texts, forms, strict=True):
        side = "center" if form in (LEFT, UNTIL) else "left"
        shown_cell(sheet, row, column, form=form, side=side)
        cell = sheet.cell(row, column)
        cell.value = text or None
        cell.font = Font(name=FONT, size=size, bold=column in (1, 2))
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=column not in (2, 4), indent=0)
    sheet.row_dimensions[row].height = 31
