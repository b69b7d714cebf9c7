"""宣言 / The form on which a failure is declared: one line a fact, what each asks for, and the words it may say."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import contingency as regions
from addin.books.style import FONT, Head, code_names, header, page, shown_cell
from calc.plan.board import choice_of, said
from calc.plan.clauses import book
from calc.plan.declare import CLOSED, Form, asked_for, choices, offered
from workbooks.parts import MOMENT, moments, prompted, rows_of, short_text, subtitle, typed_table

FORM = (
    Head("何が起きたか", "What happened", 39),
    Head("清算参加者", "Participant", 12),
    Head("区分", "Choice", 19),
    Head("区分2", "Second choice", 19),
    Head("条項", "Clause", 11),
    Head("銘柄・版・額", "Names, version …", 17),
    Head("JSCC参照", "Reference", 12),
    Head("二人目", "Second", 8),
    Head("時刻（空=今）", "Blank: now", 14, MOMENT),
    Head("注記", "Note", 18, wrap=True),
    Head("控え", "Record", 24, wrap=True),
)
NEEDS = Head("この事実に要る欄", "What this fact asks for", 34, wrap=True)
GUIDE = (
    Head("宣言できる事実（一覧）", "Facts that can be declared", 39),
    Head("要る欄", "Asks for", 12),
)
ENGLISH = 7  # the column in which the guide says it in English
LISTS = {"clause": 10, "choice": 11, "more": 12}  # the column in which the words of each choice stand
RETRACTS = {"id": "銘柄の欄に取り消す #番号", "reason": "参照の欄に理由"}  # what a retraction writes into two columns
HINTS = {
    "participant": (
        "清算参加者",
        "例 P07。複数は空白で区切る。全員なら空 / Such as P07; several by blanks; all: blank",
    ),
    "names": (
        "銘柄・版・額",
        "銘柄コード（空=全銘柄）、版の番号、P01=30000000、取消は #番号 / Codes, a version, P01=30000000, #n to retract",
    ),
}


def declare_sheet(made: Workbook) -> None:
    """Write the form, what it asks for line by line, and beneath it everything that can be declared."""
    lines = (
        "一行に一つ書き、宣言 を押す。時刻が空なら今。誤りが一つでもあれば何も記録しない",
        "One fact a line, then press 宣言 / Declare. A blank time is now. With one mistake nothing is recorded",
    )
    heading = ("宣言: 何が起きたか", "Declare: what has happened")
    sheet, form = page(made, regions.DECLARE, heading=heading, lines=lines), regions.DECLARED
    typed_table(sheet, form, FORM, shown=("state",))
    column = form.last[1] + 1
    header(sheet, form.row - 1, column, heads=[NEEDS])
    kinds = regions.FACT_KINDS
    for row in range(form.row + 1, form.last[0] + 1):
        shown_cell(sheet, row, column)
        where = f"A${kinds.row + 1}:B${kinds.last[0]}"
        sheet.cell(row, column).value = f'=IF(A{row}="","",IFERROR(VLOOKUP(A{row},{where},2,0),"✗"))'
        sheet.cell(row, column).font = Font(name=FONT, size=9)
        sheet.cell(row, column).alignment = Alignment(vertical="center", wrap_text=True, indent=1)
        sheet.row_dimensions[row].height = 36
    _guide(sheet)
    _rules(sheet)
    sheet.freeze_panes = f"B{form.row + 1}"
    sheet.print_area = f"A1:{get_column_letter(column)}{kinds.last[0]}"
    sheet.row_breaks.append(Break(id=kinds.row - 3))


def needs_words(form: Form) -> str:
    """Return which columns a fact asks for, with the words of each closed list; what may stay blank in brackets."""
    parts = []
    for column, is_needed, listed in asked_for(form):
        name = RETRACTS.get(form.fields[column], said("column", column).ja)
        told = f"{name} {'/'.join(listed)}" if listed else name
        parts.append(told if is_needed else f"［{told}］")
    return " ・ ".join(parts) or "（時刻だけ / the time alone）"


def _guide(sheet: Worksheet) -> None:
    """Write what can be declared, which the form's list offers, and beside it the words of every choice."""
    kinds = regions.FACT_KINDS
    subtitle(sheet, kinds.row - 2, ja="書き方", en="How to fill it in")
    header(sheet, kinds.row - 1, kinds.column, heads=GUIDE)
    code_names(sheet, kinds)
    for row, form in enumerate(offered(), kinds.row + 1):
        for column, text in ((kinds.column, form.choice), (kinds.last[1], needs_words(form)), (ENGLISH, form.words.en)):
            sheet.cell(row, column, text).font = Font(name=FONT, size=10, bold=column == kinds.column)
    for name, column in LISTS.items():
        label = said("column", name)
        header(sheet, kinds.row - 1, column, heads=[Head(f"{label.ja}の語", f"Words of {label.en}", 10)])
        for row, text in enumerate(_listed(name), kinds.row + 1):
            sheet.cell(row, column, text).font = Font(name=FONT, size=9)


def _listed(column: str) -> Sequence[str]:
    """Return what a column of closed lists offers; of clauses those that a notice or a call may carry."""
    if column == "clause":
        return [each.id for each in book().clauses.values() if each.channel]
    return [choice_of(word) for word in choices(column)]


def _rules(sheet: Worksheet) -> None:
    """Offer the lists, and say what may be typed into the other cells."""
    kinds = regions.FACT_KINDS
    listed(sheet, _rows("what"), f"$A${kinds.row + 1}:$A${kinds.last[0]}")
    for name in CLOSED:
        letter = get_column_letter(LISTS[name])
        listed(sheet, _rows(name), f"${letter}${kinds.row + 1}:${letter}${kinds.row + len(_listed(name))}")
    for name, (title, prompt) in HINTS.items():
        prompted(sheet, _rows(name), title=title, prompt=prompt)
    told = "決定の番号や相手、取消の理由 / Number of the decision; why it is retracted"
    short_text(sheet, _rows("reference"), most=40, title="JSCC参照", prompt=told)
    short_text(
        sheet, _rows("second_person"), most=4, title="二人目", prompt="確かめる人の略号 / The checker's initials"
    )
    moments(sheet, _rows("at"), title="時刻", prompt="起きた時刻 15:20。空なら今 / When it happened; blank: now")
    short_text(
        sheet, _rows("note"), most=200, title="注記", prompt="聞いたこと、相手の名前など / What was heard, from whom"
    )


def listed(sheet: Worksheet, cells: str, source: str) -> None:
    """Offer what stands in a range of the same sheet."""
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.errorTitle, rule.error = "選択 / choice", "一覧から選んでください / Choose from the list"
    rule.promptTitle, rule.prompt = "選択 / choice", "下の一覧から / From the list beneath"
    rule.add(cells)
    sheet.add_data_validation(rule)


def _rows(column: str) -> str:
    return rows_of(regions.DECLARED, column)
