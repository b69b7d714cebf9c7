"""Every account's expected shortfall over any number of scenarios; memory grows neither with these nor with accounts.

Each instrument is valued once per block of scenarios; the value changes are shared, accounts are distributed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from addin.scale.crew import Crew
from addin.scale.shared import Array, Shared
from calc.margin.base import BaseRules
from calc.margin.engine import VALUED, Priceable, moved
from calc.margin.tails import ROOM, Block, Sample, Tails, blocks_of, tails
from calc.outcome import Finding, RefusedError, finding

MOST_ACCOUNTS = 512  # computed in one part
PART_BYTES = 2**26  # what a part's worst losses may take; longer tails make smaller parts
LOSS_BYTES = 16  # a loss and its scenario
LARGEST = 1e30  # yen: sums of larger ones might leave the range of doubles, which the kernels do not expect


@dataclass(frozen=True, slots=True)
class AccountPart:
    """Some accounts and what they hold: notionals in yen times the factor, accounts x instruments (of the market).

    `calc.margin.requirement.held_weights` makes the array. Parts may be of any size, also one account; they are
    taken one after another, so that a reader may make them as it goes.
    """

    accounts: tuple[str, ...]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScenarioStream:
    """Shocked spreads in bp that come block by block, instruments (of the market) x some scenarios, gone through once.

    Names and kinds of all scenarios are known before; blocks may be of any size.
    """

    names: Sequence[str]
    is_stress: NDArray[np.bool_]
    blocks: Iterable[NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class AccountTail:
    """One account's base amount in yen, not rounded, and its worst scenarios with their losses, the worst first."""

    account: str
    amount: float
    worst: tuple[tuple[str, float], ...]


def account_tails(
    parts: Iterable[AccountPart],
    scenarios: ScenarioStream,
    *,
    market: Priceable,
    spreads_bp: Mapping[str, float],
    bump_bp: float,
    rules: BaseRules,
    most: int,
    crew: Crew,
    tell: Callable[[int], object] = lambda _accounts: None,
) -> Iterator[AccountTail]:
    """Yield each account's tail in the order of the parts, with at most so many of its worst scenarios.

    `tell` hears how many accounts are done. With the scenarios of `hikae margin` the amount is that of
    `calc.margin.base.base_amount` to the bit, for any parts, crew and sizes of blocks.

    Raises RefusedError as `calc.pricing.revaluation`, `scale_scenarios` where the blocks do not fit their names or no
    scenario counts, `scale_positions` where a notional is no number of yen, and as `addin.scale.crew.crew_of`.
    """
    sample = Sample(len(scenarios.names), int(scenarios.is_stress.sum()), rules, most)
    if sample.size == sample.apart:
        raise RefusedError([finding("scale_scenarios", expected=1, found=0)])
    counts, done = list[bool](), 0
    blocks = _valued(scenarios, market, spreads_bp=spreads_bp, bump_bp=bump_bp, rules=rules)
    with crew.shared(_arrays(blocks, counts)) as shared:
        work = partial(_part_tails, sample=sample, counts=tuple(counts))
        for accounts, made in crew.each(work, regrouped(_finite(parts), _abreast(sample)), shared):
            yield from _told(accounts, made, scenarios.names)
            done += len(accounts)
            tell(done)


def _valued(
    scenarios: ScenarioStream,
    market: Priceable,
    *,
    spreads_bp: Mapping[str, float],
    bump_bp: float,
    rules: BaseRules,
) -> Iterator[Block]:
    """Yield the value changes of all scenarios, each block valued in one call whatever blocks they come in."""
    first, size = 0, len(scenarios.names)
    for shocked in recut(scenarios.blocks, VALUED):
        part = slice(first, first + shocked.shape[1])
        if part.stop > size:
            raise RefusedError([finding("scale_scenarios", expected=size, found=part.stop)])
        made = moved(market, shocked, spreads_bp=spreads_bp, bump_bp=bump_bp)
        if isinstance(made, Finding):
            raise RefusedError([made])
        yield from blocks_of(made.moves, first, scenarios.is_stress[part], rules=rules)
        first = part.stop
    if first < size:
        raise RefusedError([finding("scale_scenarios", expected=size, found=first)])


def recut(blocks: Iterable[NDArray[np.float64]], width: int) -> Iterator[NDArray[np.float64]]:
    """Yield the same columns in blocks of one width, the last one perhaps narrower."""
    held, wide = list[NDArray[np.float64]](), 0
    for block in blocks:
        left = block
        while left.shape[1]:
            held.append(left[:, : width - wide])
            left = left[:, held[-1].shape[1] :]
            wide += held[-1].shape[1]
            if wide == width:
                yield np.hstack(held)
                held, wide = [], 0
    if held:
        yield np.hstack(held)


def regrouped(parts: Iterable[AccountPart], number: int) -> Iterator[AccountPart]:
    """Yield the same accounts in parts of one size, the last one perhaps smaller."""
    names = list[str]()

    def columns() -> Iterator[NDArray[np.float64]]:
        for part in parts:
            names.extend(part.accounts)
            yield part.weights.T

    for weights in recut(columns(), number):
        accounts = tuple(names[: weights.shape[1]])
        del names[: weights.shape[1]]
        yield AccountPart(accounts, np.ascontiguousarray(weights.T))


def _finite(parts: Iterable[AccountPart]) -> Iterator[AccountPart]:
    for part in parts:
        faults = ~(np.abs(part.weights) <= LARGEST).all(axis=1)  # what is no number is not below anything
        if faults.any():
            raise RefusedError([finding("scale_positions", account=part.accounts[int(np.argmax(faults))])])
        yield part


def _abreast(sample: Sample) -> int:
    """Return how many accounts are computed in one part, so that their worst losses fit."""
    return max(1, min(MOST_ACCOUNTS, PART_BYTES // (ROOM * sample.kept * LOSS_BYTES)))


def _arrays(blocks: Iterable[Block], counts: list[bool]) -> Iterator[Array]:
    """Yield two arrays for each block, and note which blocks count."""
    for block in blocks:
        counts.append(block.counts)
        yield block.tiles
        yield block.scenarios


def _part_tails(
    shared: Shared, part: AccountPart, *, sample: Sample, counts: Sequence[bool]
) -> tuple[tuple[str, ...], Tails]:
    """Return a part's accounts with their tails: what is computed wherever there is a processor."""
    arrays = shared.arrays()
    blocks = (Block(next(arrays), next(arrays), each) for each in counts)
    return part.accounts, tails(part.weights, blocks, sample)


def _told(accounts: Sequence[str], made: Tails, names: Sequence[str]) -> Iterator[AccountTail]:
    for account, amount, losses, places in zip(
        accounts, made.amounts.tolist(), made.losses.tolist(), made.scenarios.tolist(), strict=True
    ):
        yield AccountTail(
            account, amount, tuple((names[place], loss) for place, loss in zip(places, losses, strict=True))
        )
