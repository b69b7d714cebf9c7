"""センター・判断・訓練・控え・計画 / Pages that log: the centre, decisions, drills; the board as written; the plan."""

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import continuity as regions
from addin.books.style import FONT, QUIET, Head, header, label, marked, page, shown_cell
from calc.continuity.centre import CentreWord
from calc.plan.clauses import book
from workbooks.continuity_forms import WRITTEN
from workbooks.continuity_parts import (
    LINE,
    RECORDED,
    Column,
    choice,
    day,
    form,
    live,
    moment,
    states_stand_out,
    text,
    words_of,
)
from workbooks.continuity_waiting import notice
from workbooks.parts import DAY, LEFT, MOMENT, STRUCK, repeated_head, shown_table, small, subtitle

BY, NOTE = Head("氏名", "By", 16), Head("理由・根拠", "Reason", 58)
NAMED = text("氏名 / name", "略号か氏名 / Initials or name", most=40)
LINED = text("一行 / one line", "短く一行で / One short line", most=200)
ENTRY = Head("控え", "Entry", 16)
STRENGTH = {"must": "必ず must", "in_principle": "原則 in principle", "consider": "検討 consider"}
SIDE = {"clearing_house": "JSCC", "participant": "参加者 participant"}
FRESH = (
    "－ 未作成 not written",
    "▲ 未記録を含む holds what is not recorded",
    "▲ 90秒より前か別の日 over 90 s old, or another day",
    "○ 90秒以内 within 90 s",
)
ASIDE = 9  # where the words of freshness stand, beyond the printed page


def centre_sheet(made: Workbook) -> None:
    """Write the centre clock: two conditions, each said by a named person; the target; what was said."""
    lines = (
        "「使えない」と「すみやかな復旧は困難」を、名のある人がそれぞれ言ったときに切り替える（BCP-4.6、G16）",
        "Clearing moves once named persons say both: the primary is unusable, and hard to recover quickly",
    )
    heading = ("センター切替の時計", "Centre clock: when to switch, until when to run at the secondary")
    sheet = page(made, regions.CENTRE, heading=heading, lines=lines)
    live(sheet, "centre", 5)
    for column, (ja, en, formula) in enumerate(
        (
            ("目標までの残り", "Left until the target", '=IF(N(D10)>0,MAX(0,D10-HIKAE_TIMER),"")'),
            ("目標を過ぎて", "Past the target", '=IF(N(D10)>0,MAX(0,HIKAE_TIMER-D10),"")'),
        ),
    ):
        place = 1 + 2 * column
        label(sheet, 12, place, ja=ja, en=en)
        shown_cell(sheet, 12, place + 1, form=LEFT, side="right")
        sheet.cell(12, place + 1).value = formula
        sheet.cell(12, place + 1).font = Font(name=FONT, size=16, bold=True)
    sheet.row_dimensions[12].height = 34
    subtitle(sheet, 14, ja="センターについて言われたこと", en="What is said of the centres")
    columns = (
        Column(Head("言葉", "Word", 28), choice(words_of("centre", [each.value for each in CentreWord]))),
        Column(Head("言った人", "Said by", 30), NAMED),
        Column(Head("時刻", "At", 16, MOMENT), moment),
        Column(Head("理由", "Reason", 16), LINED),
        Column(RECORDED),
    )
    form(sheet, regions.CENTRE_FORM, columns, typed_from=0)
    subtitle(sheet, 25, ja="これまで", en="Until now, newest first")
    heads = (Head("時刻", "At", 28, MOMENT), Head("言葉", "Word", 30), BY, Head("理由", "Reason", 16), ENTRY)
    shown_table(sheet, regions.CENTRE_LOG, heads)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["D"].width = 36, 40
    sheet.print_area = f"A1:F{regions.CENTRE_LOG.last[0]}"


