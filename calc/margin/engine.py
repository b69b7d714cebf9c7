"""From spreads, curve and scenarios to the market as margin sees it: every instrument revalued in every scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc.margin.requirement import Valued
from calc.market.scenarios import Scenarios
from calc.outcome import Finding, Outcome, finding
from calc.pricing.isda import Market
from calc.pricing.legs import Legs
from calc.pricing.revaluation import instrument_legs, revaluation
from calc.types import Instrument

VALUED = 4096  # scenarios valued in one call: a value's last bits depend on what is valued beside it


@dataclass(frozen=True, slots=True)
class Priceable:
    """The instruments that can be revalued today, each with its legs."""

    instruments: tuple[Instrument, ...]
    legs: tuple[Legs, ...]


def priceable(
    instruments: Sequence[Instrument], *, spreads_bp: Mapping[str, float], market: Market
) -> Outcome[Priceable]:
    """Return the instruments that have a spread and valid terms; the others are findings."""
    kept: list[tuple[Instrument, Legs]] = []
    found: list[Finding] = []
    for instrument in instruments:
        if instrument.code not in spreads_bp:
            found.append(finding("spread_missing", instrument=instrument.code))
            continue
        legs = instrument_legs(instrument, market)
        if isinstance(legs, Finding):
            found += [legs, finding("instrument_unpriced", instrument=instrument.code)]
        else:
            kept.append((instrument, legs))
    return Outcome(Priceable(tuple(i for i, _ in kept), tuple(legs for _, legs in kept)), tuple(found))


@dataclass(frozen=True, slots=True)
class Moved:
    """Value changes, instruments x scenarios, and CS01 per unit of notional, with the worst residual."""

    moves: NDArray[np.float64]
    cs01: NDArray[np.float64]
    residual: float


def moved(
    book: Priceable, shocked_bp: NDArray[np.float64], *, spreads_bp: Mapping[str, float], bump_bp: float
) -> Moved | Finding:
    """Return what instruments gain from today's spreads to shocked ones, bp, instruments x at most VALUED scenarios."""
    today = np.array([[spreads_bp[instrument.code]] for instrument in book.instruments])
    made = revaluation(book.instruments, book.legs, spreads_bp=np.hstack([today, today + bump_bp, shocked_bp]))
    if isinstance(made, Finding):
        return made
    base = made.values[:, :1]
    moves = np.ascontiguousarray(made.values[:, 2:] - base)
    return Moved(moves, (made.values[:, 1] - base[:, 0]) / bump_bp, made.residual)


def valued(
    book: Priceable, scenarios: Scenarios, *, spreads_bp: Mapping[str, float], bump_bp: float
) -> tuple[Valued, float] | Finding:
    """Return the value changes of each instrument by scenario with its CS01, and the worst residual of the run.

    `scenarios.instruments` must be the book's, in its order.
    """
    parts = list[Moved]()
    for first in range(0, max(1, len(scenarios.names)), VALUED):
        shocked = scenarios.spreads_bp[:, first : first + VALUED]
        made = moved(book, shocked, spreads_bp=spreads_bp, bump_bp=bump_bp)
        if isinstance(made, Finding):
            return made
        parts.append(made)
    moves = np.ascontiguousarray(np.hstack([each.moves for each in parts]))
    return (
        Valued(
            instruments=book.instruments,
            scenario_names=scenarios.names,
            is_stress=scenarios.is_stress,
            moves=moves,
            cs01=parts[0].cs01,
        ),
        max(each.residual for each in parts),
    )
