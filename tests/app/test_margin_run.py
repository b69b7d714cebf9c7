"""The use case of margin: what it computes from, what it leaves out, and when it refuses."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from addin.app.margin_run import MarginInputs, margin_rules, margin_run, recoveries, scenario_rules, tolerance
from addin.settings import catalogue, load_settings
from calc.days.business_day import tokyo
from calc.margin.base import StressMode, TailRule
from calc.margin.requirement import Component
from calc.margin.rounding import RoundMode
from calc.margin.short_charge import CreditEvent, EventKind
from calc.market.history import SpreadHistory
from calc.market.scenarios import ScenarioKind, Scenarios, ShockType
from calc.outcome import RefusedError
from calc.types import Account, AccountKind, CurveQuote, Instrument, InstrumentKind, Position

DAY = date(2026, 11, 20)
RULE_SETTINGS = ("tail_rule", "stress_mode", "round_mode", "shock_type")
SPREADS = {"IX": 60.0, "AA": 40.0, "BB": 200.0}


def instrument(code, kind=InstrumentKind.SINGLE, factor=1.0, maturity=date(2031, 12, 20)):
    """Return an instrument of 100 bp with a width of 4 bp."""
    return Instrument(code, code, kind, maturity, 100.0, 0.35, factor, 4.0)


def account(code, multiplier=1.0):
    """Return a house account."""
    return Account(code, "P", AccountKind.HOUSE, "", 0, multiplier, 0)


def history(days=760):
    """Return a history of random walks that is the same in every run."""
    random, calendar, at = np.random.default_rng(11), tokyo(), date(2023, 9, 1)
    dates = []
    while len(dates) < days:
        at = calendar.next_open(at)
        dates.append(at)
    walks = np.exp(np.cumsum(random.standard_t(4, (days, 3)) * 0.03, axis=0)) * list(SPREADS.values())
    return SpreadHistory(tuple(dates), tuple(SPREADS), walks)


def given(**changes):
    """Return the inputs of a small book of two accounts, some of them changed."""
    told = {
        "trade_date": DAY,
        "instruments": (instrument("IX", InstrumentKind.INDEX), instrument("AA"), instrument("BB")),
        "spreads_bp": SPREADS,
        "accounts": (account("A1"), account("A2")),
        "positions": (Position("A1", "IX", -5e9), Position("A1", "AA", 2e9), Position("A2", "BB", -1e9)),
        "curve": (CurveQuote("zero", "5Y", 0.01),),
        "market_moves": history(),
        "constituents": {"IX": {"AA": 0.5, "CC": 0.5}},
    }
    return MarginInputs(**{**told, **changes})


@pytest.fixture
def settings(tmp_path):
    """Return a maker of settings from `key=value` texts."""
    return lambda *sets: load_settings(tmp_path, sets=sets)


@pytest.fixture
def run(settings):
    """Return a function that computes a book's margin; returns requirements by account and finding codes."""

    def computed(book, *sets):
        made = margin_run(book, settings(*sets))
        return {each.account: each for each in made.value.requirements}, [each.code for each in made.findings]

    return computed


def refused(run, book, *sets):
    """Return the codes with which a book is refused."""
    with pytest.raises(RefusedError) as caught:
        run(book, *sets)
    return [each.code for each in caught.value.findings]


def test_settings_become_rules(settings):
    """Each setting reaches the rule of its name."""
    chosen = settings(
        "tail_rule=floor",
        "stress_mode=off",
        "round_mode=half_up",
        "round_unit=1000",
        "short_charge_ratio=0.5",
        "shock_type=log",
        "reference_days=500",
        "holding_days=3",
        "stress_holding_days=6",
    )
    rules, scenarios = margin_rules(chosen), scenario_rules(chosen)
    assert (rules.base.tail_rule, rules.base.stress_mode) == (TailRule.FLOOR, StressMode.OFF)
    assert (rules.rounding.mode, rules.rounding.unit, rules.short_charge_ratio) == (RoundMode.HALF_UP, 1000, 0.5)
    assert scenarios.shock_type is ShockType.LOG
    assert (scenarios.reference_days, scenarios.holding_days, scenarios.stress_holding_days) == (500, 3, 6)
    assert tolerance(chosen).yen >= 0.0


