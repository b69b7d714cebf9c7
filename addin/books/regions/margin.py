"""The margin book (証拠金): what its buttons read and write, and the short names that its formulas use.

A range that formulas name has a Japanese name beside the one that buttons know, so that a formula stays short and is
read at a glance: `CDS_IM_ACCOUNTS(建玉,市場,シナリオ,設定,口座)`.
"""

from dataclasses import replace

from addin.books.regions import shared
from addin.books.regions.panel import MAIN
from addin.books.regions.region import Region

SUMMARY = "総括 Summary"
ACCOUNTS = "口座 Accounts"
COMPONENTS = "内訳 Components"
PARTS = "通知 Notified"
CASH = "資金 Cash"
COST = "代替コスト Cost"
WHATIF = "試算 What-if"
WORST = "最悪日 Worst"
INTRADAY = "日中 Intraday"
HISTORY = "履歴 History"
COMPARE = "照合 Compare"
EXPLAIN = "要因 Explain"
VARIATION = "変動 Variation"
FUND = "清算基金 Fund"
POSITIONS = "建玉 Positions"
MARKET = "市場 Market"

HEAD, MOST_ACCOUNTS = 9, 60  # every table of accounts has its names of columns in this row
FIRST, LAST = HEAD + 1, HEAD + MOST_ACCOUNTS
PARTS_OF = ("base", "short_charge", "bid_offer", "credit_event", "single_name", "add_on")

TEMPLATE = Region("HIKAE_TEMPLATE", MAIN, 6, 8)
SENDER = Region("HIKAE_SENDER", MAIN, 7, 8)
SENT = Region("HIKAE_SENT", MAIN, 9, 8)
PARTICIPANTS = Region("HIKAE_PARTICIPANTS", SUMMARY, 29, 1, ("participant",), 20)

NOTIFIED = Region(
    "HIKAE_NOTIFIED", ACCOUNTS, HEAD, 2, ("account", "previous", "first", "last", "challenge"), MOST_ACCOUNTS
)
CHECKED = Region(
    "HIKAE_CHECKED", ACCOUNTS, HEAD, 18, ("words", "verdict", "account", "own", "notified", "challenge"), MOST_ACCOUNTS
)
CHALLENGES = Region("HIKAE_CHALLENGES", ACCOUNTS, HEAD, 24, ("account", "at", "file"), MOST_ACCOUNTS)

COMPUTED = Region("HIKAE_COMPUTED_IM", COMPONENTS, HEAD, 2, ("computed", *PARTS_OF, "total", "state"), MOST_ACCOUNTS)
RECORDED = Region("HIKAE_RECORDED_IM", COMPONENTS, HEAD, 12, ("account", *PARTS_OF, "total"), MOST_ACCOUNTS)
NOTIFIED_PARTS = Region("HIKAE_NOTIFIED_PARTS", PARTS, HEAD, 1, ("account", "version", *PARTS_OF), MOST_ACCOUNTS)

ACCOUNT_LIST = Region(
    "HIKAE_ACCOUNTS",
    CASH,
    HEAD,
    2,
    ("account", "participant", "kind", "affiliate_group", "multiplier", "add_on", "deposited_im", "collateral"),
    MOST_ACCOUNTS,
)
DEPOSIT_BY = Region("HIKAE_DEPOSIT_BY", CASH, 6, 8)
INTRADAY_AMOUNTS = Region(
    "HIKAE_INTRADAY", INTRADAY, HEAD, 2, ("account", "previous", "first", "last", "deposited", "own"), MOST_ACCOUNTS
)
INTRADAY_NOTE = Region("HIKAE_INTRADAY_NOTE", INTRADAY, 5, 7)

MOST_COMPARED = 600
COMPARED = Region(
    "HIKAE_COMPARED",
    COMPARE,
    HEAD,
    1,
    ("verdict", "account", "measure", "component", "version", "own", "notified", "previous"),
    MOST_COMPARED,
)
COMPARED_WORDS = Region("HIKAE_COMPARED_WORDS", COMPARE, HEAD, 12, ("cause", "challenge"), MOST_COMPARED)
COMPARED_FROM = Region("HIKAE_COMPARED_FROM", COMPARE, 5, 2)

VARIATIONS = Region(
    "HIKAE_VARIATION",
    VARIATION,
    HEAD,
    2,
    ("account", "previous", "carried", "stock", "mtm_change", "coupon", "entry", "carried_in", "price_alignment"),
    MOST_ACCOUNTS,
)
VARIATIONS_APPLIED = Region(
    "HIKAE_VARIATION_APPLIED",
    VARIATION,
    HEAD,
    12,
    ("notified", "applied_level", "applied_flow", "carried_after", "why"),
    MOST_ACCOUNTS,
)
VARIATION_NOTE = Region("HIKAE_VARIATION_NOTE", VARIATION, 5, 2)

