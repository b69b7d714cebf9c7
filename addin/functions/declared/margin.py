"""The worksheet functions of margin: initial margin of one account or all, and the move of value from day to day."""

from addin.functions.registry import Argument, Block, Function, Kind, Zero
from calc.text.wording import Words

COMPONENTS, WORST, ACCOUNTS, TRADED, BINS = 7, 20, 60, 20, 25

POSITIONS = Argument(
    "positions_range",
    Kind.TABLE,
    Words(
        "建玉の表（見出し行付き、列 account, instrument, notional。円、買いが正）または"
        "保存名（positions:…）。"
        "一口座分。複数の口座があれば settings_range の account で選びます",
        "Positions with a header row: account, instrument, notional (yen, protection bought positive), or a stored"
        " name (positions:...). One account; of several, settings_range names it as account",
    ),
)
MARKET = Argument(
    "market_range",
    Kind.RANGE,
    Words(
        "見出し行付きの表を上下に並べた範囲。銘柄（instruments.csv の列と spread_bp）、割引カーブ（curves.csv の列）、"
        "あれば構成銘柄と信用事由。後の三つは settings_range の保存名でも可",
        "Tables with header rows, one below the other: instruments (columns of instruments.csv, spread_bp), curve"
        " (curves.csv), perhaps constituents and events. The last three may be stored names in settings_range",
    ),
)
PREVIOUS_MARKET = Argument(
    "previous_range",
    Kind.RANGE,
    Words(
        "前の日の市場。market_range と同じ形（カーブは settings_range の previous_curve でも可）",
        "The market of the earlier day, in the form of market_range; its curve may be previous_curve in settings_range",
    ),
)
SCENARIOS = Argument(
    "scenario_set",
    Kind.TABLE,
    Words(
        "スプレッドの履歴（列 date と銘柄）、シナリオ（列 scenario, kind と銘柄）、"
        "または保存名（scen:2026-11-20@7f3a の形）",
        "Spread history (columns date and the instruments), scenarios (scenario, kind and the instruments), or a stored"
        " name such as scen:2026-11-20@7f3a",
    ),
)
SETTINGS = Argument(
    "settings_range",
    Kind.RANGE,
    Words(
        "二列（名前、値）。account, multiplier, add_on, trade_date, curve_id、保存名の curve, constituents, events,"
        " previous_curve、または設定名。この式だけに効きます",
        "Two columns, name and value: account, multiplier, add_on, trade_date, curve_id; stored names for curve,"
        " constituents, events, previous_curve; or any setting. They hold for this formula alone",
    ),
    zero=Zero.BLANK,
    optional=True,
)
TRADES = Argument(
    "trades_range",
    Kind.RANGE,
    Words(
        "加える取引の表（見出し行付き、列 instrument, notional。円、買いが正）。省略できません",
        "Trades to be added, with a header row: instrument, notional (yen, protection bought positive). Needed",
    ),
    zero=Zero.BLANK,
    optional=True,
)
ACCOUNTS_RANGE = Argument(
    "accounts_range",
    Kind.RANGE,
    Words(
        "口座の表（見出し行付き、列 account, participant, kind と、あれば multiplier, add_on）。省略時は建玉の口座",
        "Accounts with a header row: account, participant, kind, perhaps multiplier and add_on; when left out, those of"
        " the positions",
    ),
    zero=Zero.BLANK,
    optional=True,
)
HANDLE = Argument(
    "handle",
    Kind.TEXT,
    Words("保存名（scen:2026-11-20@7f3a の形）", "Stored name: scen:2026-11-20@7f3a"),
    zero=Zero.BLANK,
    optional=True,
    default="",
)
NUMBER = Argument(
    "n",
    Kind.NUMBER,
    Words("示すシナリオの数（1～20、省略時 5）", "How many scenarios are shown, 1 to 20 (5 when left out)"),
    zero=Zero.BLANK,
    optional=True,
    default=5.0,
)
SAME = (POSITIONS, MARKET, SCENARIOS, SETTINGS)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "CDS_IM",
        SAME,
        Words(
            "一口座の当初証拠金所要額。構成要素と金額（円）を7行で返し、最後の行が合計です。"
            "同じ表での hikae margin と一致します。",
            "Initial margin of one account: component and amount in yen, the total in the seventh row; what"
            " hikae margin computes from the same tables.",
        ),
        "addin.functions.margin:initial_margin",
        result=Block(COMPONENTS, (Kind.TEXT, Kind.NUMBER)),
        cached=False,
    ),
    Function(
        "CDS_IM_TOTAL",
        SAME,
        Words("一口座の当初証拠金所要額の合計（円）。", "The initial margin requirement of one account in yen."),
        "addin.functions.margin:initial_margin_total",
        cached=False,
    ),
    Function(
        "CDS_IM_WHATIF",
        (*SAME, TRADES),
        Words(
            "取引を加えたときの当初証拠金所要額の増加（円、減れば負）。",
            "By how many yen trades raise the initial margin requirement; negative where they lower it.",
        ),
        "addin.functions.margin:initial_margin_whatif",
        cached=False,
    ),
    Function(
        "CDS_IM_WORST",
        (*SAME, NUMBER),
        Words(
            "口座の損失が大きいシナリオを大きい順に返します。列は日付、損失（円）、シナリオ名です。",
            "The scenarios in which the account loses most, the worst first: date, loss in yen, name of the scenario.",
        ),
        "addin.functions.margin:initial_margin_worst",
        result=Block(WORST, (Kind.DATE, Kind.NUMBER, Kind.TEXT)),
        cached=False,
    ),
    Function(
        "CDS_IM_ACCOUNTS",
        (*SAME, ACCOUNTS_RANGE),
        Words(
            "全口座の当初証拠金所要額を一度に返します。一口座一行: 口座、構成要素6つ、合計（円）、状態。"
            "計算できない口座は金額が空で、状態に理由が出ます。",
            "Initial margin of every account in one call, a row each: account, six components, total (yen), state. One"
            " that cannot be computed has blanks, and its state says why.",
        ),
        "addin.functions.margin:initial_margin_accounts",
        result=Block(ACCOUNTS, (Kind.TEXT, *[Kind.NUMBER] * COMPONENTS, Kind.TEXT)),
        cached=False,
    ),
    Function(
        "CDS_IM_TRADES",
        (*SAME, TRADES),
        Words(
            "取引を一件ずつ単独で加えたときの当初証拠金所要額の増加（円）と、計算できない理由。"
            "行は trades_range と同じ順です。",
            "By how many yen each trade alone raises the initial margin requirement, and what is in the way; rows in"
            " the order of trades_range.",
        ),
        "addin.functions.margin:initial_margin_trades",
        result=Block(TRADED, (Kind.NUMBER, Kind.TEXT)),
        cached=False,
    ),
    Function(
        "CDS_IM_DISTRIBUTION",
        SAME,
        Words(
            "口座の全シナリオの損失の分布。列は階級の下端（円、利益は負）と件数です。",
            "How an account's losses over all scenarios are distributed: lower edge of each bin (yen, gains negative),"
            " count.",
        ),
        "addin.functions.margin:initial_margin_distribution",
        result=Block(BINS, (Kind.NUMBER, Kind.NUMBER)),
        cached=False,
    ),
    Function(
        "CDS_STORED",
        (HANDLE,),
        Words(
            "保存名の表がこの控えにあるか。「○ 保存済 stored」、なければ理由。",
            "Whether this record holds the table of a stored name: ○ and stored, else ✗ and why not.",
        ),
        "addin.functions.margin:stored_state",
        result=Kind.TEXT,
        cached=False,
    ),
    Function(
        "CDS_VM",
        (POSITIONS, MARKET, PREVIOUS_MARKET, SETTINGS),
        Words(
            "二つの市場の間の一口座の変動証拠金（円）: 時価の変動と、間に期日の来たクーポン。正は参加者の支払い。"
            "間にフォールバックの日があれば、その日に受け払いしなかった分も含みます。利息は含みません。",
            "One account's variation margin between two markets in yen: mark to market, and the coupons that fell due"
            " in between; positive: the participant pays. Over fallback days it brings what they left out. Without"
            " price alignment.",
        ),
        "addin.functions.margin:variation",
        cached=False,
    ),
)
