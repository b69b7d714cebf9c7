"""The worksheet functions of business days and maturities."""

from addin.functions.declared.arguments import DAY
from addin.functions.registry import Argument, Function, Kind, Zero
from calc.text.wording import Words

TENOR = Argument(
    "tenor",
    Kind.TEXT,
    Words("期間（例 5Y、6M。月は四半期単位）", "Tenor such as 5Y or 6M; months in whole quarters"),
    zero=Zero.BLANK,
)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "CDS_BUSINESS_DAY",
        (DAY,),
        Words(
            "その日が営業日ならその日、休業日なら次の営業日（東京の休日と JSCC の年末年始の休業日）。",
            "The day itself if it is a business day, else the next one (Tokyo holidays, JSCC's year-end closing).",
        ),
        "addin.functions.days:business_day",
        result=Kind.DATE,
    ),
    Function(
        "CDS_PREVIOUS_DAY",
        (DAY,),
        Words(
            "その日より前の、最後の営業日（前営業日）。その日が営業日でも一つ前に戻ります。",
            "The last business day before the day, also when the day itself is a business day.",
        ),
        "addin.functions.days:previous_day",
        result=Kind.DATE,
    ),
    Function(
        "CDS_MATURITY",
        (DAY, TENOR),
        Words(
            "その日に取引する標準満期日（調整前の20日）。2015年12月20日からは3月・9月の20日にロールし6月か12月に満期、"
            "それより前は四半期ごとのロールです。",
            "The standard maturity dealt on the day, an unadjusted 20th: rolled on 20 March and 20 September, for June"
            " or December, since 20 December 2015; each quarter before.",
        ),
        "addin.functions.days:maturity",
        result=Kind.DATE,
    ),
)
