"""Compute every account's initial margin from what was read: the use case behind `day`, and the margin sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.settings import Settings
from calc.days import business_day
from calc.days.business_day import Calendar, ProjectedYears, calendar_named
from calc.margin.base import BaseRules, StressMode, TailRule
from calc.margin.compare import Tolerance
from calc.margin.engine import priceable, valued
from calc.margin.requirement import MarginRules, Requirement, Valued, requirements
from calc.margin.rounding import Rounding, RoundMode
from calc.margin.short_charge import CreditEvent, constituent_findings, event_findings
from calc.market.history import SpreadHistory
from calc.market.scenarios import ScenarioRules, Scenarios, ShockType, historical_scenarios
from calc.outcome import Finding, Outcome, RefusedError, finding
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.pricing.terms import SETTLEMENT_DAYS
from calc.types import Account, CurveQuote, Instrument, InstrumentKind, Position


@dataclass(frozen=True, slots=True)
class MarginInputs:
    """What margin is computed from; `broken_accounts` hold position rows that could not be read."""

    trade_date: date
    instruments: tuple[Instrument, ...]
    spreads_bp: Mapping[str, float]
    accounts: tuple[Account, ...]
    positions: tuple[Position, ...]
    curve: tuple[CurveQuote, ...]
    market_moves: SpreadHistory | Scenarios
    constituents: Mapping[str, Mapping[str, float]]
    events: tuple[CreditEvent, ...] = ()
    broken_accounts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MarginResult:
    """Requirements of the accounts that could be computed, what they were valued on, and the worst residual."""

    requirements: tuple[Requirement, ...]
    valued: Valued
    residual: float


def margin_rules(settings: Settings) -> MarginRules:
    """Return the rules of the requirement from the desk's settings."""
    base = BaseRules(
        tail_rule=TailRule(settings.text("tail_rule")),
        stress_mode=StressMode(settings.text("stress_mode")),
        tail_fraction=settings.number("tail_fraction"),
    )
    rounding = Rounding(RoundMode(settings.text("round_mode")), settings.whole("round_unit"))
    return MarginRules(base, settings.number("short_charge_ratio"), rounding)


def scenario_rules(settings: Settings) -> ScenarioRules:
    """Return the rules of the scenarios from the desk's settings."""
    return ScenarioRules(
        shock_type=ShockType(settings.text("shock_type")),
        reference_days=settings.whole("reference_days"),
        holding_days=settings.whole("holding_days"),
        stress_holding_days=settings.whole("stress_holding_days"),
    )


def decision_findings(day: date, calendar: Calendar, settings: Settings) -> tuple[Finding, ...]:
    """Return what a decision of the desk for this day must know; refused in a projected year nobody confirmed."""
    projected = ProjectedYears(settings.text("projected_holidays"))
    return business_day.decision_findings(day, calendar, settles_after=SETTLEMENT_DAYS, projected=projected)


def margin_run(given: MarginInputs, settings: Settings) -> Outcome[MarginResult]:
    """Return every computable account's requirement; refused when curve, history or valuation cannot be trusted."""
    curve = discount_curve(given.curve, given.trade_date)
    if isinstance(curve, Finding):
        raise RefusedError([curve])
    market = Market(curve, calendar_named(settings.text("calendar")))
    book = priceable(given.instruments, spreads_bp=given.spreads_bp, market=market)
    if not book.value.instruments:
        raise RefusedError(book.findings)
    scenarios = _scenarios(given, book.value.instruments, settings)
    if scenarios.value is None:
        raise RefusedError((*book.findings, *scenarios.findings))
    made = valued(book.value, scenarios.value, spreads_bp=given.spreads_bp, bump_bp=settings.number("cs01_bump_bp"))
    if isinstance(made, Finding):
        raise RefusedError((*book.findings, made))
    market_values, residual = made
    accounts, incomplete = _whole_accounts(given, market_values.instruments)
    looks_through = settings.flag("index_look_through")
    constituents = given.constituents if looks_through else {}
    chosen = {account.code for account in accounts}
    computed = requirements(
        accounts,
        [position for position in given.positions if position.account in chosen],
        valued=market_values,
        constituents=constituents,
        events=given.events,
        day=given.trade_date,
        rules=margin_rules(settings),
    )
    looked = constituent_findings(market_values.instruments, constituents) if looks_through else ()
    unknown = event_findings(given.events, given.instruments, constituents)
    return Outcome(
        MarginResult(computed, market_values, residual),
        (*book.findings, *scenarios.findings, *looked, *unknown, *incomplete),
    )


def _scenarios(given: MarginInputs, instruments: Sequence[Instrument], settings: Settings) -> Outcome[Scenarios | None]:
    """Return the scenarios that were given, or those of the history that was."""
    if isinstance(given.market_moves, Scenarios):
        chosen = given.market_moves.of([instrument.code for instrument in instruments])
        if chosen.is_stress.all() and settings.text("stress_mode") != StressMode.IN_SET:
            return Outcome(None, (finding("scenarios_missing"),))
        return Outcome(chosen)
    rules = scenario_rules(settings)
    return historical_scenarios(given.market_moves, instruments, today_bp=given.spreads_bp, rules=rules)


def recoveries(settings: Settings) -> Mapping[InstrumentKind, float]:
    """Return the recovery of an instrument whose row names none, by its kind."""
    return {
        InstrumentKind.SINGLE: settings.number("recovery_single"),
        InstrumentKind.INDEX: settings.number("recovery_index"),
    }


def tolerance(settings: Settings) -> Tolerance:
    """Return how far a notified requirement may be from ours and still agree."""
    return Tolerance(settings.whole("compare_tolerance_yen"), settings.number("compare_tolerance_ratio"))


def _whole_accounts(given: MarginInputs, priced: Sequence[Instrument]) -> tuple[list[Account], list[Finding]]:
    """Return the accounts whose every position can be valued, and a finding for each other one."""
    codes = {instrument.code for instrument in priced}
    unpriced = {position.account for position in given.positions if position.instrument not in codes}
    broken = given.broken_accounts | unpriced
    whole = [account for account in given.accounts if account.code not in broken]
    return whole, [finding("account_incomplete", account=code) for code in sorted(broken)]
