"""Requirements under every reading, slowly: each is computed from positions anew, with plain lists and fractions.

The only sources are the dossier's sections 1.2 (tail rule, stress scenarios) and 1.3 (an index split or not).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import twin_margin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Row = dict[str, Any]
TAILS = ("floor", "ceil", "fractional")
MODES = ("in_set", "floor", "off")
ROUNDED = {"round_mode": "half_up", "round_unit": 1}


def amounts(
    account: Row,
    held: Sequence[Row],
    *,
    market: dict[str, Row],
    kinds: Sequence[str],
    constituents: Sequence[Row],
    events: Sequence[Row],
    day: date,
    reading: Row,
) -> dict[str, int]:
    """Return one account's components and total; a market row has moves by scenario and CS01 beside its terms."""
    mine = [row for row in held if row["account"] == account["account"]]
    gains = []
    for place in range(len(kinds)):
        parts = [
            row["notional"]
            * float(market[row["instrument"]]["index_factor"])
            * market[row["instrument"]]["moves"][place]
            for row in mine
        ]
        gains.append(math.fsum(parts))
    looks = reading["look_through"] == "constituents"
    net = twin_margin.net_by_entity(mine, market, constituents=constituents, look_through=looks)
    crossing = 0.0
    for name, notional in twin_margin.net_by_instrument(mine).items():
        row = market[name]
        crossing += abs(float(notional) * float(row["index_factor"]) * row["cs01"]) * float(row["width"])
    raw = {
        "base": twin_margin.base_amount(gains, kinds, tail_rule=reading["tail"], stress_mode=reading["stress"]),
        "short_charge": twin_margin.short_charge(net, reading["ratio"]),
        "bid_offer": crossing,
        "credit_event": twin_margin.event_charge(net, events, kind="credit_event", day=day),
        "single_name": twin_margin.event_charge(net, events, kind="restructuring", day=day),
    }
    return twin_margin.totals(raw, account, settings=ROUNDED)["amounts"]


def others(reading: Row, kinds: Sequence[str]) -> dict[str, Row]:
    """Return every other reading of the same positions by its name, the look-through last.

    Where all scenarios are stress ones, only a reading that has them in its set has anything to average.
    """
    found = {}
    for tail in TAILS:
        for stress in MODES:
            sensible = stress == "in_set" if "reference" not in kinds else True
            if "stress" not in kinds:
                sensible = stress == reading["stress"]
            if sensible and (tail, stress) != (reading["tail"], reading["stress"]):
                found[f"{tail}/{stress}"] = {**reading, "tail": tail, "stress": stress}
    turned = "one_name" if reading["look_through"] == "constituents" else "constituents"
    return {**found, turned: {**reading, "look_through": turned}}
