"""What moves a price: the curve, the recovery, a default at once; and the quoted spread behind an upfront.

Source: ISDA CDS Standard Model converter (quoted spread and upfront); White (2014), section 6 for the sensitivities.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from calc.outcome import Finding, finding
from calc.pricing.curve import discount_curve
from calc.pricing.hazard import WORST_RESIDUAL, Quotes
from calc.pricing.isda import Contract, Market, contract_on, hazards_of, jump_to_default, price
from calc.pricing.kernels import legs, solved_hazard
from calc.pricing.legs import BP
from calc.types import CurveQuote

ONE_PERCENT = 0.01


@dataclass(frozen=True, slots=True)
class Sensitivities:
    """Changes of the clean upfront in the currency of the notional, protection bought.

    `ir_dv01`: all curve quotes up 1 bp; `recovery_01`: 1 % of recovery, half the way from 1 % less to 1 % more as the
    published screen has it; quotes of the name unchanged in both. `jump_to_default`: loss given default less the clean
    upfront paid for it.
    """

    ir_dv01: float
    recovery_01: float
    jump_to_default: float
    default_probability: float


def sensitivities(
    contract: Contract, quotes: Quotes, *, curve_quotes: Sequence[CurveQuote], market: Market
) -> Sensitivities | Finding:
    """Return the sensitivities of a contract whose curve was made from `curve_quotes`."""
    base = price(contract, quotes, market=market)
    raised = [replace(quote, rate=quote.rate + BP) for quote in curve_quotes]
    curve = discount_curve(raised, market.curve.trade_date)
    if isinstance(base, Finding):
        return base
    if isinstance(curve, Finding):
        return curve
    rates_up = price(contract, quotes, market=replace(market, curve=curve))
    if isinstance(rates_up, Finding):
        return rates_up
    recovery_01 = _recovery_01(contract, quotes, market=market)
    if isinstance(recovery_01, Finding):
        return recovery_01
    return Sensitivities(
        ir_dv01=rates_up.clean_upfront - base.clean_upfront,
        recovery_01=recovery_01,
        jump_to_default=jump_to_default(contract, base.clean_upfront),
        default_probability=1.0 - base.survival_at_maturity,
    )


def _recovery_01(contract: Contract, quotes: Quotes, *, market: Market) -> float | Finding:
    """Return the change for 1 % of recovery, from as much below, but not below zero, to as much above."""
    low, high = max(0.0, contract.recovery - ONE_PERCENT), contract.recovery + ONE_PERCENT
    less, more = (price(replace(contract, recovery=each), quotes, market=market) for each in (low, high))
    if isinstance(less, Finding):
        return less
    if isinstance(more, Finding):
        return more
    return (more.clean_upfront - less.clean_upfront) * ONE_PERCENT / (high - low)


def quoted_spread_bp(contract: Contract, clean_upfront: float, *, market: Market) -> float | Finding:
    """Return the flat quoted spread in bp at which the contract costs the clean upfront (per unit of notional).

    Refused with `upfront_range` when no hazard of zero or more gives that upfront.
    """
    if not math.isfinite(clean_upfront):
        return finding("price_not_finite")
    made = contract_on(contract, market)
    if isinstance(made, Finding):
        return made
    hazards = np.zeros(made.grid.shape[1])
    target = clean_upfront / made.settlement_growth
    hazard, error = solved_hazard(hazards, 0, made.grid, made.terms, contract.coupon_bp * BP, target)
    if not abs(error) <= WORST_RESIDUAL:
        return finding("upfront_range", upfront=clean_upfront)
    start = float(made.terms[3]) * math.exp(-hazard * float(made.terms[2]))
    protection, premium = legs(hazards, made.grid, start)
    return float(made.terms[0]) * protection / (premium - float(made.terms[1])) / BP


def survival(contract: Contract, quotes: Quotes, *, days: Sequence[date], market: Market) -> list[float] | Finding:
    """Return the probability of surviving each day, on the hazard curve of the quotes."""
    curve = hazards_of(contract, quotes, market=market)
    if isinstance(curve, Finding):
        return curve
    trade = market.curve.trade_date.toordinal()
    return [math.exp(-curve.integral_to(trade, day.toordinal())) for day in days]
