"""適用 / What applies: live by the as-of, and as ruled and recorded beneath; struck out once time has passed."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import shared
from addin.books.style import FONT, Head, header, label, marked, page, shown_cell
from workbooks.parts import (
    INSTANT,
    LEFT,
    MOMENT,
    STALE,
    STRUCK,
    VALID,
    VALID_WORDS,
    VOID,
    WRONG,
    shown_table,
    small,
    struck_when_stale,
    subtitle,
)

LINE = 25
ITEMS = (
    ("settlement_price", "清算値段", "Settlement price"),
    ("margin", "証拠金等", "Margin (end of day)"),
    ("intraday", "日中当初証拠金", "Intraday initial margin"),
)
RULED = (
    Head("項目", "Item", 22, wrap=True),
    Head("適用", "What applies", 30, wrap=True),
    Head("条項", "Clause", 16, wrap=True),
    Head("理由", "Why", 78, wrap=True),
    Head("次に変わる時刻", "Valid until", 16, MOMENT),
    Head("判定した時点", "Ruled as of", 18, INSTANT),
)
LIVE = (
    RULED[0],
    RULED[1],
    RULED[2],
    Head("何も届かなければ（空欄: 変わらない）", "If nothing arrives (blank: it stays)", 78, wrap=True),
    Head("次に変わる時刻", "Valid until", 16, MOMENT),
    Head("残り時間", "Time left", 18, LEFT),
    Head("時刻の状態", "Freshness", 20),
)
THREE_LINES = 44
FIRST, CODE = 8, 8  # the first live row, and the column of the items' codes
OTHER_DAY = "INT(N(F{row}))<>HIKAE_DATE"  # a recorded ruling of another day says nothing of this one


def plan_sheet(made: Workbook) -> None:
    """Write what applies: live by the as-of above, as ruled and recorded beneath."""
    lines = (
        "上の表は時点とともに変わる。下の表は 適用 を押した時点の判定で、控えに残っている",
        "Above: live, by the as-of. Below: as ruled and recorded when 適用 / Apply was pressed",
    )
    heading = ("適用: いま何が適用されるか", "What applies now, by which clause, until when")
    sheet = page(made, shared.PLAN, heading=heading, lines=lines)
    live_rulings(sheet)
    shown_table(sheet, shared.APPLIED, RULED)
    first, (last, _) = shared.APPLIED.row + 1, shared.APPLIED.last
    subtitle(sheet, shared.APPLIED.row - 2, ja="判定の控え", en="Rulings as recorded")
    marked(sheet, f"A{first}:F{last}", f"AND(ISNUMBER($E{first}),HIKAE_TIMER>$E{first})", font=STRUCK)
    other = OTHER_DAY.format(row=f"{first}").replace("F", "$F")
    marked(sheet, f"A{first}:F{last}", f"AND(ISNUMBER($F{first}),{other})", font=STRUCK)
    struck_when_stale(sheet, f"A{first}:F{last}")
    _validity(sheet)
    sheet.freeze_panes = None
    sheet.print_area = f"A1:G{shared.APPLIED.row + 24}"


def live_rulings(sheet: Worksheet) -> None:
    """Write the three items as the add-in sees them at the as-of, in rows 5 to 10; struck out once that is stale."""
    label(sheet, 5, 1, ja="判定の時点", en="Ruled as of")
    shown_cell(sheet, 5, 2, form=f"{INSTANT};;")
    sheet.cell(5, 2).value = "=HIKAE_SEEN"
    sheet.row_dimensions[5].height = LINE
    header(sheet, FIRST - 1, 1, heads=LIVE)
    for row, (code, ja, en) in enumerate(ITEMS, FIRST):
        small(sheet, row, CODE, code)
        for column, (value, head) in enumerate(zip((f"{ja}\n{en}", *_formulas(row)), LIVE, strict=True), 1):
            shown_cell(sheet, row, column, form=head.form)
            sheet.cell(row, column).value = value
            sheet.cell(row, column).alignment = Alignment(
                horizontal="left", vertical="center", wrap_text=head.wrap, indent=1
            )
        sheet.cell(row, 2).font = Font(name=FONT, size=11, bold=True)
        sheet.row_dimensions[row].height = THREE_LINES
    last = FIRST + len(ITEMS) - 1
    struck_when_stale(sheet, f"B{FIRST}:F{last}")
    for formula in (STALE, VOID):
        marked(sheet, f"G{FIRST}:G{last}", formula, font=Font(bold=True), fill=WRONG)


def _formulas(row: int) -> tuple[str, ...]:
    """Return what stands beside an item: without a ruling the words say so, and there is no time to count down."""
    ruled = f'LEFT(B{row})="－"'
    return (
        f'=IFERROR(CDS_PLAN(H{row},HIKAE_SEEN),"－ 判定なし no ruling")',
        f'=IF({ruled},"",CDS_PLAN_CLAUSE(H{row},HIKAE_SEEN))',
        f'=IF({ruled},"",CDS_PLAN_IF_NOTHING(H{row},HIKAE_SEEN))',
        f'=IF({ruled},"",CDS_PLAN_UNTIL(H{row},HIKAE_SEEN))',
        f'=IF(N(E{row})=0,"",MAX(0,E{row}-HIKAE_TIMER))',
        "=HIKAE_FRESH",
    )


def _validity(sheet: Worksheet) -> None:
    """Write beside each recorded ruling whether the clock has run past it, by the sheet's own formula."""
    region, column = shared.APPLIED, shared.APPLIED.last[1] + 1
    for row, text in enumerate(VALID_WORDS, region.row - 4):
        small(sheet, row, column, text)
    valid, expired = (f"$G${row}" for row in range(region.row - 4, region.row - 2))
    header(sheet, region.row - 1, column, heads=[VALID])
    for row in range(region.row + 1, region.last[0] + 1):
        shown_cell(sheet, row, column)
        small(sheet, row, CODE, f"=(N(E{row})>0)*(HIKAE_TIMER>E{row})+({OTHER_DAY.format(row=row)})")
        sheet.cell(row, column).value = f'=IF(F{row}="","",IF(H{row},{expired},{valid}))'
