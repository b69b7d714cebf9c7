"""The backtest with its accounts in parts: each past day is valued once, accounts are distributed."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from addin.scale.crew import Crew
from addin.scale.shared import Array, Shared
from calc.margin.backtest import Backtest, Column, Ground, Past, carried_back, days_done, holdings, past_days, told
from calc.margin.kernels import account_moves_alone
from calc.margin.readings import Book
from calc.outcome import Finding, RefusedError
from calc.types import Instrument, Position

ACCOUNTS = 64  # in one part


@dataclass(frozen=True, slots=True)
class _Days:
    """What is told of days that were valued together, beside their moves and CS01."""

    days: tuple[date, ...]
    is_stress: tuple[NDArray[np.bool_], ...]


def backtest_in_parts(
    book: Book,
    ground: Ground,
    *,
    days: int,
    crew: Crew,
    tell: Callable[[int, int], object] = lambda _done, _all: None,
) -> Backtest:
    """Return what `calc.margin.backtest.backtest` returns, to the bit.

    `tell` hears how many days are valued and accounts done, and how many these are together.

    Raises RefusedError as `calc.pricing.revaluation` finds, and as `addin.scale.crew.crew_of`.
    """
    number = days_done(ground, days)
    together, listed, known = number + len(book.accounts), ground.priceable.instruments, list[_Days]()

    def valued() -> Iterator[Array]:
        for pasts in past_days(ground, days=days):
            if isinstance(pasts, Finding):
                raise RefusedError([pasts])
            known.append(_Days(tuple(past.day for past in pasts), tuple(past.is_stress for past in pasts)))
            yield np.stack([past.moves for past in pasts])
            yield np.stack([past.cs01 for past in pasts])
            tell(sum(len(each.days) for each in known), together)

    made = list[Backtest]()
    with crew.shared(valued()) as shared:
        work = partial(_part, known=tuple(known), instruments=listed, step=ground.rules.holding_days)
        for part in crew.each(work, _parts(book), shared):
            made.append(part)
            tell(number + sum(len(each.accounts) for each in made), together)
    return _beside(made)


def _parts(book: Book) -> Iterator[Book]:
    """Yield the book in parts, at least one: accounts with their positions, without the market, which is shared."""
    held: dict[str, list[Position]] = defaultdict(list)
    for position in book.positions:
        held[position.account].append(position)
    bare = replace(book, valued=replace(book.valued, scenario_names=(), moves=np.empty((0, 0)), cs01=np.empty(0)))
    for first in range(0, max(1, len(book.accounts)), ACCOUNTS):  # one that is empty, where nobody has an account
        accounts = tuple(book.accounts[first : first + ACCOUNTS])
        positions = tuple(position for account in accounts for position in held[account.code])
        yield replace(bare, accounts=accounts, positions=positions)


def _part(
    shared: Shared, book: Book, *, known: Sequence[_Days], instruments: tuple[Instrument, ...], step: int
) -> Backtest:
    """Return the backtest of a part: what is computed wherever there is a processor."""
    held, made = holdings(book, instruments), list[Column]()
    for each, moves, cs01 in zip(known, *[shared.arrays()] * 2, strict=True):
        pasts = [Past(*past) for past in zip(each.days, each.is_stress, moves, cs01, strict=True)]
        made += carried_back(held, pasts, book=book, instruments=instruments, sums=account_moves_alone)
    return told(book, made, step=step)


def _beside(parts: Sequence[Backtest]) -> Backtest:
    """Return parts that have the same days as one backtest of all their accounts."""
    return replace(
        parts[0],
        accounts=tuple(account for part in parts for account in part.accounts),
        base=np.vstack([part.base for part in parts]),
        total=np.vstack([part.total for part in parts]),
        gains=np.vstack([part.gains for part in parts]),
    )
