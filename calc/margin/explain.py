"""Where a requirement comes from: its worst scenarios, what each position brings, what another reading would change.

Source: Euler's allocation of expected shortfall (Tasche, 1999): a position brings its own mean loss in the scenarios of
the tail, so that all of them sum to the whole. The other components are sums over positions as they are.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc.margin.base import BaseRules, StressMode, base_amount, tail_number
from calc.margin.readings import Book, every_reading
from calc.margin.requirement import Component, Requirement
from calc.margin.short_charge import CreditEvent, EventKind, net_by_entity
from calc.types import Instrument, Position

_EVENTS = {Component.CREDIT_EVENT: EventKind.CREDIT_EVENT, Component.SINGLE_NAME: EventKind.RESTRUCTURING}
ATTRIBUTED = (Component.BASE, Component.SHORT_CHARGE, Component.BID_OFFER, *_EVENTS)


@dataclass(frozen=True, slots=True)
class TailScenario:
    """A scenario with the account's loss in yen, and the share it has in the base amount (0 outside the tail)."""

    name: str
    loss: float
    share: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One account: `contributions` in yen by instrument and component, which sum to each component exactly.

    Multiplier and add-on are the account's, not a position's. `readings` are the totals under each other reading.
    """

    requirement: Requirement
    worst: tuple[TailScenario, ...]
    contributions: Mapping[str, Mapping[Component, int]]
    readings: Mapping[str, int]

    @property
    def effects(self) -> dict[str, int]:
        """Return by how many yen each other reading changes the total."""
        return {name: total - self.requirement.total for name, total in self.readings.items()}


def explanations(book: Book, *, most: int) -> tuple[Explanation, ...]:
    """Return what every account's requirement is made of, with so many of its worst scenarios."""
    others = {
        name: {each.account: each.total for each in turned.requirements()}
        for name, turned in every_reading(book).items()
    }
    held: dict[str, list[Position]] = defaultdict(list)
    for position in book.positions:
        held[position.account].append(position)
    return tuple(
        Explanation(
            made,
            worst_scenarios(made, book, most=most),
            contributions(made, held[made.account], book),
            {name: totals[made.account] for name, totals in others.items()},
        )
        for made in book.requirements()
    )


def tail_shares(gains: NDArray[np.float64], is_stress: NDArray[np.bool_], *, rules: BaseRules) -> NDArray[np.float64]:
    """Return the share of each scenario in the base amount: they sum to 1, or are all 0 where there is none."""
    losses, shares = -gains, np.zeros(gains.size)
    if base_amount(gains, is_stress, rules=rules) <= 0.0:
        return shares
    if rules.stress_mode is StressMode.FLOOR and is_stress.any():
        worst = int(np.argmax(np.where(is_stress, losses, -np.inf)))
        if losses[worst] >= base_amount(gains, is_stress, rules=rules):
            shares[worst] = 1.0
            return shares
    sample = np.arange(gains.size) if rules.stress_mode is StressMode.IN_SET else np.flatnonzero(~is_stress)
    left = number = tail_number(sample.size, rules)
    for place in sample[np.argsort(-losses[sample], kind="stable")][: math.ceil(number)].tolist():
        shares[place] = min(left, 1.0) / number
        left -= 1.0
    return shares


def worst_scenarios(made: Requirement, book: Book, *, most: int) -> tuple[TailScenario, ...]:
    """Return the scenarios in which the account loses most, the worst first."""
    shares = tail_shares(made.gains, book.valued.is_stress, rules=book.rules.base)
    order = sorted(range(made.gains.size), key=lambda place: (made.gains[place], place))[:most]
    names = book.valued.scenario_names
    return tuple(TailScenario(names[place], -float(made.gains[place]), float(shares[place])) for place in order)


