"""The worksheet functions of quotes."""

from addin.functions.registry import Argument, Block, Function, Kind, Zero
from calc.text.wording import Words

ROWS = 500

QUOTES_SHEET = Argument(
    "quotes_range",
    Kind.RANGE,
    Words(
        "気配値の表（見出し行付き）。列 instrument, bid, offer（bp）。あれば as_of（時刻）と participant",
        "Quotes with a header row: instrument, bid, offer (bp); as_of (instant) and participant where known",
    ),
)
PREVIOUS_RANGE = Argument(
    "previous_range",
    Kind.RANGE,
    Words(
        "前日の清算値段（見出し行付き）。列 instrument, price_bp。kind と maturity があればシリーズ間の高低も見ます",
        "Yesterday's prices with a header row: instrument, price_bp; with kind and maturity series are compared, too",
    ),
)
QUOTES_OF_ONE = Argument(
    "quotes_range",
    Kind.RANGE,
    Words(
        "一つの銘柄の気配値の表（見出し行付き）。列 instrument, participant, bid_bp, offer_bp。空欄は片側なし",
        "Quotes of one instrument with a header row: instrument, participant, bid_bp, offer_bp; blank: no such side",
    ),
)
RULE = Argument(
    "rule",
    Kind.TEXT,
    Words(
        "trimmed_mean、median、inside_market、cross_lock のどれか（省略時は設定 composite_rule）",
        "trimmed_mean, median, inside_market or cross_lock (when left out the setting composite_rule)",
    ),
    zero=Zero.BLANK,
    optional=True,
)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "CDS_QUOTE_CHECK",
        (QUOTES_SHEET, PREVIOUS_RANGE),
        Words(
            "気配値を一行ずつ確かめ、状態（可・確認・不可）、符号、短い言葉を同じ高さの行に返します。"
            "建玉は見ないので、行のない銘柄は数えません。",
            "Checks quotes row by row: state (ok, ask, block), codes and short words at the same height. Open interest"
            " is not looked at: an instrument without a row is not missed.",
        ),
        "addin.functions.quotes:quote_check",
        result=Block(ROWS, (Kind.TEXT, Kind.TEXT, Kind.TEXT)),
        cached=False,
    ),
    Function(
        "CDS_SETTLEMENT_PRICE",
        (QUOTES_OF_ONE, RULE),
        Words(
            "一つの銘柄の気配値から作る統制用の値（bp、刻み幅に丸め）。ベンダーの清算値段と見比べるもので、"
            "清算値段そのものではありません。",
            "The control value of one instrument's quotes in bp, rounded to the tick. It stands beside the vendor's"
            " price and is not the settlement price by itself.",
        ),
        "addin.functions.quotes:settlement_price",
        cached=False,
    ),
)