FUNDS = Region(
    "HIKAE_FUND",
    FUND,
    HEAD,
    2,
    ("participant", "margin", "group", "beyond", "largest", "own", "previous", "notified", "why"),
    MOST_ACCOUNTS,
)
FUND_COVERS = Region("HIKAE_FUND_COVERS", FUND, 5, 3)
FUND_FLOOR = Region("HIKAE_FUND_FLOOR", FUND, 6, 3)
FUND_SCENARIO = Region("HIKAE_FUND_SCENARIO", FUND, 5, 5)
FUND_RULE = Region("HIKAE_FUND_RULE", FUND, 6, 5)
FUND_NOTE = Region("HIKAE_FUND_NOTE", FUND, 5, 8)

EXPLAIN_ACCOUNT = Region("HIKAE_EXPLAIN_ACCOUNT", EXPLAIN, 5, 2)
EXPLAINED_FOR = Region("HIKAE_EXPLAINED_FOR", EXPLAIN, 5, 4)
CONTRIBUTIONS = Region("HIKAE_CONTRIBUTIONS", EXPLAIN, HEAD, 1, ("instrument", "notional", *PARTS_OF[:-1]), 120)
EXPLAINED = Region("HIKAE_EXPLAINED", EXPLAIN, HEAD, 10, ("part", "amount"), len(PARTS_OF) + 1)
EXPLAINED_DAYS = Region("HIKAE_EXPLAINED_DAYS", EXPLAIN, 21, 10, ("scenario", "date", "loss", "share"), 20)
READINGS = Region("HIKAE_READINGS", EXPLAIN, 46, 10, ("reading", "total"), 12)

WHATIF_ACCOUNT = Region("HIKAE_WHATIF_ACCOUNT", WHATIF, 5, 2)
WHATIF_SETTINGS = Region("HIKAE_WHATIF_SETTINGS", WHATIF, HEAD, 1, ("name", "value"), 12)
TRADES = Region("HIKAE_TRADES", WHATIF, HEAD, 4, ("instrument", "notional"), 20)
TRADED = Region("HIKAE_TRADED", WHATIF, HEAD, 6, ("alone", "why"), 20)
WORST_ACCOUNT = Region("HIKAE_WORST_ACCOUNT", WORST, 5, 2)
WORST_SETTINGS = Region("HIKAE_WORST_SETTINGS", WORST, HEAD, 1, ("name", "value"), 7)
WORST_DAYS = Region("HIKAE_WORST_DAYS", WORST, HEAD, 4, ("date", "loss", "scenario"), 20)
LOSSES = Region("HIKAE_LOSSES", WORST, HEAD, 8, ("edge", "count"), 25)

HELD = Region("HIKAE_POSITIONS", POSITIONS, HEAD, 1, ("account", "instrument", "notional"), 2000)
QUOTED = Region(
    "HIKAE_MARKET",
    MARKET,
    HEAD,
    1,
    (
        "instrument",
        "spread_bp",
        "imported_bp",
        "previous_bp",
        "entity",
        "kind",
        "maturity",
        "coupon_bp",
        "recovery",
        "index_factor",
        "bid_offer_width_bp",
        "history_proxy",
    ),
    120,
)
SETTINGS = Region("HIKAE_SETTINGS", MARKET, HEAD, 16, ("name", "value"), 10)
CURVE_STORED = Region("HIKAE_CURVE_STORED", MARKET, HEAD + 2, 17)
CONSTITUENTS_STORED = Region("HIKAE_CONSTITUENTS_STORED", MARKET, HEAD + 3, 17)
EVENTS_STORED = Region("HIKAE_EVENTS_STORED", MARKET, HEAD + 4, 17)
SCENARIOS_STORED = Region("HIKAE_SCENARIOS_STORED", MARKET, 22, 17)
TOLERANCE_YEN = Region("HIKAE_TOLERANCE_YEN", MARKET, 24, 17)
TOLERANCE_RATIO = Region("HIKAE_TOLERANCE_RATIO", MARKET, 25, 17)
READY = Region("HIKAE_READY", MARKET, 27, 17)
RATES = replace(shared.CURVE, name="HIKAE_RATES", sheet=MARKET, row=HEAD, column=20)

COVERAGE = Region(
    "HIKAE_COVERAGE",
    HISTORY,
    HEAD,
    2,
    ("account", "days", "exceedances", "kupiec", "kupiec_p", "christoffersen", "christoffersen_p", "both_p"),
    MOST_ACCOUNTS,
)
HISTORY_ACCOUNT = Region("HIKAE_HISTORY_ACCOUNT", HISTORY, 5, 2)
HISTORY_NOTE = Region("HIKAE_HISTORY_NOTE", HISTORY, 6, 2)
EXPECTED = Region("HIKAE_EXPECTED", HISTORY, 5, 7)
BACKTEST = Region("HIKAE_HISTORY", HISTORY, HEAD, 22, ("date", "account", "requirement", "loss"), 260)

