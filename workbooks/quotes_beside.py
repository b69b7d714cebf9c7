"""The other pages of the quotes book: what applies, the settlement prices, and what the day's folder gave."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books import regions
from addin.books.regions import Region
from addin.books.style import (
    BP,
    FONT,
    NAVY,
    QUIET,
    Head,
    code_names,
    header,
    label,
    marked,
    page,
    shown_cell,
)
from workbooks.quotes_panel import DAY, INSTANT, LINE, MOMENT, STALE

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
LIVE = (RULED[0], RULED[1], RULED[2], Head("時刻の状態", "Freshness", 78), RULED[4])
PRICED = (
    Head("銘柄", "Instrument", 16),
    Head("適用", "What applies", 30),
    Head("条項", "Clause", 14),
    Head("清算値段 bp", "Settlement price", 16, BP),
    Head("情報ベンダー bp", "Vendor", 16, BP),
    Head("気配合成値 bp", "Composite", 16, BP),
    Head("前日 bp", "Previous day", 14, BP),
    Head("提出者数", "Contributors", 13, "0"),
)
CHANGE = Head("前日比 bp", "Change", 12, "+#,##0.00;-#,##0.00;0.00")
REFERENCED = (
    Head("銘柄", "Instrument", 16),
    Head("前日 bp", "Yesterday", 11, BP),
    Head("種類", "Kind", 9),
    Head("満期", "Maturity", 13, DAY),
    Head("クーポン bp", "Coupon", 13, "0"),
    Head("回収率", "Recovery", 10, "0.00"),
    Head("建玉（純額） 百万円", "Net position, JPY million", 22, "#,##0,,;-#,##0,,;0"),
)
CURVED = (
    Head("種類", "Kind", 10),
    Head("期間", "Tenor", 8),
    Head("金利", "Rate", 10, "0.000%"),
    Head("日数計算", "Money market", 12),
    Head("固定回数", "Fixed, a year", 12, "0"),
    Head("固定日数計算", "Fixed count", 13),
    Head("変動回数", "Float, a year", 12, "0"),
    Head("変動日数計算", "Float count", 13),
    Head("スポット日数", "Spot days", 12, "0"),
)
VALID = Head("有効か", "Still valid", 20)
VALID_WORDS = ("○ 有効 valid", "▲ 期限切れ expired")
STRUCK = Font(strike=True)


def plan_sheet(made: Workbook) -> None:
    """Write what applies: live by the as-of above, as ruled and recorded beneath."""
    lines = (
        "上の表は時点とともに変わる。下の表は 適用 を押した時点の判定で、控えに残っている",
        "Above: live, by the as-of. Below: as ruled and recorded when 適用 / Apply was pressed",
    )
    heading = ("適用: いま何が適用されるか", "What applies now, by which clause, until when")
    sheet = page(made, regions.PLAN, heading=heading, lines=lines)
    _live(sheet)
    _table(sheet, regions.APPLIED, RULED)
    first, (last, _) = regions.APPLIED.row + 1, regions.APPLIED.last
    title = sheet.cell(regions.APPLIED.row - 2, 1, "判定の控え / Rulings as recorded")
    title.font = Font(name=FONT, size=11, bold=True, color=NAVY)
    marked(sheet, f"A{first}:F{last}", f"AND(ISNUMBER($E{first}),HIKAE_CLOCK>$E{first})", font=STRUCK)
    _validity(sheet)
    sheet.freeze_panes = None
    sheet.print_area = f"A1:G{regions.APPLIED.row + 24}"


def prices_sheet(made: Workbook) -> None:
    """Write the settlement prices beside vendor, composite and yesterday."""
    lines = (
        "清算値段は情報ベンダーの値段。合成値は参考値であり、それ自体は清算値段にならない（CP-1.3）",
        "The vendor's price is the price; the composite is a control value, never the price by itself (CP-1.3)",
    )
    heading = ("清算値段と気配合成値", "Settlement prices, and the composite of quotes as a control value")
    sheet, region = page(made, regions.PRICES, heading=heading, lines=lines), regions.PRICED
    _table(sheet, region, PRICED)
    column = region.column + len(PRICED)
    header(sheet, region.row - 1, column, heads=[CHANGE])
    for row in range(region.row + 1, region.last[0] + 1):
        shown_cell(sheet, row, column, form=CHANGE.form, side="right")
        sheet.cell(row, column).value = f'=IF(COUNT(D{row},G{row})>1,D{row}-G{row},"")'


def reference_sheet(made: Workbook) -> None:
    """Write what 取込 / Import brings: yesterday's prices with the instruments' terms, and the curve."""
    heading = ("参照: 前日の値段、条件、カーブ", "Reference: yesterday's prices, terms, the curve")
    lines = ("取込 で入る。手で直さない", "Filled by 取込 / Import; not to be edited")
    sheet = page(made, regions.REFERENCE, heading=heading, lines=lines)
    _table(sheet, regions.PREVIOUS, REFERENCED)
    _table(sheet, regions.CURVE, CURVED)


def _live(sheet: Worksheet) -> None:
    """Write the three items as the add-in sees them at the as-of; struck out as soon as that is stale."""
    label(sheet, 5, 1, ja="時点", en="As of")
    shown_cell(sheet, 5, 2, form=INSTANT)
    sheet.cell(5, 2).value = '=IF(HIKAE_ASOF="","－",HIKAE_ASOF)'
    sheet.row_dimensions[5].height = LINE
    header(sheet, 7, 1, heads=LIVE)
    for row, (code, ja, en) in enumerate(ITEMS, 8):
        shown = (
            f"{ja}\n{en}",
            f'=CDS_PLAN("{code}",HIKAE_ASOF)',
            f'=CDS_PLAN_CLAUSE("{code}",HIKAE_ASOF)',
            "=HIKAE_FRESH",
            f'=CDS_PLAN_UNTIL("{code}",HIKAE_ASOF)',
        )
        for column, (value, head) in enumerate(zip(shown, LIVE, strict=True), 1):
            shown_cell(sheet, row, column, form=head.form)
            sheet.cell(row, column).value = value
            sheet.cell(row, column).alignment = Alignment(
                horizontal="left", vertical="center", wrap_text=head.wrap, indent=1
            )
        sheet.cell(row, 2).font = Font(name=FONT, size=11, bold=True)
        sheet.row_dimensions[row].height = 30
    marked(sheet, "A8:E10", STALE, font=STRUCK)


def _validity(sheet: Worksheet) -> None:
    """Write beside each recorded ruling whether the clock has run past it, by the sheet's own formula."""
    region, column = regions.APPLIED, regions.APPLIED.last[1] + 1
    for row, text in enumerate(VALID_WORDS, region.row - 4):
        sheet.cell(row, column, text).font = Font(name=FONT, size=8, color=QUIET)
    valid, expired = (f"$G${row}" for row in range(region.row - 4, region.row - 2))
    header(sheet, region.row - 1, column, heads=[VALID])
    for row in range(region.row + 1, region.last[0] + 1):
        shown_cell(sheet, row, column)
        formula = f'=IF(F{row}="","",IF((N(E{row})>0)*(HIKAE_CLOCK>E{row}),{expired},{valid}))'
        sheet.cell(row, column).value = formula


def _table(sheet: Worksheet, region: Region, heads: Sequence[Head]) -> None:
    """Write an empty table for a button to fill: labels, the names of its columns, ruled rows."""
    header(sheet, region.row - 1, region.column, heads=heads)
    code_names(sheet, region)
    for row in range(region.row + 1, region.last[0] + 1):
        for column, head in enumerate(heads, region.column):
            shown_cell(sheet, row, column, form=head.form, side="left" if head.form == "General" else "right")
            if head.wrap:
                sheet.cell(row, column).alignment = Alignment(
                    horizontal="left", vertical="center", wrap_text=True, indent=1
                )
    sheet.freeze_panes = f"B{region.row + 1}"
    sheet.print_title_rows = f"{region.row - 1}:{region.row}"