def decisions_sheet(made: Workbook) -> None:
    """Write the log of decisions: a new one takes the place of an older one, which stays to be read."""
    lines = (
        "決めたことは直さない。新しい判断の「置き換える番号」に古い判断の番号を入れる（BCP-3.1.b.3）",
        "A decision is never edited: a new one names the number of the one that it supersedes",
    )
    heading = ("判断の記録", "Decisions: what, why, by whom; superseded by newer ones")
    sheet = page(made, regions.DECISIONS_PAGE, heading=heading, lines=lines)
    columns = (
        Column(Head("決めたこと", "Decided", 50), LINED),
        Column(Head("理由", "Reason", 50), LINED),
        Column(Head("決めた人", "By", 20), NAMED),
        Column(
            Head("置き換える番号", "Supersedes", 16),
            text("番号 / number", "下の一覧の番号 / From the list below", most=12),
        ),
        Column(Head("時刻", "At", 15, MOMENT), moment),
        Column(RECORDED),
    )
    form(sheet, regions.DECISION_FORM, columns, typed_from=0)
    subtitle(sheet, 15, ja="これまでの判断", en="Decisions until now, newest first")
    shown_table(
        sheet,
        regions.DECISION_LOG,
        (
            Head("決めたこと", "Decided", 50, wrap=True),
            Head("理由", "Reason", 50, wrap=True),
            Head("決めた人", "By", 20),
            Head("番号", "Number", 16),
            Head("時刻", "At", 15, MOMENT),
            Head("有効か", "In force", 34),
            Head("置き換えた番号", "Supersedes", 18),
        ),
    )
    states_stand_out(sheet, f"A18:G{regions.DECISION_LOG.last[0]}", "$F18")
    sheet.print_area = f"A1:G{regions.DECISION_LOG.last[0]}"


def drills_sheet(made: Workbook) -> None:
    """Write the register of drills, what stands in place by clause, and what was held."""
    lines = (
        "訓練・検証・教育・点検を、行った日と条項とともに残す（BCP-4.7）。期限は設定 drill_limit_days",
        "Keep what was held, with its day and clauses; the limit is the setting drill_limit_days",
    )
    heading = ("訓練と整備の登録簿", "Drills and standing duties: when each clause was last exercised")
    sheet = page(made, regions.DRILLS_PAGE, heading=heading, lines=lines)
    registers = list(dict.fromkeys(book().values("register").values()))
    columns = (
        Column(Head("行った日", "Held on", 34, DAY), day("日付 / date", "例 2026/11/20 / Such as 2026/11/20")),
        Column(Head("登録簿", "Register", 36), choice(words_of("register", registers))),
        Column(Head("種類", "Kind", 18), choice(words_of("exercise", ("drill", "verification", "training", "check")))),
        Column(Head("担当", "By", 16), NAMED),
        Column(Head("題目と結果", "Subject, and result", 58), LINED),
        Column(
            Head("条項（空白で区切る）", "Clauses, by spaces", 26),
            text("条項 / clauses", "例 BCP-4.7 CP-1.3 / Such as BCP-4.7 CP-1.3"),
        ),
        Column(RECORDED),
    )
    form(sheet, regions.DRILL_FORM, columns, typed_from=0)
    live(sheet, "readiness", 15)
    subtitle(sheet, 29, ja="行ったこと", en="What was held, newest first")
    heads = (
        Head("行った日", "Held on", 34),
        Head("登録簿", "Register", 36),
        Head("種類", "Kind", 18),
        Head("担当", "By", 16),
        Head("題目と結果", "Subject, and result", 58, wrap=True),
        Head("条項", "Clauses", 26),
        ENTRY,
    )
    shown_table(sheet, regions.DRILL_LOG, heads)
    sheet.print_area = f"A1:H{regions.DRILL_LOG.last[0]}"


