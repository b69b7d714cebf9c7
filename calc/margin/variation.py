"""Variation margin in yen, positive where the participant pays: the level an account stands at, and today's transfer.

Source: domain dossier section 1.7 (mark-to-market change with coupons, upfronts and interest on variation margin,
netted); CP-2.1.1 with gap G6 for a fallback: the level is applied again, so nothing is transferred, and the next day
that is computed brings all that was left out in one transfer. A level is minus the value of the positions.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from calc.margin.marks import Mark
from calc.margin.rounding import Rounding
from calc.market.curve_quotes import DAY_COUNTS
from calc.types import Position


class FlowPart(StrEnum):
    """The rows of a transfer, in the order they are shown; their sum is the transfer."""

    MTM_CHANGE = "mtm_change"
    COUPON = "coupon"
    ENTRY = "entry"
    CARRIED = "carried"
    PRICE_ALIGNMENT = "price_alignment"


@dataclass(frozen=True, slots=True)
class Trade:
    """A deal of today: a notional in yen, protection bought positive, at the clean upfront it was traded at."""

    account: str
    instrument: str
    notional: float
    upfront: float


@dataclass(frozen=True, slots=True)
class Held:
    """What accounts hold: `positions` with today's `trades` in them, and those `before` at the end of the day before.

    A position that ended since stands in `before` alone; it owes its last coupon.
    """

    positions: Sequence[Position]
    before: Sequence[Position]
    trades: Sequence[Trade] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A day's marks, the coupons that left them since the business day before, and the notional in force, per unit."""

    day: date
    marks: Mapping[str, Mark]
    coupons: Mapping[str, float]
    factors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class VariationRules:
    """The desk's settings: price alignment a year with its day count, and the rounding of every yen amount."""

    pai_rate: float
    pai_daycount: str
    rounding: Rounding


class Computed(NamedTuple):
    """One account's own figures of a day in yen: its level, and what it owes in coupons and for today's trades."""

    stock: int
    coupon: int
    entry: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stands: the level applied, the day of the last transfer, and what was left out since, in yen."""

    day: date
    stock: int
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Variation:
    """One account's variation margin that applies: what is transferred by part, and where it stands after that."""

    parts: Mapping[FlowPart, int]
    after: Standing

    @property
    def stock(self) -> int:
        """Return the level that applies in yen (`vm_stock`)."""
        return self.after.stock

    @property
    def flow(self) -> int:
        """Return the transfer of the day in yen (`vm_flow`)."""
        return sum(self.parts.values())


def before_trades(positions: Sequence[Position], trades: Sequence[Trade]) -> tuple[Position, ...]:
    """Return positions with today's trades taken out again: those of the day before, where none has ended since."""
    return (*positions, *(Position(each.account, each.instrument, -each.notional) for each in trades))


def computed_accounts(
    accounts: Sequence[str], held: Held, *, market: Marked, rounding: Rounding
) -> dict[str, Computed]:
    """Return the own figures of every account; positions and trades name marked instruments only.

    A coupon that left the mark is owed by who held the position the day before: a trade of today does not pay it.
    """
    values, coupons, entries = (defaultdict[str, list[float]](list) for _ in Computed._fields)
    for each in held.positions:
        notional = each.notional * market.factors[each.instrument]
        values[each.account].append(-notional * market.marks[each.instrument].value)
    for each in held.before:
        coupon = market.coupons.get(each.instrument, 0.0)
        coupons[each.account].append(each.notional * market.factors[each.instrument] * coupon)
    for trade in held.trades:
        paid = trade.upfront - market.marks[trade.instrument].accrued
        entries[trade.account].append(trade.notional * market.factors[trade.instrument] * paid)
    return {
        each: Computed(*(rounding.yen(math.fsum(amounts[each])) for amounts in (values, coupons, entries)))
        for each in accounts
    }


def variation(today: Computed, standing: Standing, *, day: date, rules: VariationRules) -> Variation:
    """Return the variation margin of a day that was computed: all that happened since the last transfer comes with it.

    Interest is on the level that was applied, for the calendar days since: who has paid in receives it.
    """
    years = DAY_COUNTS[rules.pai_daycount](standing.day, day)
    parts = {
        FlowPart.MTM_CHANGE: today.stock - standing.stock,
        FlowPart.COUPON: today.coupon,
        FlowPart.ENTRY: today.entry,
        FlowPart.CARRIED: standing.owed,
        FlowPart.PRICE_ALIGNMENT: rules.rounding.yen(-standing.stock * rules.pai_rate * years),
    }
    return Variation(parts, Standing(day, today.stock))


def reapplied(today: Computed, standing: Standing) -> Variation:
    """Return the variation margin of a fallback day: the level applied again, nothing transferred (CP-2.1.1, G6).

    The day's coupons and trades are kept for the next transfer; of `today` only these two are used.
    """
    owed = standing.owed + today.coupon + today.entry
    return Variation(dict.fromkeys(FlowPart, 0), Standing(standing.day, standing.stock, owed))
