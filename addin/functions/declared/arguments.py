"""Arguments that more than one worksheet function takes; a name means the same everywhere."""

from addin.functions.registry import Argument, Kind, Zero
from calc.text.wording import Words

DAY = Argument("date", Kind.DATE, Words("日付", "Date"), zero=Zero.BLANK)
TRADE_DATE = Argument("trade_date", Kind.DATE, Words("取引日", "Trade date"), zero=Zero.BLANK)
MATURITY = Argument("maturity", Kind.DATE, Words("満期日（調整前）", "Maturity, unadjusted"), zero=Zero.BLANK)
SPREAD = Argument(
    "spread_bp", Kind.NUMBER, Words("気配スプレッド（bp）", "Quoted spread in bp"), unit="bp", zero=Zero.BLANK
)
COUPON = Argument(
    "coupon_bp",
    Kind.NUMBER,
    Words("固定クーポン（bp、例 100）", "Fixed coupon in bp, e.g. 100"),
    unit="bp",
    zero=Zero.BLANK,
)
RECOVERY = Argument(
    "recovery",
    Kind.NUMBER,
    Words("回収率（小数、例 0.35）", "Recovery as a fraction, e.g. 0.35"),
    unit="1",
    zero=Zero.BLANK,
)
CURVE_RANGE = Argument(
    "curve_range",
    Kind.TABLE,
    Words(
        "割引カーブ。金利の表（列は CDS_CURVE の quotes_range と同じ）、CDS_CURVE の結果、または保存名"
        "（curve:2026-11-20@7f3a）。列全体（A:I）は渡さないでください",
        "Discount curve: the table of rates (columns as for quotes_range of CDS_CURVE), a result of CDS_CURVE, or a"
        " stored name (curve:2026-11-20@7f3a). No whole columns (A:I), please",
    ),
)
NOTIONAL = Argument(
    "notional",
    Kind.NUMBER,
    Words("想定元本（省略時 1）", "Notional (1 when left out)"),
    unit="JPY",
    optional=True,
    default=1.0,
)
