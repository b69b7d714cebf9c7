"""Every worksheet function once: the interface of each host, the help and the command line are made from here.

Sheets hold dates as day numbers, blank cells as 0 and wrong values as errors; functions get dates, numbers, texts and
rows, and nothing of the sheet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any, cast

from calc.text.wording import Words


class Kind(StrEnum):
    """What an argument is: in JSON an ISO date, a number, a text, a list of rows, or whatever one cell holds."""

    DATE = "date"
    NUMBER = "number"
    TEXT = "text"
    RANGE = "range"
    CELL = "cell"


class Zero(StrEnum):
    """What 0 means, which is also what every host makes of a blank cell: a number as any other, or nothing typed."""

    NUMBER = "number"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; only the last ones may be optional, and `default` is then what the function gets."""

    name: str
    kind: Kind
    help: Words
    unit: str = ""
    zero: Zero = Zero.NUMBER
    optional: bool = False
    default: float | str | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """One worksheet function; `target` is `module:function` and is imported at its first call.

    Its errors leave out `code_prefix` and repeat the details named in `repeats`, each read by its type.
    """

    name: str
    arguments: tuple[Argument, ...]
    help: Words
    target: str
    code_prefix: str = ""
    repeats: tuple[tuple[str, type[str | int]], ...] = ()

    @property
    def callable(self) -> Callable[..., Any]:
        """The function itself; it takes the arguments in order and returns a value, a block of rows or a Finding."""
        return target_of(self.target)


def target_of(target: str) -> Callable[..., Any]:
    """Return what `module:name` names; its module is imported only now."""
    module, _, name = target.partition(":")
    return cast("Callable[..., Any]", getattr(import_module(module), name))


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
    Kind.RANGE,
    Words(
        "割引カーブの表。列は kind, tenor, rate, mm_day_count, fixed_frequency, fixed_day_count, float_frequency,"
        " float_day_count, spot_lag_days の順（見出し行は可）",
        "Discount-curve table; columns kind, tenor, rate, mm_day_count, fixed_frequency, fixed_day_count,"
        " float_frequency, float_day_count, spot_lag_days in this order (a header row is allowed)",
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
TYPED = Argument("text", Kind.CELL, Words("入力された文字または数値", "What was typed: text or a number"))
UNIT = Argument(
    "unit",
    Kind.CELL,
    Words("欄の単位: bp（省略時）、%、yen", "The column's unit: bp (when left out), % or yen"),
    optional=True,
    default="bp",
)

FUNCTIONS = (
    Function(
        "CDS_STATUS",
        (),
        Words(
            "アドインの版、計算側の状態、控え（記録）の件数と先頭ハッシュを一行で示します。",
            "Says in one line the version, whether the engine answers, and the journal's length and head.",
        ),
        "addin.functions.status:status",
    ),
    Function(
        "CDS_UPFRONT",
        (TRADE_DATE, MATURITY, SPREAD, COUPON, RECOVERY, CURVE_RANGE, NOTIONAL),
        Words(
            "ISDA標準モデルのアップフロント（経過利息を含まない）。プロテクションの買い手から見た額で、正なら買い手が支払います。",
            "Clean upfront by the ISDA standard model for protection bought; positive means the buyer pays.",
        ),
        "addin.functions.pricing:upfront",
    ),
    Function(
        "CDS_NUMBER",
        (TYPED, UNIT),
        Words(
            "入力された文字を、欄の単位の数値として読みます。全角・桁区切り・▲・bp・％を読み、読めない字は理由を示して拒みます。",
            "Reads what was typed as a number in the column's unit: full-width digits, commas, ▲, bp and % included.",
        ),
        "addin.functions.number:number_value",
        code_prefix="number_",
        repeats=(("character", str), ("at", int)),
    ),
)


def function_named(name: str) -> Function | None:
    """Return the function of that name, in either case, or None."""
    return next((function for function in FUNCTIONS if function.name == name.upper()), None)
