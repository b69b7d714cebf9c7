"""The measures beside initial margin of a business day, the cash that follows from what applies, and its cost."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from addin.app import measure_check
from addin.app.day.prices import SettlementPrice
from addin.app.day.read import DayInputs
from addin.app.margin_run import MarginInputs, MarginResult, margin_run
from addin.app.measure_files import costs_json, gap_json, measures_json
from addin.app.measure_fund import knows_accounts
from addin.app.measure_rules import deposit_terms, fund_rule_of, intraday_rules, vm_is_stock
from addin.app.measures import Measures, Past, measures
from addin.books import inputs as tables
from addin.books.tables import table_of
from addin.settings import Settings
from calc.days.business_day import Calendar, calendar_named
from calc.margin.cash import CashLine, cash_lines, to_be_paid
from calc.margin.engine import priceable
from calc.margin.fallback_cost import FallbackCost, fallback_costs
from calc.margin.intraday import IntradayCall, IntradayPrice, fallback_calls, intraday_calls
from calc.margin.marks import Mark, PreviousPrice, marks
from calc.margin.variation import Variation, reapplied
from calc.outcome import Finding, Outcome, RefusedError, finding
from calc.plan.types import Plan
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market

CARRIED_OVER = "previous_day"
HOUSE_FLOOR = "previous_day_house"
CURVES = "curves.csv"


def day_measures(
    given: MarginInputs,
    made: MarginResult,
    settings: Settings,
    *,
    inputs: DayInputs,
    prices: tuple[SettlementPrice, ...],
    previous_bp: Mapping[str, float],
) -> Measures:
    """Return the day's measures; what of a previous day's price stays is the desk's setting `px_prev_kind`.

    Raises RefusedError as `addin.app.measures` says.
    """
    kept, lacking = _kept(given, settings, inputs=inputs, prices=prices, previous_bp=previous_bp)
    past = Past(
        inputs.previous or (),
        inputs.trades,
        kept=kept,
        has_accounts=knows_accounts(inputs.findings, accounts="accounts", positions="positions"),
        fund_history=inputs.fund_history,
    )
    found = measures(given, made, settings, past=past)
    return replace(found, intraday=_intraday(given, found, settings, previous_bp), gaps=(*found.gaps, *lacking))


def _intraday(
    given: MarginInputs, found: Measures, settings: Settings, previous_bp: Mapping[str, float]
) -> tuple[IntradayCall, ...]:
    """Return intraday margin on the last settlement prices before the day's own, where the desk reads it so."""
    rules = intraday_rules(settings)
    if rules.price is IntradayPrice.SNAPSHOT:
        return found.intraday
    try:
        made = margin_run(replace(given, spreads_bp=previous_bp), settings).value.requirements
    except RefusedError:  # no instrument had a price on the day before: nothing can be said
        made = ()
    unsettled = {name: each.flow for name, each in found.variations.items()}
    return intraday_calls(given.accounts, {each.account: each.total for each in made}, unsettled=unsettled, rules=rules)


def _kept(
    given: MarginInputs,
    settings: Settings,
    *,
    inputs: DayInputs,
    prices: tuple[SettlementPrice, ...],
    previous_bp: Mapping[str, float],
) -> tuple[Mapping[str, Mark], tuple[tuple[str, Finding], ...]]:
    """Return the previous day's marks of the instruments whose price is that day's, on that day's own curve.

    With the same spread none is needed. Where the curve is not there, the spread stands in, which is told.
    """
    stale = [each.instrument for each in prices if each.ruling.applies == CARRIED_OVER]
    if not stale or settings.text("px_prev_kind") == PreviousPrice.SAME_SPREAD:
        return {}, ()
    calendar = calendar_named(settings.text("calendar"))
    before = calendar.previous_open(given.trade_date)
    content = inputs.contents.get(CURVES)
    read = None if content is None else table_of(content, CURVES).value
    quotes = {} if read is None else tables.curves(read).value
    curve = next((discount_curve(each, before) for (_, day), each in quotes.items() if day == before), None)
    if curve is None or isinstance(curve, Finding):
        return {}, (("vm_stock", finding("previous_curve_missing", day=before)),)
    listed = [each for each in given.instruments if each.code in stale]
    book = priceable(listed, spreads_bp=previous_bp, market=Market(curve, calendar)).value
    found = marks(book, spreads_bp=previous_bp)
    return ({}, (("vm_stock", found),)) if isinstance(found, Finding) else (found, ())


