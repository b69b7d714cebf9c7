"""The worksheet functions around initial margin: other measures of a book, where margin comes from, backtests."""

from addin.functions.declared.margin import ACCOUNTS, ACCOUNTS_RANGE, SAME
from addin.functions.registry import Argument, Block, Function, Kind, Zero
from calc.text.wording import Words

POSITIONS_SHOWN, READINGS, DAYS, PARTICIPANTS = 200, 9, 250, 60


def _range(name: str, ja: str, en: str) -> Argument:
    """Return an argument for a table that may be left out."""
    return Argument(name, Kind.RANGE, Words(ja, en), zero=Zero.BLANK, optional=True)


LISTED = _range(
    "accounts_range",
    "全口座の表（見出し行付き、列 account, participant, kind, deposited_im と、あれば affiliate_group, multiplier,"
    " add_on）。省略できません",
    "Every account, with a header row: account, participant, kind, deposited_im, perhaps affiliate_group, multiplier"
    " and add_on. Needed",
)
APPLIED = _range(
    "applied_range",
    "前の日に適用された額の表（見出し行付き、列 account, measure, amount と、あれば component, date）。"
    "measure が vm の行が水準で、component が carried の行はフォールバックの日に受け払いしなかった額",
    "What was applied on the day before, with a header row: account, measure, amount, perhaps component and date. Rows"
    " of measure vm are the levels, those with component carried what fallback days left out",
)
DEALS = _range(
    "deals_range",
    "当日の約定の表（見出し行付き、列 account, instrument, notional, upfront。upfront は経過利息を除く、想定元本比）。"
    "省略時はなし",
    "Trades of today with a header row: account, instrument, notional, upfront (clean, a fraction); when left out,"
    " none",
)
BEFORE = _range(
    "before_range",
    "前の日の終わりの建玉（positions_range と同じ列）。省略時は、建玉から当日の約定を除いたもの",
    "Positions at the end of the day before, in the columns of positions_range; when left out, those of today without"
    " the trades of today",
)
TESTED = Argument(
    "n_days",
    Kind.NUMBER,
    Words(
        "検証する営業日数（1～250、省略時 250）。履歴が足りなければ、できる日数だけ",
        "How many business days are tested, 1 to 250 (250 when left out); as many as the history allows",
    ),
    zero=Zero.BLANK,
    optional=True,
    default=float(DAYS),
)
KNOWN = (APPLIED, DEALS, BEFORE)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "CDS_VM_ACCOUNTS",
        (*SAME, ACCOUNTS_RANGE, *KNOWN),
        Words(
            "全口座の変動証拠金を一度に返します。一口座一行: 口座、水準、時価の変動、クーポン、当日の約定、持越し、"
            "利息、受払（円、正は参加者の支払い）、状態。hikae margin の vm_stock と vm_flow です。",
            "Variation margin of every account in one call, a row each: account, level, mark to market, coupons, trades"
            " of today, carried, price alignment, transfer (yen, positive: the participant pays), state; vm_stock and"
            " vm_flow of hikae margin.",
        ),
        "addin.functions.measures:variation_accounts",
        result=Block(ACCOUNTS, (Kind.TEXT, *[Kind.NUMBER] * 7, Kind.TEXT)),
        cached=False,
    ),
    Function(
        "CDS_CLEARING_FUND",
        (*SAME, LISTED),
        Words(
            "参加者ごとの清算基金所要額（円）、下限を当てる前の負担分（円）、損失が最大の二グループに入る参加者にはその"
            "シナリオ。一口座でも計算できなければ、また参加者側では、拒みます。",
            "Clearing fund per participant: required (yen), its share before the floor (yen), and for the members of"
            " the groups that lose most the scenario in which they do. Refused where one account cannot be computed,"
            " and on a participant's side.",
        ),
        "addin.functions.measures:clearing_fund",
        result=Block(PARTICIPANTS, (Kind.TEXT, Kind.NUMBER, Kind.NUMBER, Kind.TEXT)),
        cached=False,
    ),
    Function(
        "CDS_INTRADAY",
        (*SAME, LISTED, *KNOWN),
        Words(
            "日中当初証拠金。一口座一行: 口座、所要額、預託額、追加の預託（円）、状態。設定 idm_accounts が"
            " all でなければ自己分の口座だけです。",
            "Intraday initial margin, a row each account: account, required, deposited, call (yen), state; house"
            " accounts alone unless the setting idm_accounts is all.",
        ),
        "addin.functions.measures:intraday",
        result=Block(ACCOUNTS, (Kind.TEXT, *[Kind.NUMBER] * 3, Kind.TEXT)),
        cached=False,
    ),
    Function(
        "CDS_IM_EXPLAIN",
        SAME,
        Words(
            "一口座の所要額への建玉ごとの寄与（円）を大きい順に返します。列は銘柄、基礎基準額、ショートチャージ、"
            "ビッド・オファーチャージ、クレジットイベント証拠金、シングルネーム証拠金、計。最後の行は口座の割増・加算で、"
            "計の列の和が所要額です。",
            "What each position brings to one account's requirement (yen), the largest first: instrument, base amount,"
            " short charge, bid/offer charge, credit event margin, single name margin, sum. Last row: the"
            " account's multiplier and add-on; the sums add up to it.",
        ),
        "addin.functions.measures:initial_margin_explain",
        result=Block(POSITIONS_SHOWN, (Kind.TEXT, *[Kind.NUMBER] * 6)),
        cached=False,
    ),
    Function(
        "CDS_IM_READINGS",
        SAME,
        Words(
            "公表されていない点を別の読み方にしたときの一口座の所要額。列は読み方（上位1％の数え方/ストレス、または指数の"
            "扱い）、所要額（円）、いまの読み方との差（円）です。",
            "One account's requirement under every other reading of what is not published: reading (tail rule/stress,"
            " or look-through of indices), requirement (yen), change (yen).",
        ),
        "addin.functions.measures:initial_margin_readings",
        result=Block(READINGS, (Kind.TEXT, Kind.NUMBER, Kind.NUMBER)),
        cached=False,
    ),
    Function(
        "CDS_BACKTEST",
        (*SAME, ACCOUNTS_RANGE, TESTED),
        Words(
            "全口座のバックテスト。一口座一行: 口座、日数、基礎基準額を超えた日数、検定の確率（Kupiec、Christoffersen、"
            "両方）、状態。scenario_set はスプレッドの履歴に限ります。",
            "Backtest of every account, a row each: account, days, days beyond the base amount, probabilities of the"
            " tests (Kupiec, Christoffersen, both), state. The scenario_set must be a spread history.",
        ),
        "addin.functions.measures:backtest_accounts",
        result=Block(ACCOUNTS, (Kind.TEXT, *[Kind.NUMBER] * 5, Kind.TEXT)),
        cached=False,
    ),
    Function(
        "CDS_BACKTEST_DAYS",
        (*SAME, ACCOUNTS_RANGE, TESTED),
        Words(
            "一口座のバックテストの一日一行: 日付、基礎基準額、所要額、その後の損益（円、損失は負）、超えた日は 1。"
            "複数の口座があれば settings_range の account で選びます。",
            "One account's backtest day by day: date, base amount, requirement, what was gained after it (yen, losses"
            " negative), 1 where that was exceeded. Of several accounts settings_range names it as account.",
        ),
        "addin.functions.measures:backtest_days",
        result=Block(DAYS, (Kind.DATE, *[Kind.NUMBER] * 4)),
        cached=False,
    ),
)
