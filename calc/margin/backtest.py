"""Today's positions carried back: margin as it would have been on each past day, beside what then was lost.

Contracts keep today's dates and curve, so that a day differs from another by its spreads alone, as the tenors of the
history do. Margin of a day knows the history up to that day; the loss is that of the holding period after it.
Source: domain dossier section 6.1 (each account is backtested daily); coverage tests in `calc.margin.coverage`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from calc.margin.coverage import Coverage, coverage
from calc.margin.engine import Priceable
from calc.margin.kernels import account_moves
from calc.margin.readings import Book
from calc.margin.requirement import Component, Holdings, Valued, held_weights, nets_of, requirements_on
from calc.market.history import SpreadHistory
from calc.market.scenarios import FilledMoves, ScenarioRules, filled_levels, filled_moves, rows_needed, scenarios_on
from calc.outcome import Finding
from calc.pricing.revaluation import revaluation
from calc.types import Instrument

ABREAST = 10  # days valued in one call


@dataclass(frozen=True, slots=True)
class Ground:
    """What a backtest stands on: the instruments that can be valued, today's spreads in bp, history and settings."""

    priceable: Priceable
    spreads_bp: Mapping[str, float]
    history: SpreadHistory
    rules: ScenarioRules
    bump_bp: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """Margin and what was gained after it in yen, accounts x days; the base amount is the part that is tested.

    `step` is how many days lie between days whose gains share none.
    """

    accounts: tuple[str, ...]
    days: tuple[date, ...]
    base: NDArray[np.int64]
    total: NDArray[np.int64]
    gains: NDArray[np.float64]
    step: int

    @property
    def exceeded(self) -> NDArray[np.bool_]:
        """Return where the loss was larger than the base amount."""
        return -self.gains > self.base

    def coverage(self, account: str, *, expected: float) -> Coverage:
        """Return how often one account's base amount was exceeded, with the tests."""
        row: list[bool] = self.exceeded[self.accounts.index(account)].tolist()
        return coverage(row, apart=row[:: self.step], expected=expected)


def days_possible(history: SpreadHistory, rules: ScenarioRules) -> int:
    """Return on how many days of a history margin can be computed and the holding period after it has passed."""
    return max(0, len(history.days) - rows_needed(rules) - rules.holding_days + 1)


@dataclass(frozen=True, slots=True)
class Past:
    """One past day: the market as margin saw it; `moves` begin with the move of the holding period that followed."""

    day: date
    is_stress: NDArray[np.bool_]
    moves: NDArray[np.float64]
    cs01: NDArray[np.float64]

    def valued(self, instruments: tuple[Instrument, ...]) -> Valued:
        """Return the market as it was known, without the names of its scenarios."""
        return Valued(instruments, (), self.is_stress, self.moves[:, 1:], self.cs01)


@dataclass(frozen=True, slots=True)
class Column:
    """One past day of every account: base amounts and totals in yen, and the gains that followed."""

    day: date
    base: tuple[int, ...]
    total: tuple[int, ...]
    gains: NDArray[np.float64]


def backtest(
    book: Book, ground: Ground, *, days: int, tell: Callable[[int, int], object] = lambda _done, _days: None
) -> Backtest | Finding:
    """Return the last so many days that are possible; `tell` hears how many are done. Positions are those of the book.

    Findings: those of `calc.pricing.revaluation`.
    """
    listed, number = ground.priceable.instruments, days_done(ground, days)
    held, made = holdings(book, listed), list[Column]()
    for pasts in past_days(ground, days=days):
        if isinstance(pasts, Finding):
            return pasts
        made += carried_back(held, pasts, book=book, instruments=listed)
        tell(len(made), number)
    return told(book, made, step=ground.rules.holding_days)


def days_done(ground: Ground, days: int) -> int:
    """Return on how many of so many days a backtest is done."""
    return min(days, days_possible(ground.history, ground.rules))


def past_days(ground: Ground, *, days: int) -> Iterator[tuple[Past, ...] | Finding]:
    """Yield the last so many days that are possible, a few valued in one call, which shares what a call costs."""
    last, listed = len(ground.history.days) - ground.rules.holding_days, ground.priceable.instruments
    chosen = range(last - days_done(ground, days), last)
    moves = filled_moves(ground.history, listed, ground.rules).value
    levels = filled_levels(ground.history, listed, today_bp=ground.spreads_bp, rules=ground.rules)
    for first in range(0, len(chosen), ABREAST):
        yield _past_days(chosen[first : first + ABREAST], ground, moves=moves, levels=levels)


def holdings(book: Book, instruments: tuple[Instrument, ...]) -> Holdings:
    """Return what the accounts of a book hold of these instruments."""
    weights = held_weights(book.accounts, book.positions, instruments)
    nets = nets_of(book.accounts, book.positions, instruments, book.weights)
    return Holdings(tuple(book.accounts), weights, nets)


def carried_back(
    held: Holdings,
    pasts: Sequence[Past],
    *,
    book: Book,
    instruments: tuple[Instrument, ...],
    sums: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]] = account_moves,
) -> Iterator[Column]:
    """Yield each day of every account that is held; events and rules are the book's, `sums` one of the kernels."""
    moved = sums(held.weights, np.ascontiguousarray(np.hstack([past.moves for past in pasts])))
    first = 0
    for past in pasts:
        gains = moved[:, first : first + past.moves.shape[1]]
        required = requirements_on(
            held,
            np.ascontiguousarray(gains[:, 1:]),
            valued=past.valued(instruments),
            events=book.events,
            day=past.day,
            rules=book.rules,
        )
        base = tuple(each.amounts[Component.BASE] for each in required)
        yield Column(past.day, base, tuple(each.total for each in required), gains[:, 0].copy())
        first += past.moves.shape[1]


def told(book: Book, made: Sequence[Column], *, step: int) -> Backtest:
    """Return the days of a book's accounts as one backtest."""
    shape = (len(made), len(book.accounts))
    return Backtest(
        tuple(each.code for each in book.accounts),
        tuple(each.day for each in made),
        np.array([each.base for each in made], np.int64).reshape(shape).T,
        np.array([each.total for each in made], np.int64).reshape(shape).T,
        np.array([each.gains for each in made], np.float64).reshape(shape).T,
        step,
    )


def _past_days(
    rows: Sequence[int], ground: Ground, *, moves: FilledMoves, levels: NDArray[np.float64]
) -> tuple[Past, ...] | Finding:
    """Return several days valued in one call."""
    book, rules = ground.priceable, ground.rules
    codes = [each.code for each in book.instruments]
    known = [
        scenarios_on(moves, row + 1, book.instruments, today_bp=dict(zip(codes, levels[row], strict=True)), rules=rules)
        for row in rows
    ]
    columns = []
    for row, scenarios in zip(rows, known, strict=True):
        today, after = levels[row][:, None], levels[row + rules.holding_days][:, None]
        columns += [today, today + ground.bump_bp, after, scenarios.spreads_bp]
    made = revaluation(book.instruments, book.legs, spreads_bp=np.hstack(columns))
    if isinstance(made, Finding):
        return made
    found, width = list[Past](), made.values.shape[1] // len(rows)
    for place, (row, scenarios) in enumerate(zip(rows, known, strict=True)):
        values = made.values[:, place * width : (place + 1) * width]
        base = values[:, :1]
        cs01 = (values[:, 1] - base[:, 0]) / ground.bump_bp
        found.append(Past(ground.history.days[row], scenarios.is_stress, values[:, 2:] - base, cs01))
    return tuple(found)
