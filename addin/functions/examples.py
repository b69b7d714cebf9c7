"""One call of each worksheet function as the help shows it; names, prices and markets are made up."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = Any

DAY, BEFORE, MATURITY = "2026-11-20", "2026-11-19", "2031-12-20"
AT = f"{DAY}T19:00:01+09:00"
NAME = "ITXJS4605"
RATES = [["swap", "1Y", 0.0065], ["swap", "5Y", 0.0112], ["swap", "10Y", 0.0158]]
CURVE = [["zero", "1Y", 0.0065], ["zero", "5Y", 0.0112], ["zero", "10Y", 0.0158]]
POSITIONS = [["account", "instrument", "notional"], ["P07-H", NAME, 1_000_000_000]]
SCENARIOS = [
    ["scenario", "kind", NAME],
    ["2026-11-18", "reference", 58.1],
    ["2026-11-19", "reference", 54.2],
    ["stress_up", "stress", 140],
]
ACCOUNTS = [["account", "participant", "kind", "deposited_im"], ["P07-H", "P07", "house", 20_000_000]]
APPLIED = [["account", "measure", "amount", "date"], ["P07-H", "vm", 21_000_000, BEFORE]]
HISTORY = [
    ["date", NAME],
    ["2026-11-13", 56.0],
    ["2026-11-16", 55.0],
    ["2026-11-17", 54.0],
    ["2026-11-18", 56.0],
    ["2026-11-19", 57.2],
]
QUOTES = [
    ["instrument", "participant", "bid_bp", "offer_bp"],
    [NAME, "P01", 55.5, 56.4],
    [NAME, "P02", 55.7, 56.3],
    [NAME, "P07", 55.2, 56.6],
]


def _market(day: str, spread_bp: float) -> list[list[Json]]:
    """Return a market of one instrument, its curve below it, in one range."""
    return [
        ["instrument", "kind", "maturity", "coupon_bp", "recovery", "spread_bp"],
        [NAME, "index", MATURITY, 100, 0.35, spread_bp],
        ["trade_date", "curve_id", "kind", "tenor", "rate", ""],
        [day, "JPY", "zero", "5Y", 0.0112, ""],
    ]


_QUOTED = (DAY, MATURITY, 55.95, 100, 0.35, CURVE, 1_000_000_000)
_SHORT = [["reference_days", 2], ["holding_days", 1], ["stress_holding_days", 1]]
_MARGIN = (POSITIONS, _market(DAY, 55.95), SCENARIOS)

EXAMPLES: Mapping[str, Sequence[Json]] = {
    "CDS_STATUS": (),
    "CDS_BUSINESS_DAY": ("2026-11-21",),
    "CDS_PREVIOUS_DAY": ("2026-11-24",),
    "CDS_MATURITY": (DAY, "5Y"),
    "CDS_CURVE": (DAY, RATES, "JPY"),
    "CDS_UPFRONT": _QUOTED,
    "CDS_CASH": _QUOTED,
    "CDS_ACCRUED": (DAY, MATURITY, 100, 1_000_000_000),
    "CDS_SPREAD": (DAY, MATURITY, -0.0215, 100, 0.35, CURVE),
    "CDS_CS01": _QUOTED,
    "CDS_JTD": _QUOTED,
    "CDS_QUOTE_CHECK": (
        [["instrument", "bid", "offer"], [NAME, 55.5, 56.4]],
        [["instrument", "price_bp"], [NAME, 54.8]],
    ),
    "CDS_SETTLEMENT_PRICE": (QUOTES, "median"),
    "CDS_IM": _MARGIN,
    "CDS_IM_TOTAL": _MARGIN,
    "CDS_IM_WHATIF": (*_MARGIN, None, [["instrument", "notional"], [NAME, -200_000_000]]),
    "CDS_IM_WORST": (*_MARGIN, None, 2),
    "CDS_IM_ACCOUNTS": _MARGIN,
    "CDS_IM_TRADES": (*_MARGIN, None, [["instrument", "notional"], [NAME, -200_000_000]]),
    "CDS_IM_DISTRIBUTION": _MARGIN,
    "CDS_STORED": ("scen:2026-11-20@7f3a",),
    "CDS_VM_ACCOUNTS": (*_MARGIN, None, ACCOUNTS, APPLIED),
    "CDS_CLEARING_FUND": (*_MARGIN, None, ACCOUNTS),
    "CDS_INTRADAY": (*_MARGIN, None, ACCOUNTS),
    "CDS_IM_EXPLAIN": _MARGIN,
    "CDS_IM_READINGS": _MARGIN,
    "CDS_BACKTEST": (POSITIONS, _market(DAY, 55.95), HISTORY, _SHORT, None, 2),
    "CDS_BACKTEST_DAYS": (POSITIONS, _market(DAY, 55.95), HISTORY, _SHORT, None, 2),
    "CDS_VM": (POSITIONS, _market(DAY, 55.95), _market(BEFORE, 57.2)),
    "CDS_PLAN": ("margin", AT),
    "CDS_PLAN_CLAUSE": ("margin", AT),
    "CDS_PLAN_UNTIL": ("margin", AT),
    "CDS_PLAN_IF_NOTHING": ("margin", AT),
    "CDS_PLAN_DUE": (AT,),
    "CDS_PLAN_NEXT": (AT,),
    "CDS_PLAN_BASIS": (AT,),
    "CDS_BOARD": ("steps", AT),
    "CDS_NUMBER": ("▲１，２３４．５ｂｐ", "bp"),
}
