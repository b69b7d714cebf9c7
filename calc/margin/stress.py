"""Stressed losses: each stress move of the market together with the default of each reference entity in turn.

Source: JSCC CDS clearing fund page: the largest historical move over a 10-day holding period, with default of a
reference entity. Which entity, and what it then pays, are not published: every one is tried, each at the recovery of
its instruments.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from calc.margin.kernels import account_moves
from calc.margin.marks import Mark
from calc.margin.requirement import Valued
from calc.margin.short_charge import Constituents
from calc.types import Account, InstrumentKind, Position

NOBODY = ""


@dataclass(frozen=True, slots=True)
class StressScenario:
    """A stress move of the market by its name, and the entity that defaults in it (empty: nobody)."""

    move: str
    entity: str

    @property
    def name(self) -> str:
        """Return move and entity as one name."""
        return f"{self.move} + {self.entity}" if self.entity else self.move


@dataclass(frozen=True, slots=True)
class StressedLosses:
    """The loss of each account in each scenario in yen, accounts x scenarios, gains below zero."""

    scenarios: tuple[StressScenario, ...]
    accounts: tuple[str, ...]
    losses: NDArray[np.float64]

    def of(self, account: str) -> list[float]:
        """Return one account's losses in the order of the scenarios."""
        row: list[float] = self.losses[self.accounts.index(account)].tolist()
        return row


def stressed_losses(
    accounts: Sequence[Account],
    positions: Sequence[Position],
    *,
    valued: Valued,
    marks: Mapping[str, Mark],
    constituents: Constituents,
) -> StressedLosses:
    """Return every account's stressed losses; positions name known accounts and valued instruments only.

    Without stress scenarios in `valued` there are none. An index without constituents moves with the market only: it is
    no reference entity.
    """
    entities, weights = _weights(valued, constituents)
    stress = np.flatnonzero(valued.is_stress).tolist()
    scenarios = tuple(StressScenario(valued.scenario_names[place], entity) for place in stress for entity in entities)
    notionals = np.zeros((len(accounts), len(valued.instruments)))
    for place, amounts in _held(accounts, positions, valued).items():
        notionals[place] = fsum(amounts)  # the same for any order of the rows
    moves = np.hstack([_moves(place, weights, valued=valued, marks=marks) for place in stress]) if stress else None
    if moves is None:
        return StressedLosses((), tuple(each.code for each in accounts), np.zeros((len(accounts), 0)))
    losses = -account_moves(notionals, np.ascontiguousarray(moves))
    return StressedLosses(scenarios, tuple(each.code for each in accounts), losses)


def _held(
    accounts: Sequence[Account], positions: Sequence[Position], valued: Valued
) -> dict[tuple[int, int], list[float]]:
    rows = {account.code: row for row, account in enumerate(accounts)}
    columns = {instrument.code: column for column, instrument in enumerate(valued.instruments)}
    held: dict[tuple[int, int], list[float]] = defaultdict(list)
    for position in positions:
        held[rows[position.account], columns[position.instrument]].append(position.notional)
    return held


def _weights(valued: Valued, constituents: Constituents) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return the entities, and what part of each instrument's original notional refers to each of them."""
    parts: list[Mapping[str, float]] = [
        {each.entity: each.index_factor} if each.kind is InstrumentKind.SINGLE else constituents.get(each.code, {})
        for each in valued.instruments
    ]
    entities = tuple(sorted({entity for each in parts for entity in each})) or (NOBODY,)
    return entities, np.array([[each.get(entity, 0.0) for entity in entities] for each in parts])


def _moves(
    place: int, weights: NDArray[np.float64], *, valued: Valued, marks: Mapping[str, Mark]
) -> NDArray[np.float64]:
    """Return the gains per unit of original notional in one stress move, instruments x entities that default in it.

    Where a part of the notional defaults, it is worth its loss given default instead of its shocked upfront.
    """
    factors = np.array([each.index_factor for each in valued.instruments])
    losses_given_default = np.array([1.0 - each.recovery for each in valued.instruments])
    shocked = np.array([marks[each.code].clean for each in valued.instruments]) + valued.moves[:, place]
    moved = factors * valued.moves[:, place]
    gains: NDArray[np.float64] = moved[:, None] + weights * (losses_given_default - shocked)[:, None]
    return gains
