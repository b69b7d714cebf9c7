"""The pages that are read and printed: all clauses, the checklists, the day's log, and the handover between shifts."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import contingency as regions
from addin.books.regions.region import Region
from addin.books.style import (
    FONT,
    NAVY,
    SHADE_FILL,
    Head,
    code_names,
    header,
    label,
    named_cell,
    page,
    shown_cell,
    text_lines,
    typed_cell,
)
from calc.plan.board import both, clause_rows
from calc.plan.checklists import Checklist, Step, page_rows
from workbooks.contingency_written import field, struck_when_old, written_at
from workbooks.parts import (
    INSTANT,
    MOMENT,
    moments,
    repeated_head,
    rows_of,
    short_text,
    shown_table,
    subtitle,
)

CLAUSES = (
    Head("条項", "Clause", 13),
    Head("日本語", "Japanese", 56, wrap=True),
    Head("英語", "English", 62, wrap=True),
    Head("時刻", "Window", 16, wrap=True),
    Head("帰結", "Consequence", 34, wrap=True),
    Head("本日の状態", "Status today", 24, wrap=True),
    Head("時点", "As of", 15, INSTANT),
)
STEPS = (
    Head("番号", "No.", 7),
    Head("止まる所", "Pause", 15, wrap=True),
    Head("読んで、行う", "Read, do", 66, wrap=True),
    Head("英語", "English", 56, wrap=True),
    Head("条項", "Clause", 13),
    Head("項目", "Item", 11),
    Head("時刻（空=今）", "Done at", 14, MOMENT),
    Head("略号", "Initials", 9),
    Head("控え", "Record", 22),
)
LOG = (
    Head("番号", "No.", 8, "0"),
    Head("時刻", "Recorded at", 17, INSTANT),
    Head("種類", "Kind", 30),
    Head("内容", "What", 92),
    Head("誰が", "Who", 12),
    Head("ハッシュ", "Hash begins", 17),
)
SHIFT = (
    Head("区分", "Section", 24),
    Head("内容", "What", 98, wrap=True),
    Head("誰が", "Who acts", 20),
    Head("期限", "Until", 15, MOMENT),
    Head("条項", "Clause", 16),
)
SHORTEST, LINE = 26, 12.5  # heights in points, at 9 points of type
READ_ALOUD = 13
BOX = Side(style="medium", color="000000")


def clauses_sheet(made: Workbook) -> None:
    """Write every clause of both plans in their order, beside the document; a button says where each stands."""
    lines = (
        "全86条項を計画の順に。状態は 適用 を押した時点のもの。番号は文書の番号",
        "All 86 clauses in plan order; the status is as of the last 適用 / Apply. Numbers are the documents' own",
    )
    heading = ("計画: 全条項", "The plan: every clause")
    sheet, region = page(made, regions.CLAUSES, heading=heading, lines=lines), regions.CLAUSE_BOARD
    shown_table(sheet, region, CLAUSES)
    for row, clause in enumerate(clause_rows(), region.row + 1):
        texts = (clause.id, clause.words.ja, clause.words.en, both(clause.window), both(clause.consequence))
        for column, text in enumerate(texts, region.column):
            cell = sheet.cell(row, column)
            cell.value, cell.font = text or None, Font(name=FONT, size=9, bold=column == 1)
        sheet.row_dimensions[row].height = _height(texts, CLAUSES)
    repeated_head(sheet, region)
    written_at(sheet, regions.CLAUSES_AT)
    struck_when_old(sheet, rows_of(region, "status"), regions.CLAUSES_AT, words=9)


def checklists_sheet(made: Workbook) -> None:
    """Write the read-do lists, each on a page of its own; items are ticked with a time or initials."""
    lines = (
        "声に出して読み、行い、時刻か略号を入れる。「止」の時刻では手を止めて全員で確かめる。終えたら 宣言 を押す",
        "Read aloud, do, tick with time or initials. At a pause stop and check together. Then press 宣言 / Declare",
    )
    heading = ("手順: 読んで行う", "Checklists: read and do")
    sheet, region = page(made, regions.CHECKLISTS, heading=heading, lines=lines), regions.TICKS
    header(sheet, region.row - 1, 1, heads=STEPS)
    code_names(sheet, region)
    for row, each in enumerate(page_rows(), region.row + 1):
        if isinstance(each, Checklist):
            _list_head(sheet, row, each)
            if row > region.row + 1:
                sheet.row_breaks.append(Break(id=row - 1))
        elif isinstance(each, Step):
            _step(sheet, row, each)
    moments(sheet, rows_of(region, "done_at"), title="時刻", prompt="行った時刻。空なら今 / When done; blank: now")
    short_text(sheet, rows_of(region, "initials"), most=4, title="略号", prompt="行った人 / Who did it")
    repeated_head(sheet, Region(region.name, region.sheet, region.row, 1))
    sheet.print_area = f"A1:I{region.last[0]}"


def log_sheet(made: Workbook) -> None:
    """Write the day's entries of the record, the newest of them that there is room for."""
    lines = ("控えの順に。直せない。写しは hikae journal export", "In the record's order; nobody can edit it")
    heading = ("記録: 本日の控え", "Log: the day's entries of the record")
    sheet, region = page(made, regions.LOG, heading=heading, lines=lines), regions.LOG_LINES
    field(sheet, regions.LOG_MORE, ja="これより古い分", en="Older ones")
    shown_table(sheet, region, LOG)
    repeated_head(sheet, region)


