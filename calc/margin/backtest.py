"""Today's positions carried back: margin as it would have been on each past day, beside what then was lost.

Contracts keep today's dates and curve, so that a day differs from another by its spreads alone, as the tenors of the
history do. Margin of a day knows the history up to that day; the loss is that of the holding period after it.
Source: domain dossier section 6.1 (each account is backtested daily); coverage tests in `calc.margin.coverage`.
"""

from collections.abc import Callable, Mapping, Sequence
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


def backtest(
    book: Book, ground: Ground, *, days: int, tell: Callable[[int, int], object] = lambda _done, _days: None
) -> Backtest | Finding:
    """Return the last so many days that are possible; `tell` hears how many are done. Positions are those of the book.

    Findings: those of `calc.pricing.revaluation`.
    """
    last = len(ground.history.days) - ground.rules.holding_days
    chosen = range(last - min(days, days_possible(ground.history, ground.rules)), last)
    listed, shape = ground.priceable.instruments, (len(book.accounts), len(chosen))
    moves = filled_moves(ground.history, listed, ground.rules).value
    levels = filled_levels(ground.history, listed, today_bp=ground.spreads_bp, rules=ground.rules)
    base, total, gains = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape)
    weights = held_weights(book.accounts, book.positions, listed)
    held = Holdings(tuple(book.accounts), weights, nets_of(book.accounts, book.positions, listed, book.weights))
    for first in range(0, len(chosen), ABREAST):
        made = _past_days(chosen[first : first + ABREAST], ground, moves=moves, levels=levels)
        if isinstance(made, Finding):
            return made
        moved = account_moves(weights, np.ascontiguousarray(np.hstack([past.moves for past in made])))
        for place, past in enumerate(made):
            day, after, market = first + place, place * past.moves.shape[1], past.valued
            seen = np.ascontiguousarray(moved[:, after + 1 : after + past.moves.shape[1]])
            required = requirements_on(held, seen, valued=market, events=book.events, day=past.day, rules=book.rules)
            base[:, day] = [each.amounts[Component.BASE] for each in required]
            total[:, day] = [each.total for each in required]
            gains[:, day] = moved[:, after]
        tell(min(first + ABREAST, len(chosen)), len(chosen))
    names = tuple(each.code for each in book.accounts)
    told = tuple(ground.history.days[each] for each in chosen)
    return Backtest(names, told, base, total, gains, ground.rules.holding_days)


@dataclass(frozen=True, slots=True)
class _Past:
    """One past day: the market as margin saw it, and its moves after the move of the holding period that followed."""

    day: date
    valued: Valued
    moves: NDArray[np.float64]


def _past_days(
    rows: Sequence[int], ground: Ground, *, moves: FilledMoves, levels: NDArray[np.float64]
) -> list[_Past] | Finding:
    """Return several days valued in one call, which shares what a call costs."""
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
    found, width = list[_Past](), made.values.shape[1] // len(rows)
    for place, (row, scenarios) in enumerate(zip(rows, known, strict=True)):
        values = made.values[:, place * width : (place + 1) * width]
        base = values[:, :1]
        market = Valued(
            instruments=book.instruments,
            scenario_names=scenarios.names,
            is_stress=scenarios.is_stress,
            moves=np.ascontiguousarray(values[:, 3:] - base),
            cs01=(values[:, 1] - base[:, 0]) / ground.bump_bp,
        )
        found.append(_Past(ground.history.days[row], market, values[:, 2:] - base))
    return found
