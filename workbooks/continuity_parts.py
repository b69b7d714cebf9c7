"""What the pages of the continuity book are made of: live sections of the board, forms to fill, registers to keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions.continuity import ROOM
from addin.books.regions.region import Region
from addin.books.style import FONT, QUIET, Head, code_names, header, marked, shown_cell
from calc.continuity.labels import label
from workbooks.parts import (
    DOUBT,
    LEFT,
    MOMENT,
    WRONG,
    chosen,
    days,
    moments,
    rows_of,
    short_text,
    small,
    struck_when_stale,
    subtitle,
    typed_table,
)

LINE = 27
TALL = {"cutoffs": 40}  # a clause takes three lines
SUBJECT, STATE_HEAD, TOLD = Head("対象", "Subject", 28), Head("状態", "State", 30), Head("内容", "What is told", 58)
SINCE, UNTIL, REMAINS = (
    Head("いつから", "Since", 13, MOMENT),
    Head("いつまで", "Until", 13, MOMENT),
    Head("残り", "Left", 10, LEFT),
)
BOARD_HEADS = (SUBJECT, STATE_HEAD, SINCE, UNTIL, TOLD, REMAINS)
UNRECORDED = "－ 未記録 not recorded"
RECORDED = Head("控え", "Recorded", 17)
STATED = Head("記入と控え", "Typed, recorded", 24)
YES_NO = ("はい yes", "いいえ no")

Rule = Callable[[Worksheet, str], None]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form: its head, and what may be typed there; without a rule a button fills it."""

    head: Head
    rule: Rule | None = None


def words_of(section: str, codes: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a closed list as a sheet offers them: Japanese, then the code."""
    return tuple(f"{label(section, code).ja} {code}" for code in codes)


def choice(words: Sequence[str]) -> Rule:
    """Return the rule of a choice."""
    return lambda sheet, cells: chosen(sheet, cells, words)


def text(title: str, prompt: str, *, most: int = 120) -> Rule:
    """Return the rule of a short text."""
    return lambda sheet, cells: short_text(sheet, cells, most=most, title=title, prompt=prompt)


def day(title: str, prompt: str) -> Rule:
    """Return the rule of a date."""
    return lambda sheet, cells: days(sheet, cells, title=title, prompt=prompt)


def moment(sheet: Worksheet, cells: str) -> None:
    """Take when it happened; blank is now."""
    moments(sheet, cells, title="時刻 / time", prompt="空なら今。例 15:20 / Blank for now, or such as 15:20")


def live(sheet: Worksheet, section: str, row: int, *, missing: str = "", heads: Sequence[Head] = BOARD_HEADS) -> int:
    """Write one section of the board, live by the book's instant, with its countdowns; returns the row after it."""
    words, room = label("section", section), ROOM[section]
    subtitle(sheet, row, ja=words.ja, en=words.en)
    header(sheet, row + 1, 1, heads=heads)
    first, last = row + 2, row + 1 + room
    for at in range(first, last + 1):
        for column, head in enumerate(heads, 1):
            shown_cell(sheet, at, column, form=head.form, side="left" if head.form == "General" else "right")
            sheet.cell(at, column).alignment = Alignment(
                horizontal="left" if head.form == "General" else "right", vertical="center", wrap_text=True, indent=1
            )
        sheet.cell(at, 2).font = Font(name=FONT, size=10, bold=True)
        sheet.cell(at, 6).value = f'=IF(N(D{at})>0,MAX(0,D{at}-HIKAE_TIMER),"")'
        sheet.row_dimensions[at].height = TALL.get(section, LINE)
    block, formula = f"A{first}:E{last}", f'=IFERROR(CDS_BOARD("{section}",HIKAE_SEEN),"{missing}")'
    sheet[f"A{first}"] = ArrayFormula(block, formula)
    states_stand_out(sheet, f"A{first}:F{last}", f"$B{first}")
    struck_when_stale(sheet, f"A{first}:F{last}")
    return last + 2


def states_stand_out(sheet: Worksheet, cells: str, state: str) -> None:
    """Make rows stand out by weight and shade beside their symbol and word."""
    marked(sheet, cells, f'LEFT({state},1)="✗"', font=Font(bold=True), fill=WRONG)
    marked(sheet, cells, f'OR(LEFT({state},1)="▲",LEFT({state},1)="●")', font=Font(), fill=DOUBT)


def form(sheet: Worksheet, region: Region, columns: Sequence[Column], *, typed_from: int) -> None:
    """Write a form: what a row is about, what a person fills, what was recorded, and whether that still stands.

    `typed_from` is the place of the first column to be filled, from 0; the last column is the mark of the record.
    """
    heads = [each.head for each in columns]
    filled_in = [name for name, each in zip(region.columns, columns, strict=True) if each.rule is not None]
    typed_table(sheet, region, heads, shown=[name for name in region.columns if name not in filled_in])
    for name, each in zip(region.columns, columns, strict=True):
        if each.rule is not None:
            each.rule(sheet, rows_of(region, name))
    mark = region.last[1]
    header(sheet, region.row - 1, mark + 1, heads=[STATED])
    first, last = (get_column_letter(region.column + place) for place in (typed_from, len(columns) - 2))
    for row in range(region.row + 1, region.last[0] + 1):
        kept = get_column_letter(mark)
        shown_cell(sheet, row, mark + 1)
        typed = f"{first}{row}:{last}{row}"
        sheet.cell(row, mark + 1).value = f'=IF(COUNTA({typed})>0,"{UNRECORDED}",{kept}{row}&"")'
        sheet.cell(row, mark).font = Font(name=FONT, size=8, color=QUIET)
        sheet.row_dimensions[row].height = LINE


def register(sheet: Worksheet, region: Region, kept: Region, columns: Sequence[Column]) -> None:
    """Write a register that stays as typed: before each row whether it is recorded as it stands, by comparison.

    What was recorded stands to the right, beyond the printed page.
    """
    typed_table(sheet, region, [each.head for each in columns])
    for name, each in zip(region.columns, columns, strict=True):
        if each.rule is not None:
            each.rule(sheet, rows_of(region, name))
    header(sheet, region.row - 1, region.column - 1, heads=[STATED])
    header(
        sheet,
        kept.row - 1,
        kept.column,
        heads=[RECORDED, *(Head(f"控え: {each.head.ja}", f"Kept: {each.head.en}", 14) for each in columns)],
    )
    code_names(sheet, kept)
    small(sheet, region.row - 2, region.column - 1, UNRECORDED)
    ours = [get_column_letter(each) for each in (region.column, region.last[1])]
    theirs = [get_column_letter(each) for each in (kept.column + 1, kept.last[1])]
    word = f"${get_column_letter(region.column - 1)}${region.row - 2}"
    mark, number = get_column_letter(kept.column), len(columns)
    for row in range(region.row + 1, region.last[0] + 1):
        same = f"--({ours[0]}{row}:{ours[1]}{row}={theirs[0]}{row}:{theirs[1]}{row})"
        shown_cell(sheet, row, region.column - 1)
        sheet.cell(row, region.column - 1).value = f'=IF(SUMPRODUCT({same})={number},{mark}{row}&"",{word})'
        for column in range(kept.column, kept.last[1] + 1):
            shown_cell(sheet, row, column)
            sheet.cell(row, column).font = Font(name=FONT, size=8, color=QUIET)


def as_text(sheet: Worksheet, cells: Sequence[str]) -> None:
    """Keep what is typed as text, such as a telephone number with its leading zero."""
    for block in cells:
        for (cell,) in sheet[block]:
            cell.number_format = "@"
            cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