def board_sheet(made: Workbook) -> None:
    """Write the board as values, to be printed, sent by fax, or read without the add-in."""
    lines = ("適用 を押した時点の一覧。アドインがなくても読め、印刷・FAXできる",
             "The board as 適用 / Apply wrote it: it reads without the add-in, and prints")  # fmt: skip
    heading = ("一覧の控え", "Board as written, to print and fax")
    sheet, region = page(made, regions.BOARD_PAGE, heading=heading, lines=lines), regions.BOARD
    heads = (
        Head("節", "Section", 30, wrap=True),
        Head("対象", "Subject", 36, wrap=True),
        Head("状態", "State", 32, wrap=True),
        Head("内容", "What is told", 84, wrap=True),
        Head("いつから", "Since", 14, MOMENT),
        Head("いつまで", "Until", 14, MOMENT),
    )
    shown_table(sheet, region, heads)
    header(sheet, region.row - 1, 7, heads=[Head("残り", "Left", 11, LEFT)])
    first, last = region.row + 1, region.last[0]
    for row in range(first, last + 1):
        shown_cell(sheet, row, 7, form=LEFT, side="right")
        sheet.cell(row, 7).value = f'=IF(N(F{row})>0,MAX(0,F{row}-HIKAE_TIMER),"")'
        sheet.row_dimensions[row].height = LINE
    _how_old(sheet, first)
    notice(sheet, 6, 1)
    states_stand_out(sheet, f"A{first}:G{last}", f"$C{first}")
    marked(sheet, f"A{first}:G{last}", 'LEFT($B$5,1)="▲"', font=STRUCK)
    repeated_head(sheet, region)
    sheet.print_area = f"A1:G{last}"


def _how_old(sheet: Worksheet, first: int) -> None:
    """Say when the board was written, and whether it may still be read: by the sheet's own formulas."""
    for row, word in enumerate(FRESH, 3):
        small(sheet, row, ASIDE, word)
    shown_cell(sheet, 7, ASIDE)
    sheet["I7"] = "=(ABS(HIKAE_TIMER-C5)>90/86400)+(INT(HIKAE_TIMER)<>INT(C5))"
    sheet["I7"].font = Font(name=FONT, size=8, color=QUIET)
    label(sheet, 5, 1, ja="新しさ、書いた時点", en="How old, and when written")
    for column, formula in (
        (2, f'=IF(C5=0,I3,IF(LEFT(C{first},1)="▲",I4,IF(I7>0,I5,I6)))'),
        (3, f"=N(E{first})"),
    ):
        shown_cell(sheet, 5, column, form=WRITTEN if column == 3 else "General")  # noqa: PLR2004
        sheet.cell(5, column).value = formula
        sheet.cell(5, column).font = Font(name=FONT, size=11, bold=True)


def clauses_sheet(made: Workbook) -> None:
    """Write the clauses of the continuity plan in its order, in our own words, to be read and printed."""
    lines = ("事業継続計画（2020年7月27日版）の条項。文言は控えの要約で、原文が優先する",
             "The continuity plan of 27 July 2020 in our own words; the document itself decides")  # fmt: skip
    heading = ("計画: 事業継続計画の条項", "Plan: the clauses of the business continuity plan")
    sheet, region = page(made, regions.CLAUSES, heading=heading, lines=lines), regions.CLAUSE_TABLE
    heads = (
        Head("条項", "Clause", 14),
        Head("誰が", "Who", 14),
        Head("内容", "In Japanese", 74, wrap=True),
        Head("英訳", "In English", 84, wrap=True),
        Head("強さ", "Strength", 20),
        Head("読みの余地", "Gaps", 12),
    )
    shown_table(sheet, region, heads)
    clauses = [each for name, each in book().clauses.items() if name.startswith("BCP")]
    for row, each in enumerate(clauses, region.row + 1):
        cells = (
            each.id, SIDE.get(each.side, each.side), each.words.ja, each.words.en,
            STRENGTH.get(each.strength, each.strength), " ".join(each.gaps),
        )  # fmt: skip
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column).value = value or None
        sheet.cell(row, 1).font = Font(name=FONT, size=10, bold=True)
        sheet.row_dimensions[row].height = (
            15 * max(1, -(-len(each.words.ja) * 2 // 70), -(-len(each.words.en) // 80)) + 6
        )
    repeated_head(sheet, region)
