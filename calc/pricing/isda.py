"""Upfronts, spreads and sensitivities of a CDS by the ISDA CDS Standard Model (v1.8.2).

Source: ISDA CDS Standard Model; R. White, The Pricing and Risk Management of Credit Default Swaps, with a Focus on
the ISDA Model (OpenGamma, 2014), sections 3 to 5. Signs: protection bought; a positive upfront is paid by the buyer.
All values stand at the cash settlement date.
"""

import math
from dataclasses import dataclass
from datetime import date

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
    terms = contract_terms(market.curve.trade_date, maturity, calendar=market.calendar, overrides=contract.overrides)
    if isinstance(terms, Finding):
        return terms
    cuts = tuple(pillar.toordinal() for pillar in quotes.pillars)
    return contract_legs(terms, market.curve, recovery=contract.recovery, cuts=cuts, formula=market.formula)


def _hazard_curve(quotes: Quotes, *, contract: Contract, market: Market) -> HazardCurve | Finding:
    def legs_to(pillar: date) -> Legs | Finding:
        return _legs_to(pillar, contract=contract, quotes=quotes, market=market)

    return hazard_curve(quotes, legs_to, contract.maturity)


def _valued(made: Legs, curve: HazardCurve) -> tuple[float, float, float]:
    """Return protection and premium at the trade date, and survival at maturity."""
    hazards = curve.on(made.ordinals)
    protection, premium = legs(hazards, made.grid, made.terms[3] * math.exp(-hazards[0] * made.terms[2]))
    return protection, premium, math.exp(-curve.integral(made))


def _priced(contract: Contract, made: Legs, *, curve: HazardCurve, bumped: HazardCurve, bump_bp: float) -> Price:
    coupon, loss, growth = contract.coupon_bp * BP, float(made.terms[0]), made.settlement_growth
    protection, premium, survival = _valued(made, curve)
    bumped_protection, bumped_premium, _ = _valued(made, bumped)
    accrued = coupon * made.accrued_fraction
    clean = (loss * protection - coupon * premium) * growth + accrued
    moved = (loss * bumped_protection - coupon * bumped_premium) * growth + accrued
    return Price(
        clean_upfront=contract.notional * clean,
        accrued=contract.notional * accrued,
        cash_upfront=contract.notional * (clean - accrued),
        accrued_days=round(made.accrued_fraction * 360.0),
        par_spread_bp=loss * protection / (premium - float(made.terms[1])) / BP,
        risky_annuity=premium * growth - made.accrued_fraction,
        cs01=contract.notional * (moved - clean) / bump_bp,
        hazard=curve.integral(made) / made.years,
        survival_at_maturity=survival,
        residual=max(curve.residual, bumped.residual),
    )
