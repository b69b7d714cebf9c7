"""A book of two accounts in an index and a name, as ranges: small enough to be checked by hand."""

from sheet_tables import stacked

HEAD = ["instrument", "kind", "maturity", "coupon_bp", "recovery", "spread_bp", "bid_offer_width_bp"]
IX = ["IX", "index", "2031-12-20", 100, 0.35, 60, 4]
AA = ["AA", "single", "2029-12-20", 100, 0.35, 40, 8]
BB = ["BB", "single", "2029-12-20", 100, 0.35, "", 8]
CURVE = [["trade_date", "kind", "tenor", "rate"], ["2026-11-20", "zero", "5Y", 0.011]]
MOVES = [["scenario", "kind", "IX", "AA", "BB"], ["s1", "reference", 70, 40, 50], ["s2", "stress", 120, 90, 80]]
HELD = [["account", "instrument", "notional"], ["P1H", "IX", -5e9], ["P1H", "AA", 2e9], ["P2C", "AA", 1e8]]
MARKET = stacked([HEAD, IX, AA], CURVE)
LISTED = [
    ["account", "participant", "kind", "multiplier", "add_on"],
    ["P1H", "P1", "house", 1.0, 0],
    ["P2C", "P2", "client", 1.1, 150],
]
