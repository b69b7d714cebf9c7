"""参照 / Reference: what the day's folder gave to the quotes book."""

from openpyxl import Workbook

from addin.books.regions import quotes, shared
from addin.books.style import BP, Head, page
from workbooks.parts import DAY, repeated_head, shown_table

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


def reference_sheet(made: Workbook) -> None:
    """Write what 取込 / Import brings: yesterday's prices with the instruments' terms, and the curve."""
    heading = ("参照: 前日の値段、条件、カーブ", "Reference: yesterday's prices, terms, the curve")
    lines = ("取込 で入る。手で直さない", "Filled by 取込 / Import; not to be edited")
    sheet = page(made, shared.REFERENCE, heading=heading, lines=lines)
    shown_table(sheet, quotes.PREVIOUS, REFERENCED)
    shown_table(sheet, shared.CURVE, CURVED)
    repeated_head(sheet, quotes.PREVIOUS)
