"""The initial margin requirement of every account: components rounded one by one, then added.

Source: JSCC CDS margin page: base amount, short charge, bid/offer charge, credit-event margin, single-name margin.
Multiplier and add-on are the desk's own per-account settings.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from calc.margin.base import BaseRules, base_amount
from calc.margin.kernels import account_moves
from calc.margin.rounding import Rounding
from calc.margin.short_charge import (
    Constituents,
    CreditEvent,
    EventKind,
    event_charge,
    net_by_entity,
    short_charge,
)
from calc.types import Account, Instrument, Position


class Component(StrEnum):
    """The rows of a requirement, in the order they are shown; every account has every row, also at zero."""

    BASE = "base"
    SHORT_CHARGE = "short_charge"
    BID_OFFER = "bid_offer"
    CREDIT_EVENT = "credit_event"
    SINGLE_NAME = "single_name"
    ADD_ON = "add_on"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class MarginRules:
    """The desk's settings of the requirement."""

    base: BaseRules
    short_charge_ratio: float
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Valued:
    """The market as margin sees it: instruments in order, value changes by scenario, CS01, all per unit of notional."""

    instruments: tuple[Instrument, ...]
    scenario_names: tuple[str, ...]
    is_stress: NDArray[np.bool_]
    moves: NDArray[np.float64]
    cs01: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One account's requirement in yen by component, its gains by scenario, and the name most sold."""

    account: str
    amounts: Mapping[Component, int]
    gains: NDArray[np.float64]
    most_sold: str

    @property
    def total(self) -> int:
        """Return the sum of the rounded components."""
        return self.amounts[Component.TOTAL]


def requirements(
    accounts: Sequence[Account],
    positions: Sequence[Position],
    *,
    valued: Valued,
    constituents: Constituents,
    events: Sequence[CreditEvent],
    day: date,
    rules: MarginRules,
) -> tuple[Requirement, ...]:
    """Return every account's requirement; positions name known accounts and instruments only."""
    weights = held_weights(accounts, positions, valued.instruments)
    nets = nets_of(accounts, positions, valued.instruments, constituents)
    gains = account_moves(weights, valued.moves)
    held = Holdings(tuple(accounts), weights, nets)
    return requirements_on(held, gains, valued=valued, events=events, day=day, rules=rules)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What accounts hold: notional times factor in yen, accounts x instruments, and each one's net by entity."""

    accounts: tuple[Account, ...]
    weights: NDArray[np.float64]
    nets: tuple[Mapping[str, float], ...]


def requirements_on(
    held: Holdings,
    gains: NDArray[np.float64],
    *,
    valued: Valued,
    events: Sequence[CreditEvent],
    day: date,
    rules: MarginRules,
) -> tuple[Requirement, ...]:
    """Return every account's requirement from its gains, accounts x scenarios, of the market in `valued`."""
    made = []
    for row, account in enumerate(held.accounts):
        nets = held.nets[row]
        entity, short = short_charge(nets, rules.short_charge_ratio)
        raw = {
            Component.BASE: base_amount(gains[row], valued.is_stress, rules=rules.base),
            Component.SHORT_CHARGE: short,
            Component.BID_OFFER: _bid_offer(held.weights[row], valued),
            Component.CREDIT_EVENT: event_charge(nets, events, kind=EventKind.CREDIT_EVENT, day=day),
            Component.SINGLE_NAME: event_charge(nets, events, kind=EventKind.RESTRUCTURING, day=day),
        }
        made.append(Requirement(account.code, _rounded(raw, account, rules.rounding), gains[row], entity))
    return tuple(made)


def nets_of(
    accounts: Sequence[Account],
    positions: Sequence[Position],
    instruments: Sequence[Instrument],
    constituents: Constituents,
) -> tuple[Mapping[str, float], ...]:
    """Return each account's net notional by entity in yen, in the order of the accounts."""
    by_code = {instrument.code: instrument for instrument in instruments}
    held: dict[str, list[Position]] = defaultdict(list)
    for position in positions:
        held[position.account].append(position)
    return tuple(net_by_entity(held[account.code], by_code, constituents) for account in accounts)


def held_weights(
    accounts: Sequence[Account], positions: Sequence[Position], instruments: Sequence[Instrument]
) -> NDArray[np.float64]:
    """Return notionals in yen times the factor, accounts x instruments; positions name known ones only."""
    rows = {account.code: row for row, account in enumerate(accounts)}
    columns = {instrument.code: column for column, instrument in enumerate(instruments)}
    parts: dict[tuple[int, int], list[float]] = defaultdict(list)
    for position in positions:
        column = columns[position.instrument]
        parts[rows[position.account], column].append(position.notional * instruments[column].index_factor)
    weights = np.zeros((len(rows), len(columns)))
    for place, amounts in parts.items():
        weights[place] = math.fsum(amounts)  # the same for any order of the rows
    return weights


def _bid_offer(weights: NDArray[np.float64], valued: Valued) -> float:
    """Return what it costs to cross the full width in every issue (銘柄)."""
    widths = [instrument.bid_offer_width_bp for instrument in valued.instruments]
    return math.fsum(
        abs(weight * cs01) * width
        for weight, cs01, width in zip(weights.tolist(), valued.cs01.tolist(), widths, strict=True)
    )


def _rounded(raw: Mapping[Component, float], account: Account, rounding: Rounding) -> dict[Component, int]:
    amounts = {component: rounding.yen(amount) for component, amount in raw.items()}
    extra = (Fraction(str(account.multiplier)) - 1) * sum(amounts.values()) + account.add_on  # 1.1 means 11/10
    amounts[Component.ADD_ON] = rounding.yen(float(extra))
    amounts[Component.TOTAL] = sum(amounts.values())
    return amounts
