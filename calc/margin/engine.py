"""From spreads, curve and scenarios to the market as margin sees it: every instrument revalued in every scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calc.margin.requirement import Valued
from calc.market.scenarios import Scenarios
from calc.outcome import Finding, Outcome, finding
from calc.pricing.isda import Market
from calc.pricing.legs import Legs
from calc.pricing.revaluation import instrument_legs, revaluation
from calc.types import Instrument


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


def valued(
    book: Priceable, scenarios: Scenarios, *, spreads_bp: Mapping[str, float], bump_bp: float
) -> tuple[Valued, float] | Finding:
    """Return the value changes of each instrument by scenario with its CS01, and the worst residual of the run.

    `scenarios.instruments` must be the book's, in its order.
    """
    today = np.array([[spreads_bp[instrument.code]] for instrument in book.instruments])
    columns = np.hstack([today, today + bump_bp, scenarios.spreads_bp])
    made = revaluation(book.instruments, book.legs, spreads_bp=columns)
    if isinstance(made, Finding):
        return made
    base = made.values[:, :1]
    return (
        Valued(
            instruments=book.instruments,
            scenario_names=scenarios.names,
            is_stress=scenarios.is_stress,
            moves=np.ascontiguousarray(made.values[:, 2:] - base),
            cs01=(made.values[:, 1] - base[:, 0]) / bump_bp,
        ),
        made.residual,
    )