def fallback_intraday(inputs: DayInputs, plan: Plan) -> Outcome[tuple[IntradayCall, ...]]:
    """Return the calls on the previous day's house margin where the plan rules so, and none otherwise."""
    if plan.items["intraday"].applies != HOUSE_FLOOR:
        return Outcome(())
    totals = {
        each.account: each.amount for each in inputs.previous or () if (each.measure, each.component) == ("im", "total")
    }
    return fallback_calls(inputs.accounts or (), totals)


def day_cash(inputs: DayInputs, plan: Plan, settings: Settings, *, calendar: Calendar) -> tuple[CashLine, ...]:
    """Return what is to be deposited for initial margin that applies, by the next business day."""
    applied = {(row.account, row.measure): row.amount for row in plan.items["margin"].amounts if row.measure == "im"}
    known = {(name, measure): amount for (name, measure), amount in applied.items() if name is not None}
    deposited = {(each.code, "im"): each.deposited_im for each in inputs.accounts or ()}
    return cash_lines(known, deposited, day=inputs.business_date, calendar=calendar, terms=deposit_terms(settings))


def day_costs(made: MarginResult, found: Measures, plan: Plan, settings: Settings) -> tuple[FallbackCost, ...]:
    """Return what the amounts that apply leave uncovered of our own of today, account by account.

    An account without a requirement of our own is a gap, as is one without an amount that applies; a transfer covers
    nothing (`vm_fallback_mode`).
    """
    own: dict[tuple[str, str], int] = {(each.account, "im"): each.total for each in made.requirements}
    if vm_is_stock(settings):
        own |= {(name, "vm"): each.stock for name, each in found.levels.items()}
    covering = {"im", "vm"} if vm_is_stock(settings) else {"im"}
    applied = {
        (row.account, row.measure): row.amount
        for row in plan.items["margin"].amounts
        if row.account is not None and row.measure in covering
    }
    return fallback_costs(own, applied) if applied else ()


def applied_variations(found: Measures, plan: Plan) -> dict[str, Variation]:
    """Return the variation margin that applies: as computed, or the previous level again where the plan falls back.

    Where no transfer could be computed, what a fallback leaves to the next day is not known either.
    """
    if plan.items["margin"].applies != CARRIED_OVER:
        return dict(found.variations)
    return {name: reapplied(found.levels[name], found.standings[name]) for name in found.variations}


def floor_findings(inputs: DayInputs, settings: Settings) -> tuple[Finding, ...]:
    """Return the participants whose clearing fund, as last notified, is below the floor of the rule in force."""
    rule = fund_rule_of(settings, inputs.business_date)
    return measure_check.floor_findings(inputs.notified or (), inputs.accounts or (), rule=rule)


def day_json(
    made: MarginResult | None, found: Measures | None, plan: Plan, settings: Settings, *, inputs: DayInputs
) -> dict[str, Any]:
    """Return measures, cash and cost of what applies as JSON data; None where margin was not computed."""
    lines = day_cash(inputs, plan, settings, calendar=calendar_named(settings.text("calendar")))
    fallen = fallback_intraday(inputs, plan)
    return {
        "measures": None if found is None else measures_json(found, settings, inputs.business_date),
        "cash": [_cash_json(line) for line in lines],
        "to_be_paid": to_be_paid(lines),
        "variation": [] if found is None else [_vm_json(*each) for each in applied_variations(found, plan).items()],
        "uncovered": None if made is None or found is None else costs_json(day_costs(made, found, plan, settings)),
        "intraday_fallback": [
            {"account": each.account, "required": each.required, "deposited": each.deposited, "call": each.call}
            for each in fallen.value
        ],
        "intraday_gaps": [gap_json("intraday_im", each) for each in fallen.findings],
    }


def _vm_json(account: str, each: Variation) -> dict[str, Any]:
    """Return what the next day needs to go on from: level, what was left out, and since when."""
    after = {"stock": each.stock, "carried": each.after.owed, "since": each.after.day.isoformat()}
    return {"account": account, "flow": each.flow, **after}


def _cash_json(line: CashLine) -> dict[str, Any]:
    return {
        "account": line.account,
        "measure": line.measure,
        "applied": line.applied,
        "deposited": line.deposited,
        "amount": line.amount,
        "due": line.due.isoformat(),
        "by": None if line.terms.by is None else line.terms.by.isoformat(),
        "collateral": line.terms.collateral,
    }