CHOICES = [(name, choice) for name in RULE_SETTINGS for choice in catalogue()[name].choices]


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_every_choice_of_a_setting_is_a_rule(settings, name, choice):
    """Whatever the catalogue of settings allows, the computation knows."""
    chosen = settings(f"{name}={choice}")
    rules, scenarios = margin_rules(chosen), scenario_rules(chosen)
    known = (rules.base.tail_rule, rules.base.stress_mode, rules.rounding.mode, scenarios.shock_type)
    assert choice in known


def test_the_default_rules_are_those_of_the_dossier(settings):
    """Without any setting: 750 relative five-day moves, ten days of stress in the set, the fractional worst 1 %."""
    rules, scenarios = margin_rules(settings()), scenario_rules(settings())
    assert rules.base.tail_fraction == 0.01
    assert (rules.base.tail_rule, rules.base.stress_mode) == (TailRule.FRACTIONAL, StressMode.IN_SET)
    assert (rules.rounding.mode, rules.rounding.unit, rules.short_charge_ratio) == (RoundMode.UP, 1, 0.65)
    assert (scenarios.shock_type, scenarios.reference_days) == (ShockType.RELATIVE, 750)
    assert (scenarios.holding_days, scenarios.stress_holding_days) == (5, 10)


def test_recoveries_are_settings(settings):
    """An instrument whose row names no recovery has that of its kind, 35 % for single names."""
    assert recoveries(settings())[InstrumentKind.SINGLE] == 0.35
    chosen = recoveries(settings("recovery_single=0.2", "recovery_index=0.4"))
    assert chosen == {InstrumentKind.SINGLE: 0.2, InstrumentKind.INDEX: 0.4}


def test_every_account_has_its_requirement(run):
    """Both accounts have all components; the index is looked through to its names."""
    made, found = run(given())
    assert found == []
    assert [*made] == ["A1", "A2"]
    assert made["A1"].gains.size == 752
    assert made["A1"].most_sold == "CC"
    assert made["A1"].amounts[Component.SHORT_CHARGE] == round(0.65 * 2.5e9)
    assert made["A2"].amounts[Component.SHORT_CHARGE] == round(0.65 * 1e9)
    assert all(each.amounts[Component.BASE] > 0 for each in made.values())


def test_without_look_through_an_index_is_one_name(run):
    """Switched off, the index is its own entity and needs no constituents."""
    made, found = run(given(constituents={}), "index_look_through=false")
    assert found == []
    assert made["A1"].most_sold == "IX"


def test_look_through_without_constituents_is_told(run):
    """With look-through on, an index that has no constituents at all is a finding."""
    made, found = run(given(constituents={}))
    assert found == ["constituents_missing"]
    assert made["A1"].most_sold == "IX"


def test_wrong_weights_are_told(run):
    """Weights that do not sum to the index factor are a finding."""
    reduced = (instrument("IX", InstrumentKind.INDEX, 0.975), instrument("AA"), instrument("BB"))
    assert run(given(instruments=reduced))[1] == ["constituents_weight"]


def test_an_account_with_a_broken_row_is_not_computed(run):
    """An account whose position row could not be read, or cannot be valued, is left out and told."""
    made, found = run(given(broken_accounts=frozenset({"A2"})))
    assert ([*made], found) == (["A1"], ["account_incomplete"])
    made, found = run(given(spreads_bp={"IX": 60.0, "AA": 40.0}))
    assert ([*made], found) == (["A1"], ["spread_missing", "account_incomplete"])


def test_an_instrument_beyond_the_calendar_stops_only_its_accounts(run):
    """A maturity that the calendar does not reach leaves out its instrument and the accounts that hold it."""
    listed = (instrument("IX", InstrumentKind.INDEX), instrument("AA"), instrument("BB", maturity=date(2061, 3, 20)))
    made, found = run(given(instruments=listed))
    assert [*made] == ["A1"]
    assert found == ["calendar_horizon", "instrument_unpriced", "account_incomplete"]


