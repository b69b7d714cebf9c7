"""The worksheet functions of curves and prices."""

from addin.functions.declared.arguments import (
    COUPON,
    CURVE_RANGE,
    DAY,
    MATURITY,
    NOTIONAL,
    RECOVERY,
    SPREAD,
    TRADE_DATE,
)
from addin.functions.registry import Argument, Block, Function, Kind, Zero
from calc.text.wording import Words

CURVE_BLOCK = Block(40, (Kind.DATE, Kind.NUMBER))  # the day itself and 39 knots; a usual curve has about 20

QUOTES_RANGE = Argument(
    "quotes_range",
    Kind.RANGE,
    Words(
        "金利の表。列は kind, tenor, rate, mm_day_count, fixed_frequency, fixed_day_count, float_frequency,"
        " float_day_count, spot_lag_days の順（見出し行は可、慣行を渡せば3列で可）",
        "Table of rates: kind, tenor, rate, mm_day_count, fixed_frequency, fixed_day_count, float_frequency,"
        " float_day_count, spot_lag_days in this order; header allowed; with a convention the first three suffice",
    ),
)
CONVENTION = Argument(
    "convention",
    Kind.TEXT,
    Words("空の列を補う慣行の名前（例 JPY、JPY-TONA。省略可）", "Convention for empty columns, e.g. JPY or JPY-TONA"),
    zero=Zero.BLANK,
    optional=True,
    default="",
)
UPFRONT = Argument(
    "upfront",
    Kind.NUMBER,
    Words(
        "クリーンなアップフロント（想定元本に対する比率、買い手の支払いが正）",
        "Clean upfront as a fraction of the notional, positive when the buyer pays",
    ),
    unit="1",
)
_QUOTED = (TRADE_DATE, MATURITY, SPREAD, COUPON, RECOVERY, CURVE_RANGE, NOTIONAL)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "CDS_CURVE",
        (DAY, QUOTES_RANGE, CONVENTION),
        Words(
            "金利の表から作った割引カーブ。1行目はその日と 1、続いて各満期の日付と割引係数（40行×2列の配列数式）。",
            "Discount curve from a table of rates: the day with 1, then each knot's date and discount factor (an array"
            " formula of 40 rows and 2 columns).",
        ),
        "addin.functions.pricing:curve",
        result=CURVE_BLOCK,
    ),
    Function(
        "CDS_UPFRONT",
        _QUOTED,
        Words(
            "ISDA標準モデルのアップフロント（経過利息を含まない）。プロテクションの買い手から見た額で、正なら買い手が支払います。",
            "Clean upfront by the ISDA standard model for protection bought; positive means the buyer pays.",
        ),
        "addin.functions.pricing:upfront",
    ),
    Function(
        "CDS_CASH",
        _QUOTED,
        Words(
            "受渡日に支払う額（アップフロントから経過利息を引いたもの）。プロテクションの買い手から見て、正なら支払いです。",
            "Paid at cash settlement: the clean upfront less the accrued coupon; positive means the buyer pays.",
        ),
        "addin.functions.pricing:cash",
    ),
    Function(
        "CDS_ACCRUED",
        (TRADE_DATE, MATURITY, COUPON, NOTIONAL),
        Words(
            "利払期間の初日から取引日までの経過利息（取引日を含む日数÷360×クーポン×想定元本）。",
            "Coupon accrued from the period's first day through the trade date (days / 360 × coupon × notional).",
        ),
        "addin.functions.pricing:accrued",
    ),
    Function(
        "CDS_SPREAD",
        (TRADE_DATE, MATURITY, UPFRONT, COUPON, RECOVERY, CURVE_RANGE),
        Words(
            "そのアップフロントになる気配スプレッド（bp、期間によらず一定）。CDS_UPFRONT（想定元本 1）の逆です。",
            "The flat quoted spread in bp that gives the upfront: the inverse of CDS_UPFRONT with a notional of 1.",
        ),
        "addin.functions.pricing:spread",
    ),
    Function(
        "CDS_CS01",
        _QUOTED,
        Words(
            "スプレッドが 1 bp 上がったときのアップフロントの変化（プロテクションの買い手から見た額）。",
            "Change of the upfront for one bp more of spread, for protection bought.",
        ),
        "addin.functions.pricing:cs01",
    ),
    Function(
        "CDS_JTD",
        _QUOTED,
        Words(
            "ただちにデフォルトしたときの買い手の損益（(1−回収率)×想定元本−アップフロント）。",
            "Gain of the protection buyer on an immediate default: (1 − recovery) × notional − clean upfront.",
        ),
        "addin.functions.pricing:jump_to_default",
    ),
)
