"""Full revaluation of many instruments in many scenarios on one discount curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from calc.outcome import Finding, finding
from calc.pricing.hazard import WORST_RESIDUAL
from calc.pricing.isda import Market
from calc.pricing.lanes.kernels import revalued
from calc.pricing.legs import BP, Legs, contract_legs
from calc.pricing.terms import contract_terms
from calc.types import Instrument


@dataclass(frozen=True, slots=True)
class Revaluation:
    """Clean upfronts per unit of notional at today's cash settlement, instruments x spreads; worst par error."""

    values: NDArray[np.float64]
    residual: float


def instrument_legs(instrument: Instrument, market: Market) -> Legs | Finding:
    """Return an instrument laid out for the kernels; instruments of one maturity share dates and grid."""
    made = legs_to(instrument.maturity, market)
    return made if isinstance(made, Finding) else made.with_recovery(instrument.recovery)


@lru_cache(maxsize=1024)
def legs_to(maturity: date, market: Market) -> Legs | Finding:
    """Return a contract of a maturity without recovery, laid out for the kernels."""
    terms = contract_terms(market.curve.trade_date, maturity, calendar=market.calendar)
    if isinstance(terms, Finding):
        return terms
    return contract_legs(terms, market.curve, recovery=0.0, formula=market.formula)


def columns(
    instruments: Sequence[Instrument], made: Sequence[Legs]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the instruments as `revalued` takes them: grids, bounds, terms, sides."""
    bounds = np.cumsum([0, *(legs.grid.shape[1] for legs in made)])
    grids = np.ascontiguousarray(np.hstack([legs.grid for legs in made]))
    terms = np.array([legs.terms for legs in made])
    sides = [
        (instrument.coupon_bp * BP, legs.accrued_fraction, legs.settlement_growth)
        for instrument, legs in zip(instruments, made, strict=True)
    ]
    return grids, bounds, terms, np.array(sides)


def revaluation(
    instruments: Sequence[Instrument], made: Sequence[Legs], *, spreads_bp: NDArray[np.float64]
) -> Revaluation | Finding:
    """Return the values at flat quoted spreads (bp, instruments x spreads); refused unless all are solved to 1e-12."""
    if not np.isfinite(spreads_bp).all() or (spreads_bp < 0.0).any():
        return finding("price_not_finite")
    values, residual = revalued(np.ascontiguousarray(spreads_bp * BP), *columns(instruments, made))
    if not residual <= WORST_RESIDUAL:
        return finding("residual_high", residual=residual, limit=WORST_RESIDUAL)
    if not np.isfinite(values).all():
        return finding("price_not_finite")
    return Revaluation(values, float(residual))
