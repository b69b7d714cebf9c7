"""The head of every book's main sheet: what the buttons read (day, person, folder) and what the add-in keeps there."""

from collections.abc import Callable

from openpyxl.styles import Border, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import panel as fields
from addin.books.regions.region import Region
from addin.books.style import FONT, QUIET, label, marked, named_cell, shown_cell, typed_cell
from workbooks.parts import DAY, INSTANT, STALE, VOID, WRONG, days, moments, prompted, short_text, small

EXAMPLE_DAY, LOOKED_AT = 46346, 46346 + (18 * 60 + 55) / 1440  # 2026-11-20, 18:55
LINE, WIDE = 25, 4
PANEL_SIZE = 9
FRESH_COLUMN = 13  # where the words of freshness stand that its formula refers to
FRESH_WORDS = (
    "▲ 時刻が古い stale",
    "○ 固定 fixed",
    "○ 現在 current",
    "✗ 読めない unreadable",
    "✗ 別の日 other day",
    "✗ 時計が違う clock",
)
FAULTS = {  # beside their words: what makes rulings of no use, the first that holds is said
    fields.CLOCK.row: '=OR(AND(E8<>"",N(E8)<40000),AND(B5<>"",N(B5)<40000))',
    fields.CLOCK.row + 1: '=AND(B5<>"",N(E10)>0,INT(N(E10))<>INT(N(B5)))',
    fields.CLOCK.row + 2: "=N(E5)-E6>90/86400",
}
BANNERS = ("例示日・合成データ / EXAMPLE DAY", "✗ 例示日のまま / example folder, other date")
BANNER_FORMULA = f'=IF(HIKAE_FOLDER<>"example","",IF(HIKAE_DATE={EXAMPLE_DAY},M3,M4))'

TIMED = f"{INSTANT};;"  # no instant is no midnight of 1899

Words = tuple[str, str]
Shape = Callable[..., None]


def panel(sheet: Worksheet, *, looked_at: float = LOOKED_AT, participant: str = "P01") -> None:
    """Write the fields that every book has; those that a person fills are set for the example day."""
    _line(sheet, fields.STATUS, '=IFERROR(CDS_STATUS(),"アドインがありません / add-in is missing")', size=PANEL_SIZE)
    _line(sheet, fields.BANNER, BANNER_FORMULA, size=11, bold=True)
    typed(sheet, fields.DATE, ("業務日", "Business date"), EXAMPLE_DAY, form=DAY)
    typed(sheet, fields.PARTICIPANT, ("清算参加者", "Participant"), participant)
    typed(sheet, fields.INITIALS, ("あなたの略号", "Your initials"))
    typed(sheet, fields.LOOK_AT, ("見る時点（固定）", "Look at, fixed"), looked_at, form="yyyy/mm/dd hh:mm")
    typed(sheet, fields.FOLDER, ("日次フォルダ", "Day's folder"), "example", width=WIDE)
    typed(sheet, fields.REASON, ("理由", "Reason"), width=WIDE)
    shown(sheet, fields.IMPORTED, ("取込済", "Imported"))
    shown(sheet, fields.ASOF, ("時点", "As of"), form=INSTANT)
    shown(sheet, fields.CLOCK, ("現在", "Now"), "=NOW()", form=INSTANT)
    shown(sheet, fields.FRESH, ("時刻", "Freshness"), "=IF(N6,M8,IF(N7,M9,IF(N8,M10,N5)))")
    shown(sheet, fields.RECORD, ("控え", "Record"))
    shown(sheet, fields.SEEN, ("判定の時点", "Ruled at"), "=IF(N(E8)>=40000,E8,E5)", form=TIMED)
    counted = "=ROUND(IF(N(E8)>=40000,E8,E6)*86400,0)/86400"  # whole seconds: a saved book counts as it did
    shown(sheet, fields.TIMER, ("残り時間の起点", "Counted from"), counted, form=TIMED)
    shown(sheet, fields.SUMMARY_LINE, ("結果", "Came to"), width=11)
    _words(sheet)
    _rules(sheet)
    marked(sheet, address(fields.STATUS), 'LEFT($A$3,2)="アド"', font=Font(bold=True), fill=WRONG)
    for formula in (STALE, VOID):
        marked(sheet, address(fields.FRESH), formula, font=Font(bold=True), fill=WRONG)


