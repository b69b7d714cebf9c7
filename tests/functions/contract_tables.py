"""The small book of the contract cases of quotes, margin and plan, and what each of their functions says of it.

Each row: function, what the case is about, arguments, value (None where only the error counts), code.
"""

import par_book

HEAD = ["instrument", "kind", "maturity", "coupon_bp", "recovery", "index_factor", "bid_offer_width_bp", "spread_bp"]
BLANK = [""] * len(HEAD)


def wide(row):
    """Return a row as wide as the widest table of the range."""
    return [*row, *BLANK[len(row) :]]


def market(day, spread, factor=0.975):
    """Return a market range: an index and a name, a flat curve, the index's weights."""
    return [
        HEAD,
        ["IX", "index", "2031-12-20", 100, 0.35, factor, 4, spread],
        ["AA", "single", "2029-12-20", 100, 0.35, "", 8, 40],
        BLANK,
        wide(["trade_date", "kind", "tenor", "rate"]),
        wide([day, "zero", "5Y", 0.01]),
        wide(["index", "entity", "weight"]),
        wide(["IX", "AA", 0.475]),
        wide(["IX", "BB", 0.5]),
    ]


NOW, BEFORE = market("2026-11-20", 60), market("2026-11-19", 58)
POSITIONS = [["account", "instrument", "notional"], ["P1H", "IX", -5e9], ["P1H", "AA", 2e9]]
TWO = [*POSITIONS, ["P2C", "AA", 1e8]]
MOVES = [["scenario", "kind", "IX", "AA"], ["s1", "reference", 70, 40], ["s2", "reference", 55, 60],
         ["2025-05-13", "reference", 62, 41], ["stress_up:2025-05-20", "stress", 120, 90]]  # fmt: skip
BOOK = (POSITIONS, NOW, MOVES)
P1H = [["account", "P1H"], ["short_charge_ratio", 0.65], ["", ""]]
TRADES = [["instrument", "notional"], ["IX", 5e9], ["AA", -2e9]]
# Sold of BB: 5e9 x 0.5; of AA: 5e9 x 0.475 - 2e9. The larger one times 0.65 is the short charge.
IM = [["base", 111_814_905], ["short_charge", 1_625_000_000], ["bid_offer", 14_653_459], ["credit_event", 0],
      ["single_name", 0], ["add_on", 0], ["total", 1_751_468_364]]  # fmt: skip
WORST = [["2025-05-20", 111814904.16965099, "stress_up:2025-05-20"], ["", 24188612.885376867, "s1"],
         *[["", "", ""]] * 18]  # fmt: skip
LISTED = [["account", "participant", "kind", "multiplier", "add_on"], ["P1H", "P1", "house", "", ""],
          ["P2C", "P2", "client", 1.1, 1000]]  # fmt: skip
APART = [["instrument", "notional"], ["IX", 5e9], ["", ""], ["AA", -2e9]]
# P1H as CDS_IM has it; P2C holds 1e8 of AA bought, and a tenth of its own amount and 1,000 yen are added to it.
ACCOUNTS = [["P1H", *(amount for _, amount in IM), "● 計算 computed"],
            ["P2C", 0, 0, 247_213, 0, 0, 25_722, 272_935, "● 計算 computed"], *[[""] * 9] * 58]  # fmt: skip
TRADED = [[-1_746_524_120, ""], ["", ""], [25_601_290, ""], *[["", ""]] * 17]
LOSING = {-3e7: 1, 0.0: 1, 2e7: 1, 1.1e8: 1}  # the worst two as CDS_IM_WORST has them
BINS = [*([edge * 1e7, LOSING.get(edge * 1e7, 0)] for edge in range(-3, 12)), *[["", ""]] * 10]

QUOTES_HEAD = ["instrument", "bid", "offer", "as_of"]
PREVIOUS = [["instrument", "price_bp"], ["AA", 40], ["BB", 200], ["CC", 60]]
SHEET = [QUOTES_HEAD, ["AA", 41, 39, ""], ["BB", "198bp", "２０２", ""], ["CC", "", 61, ""], ["", "", "", ""]]
STATES = [["", "", ""], ["不可 / block", "quote_crossed", "逆転 / crossed"], ["可 / ok", "", ""],
          ["不可 / block", "cell_empty", "未入力 / missing"], *[["", "", ""]] * 496]  # fmt: skip
