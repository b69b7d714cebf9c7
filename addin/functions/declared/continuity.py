"""The worksheet function of the continuity plan, made from the record at every call."""

from addin.books.regions.continuity import MOST_SHOWN, ROOM
from addin.functions.registry import Argument, Block, Function, Kind, Zero
from calc.text.wording import Words

SECTION = Argument(
    "section",
    Kind.TEXT,
    Words(f"{'、'.join(ROOM)} のどれか", f"One of {', '.join(ROOM)}"),
    zero=Zero.BLANK,
)
AT = Argument(
    "at",
    Kind.INSTANT,
    Words("見る時点（名前付きセル HIKAE_SEEN）", "The instant to look at: the named cell HIKAE_SEEN"),
    zero=Zero.BLANK,
)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "CDS_BOARD",
        (SECTION, AT),
        Words(
            "対策本部の一覧の一節（対象、状態、いつから、いつまで、内容）。入りきらない行は最後の行に件数で示します。",
            "One section of the headquarters' board: subject, state, since, until, what is told. Rows without room are"
            " counted in the last one.",
        ),
        "addin.functions.continuity:board",
        result=Block(MOST_SHOWN, (Kind.TEXT, Kind.TEXT, Kind.INSTANT, Kind.INSTANT, Kind.TEXT)),
        cached=False,
    ),
)
