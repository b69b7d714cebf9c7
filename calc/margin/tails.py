"""The base amounts of accounts over scenarios that come block by block: no more is kept than the tail needs.

Losses are summed and tails taken by the kernels of `calc.margin.requirement` and `calc.margin.base`, so that an amount
is the same to the bit as there, for any accounts beside it and any order of the blocks.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc.margin import kernels
from calc.margin.base import BaseRules, StressMode, tail_number

ROOM = 2  # losses held beside those kept, as a multiple: they are looked through when there is no room left


@dataclass(frozen=True, slots=True)
class Sample:
    """How many scenarios there are and how many of them are stress scenarios, the rules, and how many are named."""

    size: int
    stress: int
    rules: BaseRules
    most: int

    @property
    def apart(self) -> int:
        """Return how many scenarios do not count as the others do."""
        return 0 if self.rules.stress_mode is StressMode.IN_SET else self.stress

    @property
    def number(self) -> float:
        """Return how many scenarios the tail is, the last one perhaps in part."""
        return tail_number(self.size - self.apart, self.rules)

    @property
    def kept(self) -> int:
        """Return how many of the worst losses are kept for each account."""
        return min(self.size - self.apart, max(math.ceil(self.number), self.most))

    @property
    def kept_apart(self) -> int:
        """Return how many of the worst losses are kept of the scenarios that stand apart."""
        return min(self.apart, max(1, self.most))


@dataclass(frozen=True, slots=True)
class Block:
    """Value changes of some scenarios as `kernels.tiled` makes them, the scenarios' numbers, and whether they count."""

    tiles: NDArray[np.float64]
    scenarios: NDArray[np.int64]
    counts: bool


@dataclass(frozen=True, slots=True)
class Tails:
    """Base amounts in yen, one for each account, and the worst losses with their scenarios, accounts x most."""

    amounts: NDArray[np.float64]
    losses: NDArray[np.float64]
    scenarios: NDArray[np.int64]


class _Worst:
    """The worst losses of each account, as many as are kept."""

    def __init__(self, accounts: int, kept: int) -> None:
        self._kept = kept
        self._losses = np.full((accounts, ROOM * kept), kernels.BELOW)
        self._places = np.empty((accounts, ROOM * kept), np.int64)
        self._places[:, :kept] = np.iinfo(np.int64).max - np.arange(kept)[::-1]  # losses that are none, in their order
        self._filled = np.full(accounts, kept)

    def push(self, fours: NDArray[np.float64], block: Block) -> None:
        """Take what is among the worst of a block. Raises ValueError where it has other instruments."""
        if fours.shape[2] != block.tiles.shape[1]:  # a kernel would read on beyond the end
            raise ValueError(f"{fours.shape[2]} instruments held, {block.tiles.shape[1]} valued")
        told = (block.tiles, block.scenarios, self._kept, self._losses, self._places, self._filled)
        kernels.push_block(fours, *told)

    def ordered(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return losses and scenarios, accounts x kept, the worst first."""
        kernels.put_in_order(self._kept, self._losses, self._places, self._filled)
        return self._losses[:, : self._kept], self._places[:, : self._kept]


def blocks_of(
    moves: NDArray[np.float64], first: int, is_stress: NDArray[np.bool_], *, rules: BaseRules
) -> Iterator[Block]:
    """Yield value changes, instruments x scenarios, as blocks: those that count, then those that stand apart.

    `first` is the number of the first scenario, `is_stress` tells of these scenarios which are stress ones.
    """
    apart = is_stress & (rules.stress_mode is not StressMode.IN_SET)
    for chosen, counts in ((~apart, True), (apart, False)):
        if chosen.any():
            tiles = kernels.tiled(np.ascontiguousarray(moves[:, chosen]))
            yield Block(tiles, first + np.flatnonzero(chosen), counts)


def tails(weights: NDArray[np.float64], blocks: Iterable[Block], sample: Sample) -> Tails:
    """Return the tails of accounts, accounts x instruments of finite notionals in yen; every scenario comes once.

    At least one scenario counts. Source: `calc.margin.base.base_amount`.
    """
    fours, accounts = kernels.in_fours(weights), weights.shape[0]
    counted, apart = _Worst(accounts, sample.kept), _Worst(accounts, sample.kept_apart)
    for block in blocks:
        (counted if block.counts else apart).push(fours, block)
    losses, places = counted.ordered()
    amounts = np.array([kernels.ordered_mean(row, sample.number) for row in losses])
    losses, places = losses[:, : sample.most], places[:, : sample.most]
    if sample.apart:
        beside, beside_places = apart.ordered()
        if sample.rules.stress_mode is StressMode.FLOOR:
            amounts = np.maximum(amounts, beside[:, 0])
        losses, places = np.hstack([losses, beside]), np.hstack([places, beside_places])
        order = np.lexsort((places, -losses))[:, : sample.most]
        losses, places = np.take_along_axis(losses, order, axis=1), np.take_along_axis(places, order, axis=1)
    return Tails(np.maximum(amounts, 0.0), losses.copy(), places.copy())