def contributions(made: Requirement, held: Sequence[Position], book: Book) -> dict[str, dict[Component, int]]:
    """Return what each instrument of an account brings to each component, in yen."""
    places = {each.code: place for place, each in enumerate(book.valued.instruments)}
    by_code = {each.code: each for each in book.valued.instruments}
    codes = sorted({each.instrument for each in held}, key=lambda code: places[code])
    notionals = {code: math.fsum(each.notional for each in held if each.instrument == code) for code in codes}
    raw = {
        Component.BASE: _of_base(made, notionals, book, places),
        Component.SHORT_CHARGE: _of_entities(
            notionals, by_code, book, {made.most_sold: book.rules.short_charge_ratio} if made.most_sold else {}
        ),
        Component.BID_OFFER: _of_widths(notionals, book, places),
        **{
            part: _of_entities(notionals, by_code, book, _charged(held, by_code, book, kind))
            for part, kind in _EVENTS.items()
        },
    }
    shared = {part: shared_yen(amounts, made.amounts[part]) for part, amounts in raw.items()}
    return {code: {part: shared[part][code] for part in ATTRIBUTED} for code in codes}


def shared_yen(raw: Mapping[str, float], total: int) -> dict[str, int]:
    """Return whole yen that sum to the total exactly, each as near to its raw amount as that allows.

    Every amount is cut to whole yen; what is then left goes in equal parts to all, the odd yen to the largest cuts.
    """
    if not raw:
        return {}
    whole = {name: math.floor(amount) for name, amount in raw.items()}
    each, odd = divmod(total - sum(whole.values()), len(whole))
    lucky = sorted(raw, key=lambda name: (whole[name] - raw[name], name))[:odd]
    return {name: amount + each + (name in lucky) for name, amount in whole.items()}


def _of_base(
    made: Requirement, notionals: Mapping[str, float], book: Book, places: Mapping[str, int]
) -> dict[str, float]:
    """Return each instrument's mean loss in the scenarios of the account's tail."""
    shares = tail_shares(made.gains, book.valued.is_stress, rules=book.rules.base)
    tail = np.flatnonzero(shares).tolist()
    found = {}
    for code, notional in notionals.items():
        moves = book.valued.moves[places[code]]
        mean = math.fsum(float(shares[place]) * float(moves[place]) for place in tail)
        found[code] = -notional * book.valued.instruments[places[code]].index_factor * mean
    return found


def _of_widths(notionals: Mapping[str, float], book: Book, places: Mapping[str, int]) -> dict[str, float]:
    listed, cs01 = book.valued.instruments, book.valued.cs01
    return {
        code: abs(notional * listed[places[code]].index_factor * float(cs01[places[code]]))
        * listed[places[code]].bid_offer_width_bp
        for code, notional in notionals.items()
    }


def _of_entities(
    notionals: Mapping[str, float], by_code: Mapping[str, Instrument], book: Book, ratios: Mapping[str, float]
) -> dict[str, float]:
    """Return what each instrument adds to, or takes off, what is charged on entities; protection bought takes off."""

    def parts(code: str) -> Mapping[str, float]:
        return book.weights.get(code) or {by_code[code].entity: by_code[code].index_factor}

    return {
        code: math.fsum(-notional * weight * ratios.get(entity, 0.0) for entity, weight in parts(code).items())
        for code, notional in notionals.items()
    }


def _charged(
    held: Sequence[Position], by_code: Mapping[str, Instrument], book: Book, kind: EventKind
) -> dict[str, float]:
    """Return the ratio on each entity that is sold net and has events in force."""
    nets = net_by_entity(held, by_code, book.weights)
    ratios: dict[str, float] = defaultdict(float)
    for event in book.events:
        if _is_active(event, kind, book) and nets.get(event.entity, 0.0) < 0.0:
            ratios[event.entity] += event.ratio
    return dict(ratios)


def _is_active(event: CreditEvent, kind: EventKind, book: Book) -> bool:
    return event.kind is kind and event.first <= book.day <= event.last