def handover_sheet(made: Workbook) -> None:
    """Write what one shift hands to the next, on one page with boxes to sign."""
    lines = (
        "適用 を押して作る。二人で声に出して読み、印を押す",
        "Made by 適用 / Apply; read it aloud together and sign",
    )
    heading = ("引継", "Shift handover")
    sheet, region = page(made, regions.HANDOVER, heading=heading, lines=lines), regions.SHIFT
    for place, ja, en in ((regions.SHIFT_FROM, "渡す人", "From"), (regions.SHIFT_TO, "受ける人", "To")):
        label(sheet, place.row, place.column - 1, ja=ja, en=en)
        typed_cell(sheet, place.row, place.column)
        named_cell(sheet, place)
        cell = f"B{place.row}"
        short_text(sheet, cell, most=40, title=f"{ja} / {en}", prompt="氏名と略号 / Name and initials")
    field(sheet, regions.SHIFT_AT, ja="引継の時点", en="As of", form=INSTANT)
    field(sheet, regions.SHIFT_HEAD, ja="控えの先頭", en="Head of the record")
    field(sheet, regions.SHIFT_BASIS, ja="判定の根拠", en="Rulings rest on")
    subtitle(sheet, region.row - 2, ja="引き継ぐこと", en="What is handed over")
    shown_table(sheet, region, SHIFT)
    for row in range(region.row + 1, region.last[0] + 1):
        sheet.cell(row, 1).font = Font(name=FONT, size=10, bold=True)
    struck_when_old(sheet, f"A{region.row + 1}:E{region.last[0]}", regions.SHIFT_AT, words=7)
    last = _signatures(sheet, region.last[0] + 1)
    sheet.print_area = f"A1:E{last}"
    sheet.page_setup.fitToHeight = 1


def _list_head(sheet: Worksheet, row: int, each: Checklist) -> None:
    for column, text in ((1, "■"), (3, each.words.ja), (4, each.words.en), (5, each.clause)):
        sheet.cell(row, column, text).font = Font(name=FONT, size=12, bold=True, color=NAVY)
    for column in range(1, len(STEPS) + 1):
        sheet.cell(row, column).fill = SHADE_FILL
        sheet.cell(row, column).alignment = Alignment(vertical="center", indent=0 if column == 1 else 1)
    sheet.row_dimensions[row].height = SHORTEST


def _step(sheet: Worksheet, row: int, each: Step) -> None:
    pause = f"止 {each.pause}\nまず止まる stop" if each.pause else ""
    number = each.code.rpartition("/")[2]
    for column, text in enumerate((number, pause, each.words.ja, each.words.en, each.clause, each.code, "", "", ""), 1):
        name = STEPS[column - 1]
        shape = typed_cell if name in STEPS[6:8] else shown_cell
        shape(sheet, row, column, form=name.form, side="center" if column == 1 else "left")
        cell = sheet.cell(row, column)
        cell.value = text or None
        if column not in (7, 8):
            cell.font = Font(name=FONT, size=READ_ALOUD if column == 3 else 10, bold=column in (1, 2))  # noqa: PLR2004
            cell.alignment = Alignment(vertical="center", wrap_text=True, indent=0 if column == 1 else 1)
    sheet.row_dimensions[row].height = 44


def _signatures(sheet: Worksheet, row: int) -> int:
    """Write the two boxes to sign in; returns the row of the last one."""
    for place, (ja, en) in enumerate((("渡した人", "Handed over"), ("受けた人", "Taken over")), row + 1):
        label(sheet, place, 1, ja=f"{ja}（氏名・時刻・印）", en=f"{en}: name, time, seal")
        sheet.cell(place, 2).border = Border(left=BOX, right=BOX, top=BOX, bottom=BOX)
        sheet.row_dimensions[place].height = 40
    return row + 2


def _height(texts: Sequence[str], heads: Sequence[Head]) -> float:
    """Return how high a row must be for its wrapped texts."""
    wrapped = [text_lines(text, head.width) for text, head in zip(texts, heads, strict=False) if head.wrap]
    return max(SHORTEST, 4 + LINE * max(wrapped))
