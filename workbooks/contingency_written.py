"""When a page was written: what a button leaves on it stays, so that the page shows its own instant and its age."""

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions.region import Region
from addin.books.style import FONT, label, marked, named_cell, shown_cell
from workbooks.parts import INSTANT, STRUCK, small, struck_when_stale

FIELD = 26  # the height of a field's row in points
WORDS = ("▲ 古い。適用 を押す / old: press Apply", "○ 現在 current")


def field(sheet: Worksheet, region: Region, *, ja: str, en: str, form: str = "General") -> None:
    """Write a field that a button fills, its label to the left."""
    label(sheet, region.row, region.column - 1, ja=ja, en=en)
    shown_cell(sheet, region.row, region.column, form=form)
    sheet.cell(region.row, region.column).font = Font(name=FONT, size=10, bold=True)
    sheet.row_dimensions[region.row].height = FIELD
    named_cell(sheet, region)


def written_at(sheet: Worksheet, region: Region) -> None:
    """Write the field that holds when 取込 or 適用 last wrote the page."""
    field(sheet, region, ja="作成時点", en="Written as of", form=INSTANT)


def struck_when_old(sheet: Worksheet, cells: str, at: Region, *, words: int) -> None:
    """Strike a page out, and say so, once its instant is 90 seconds from the one counted from, or of another day.

    `words` is the column in which the two states stand that the formula beside the instant refers to.
    """
    for column, word in enumerate(WORDS, words):
        small(sheet, at.row, column, word)
    cell, old = f"{get_column_letter(at.column)}{at.row}", f"{get_column_letter(words)}{at.row}"
    new = f"{get_column_letter(words + 1)}{at.row}"
    state = f'=IF(N({cell})=0,"－",IF(ABS(HIKAE_TIMER-{cell})>1/960,{old},{new}))'
    sheet.cell(at.row, at.column + 1, state).font = Font(name=FONT, size=10, bold=True)
    fixed = f"${get_column_letter(at.column)}${at.row}"
    marked(sheet, cells, f"ABS(HIKAE_TIMER-{fixed})>1/960", font=STRUCK)
    marked(sheet, cells, f"AND(N(HIKAE_DATE)>0,INT({fixed})<>HIKAE_DATE)", font=STRUCK)
    struck_when_stale(sheet, cells)