def test_events_in_force_are_charged(run):
    """A credit event of the day reaches its component."""
    event = CreditEvent("BB", EventKind.CREDIT_EVENT, 0.1, DAY, DAY)
    made, _ = run(given(events=(event,)))
    assert made["A2"].amounts[Component.CREDIT_EVENT] == 100_000_000


def test_explicit_scenarios_stand_in_for_a_history(run):
    """A scenario matrix is used as it is, for the instruments that can be priced."""
    spreads = np.array([[60.0, 90.0], [40.0, 40.0], [200.0, 100.0]])
    kinds = (ScenarioKind.REFERENCE, ScenarioKind.STRESS)
    matrix = Scenarios(("s1", "s2"), kinds, ("IX", "AA", "BB"), spreads)
    made, _ = run(given(market_moves=matrix))
    assert made["A1"].gains[0] == pytest.approx(0.0, abs=1e-3)
    assert made["A1"].gains[1] == pytest.approx(-5e9 * 30 * 5e-4, rel=0.03)
    assert made["A2"].gains[1] > 0.0


@pytest.mark.parametrize(("stress_mode", "codes"), [("off", ["scenarios_missing"]), ("floor", ["scenarios_missing"])])
def test_stress_scenarios_alone_make_no_base_amount(run, stress_mode, codes):
    """Where stress rows do not join the sample and there is nothing else, margin is refused and not zero."""
    spreads = np.array([[90.0], [40.0], [100.0]])
    matrix = Scenarios(("s",), (ScenarioKind.STRESS,), ("IX", "AA", "BB"), spreads)
    assert refused(run, given(market_moves=matrix), f"stress_mode={stress_mode}") == codes
    assert run(given(market_moves=matrix))[0]["A1"].amounts[Component.BASE] > 0


def test_what_cannot_be_trusted_is_refused(run):
    """A bad curve, a short history, instruments of which none can be priced, and spreads of no number are refused."""
    assert refused(run, given(curve=())) == ["curve_empty"]
    assert refused(run, given(market_moves=history(700))) == ["history_short"]
    assert refused(run, given(spreads_bp={})) == ["spread_missing"] * 3
    broken = history()
    broken.spreads_bp[-1, 0] = np.inf
    assert refused(run, given(market_moves=broken)) == ["price_not_finite"]


def test_a_multiplier_is_part_of_the_total(run):
    """The account's multiplier is an add-on of its own row."""
    made, _ = run(given(accounts=(account("A1", 1.5), account("A2"))))
    parts = [made["A1"].amounts[part] for part in Component if part not in {Component.ADD_ON, Component.TOTAL}]
    assert made["A1"].amounts[Component.ADD_ON] == -(-sum(parts) // 2)
    assert made["A1"].total == sum(parts) + made["A1"].amounts[Component.ADD_ON]


def test_the_calendar_is_a_setting(run):
    """The calendar of coupons changes the amounts a little."""
    tyo, weekends = (run(given(), f"calendar={name}")[0]["A1"] for name in ("TYO", "WEEKENDS"))
    assert tyo.gains == pytest.approx(weekends.gains, rel=0.02, abs=1e5)
    assert tyo.gains.tolist() != weekends.gains.tolist()


def test_the_same_inputs_in_another_order_need_the_same(run):
    """The order of accounts and positions changes no amount and no bit of the gains."""
    book = given()
    one, _ = run(book)
    two, _ = run(replace(book, accounts=book.accounts[::-1], positions=book.positions[::-1]))
    for code, made in one.items():
        assert made.amounts == two[code].amounts
        assert made.gains.tobytes() == two[code].gains.tobytes()


def test_an_old_trade_date_is_refused_with_its_own_finding(run):
    """A trade date before the calendar begins is told as such."""
    assert "calendar_horizon" in refused(run, given(trade_date=date(2006, 12, 1) + timedelta(days=1)))