def _words(sheet: Worksheet) -> None:
    """Write the words of freshness and of the banner where formulas find them, and beside them which one holds."""
    for row, word in enumerate(FRESH_WORDS, fields.ASOF.row):
        small(sheet, row, FRESH_COLUMN, word)
    for row, word in enumerate(BANNERS, fields.STATUS.row):
        small(sheet, row, FRESH_COLUMN, word)
    small(sheet, fields.ASOF.row, FRESH_COLUMN + 1, "=IF(E6-E5>90/86400,M5,IF(N(E8)>0,M6,M7))")
    for row, formula in FAULTS.items():
        small(sheet, row, FRESH_COLUMN + 1, formula)


def _rules(sheet: Worksheet) -> None:
    """Say what may be typed into the common fields."""
    days(sheet, address(fields.DATE), title="業務日 / business date", prompt="例 2026/11/20 / Such as 2026/11/20")
    moments(
        sheet,
        address(fields.LOOK_AT),
        title="見る時点 / look at",
        prompt="訓練と過去の日だけ。今日の業務では空に / For drills and past days only; leave empty today",
    )
    for region, most, title, prompt in (
        (fields.PARTICIPANT, 20, "清算参加者 / participant", "参加者コード（P01 など） / The code, such as P01"),
        (
            fields.INITIALS,
            4,
            "略号 / initials",
            "英大文字か日本語で2〜4字 / Two to four letters: yours, not a colleague's",
        ),
    ):
        short_text(sheet, address(region), most=most, title=title, prompt=prompt)
    for region, title, prompt in (
        (
            fields.FOLDER,
            "日次フォルダ / day's folder",
            "絶対パス、recorded（控えの日）、example（例示日） / An absolute path, recorded, or example",
        ),
        (fields.REASON, "理由 / reason", "別の日のファイルを出すとき等に / Such as for a file of another day"),
    ):
        prompted(sheet, address(region), title=title, prompt=prompt)


def typed(
    sheet: Worksheet,
    region: Region,
    words: Words,
    value: str | float | None = None,
    *,
    form: str = "General",
    width: int = 1,
) -> None:
    """Write a field that a person fills, over so many columns of which the first holds the value."""
    _field(sheet, region, words, value, shape=typed_cell, form=form, width=width)


def shown(
    sheet: Worksheet,
    region: Region,
    words: Words,
    value: str | None = None,
    *,
    form: str = "General",
    width: int = 1,
) -> None:
    """Write a field that the book or a button fills."""
    _field(sheet, region, words, value, shape=shown_cell, form=form, width=width)


def address(region: Region) -> str:
    """Return the cell of a field."""
    return f"{get_column_letter(region.column)}{region.row}"


def _line(sheet: Worksheet, region: Region, formula: str, *, size: int, bold: bool = False) -> None:
    cell = sheet.cell(region.row, region.column, formula)
    cell.font = Font(name=FONT, size=size, bold=bold, color=None if bold else QUIET)
    named_cell(sheet, region)


def _field(
    sheet: Worksheet,
    region: Region,
    words: Words,
    value: str | float | None,
    *,
    shape: Shape,
    form: str,
    width: int,
) -> None:
    label(sheet, region.row, region.column - 1, ja=words[0], en=words[1])
    for column in range(region.column, region.column + width):
        shape(sheet, region.row, column, form=form)
        sheet.cell(region.row, column).protection = Protection(locked=shape is not typed_cell or column > region.column)
        cell, (first, last) = sheet.cell(region.row, column), (region.column, region.column + width - 1)
        cell.border = Border(
            left=cell.border.left if column == first else None,
            right=cell.border.right if column == last else None,
            top=cell.border.top,
            bottom=cell.border.bottom,
        )
    sheet.cell(region.row, region.column).value = value
    sheet.row_dimensions[region.row].height = LINE
    named_cell(sheet, region)