OF_ONE = [["instrument", "participant", "bid_bp", "offer_bp"], ["AA", "P1", 39, 41], ["AA", "P2", 40, 42],
          ["AA", "P3", 41, 43], ["AA", "P4", 49, 51]]  # fmt: skip

TURNS = (
    "何も届かなければ、あと1:15:00（20:00:00）で当初通知された額になります（CP-2.2.3） / "
    "If nothing arrives, in 1:15:00 (at 20:00:00) it becomes the originally notified amount, CP-2.2.3"
)
BASIS = "○ 記録 #1 の日次事実と、控えの事実 0 件による / by the day's facts recorded as #1, and 0 recorded beside them"
AT, BEFORE_CUT, LAST = "2026-11-20T18:45:00+09:00", "2026-11-20T18:05:00+09:00", "2026-11-20T20:00:01+09:00"

QUOTES = (
    ("CDS_QUOTE_CHECK", "a crossed, a good and an empty quote", (SHEET, PREVIOUS), STATES, ""),
    ("CDS_QUOTE_CHECK", "without its header", (SHEET[1:], PREVIOUS), None, "column_missing"),
    ("CDS_QUOTE_CHECK", "more rows than the block has", ([*SHEET, *SHEET[1:] * 125], PREVIOUS), None, "block_rows"),
    ("CDS_SETTLEMENT_PRICE", "mids 40, 41, 42, 50 trimmed", (OF_ONE,), 41.5, ""),
    ("CDS_SETTLEMENT_PRICE", "a blank rule is the desk's", (OF_ONE, 0), 41.5, ""),
    ("CDS_SETTLEMENT_PRICE", "crossing removes none of them", (OF_ONE, "median"), 41.5, ""),
    ("CDS_SETTLEMENT_PRICE", "two quotes", (OF_ONE[:3],), None, "too_few_contributors"),
    ("CDS_SETTLEMENT_PRICE", "two instruments", ([*OF_ONE, ["BB", "P1", 1, 2]],), None, "instrument_choice"),
    ("CDS_SETTLEMENT_PRICE", "an unknown rule", (OF_ONE, "mean"), None, "setting_refused"),
)
MARGIN = (
    ("CDS_IM", "the small book", (*BOOK, P1H), IM, ""),
    ("CDS_IM", "one account of two", (TWO, NOW, MOVES, P1H), IM, ""),
    ("CDS_IM", "no account is named", (TWO, NOW, MOVES), None, "account_choice"),
    ("CDS_IM", "a market without curve", (POSITIONS, NOW[:3], MOVES), None, "column_missing"),
    ("CDS_IM", "scenarios that nobody stored", (POSITIONS, NOW, "scen:2026-11-20@00000000"), None, "handle_unknown"),
    ("CDS_IM", "a setting that there is not", (*BOOK, [["short_charge", 1]]), None, "setting_unknown"),
    ("CDS_IM_TOTAL", "the small book", (*BOOK, P1H), 1_751_468_364, ""),
    ("CDS_IM_TOTAL", "a scenario without its kind", (POSITIONS, NOW, [["scenario", "kind", "IX", "AA"],
     ["s1", "", 70, 40]]), None, "cell_empty"),
    ("CDS_IM_WHATIF", "all is closed", (*BOOK, P1H, TRADES), -1_751_468_364, ""),
    ("CDS_IM_WHATIF", "no trades", (*BOOK, P1H, TRADES[:1]), 0, ""),
    ("CDS_IM_WHATIF", "trades are left out", (*BOOK, P1H), None, "arguments"),
    ("CDS_IM_WORST", "two of four, the stressed one with its day", (*BOOK, P1H, 2), WORST, ""),
    ("CDS_IM_WORST", "more than the block has rows", (*BOOK, P1H, 21), None, "arguments"),
    ("CDS_IM_WORST", "a fraction", (*BOOK, P1H, 1.5), None, "arguments"),
    ("CDS_IM_ACCOUNTS", "both accounts, one multiplied", (TWO, NOW, MOVES, None, LISTED), ACCOUNTS, ""),
    ("CDS_IM_ACCOUNTS", "an account is named", (TWO, NOW, MOVES, P1H), None, "account_terms"),
    ("CDS_IM_ACCOUNTS", "positions without accounts", ([row[1:] for row in TWO], NOW, MOVES), None, "column_missing"),
    ("CDS_IM_TRADES", "two trades and a blank row", (*BOOK, P1H, APART), TRADED, ""),
    ("CDS_IM_TRADES", "trades are left out", (*BOOK, P1H), None, "arguments"),
    ("CDS_IM_DISTRIBUTION", "four scenarios", (*BOOK, P1H), BINS, ""),
    ("CDS_IM_DISTRIBUTION", "no account is named", (TWO, NOW, MOVES), None, "account_choice"),
    ("CDS_STORED", "nothing", ("",), "－ なし none", ""),
    ("CDS_STORED", "a table that nobody stored", ("scen:2026-11-20@00000000",), "✗ 保存なし not stored", ""),
    ("CDS_STORED", "no stored name", ("history",), "✗ 名前の形が違う not a stored name", ""),
    ("CDS_VM", "two basis points wider", (POSITIONS, NOW, BEFORE), 4_800_282, ""),
    ("CDS_VM", "markets in the wrong order", (POSITIONS, BEFORE, NOW), None, "market_order"),
    ("CDS_VM", "at par over a coupon day: three days of 100,000", (par_book.HELD[:2], par_book.market("2026-12-21"),
     par_book.market("2026-12-18")), 300_000, ""),
)  # fmt: skip
PLAN = (
    (
        "CDS_PLAN",
        "flagged and awaited",
        ("margin", AT),
        "未定 / pending（暫定 provisional: 当初通知額 / originally notified）",
        "",
    ),
    ("CDS_PLAN", "not renotified in time", ("margin", LAST), "再通知額 / renotified", ""),
    ("CDS_PLAN", "one instrument", ("settlement_price:ITXJS3705", AT), "前日 / previous day's", ""),
    ("CDS_PLAN", "no such item", ("margins", AT), None, "plan_item_unknown"),
    ("CDS_PLAN", "a day that was not run", ("margin", "2026-11-24T18:00:00+09:00"), None, "plan_day_unrecorded"),
    ("CDS_PLAN_CLAUSE", "flagged", ("margin", AT), "CP-2.2.1", ""),
    ("CDS_PLAN_CLAUSE", "nothing but normal business", ("settlement_price:ITXJS4605", AT), "", ""),
    ("CDS_PLAN_UNTIL", "the next cut-off", ("margin", BEFORE_CUT), "2026-11-20T19:00:00+09:00", ""),
    ("CDS_PLAN_UNTIL", "no cut-off is left", ("margin", LAST), "", ""),
    ("CDS_PLAN_NEXT", "of any item", ("2026-11-20T12:00:00+09:00",), "2026-11-20T13:00:00+09:00", ""),
    ("CDS_PLAN_NEXT", "all have passed", (LAST,), "", ""),
    ("CDS_PLAN_DUE", "before there is anything", ("2026-11-20T12:00:00+09:00",), [["", "", "", "", ""]] * 6, ""),
    ("CDS_PLAN_IF_NOTHING", "flagged and awaited", ("margin", AT), TURNS, ""),
    ("CDS_PLAN_IF_NOTHING", "the clock changes nothing more", ("margin", LAST), "", ""),
    ("CDS_PLAN_BASIS", "a run of the day", (AT,), BASIS, ""),
    ("CDS_PLAN_BASIS", "a day without any fact", ("2026-11-24T18:00:00+09:00",), None, "plan_day_unrecorded"),
)
BLANK_ROW = ["", "", "", "", ""]
QUIET = ["発災の宣言なし\nNo incident declared", "－ 平常 normal", "", "", ""]
NO_CUTOFF = [
    "復旧までの期限\nCut-offs until recovery",
    "－ なし none",
    "",
    "",
    "復旧時計が動いていない\nno recovery clock is running",
]
BOARD = (
    ("CDS_BOARD", "no incident is open", ("steps", AT), [QUIET, *[BLANK_ROW] * 9], ""),
    ("CDS_BOARD", "a section with spaces around its name", (" steps ", AT), [QUIET, *[BLANK_ROW] * 9], ""),
    ("CDS_BOARD", "no recovery clock runs", ("cutoffs", AT), [NO_CUTOFF, *[BLANK_ROW] * 9], ""),
    ("CDS_BOARD", "a day that was not run", ("centre", "2026-11-24T18:00:00+09:00"), [QUIET, *[BLANK_ROW] * 9], ""),
    ("CDS_BOARD", "no such section", ("weather", AT), None, "board_section_unknown"),
)
