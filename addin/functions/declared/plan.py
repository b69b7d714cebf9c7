"""The worksheet functions of the plan, made from the record at every call."""

from addin.functions.registry import Argument, Block, Function, Kind, Zero
from calc.text.wording import Words

DUE_ROWS = 6  # five duties, and what is told of the others

ITEM = Argument(
    "item",
    Kind.TEXT,
    Words(
        "settlement_price、margin、intraday のどれか。一銘柄・一参加者だけなら settlement_price:ITXJS4605 の形",
        "settlement_price, margin or intraday; for one instrument or participant alone settlement_price:ITXJS4605",
    ),
    zero=Zero.BLANK,
)
AT = Argument(
    "at",
    Kind.INSTANT,
    Words("見る時点（名前付きセル HIKAE_ASOF）", "The instant to look at: the named cell HIKAE_ASOF"),
    zero=Zero.BLANK,
)


def _declared(
    name: str, arguments: tuple[Argument, ...], help_: Words, *, target: str, result: Kind | Block
) -> Function:
    return Function(name, arguments, help_, f"addin.functions.plan:{target}", result=result, cached=False)


FUNCTIONS: tuple[Function, ...] = (
    _declared(
        "CDS_PLAN",
        (ITEM, AT),
        Words(
            "その時点で何が適用されるか（例: 前日 / previous day's）。事実は、その営業日に最後に記録した日次事実"
            "（hikae day の実行、ブックの取込）と、控えの事実から取ります。",
            "What applies at an instant, in Japanese / English, such as previous day's. The facts are those of the"
            " day as recorded last (a run of hikae day, an import into a workbook), and those recorded beside it.",
        ),
        target="applies",
        result=Kind.TEXT,
    ),
    _declared(
        "CDS_PLAN_CLAUSE",
        (ITEM, AT),
        Words(
            "適用の根拠となる条項番号。条項がなければギャップの番号、通常業務なら空。",
            "The clause that the ruling rests on; a named gap where there is none; blank in normal business.",
        ),
        target="clause",
        result=Kind.TEXT,
    ),
    _declared(
        "CDS_PLAN_UNTIL",
        (ITEM, AT),
        Words(
            "時刻だけで適用が変わり得る次の期限。最後の期限の後は空。",
            "The item's next cut-off, until which the ruling holds by itself; blank after the last one.",
        ),
        target="until",
        result=Kind.INSTANT,
    ),
    _declared(
        "CDS_PLAN_IF_NOTHING",
        (ITEM, AT),
        Words(
            "何も届かなければ、いつ、どの条項で、何に変わるか。時刻だけでは変わらなければ空。",
            "What it becomes if nothing arrives, when, by which clause; blank where the clock alone changes nothing.",
        ),
        target="if_nothing",
        result=Kind.TEXT,
    ),
    _declared(
        "CDS_PLAN_DUE",
        (AT,),
        Words(
            "その時点の要対応を5行（期限、条項、内容、状態、担当）。超過が先、6行目に残りの件数。",
            "Five duties of the instant (until when, clause, duty, state, who), overdue first; row six: how many more.",
        ),
        target="due",
        result=Block(DUE_ROWS, (Kind.INSTANT, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.TEXT)),
    ),
    _declared(
        "CDS_PLAN_NEXT",
        (AT,),
        Words("その日の次の期限。最後の期限の後は空。", "The day's next cut-off; blank after the last one."),
        target="next_cutoff",
        result=Kind.INSTANT,
    ),
    _declared(
        "CDS_PLAN_BASIS",
        (AT,),
        Words(
            "その営業日の答えが何によるか: 取り込んだ日次事実と控えの事実、または控えの事実だけ。",
            "What the answers of that date rest on: the day's facts as recorded, or facts of the record alone.",
        ),
        target="basis",
        result=Kind.TEXT,
    ),
)
