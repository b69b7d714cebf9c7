"""Upfronts, spreads and sensitivities of a CDS by the ISDA CDS Standard Model (v1.8.2).

Source: ISDA CDS Standard Model; R. White, The Pricing and Risk Management of Credit Default Swaps, with a Focus on
the ISDA Model (OpenGamma, 2014), sections 3 to 5. Signs: protection bought; a positive upfront is paid by the buyer.
All values stand at the cash settlement date.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from calc.days.business_day import Calendar
from calc.outcome import Finding, finding
from calc.pricing.curve import DiscountCurve
from calc.pricing.hazard import HazardCurve, Quotes, hazard_curve, refused_quotes
from calc.pricing.kernels import legs
from calc.pricing.legs import BP, AccrualOnDefault, Legs, contract_legs
from calc.pricing.terms import STANDARD, DateOverrides, contract_terms

ONE_BP = 1.0


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed: protection on a notional until the unadjusted maturity, for a coupon in bp a year."""

    maturity: date
    coupon_bp: float
    recovery: float
    notional: float = 1.0
    overrides: DateOverrides = STANDARD


@dataclass(frozen=True, slots=True)
class Market:
    """What the contract is priced on: discount curve (its trade date is the valuation date), calendar, formula."""

    curve: DiscountCurve
    calendar: Calendar
    formula: AccrualOnDefault = AccrualOnDefault.ORIGINAL_ISDA


@dataclass(frozen=True, slots=True)
class Price:
    """Amounts for protection bought on the notional, at cash settlement; spreads in bp, hazard the average to maturity.

    `residual` is the worst par error of the hazard curve, per unit of notional.
    """

    clean_upfront: float
    accrued: float
    cash_upfront: float
    accrued_days: int
    par_spread_bp: float
    risky_annuity: float
    cs01: float
    hazard: float
    survival_at_maturity: float
    residual: float


@dataclass(frozen=True, slots=True)
class Upfront:
    """What the protection buyer pays on the notional, at cash settlement; `cash` is clean less the coupon accrued."""

    clean: float
    accrued: float
    cash: float


def price(contract: Contract, quotes: Quotes, *, market: Market, bump_bp: float = ONE_BP) -> Price | Finding:
    """Return the price of protection bought; CS01 moves all quotes up by the bump, solves again, and is a bp's."""
    refused = _refused(contract) or refused_quotes(quotes, market.curve.trade_date)
    if refused is not None:
        return refused
    made = _legs_to(contract.maturity, contract=contract, quotes=quotes, market=market)
    if isinstance(made, Finding):
        return made
    curve = _hazard_curve(quotes, contract=contract, market=market)
    if isinstance(curve, Finding):
        return curve
    bumped = _hazard_curve(quotes.moved(bump_bp), contract=contract, market=market)
    if isinstance(bumped, Finding):
        return bumped
    return _priced(contract, made, curve=curve, bumped=bumped, bump_bp=bump_bp)


def upfront(contract: Contract, quotes: Quotes, *, market: Market) -> Upfront | Finding:
    """Return the upfront of protection bought: the same figures as `price`, without the time for the others."""
    refused = _refused(contract) or refused_quotes(quotes, market.curve.trade_date)
    if refused is not None:
        return refused
    made = _legs_to(contract.maturity, contract=contract, quotes=quotes, market=market)
    if isinstance(made, Finding):
        return made
    curve = _hazard_curve(quotes, contract=contract, market=market)
    if isinstance(curve, Finding):
        return curve
    protection, premium = _legs(made, curve)
    return _upfront(contract, made, _clean(contract, made, protection=protection, premium=premium))


def accrued_of(contract: Contract, trade_date: date, *, calendar: Calendar) -> float | Finding:
    """Return the coupon earned at step-in, as `price` has it; it needs neither quotes nor a discount curve."""
    refused = _refused(contract)
    if refused is not None:
        return refused
    terms = contract_terms(trade_date, contract.maturity, calendar=calendar, overrides=contract.overrides)
    if isinstance(terms, Finding):
        return terms
    return contract.notional * (contract.coupon_bp * BP * (terms.accrued_days / 360.0))


