"""The contract cases of the functions around initial margin; most of them stand on a book at par, computed by hand.

Each row: function, what the case is about, arguments, value (None where only the error counts), code.
"""

from contract_tables import BOOK, MOVES, NOW, P1H, TWO
from par_book import APPLIED, HELD, LISTED, QUIET, market
from par_book import MOVES as STILL

DONE = "● 計算 computed"
SAFE = [*QUIET, ["pai_rate", 0.0]]  # no interest, and nothing to be said of it
PAR = (HELD, market("2026-12-21"), STILL, SAFE)


def filled(rows, height):
    """Return a block as high as its function's, what is not used blank."""
    return [*rows, *[[""] * len(rows[0])] * (height - len(rows))]


# Three days of coupon: 100,000 each of 3.6e9, 27,777.8 of 1e9; every yen amount is rounded away from zero.
MOVED = filled([["PH", 100_000, -8_500_000, 8_800_000, 0, 0, 0, 300_000, DONE],
                ["PC", -100_000, 8_500_000, -8_800_000, 0, 0, 0, -300_000, DONE],
                ["QH", -27_778, -27_778, -2_444_445, 0, 0, 0, -2_472_223, DONE]], 60)  # fmt: skip
# PC loses 65 % of 3.6e9 when AA fails, and has deposited nothing; P has 15, Q 25 of 40 million of margin.
FUND = filled([["P", 877_500_000, 877_500_000, "up + AA"], ["Q", 1_462_500_000, 1_462_500_000, ""]], 60)
CALLS = filled([["PH", 10_000_000, 9_000_000, 1_000_000, DONE], ["QH", 25_000_000, 20_000_000, 5_000_000, DONE]], 60)
# Of the index's 5e9 half is BB's, sold most: 0.65 of that is the short charge. Without AA the account would need
# 25,601,290 more, as CDS_IM_TRADES has it. One name is 0.975 x 5e9 sold, and 0.65 of it.
BROUGHT = filled([["IX", 142_360_439, 1_625_000_000, 9_709_215, 0, 0, 1_777_069_654],
                  ["AA", -30_545_534, 0, 4_944_244, 0, 0, -25_601_290],
                  ["add_on", "", "", "", "", "", 0]], 200)  # fmt: skip
# With four scenarios every tail is the worst loss; without the stressed one that is what CDS_IM_WORST has second.
TOTAL, OFF = 1_751_468_364, 1_751_468_364 - 111_814_905 + 24_188_613
READ = [*([f"{tail}/{stress}", OFF if stress == "off" else TOTAL, OFF - TOTAL if stress == "off" else 0]
          for tail in ("fractional", "floor", "ceil") for stress in ("in_set", "floor", "off")
          if (tail, stress) != ("fractional", "in_set")),
        ["one_name", TOTAL + 3_168_750_000 - 1_625_000_000, 1_543_750_000]]  # fmt: skip
HISTORY = [["date", "IX", "AA"], ["2026-11-12", 58, 40], ["2026-11-13", 60, 40], ["2026-11-16", 60, 40],
           ["2026-11-17", 59, 40], ["2026-11-18", 90, 40], ["2026-11-19", 60, 40]]  # fmt: skip
BRIEF = [["reference_days", 2], ["holding_days", 1], ["stress_holding_days", 1], ["short_charge_ratio", 0.65]]
JUMPED = (TWO, NOW, HISTORY, BRIEF)
ONE = (TWO, NOW, HISTORY, [*BRIEF, ["account", "P1H"]])
# One of three days: Kupiec's ratio is 2 ln((2/3)² (1/3) / (0.99² 0.01)), of none of them -6 ln 0.99.
TESTED = filled([["P1H", 3, 1, 0.019777175311255658, 0.09589096714246542, 0.0165391874999999, DONE],
                 ["P2C", 3, 0, 0.8060192285659525, 1.0, 0.970299, DONE]], 60)  # fmt: skip
DAYS = filled([["2026-11-16", 5_019_929, 1_644_673_388, 2429184.9805233567, 0],
               ["2026-11-17", 4_940_156, 1_644_601_140, -74436443.6316925, 1],
               ["2026-11-18", 110_159_449, 1_749_589_852, 72007258.65116915, 0]], 250)  # fmt: skip

MEASURES = (
    ("CDS_VM_ACCOUNTS", "over a coupon day", (*PAR, None, APPLIED), MOVED, ""),
    ("CDS_VM_ACCOUNTS", "an account is named", (*PAR[:3], [["account", "PH"]]), None, "account_terms"),
    ("CDS_VM_ACCOUNTS", "levels without a header", (*PAR, None, APPLIED[1:]), None, "column_missing"),
    ("CDS_CLEARING_FUND", "the default of one name", (*PAR, LISTED), FUND, ""),
    ("CDS_CLEARING_FUND", "accounts are left out", PAR, None, "arguments"),
    ("CDS_CLEARING_FUND", "a participant's desk", (*PAR[:3], [["role", "participant"]], LISTED), None,
     "fund_unchecked"),
    ("CDS_INTRADAY", "two house accounts", (*PAR, LISTED), CALLS, ""),
    ("CDS_INTRADAY", "accounts are left out", PAR, None, "arguments"),
    ("CDS_IM_EXPLAIN", "the small book", (*BOOK, P1H), BROUGHT, ""),
    ("CDS_IM_EXPLAIN", "no account is named", (TWO, NOW, MOVES), None, "account_choice"),
    ("CDS_IM_READINGS", "the small book", (*BOOK, P1H), READ, ""),
    ("CDS_IM_READINGS", "no account is named", (TWO, NOW, MOVES), None, "account_choice"),
    ("CDS_BACKTEST", "one jump in three days", JUMPED, TESTED, ""),
    ("CDS_BACKTEST", "scenarios have no past", (TWO, NOW, MOVES), None, "backtest_history"),
    ("CDS_BACKTEST", "more days than the block of them has rows", (*JUMPED, None, 251), None, "arguments"),
    ("CDS_BACKTEST_DAYS", "one jump in three days", ONE, DAYS, ""),
    ("CDS_BACKTEST_DAYS", "no account is named", JUMPED, None, "account_choice"),
    ("CDS_BACKTEST_DAYS", "a fraction of a day", (*ONE, None, 1.5), None, "arguments"),
)  # fmt: skip
