"""A market in which every contract is at par, so that a book can be computed by hand.

Quoted at its coupon of 100 bp a contract has no clean value, no scenario moves it, and with a short charge of nothing
an account's initial margin is its add-on. A day of coupon on 3.6e9 is 100,000 yen, from 24 September 2026 on.
"""

from sheet_tables import stacked

HEAD = ["instrument", "kind", "maturity", "coupon_bp", "recovery", "spread_bp"]
HELD = [["account", "instrument", "notional"], ["PH", "AA", 3.6e9], ["PC", "AA", -3.6e9], ["QH", "BB", -1e9]]
MOVES = [["scenario", "kind", "AA", "BB"], ["still", "reference", 100, 100], ["up", "stress", 100, 100]]
QUIET = [["short_charge_ratio", 0.0], ["tail_rule", "ceil"]]
LISTED = [
    ["account", "participant", "kind", "deposited_im", "add_on"],
    ["PH", "P", "house", 9_000_000, 10_000_000],
    ["PC", "P", "client", 0, 5_000_000],
    ["QH", "Q", "house", 20_000_000, 25_000_000],
]
APPLIED = [
    ["account", "measure", "component", "amount", "date"],
    ["PH", "vm", "total", 8_600_000, "2026-12-18"],
    ["PC", "vm", "total", -8_600_000, "2026-12-18"],
    ["QH", "vm", "total", 0, "2026-12-18"],
]


def market(day, spread=100.0):
    """Return the market on a day, its curve flat."""
    rows = [[name, "single", "2031-12-20", 100, 0.35, spread] for name in ("AA", "BB")]
    return stacked([HEAD, *rows], [["trade_date", "kind", "tenor", "rate"], [day, "zero", "5Y", 0.01]])