TABLES = (
    PARTICIPANTS, NOTIFIED, CHECKED, CHALLENGES, RECORDED, NOTIFIED_PARTS, ACCOUNT_LIST, INTRADAY_AMOUNTS,
    COMPUTED, WHATIF_SETTINGS, TRADES, TRADED, WORST_SETTINGS, WORST_DAYS, LOSSES, HELD, QUOTED, SETTINGS, RATES,
    BACKTEST, COMPARED, COMPARED_WORDS, VARIATIONS, VARIATIONS_APPLIED, FUNDS, CONTRIBUTIONS, EXPLAINED,
    EXPLAINED_DAYS, READINGS, COVERAGE,
)  # fmt: skip
CELLS = (
    TEMPLATE, SENDER, SENT, WHATIF_ACCOUNT, WORST_ACCOUNT, CURVE_STORED, CONSTITUENTS_STORED, EVENTS_STORED,
    SCENARIOS_STORED, TOLERANCE_YEN, TOLERANCE_RATIO, READY, DEPOSIT_BY, INTRADAY_NOTE, COMPARED_FROM, VARIATION_NOTE,
    FUND_COVERS, FUND_FLOOR, FUND_SCENARIO, FUND_RULE, FUND_NOTE, EXPLAIN_ACCOUNT, EXPLAINED_FOR, HISTORY_ACCOUNT,
    HISTORY_NOTE, EXPECTED,
)  # fmt: skip

LIVE = Region("口座別", COMPONENTS, HEAD, 1, ("account", *COMPUTED.columns), MOST_ACCOUNTS)
RULED = Region(
    "適用表",
    ACCOUNTS,
    HEAD,
    2,
    (
        *NOTIFIED.columns,
        "own",
        "latest",
        "difference",
        "where",
        "applied",
        "version",
        "clause",
        "state",
        "challenged",
    ),
    MOST_ACCOUNTS,
)
DIFFERENCES = Region(
    "通知差",
    PARTS,
    HEAD,
    1,
    (*NOTIFIED_PARTS.columns, "total", *(f"{name}_difference" for name in PARTS_OF), "largest", "where"),
    MOST_ACCOUNTS,
)


_VARIATION_TABLE = (
    *VARIATIONS.columns, "flow", *VARIATIONS_APPLIED.columns, "difference", "uncovered", "transfer",
)  # fmt: skip


def _column(name: str, sheet: str, column: int, code: str) -> Region:
    """Return one column of a table of accounts, for sums by participant."""
    return Region(name, sheet, HEAD, column, (code,), MOST_ACCOUNTS)


SHORT_NAMES = (
    replace(HELD, name="建玉"),
    replace(QUOTED, name="市場"),
    replace(SETTINGS, name="設定"),
    replace(ACCOUNT_LIST, name="口座"),
    replace(WHATIF_SETTINGS, name="試算設定"),
    replace(TRADES, name="試算取引"),
    replace(WORST_SETTINGS, name="最悪設定"),
    LIVE,
    RULED,
    DIFFERENCES,
    Region("建玉口座", POSITIONS, HEAD, 1, ("account",), HELD.rows),
    Region("建玉額", POSITIONS, HEAD, 3, ("notional",), HELD.rows),
    _column("列判定", ACCOUNTS, 1, "verdict"),
    _column("列当方", ACCOUNTS, 7, "own"),
    _column("列通知", ACCOUNTS, 8, "latest"),
    _column("列差", ACCOUNTS, 9, "difference"),
    _column("列適用", ACCOUNTS, 11, "applied"),
    _column("列記録", ACCOUNTS, 15, "challenged"),
    _column("列参加者", ACCOUNTS, 28, "participant"),
    _column("列不足", COST, 4, "uncovered"),
    _column("列入金", CASH, 12, "to_pay"),
    _column("列入金先", CASH, 3, "participant"),
    Region(
        "照合表",
        COMPARE,
        HEAD,
        2,
        (*COMPARED.columns[1:], "difference", "to_previous", "to_own", "cause"),
        MOST_COMPARED,
    ),
    Region("変動", VARIATION, HEAD, 2, _VARIATION_TABLE, MOST_ACCOUNTS),
)
SHORT_CELLS = (
    replace(SCENARIOS_STORED, name="シナリオ"),
    replace(TOLERANCE_YEN, name="許容額"),
    replace(TOLERANCE_RATIO, name="許容率"),
    replace(READY, name="計算可"),
    replace(FUND_COVERS, name="基金の額"),
    replace(FUND_FLOOR, name="基金の下限"),
)
