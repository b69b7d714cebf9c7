"""The worksheet functions of the desk itself: the state of the add-in, and numbers as people type them."""

from addin.functions.registry import Argument, Function, Kind
from calc.text.wording import Words

TYPED = Argument("text", Kind.CELL, Words("入力された文字または数値", "What was typed: text or a number"))
UNIT = Argument(
    "unit",
    Kind.CELL,
    Words("欄の単位: bp（省略時）、%、yen", "The column's unit: bp (when left out), % or yen"),
    optional=True,
    default="bp",
)

STATUS = Function(
    "CDS_STATUS",
    (),
    Words(
        "アドインの版、計算側の状態、控え（記録）の件数と先頭ハッシュを一行で示します。",
        "Says in one line the version, whether the engine answers, and the journal's length and head.",
    ),
    "addin.functions.status:status",
    result=Kind.TEXT,
    cached=False,
)
NUMBER = Function(
    "CDS_NUMBER",
    (TYPED, UNIT),
    Words(
        "入力された文字を、欄の単位の数値として読みます。全角・桁区切り・▲・bp・％を読み、読めない字は理由を示して拒みます。",
        "Reads what was typed as a number in the column's unit: full-width digits, commas, ▲, bp and % included.",
    ),
    "addin.functions.number:number_value",
    code_prefix="number_",
    repeats=(("character", str), ("at", int)),
)