def jump_to_default(contract: Contract, clean_upfront: float) -> float:
    """Return what the protection buyer gains when the name defaults at once: the loss, less the upfront paid for it."""
    return (1.0 - contract.recovery) * contract.notional - clean_upfront


def contract_on(contract: Contract, market: Market) -> Legs | Finding:
    """Return a contract laid out on its market, for one flat hazard."""
    return _refused(contract) or _legs_to(contract.maturity, contract=contract, quotes=Quotes((0.0,)), market=market)


def hazards_of(contract: Contract, quotes: Quotes, *, market: Market) -> HazardCurve | Finding:
    """Return the hazard curve that the quotes of the contract's name imply."""
    refused = _refused(contract) or refused_quotes(quotes, market.curve.trade_date)
    return refused or _hazard_curve(quotes, contract=contract, market=market)


def _refused(contract: Contract) -> Finding | None:
    if not all(math.isfinite(number) for number in (contract.coupon_bp, contract.recovery, contract.notional)):
        return finding("price_not_finite")
    if not 0.0 <= contract.recovery < 1.0:
        return finding("recovery_range", recovery=contract.recovery)
    return None


def _legs_to(maturity: date, *, contract: Contract, quotes: Quotes, market: Market) -> Legs | Finding:
    cuts = tuple(pillar.toordinal() for pillar in quotes.pillars)
    return _laid(maturity, contract.recovery, contract.overrides, cuts, market)


@lru_cache(maxsize=1024)
def _laid(
    maturity: date, recovery: float, overrides: DateOverrides, cuts: tuple[int, ...], market: Market
) -> Legs | Finding:
    """Return a contract laid out; a sheet and a bump ask for the same one again and again."""
    terms = contract_terms(market.curve.trade_date, maturity, calendar=market.calendar, overrides=overrides)
    if isinstance(terms, Finding):
        return terms
    return contract_legs(terms, market.curve, recovery=recovery, cuts=cuts, formula=market.formula)


def _hazard_curve(quotes: Quotes, *, contract: Contract, market: Market) -> HazardCurve | Finding:
    def legs_to(pillar: date) -> Legs | Finding:
        return _legs_to(pillar, contract=contract, quotes=quotes, market=market)

    return hazard_curve(quotes, legs_to, contract.maturity)


def _legs(made: Legs, curve: HazardCurve) -> tuple[float, float]:
    """Return protection and premium at the trade date."""
    hazards = curve.on(made.ordinals)
    protection, premium = legs(hazards, made.grid, made.terms[3] * math.exp(-hazards[0] * made.terms[2]))
    return protection, premium


def _clean(contract: Contract, made: Legs, *, protection: float, premium: float) -> float:
    """Return the clean upfront per unit of notional, at cash settlement."""
    coupon, loss = contract.coupon_bp * BP, float(made.terms[0])
    return (loss * protection - coupon * premium) * made.settlement_growth + coupon * made.accrued_fraction


def _upfront(contract: Contract, made: Legs, clean: float) -> Upfront:
    accrued = contract.coupon_bp * BP * made.accrued_fraction
    return Upfront(contract.notional * clean, contract.notional * accrued, contract.notional * (clean - accrued))


def _priced(contract: Contract, made: Legs, *, curve: HazardCurve, bumped: HazardCurve, bump_bp: float) -> Price:
    loss, growth = float(made.terms[0]), made.settlement_growth
    protection, premium = _legs(made, curve)
    clean = _clean(contract, made, protection=protection, premium=premium)
    bumped_protection, bumped_premium = _legs(made, bumped)
    moved = _clean(contract, made, protection=bumped_protection, premium=bumped_premium)
    amounts = _upfront(contract, made, clean)
    return Price(
        clean_upfront=amounts.clean,
        accrued=amounts.accrued,
        cash_upfront=amounts.cash,
        accrued_days=round(made.accrued_fraction * 360.0),
        par_spread_bp=loss * protection / (premium - float(made.terms[1])) / BP,
        risky_annuity=premium * growth - made.accrued_fraction,
        cs01=contract.notional * (moved - clean) / bump_bp,
        hazard=curve.integral(made) / made.years,
        survival_at_maturity=math.exp(-curve.integral(made)),
        residual=max(curve.residual, bumped.residual),
    )
