"""Whole requirements against the slow twin, scenario by scenario and to the yen."""

from datetime import date

import numpy as np
import pytest
import twin_curve
import twin_dates
import twin_margin
from hypothesis import given, settings
from hypothesis import strategies as st
from margin_cases import DAY, account, example, required, rows_of

from calc.days.business_day import tokyo
from calc.margin.base import StressMode, TailRule
from calc.margin.engine import priceable, valued
from calc.margin.requirement import Component
from calc.market.scenarios import ScenarioKind, ScenarioRules, Scenarios, ShockType, historical_scenarios
from calc.outcome import Finding
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.types import CurveQuote, Instrument, InstrumentKind

COMPONENTS = [component for component in Component if component is not Component.TOTAL]
SCENARIO_STEP = 150  # the twin takes every 150th scenario: it solves each of them by halving


def market_of(day, curve_quotes):
    """Return the market of a day in Tokyo."""
    return Market(discount_curve(curve_quotes, day), tokyo())


def thinned(scenarios):
    """Return some of the scenarios, both stress ones among them."""
    kept = [*range(0, len(scenarios.names) - 2, SCENARIO_STEP), len(scenarios.names) - 2, len(scenarios.names) - 1]
    return Scenarios(
        tuple(scenarios.names[k] for k in kept),
        tuple(scenarios.kinds[k] for k in kept),
        scenarios.instruments,
        np.ascontiguousarray(scenarios.spreads_bp[:, kept]),
    )


def twin_scenarios(scenarios):
    """Return scenarios as the twin reads them."""
    return [
        {"scenario": name, "kind": kind.value, "spreads": dict(zip(scenarios.instruments, spreads, strict=True))}
        for name, kind, spreads in zip(scenarios.names, scenarios.kinds, scenarios.spreads_bp.T.tolist(), strict=True)
    ]


@pytest.fixture(scope="module")
def day():
    """Return the example day with its scenarios and instruments made smaller: one index and four names."""
    given_ = example()
    chosen = [each for each in given_.instruments if each.kind is InstrumentKind.INDEX][:1]
    chosen += [each for each in given_.instruments if each.kind is InstrumentKind.SINGLE][:4]
    rules = ScenarioRules(ShockType.RELATIVE, 750, 5, 10)
    made = historical_scenarios(given_.market_moves, chosen, today_bp=given_.spreads_bp, rules=rules).value
    return given_, chosen, thinned(made)


def test_the_example_day_is_the_twins_to_the_yen(day):
    """Base amount, short charge, bid/offer and total of the example day's accounts are the twin's to the yen."""
    given_, chosen, scenarios = day
    names = {each.code for each in chosen}
    held = [each for each in given_.positions if each.instrument in names]
    codes = sorted({each.account for each in held})[:4]
    book = priceable(chosen, spreads_bp=given_.spreads_bp, market=market_of(DAY, given_.curve)).value
    market, residual = valued(book, scenarios, spreads_bp=given_.spreads_bp, bump_bp=1.0)
    assert residual <= 1e-12
    made = required(
        market,
        [(each.account, each.instrument, each.notional) for each in held if each.account in codes],
        accounts=[account(code, multiplier=1.1, add_on=12345) for code in codes],
        constituents=given_.constituents,
    )
    expected = twin_margin.requirement(
        DAY,
        instruments=[
            {**row, "spread_bp": repr(given_.spreads_bp[row["instrument"]])}
            for row in rows_of("instruments.csv")
            if row["instrument"] in names
        ],
        positions=[row for row in rows_of("positions.csv") if row["instrument"] in names and row["account"] in codes],
        scenarios=twin_scenarios(scenarios),
        curve=twin_curve.discount_curve(DAY, rows_of("curves.csv")),
        constituents=rows_of("constituents.csv"),
        accounts=[{"account": code, "multiplier": "1.1", "add_on": "12345"} for code in codes],
        closed_days=twin_dates.tokyo(2007, 2045),
    )
    for code in codes:
        told = expected[code]["amounts"]
        assert {part.value: made[code].amounts[part] for part in Component} == {
            **{part.value: told[part.value] for part in COMPONENTS},
            "total": told["total"],
        }
        assert made[code].gains == pytest.approx(expected[code]["pnl"], rel=1e-9, abs=1e-3)
        assert min(made[code].amounts[part] for part in (Component.BASE, Component.BID_OFFER)) > 0


DEALS = st.tuples(
    st.dates(date(2027, 3, 20), date(2034, 12, 20)),
    st.sampled_from([25.0, 100.0, 500.0]),
    st.floats(0.1, 0.6),
    st.floats(0.0, 12.0),
    st.floats(5.0, 900.0),
)


@settings(max_examples=8)
@given(
    deals=st.lists(DEALS, min_size=1, max_size=3),
    shocks=st.lists(st.floats(0.3, 3.0), min_size=12, max_size=12),
    notionals=st.lists(st.integers(-(10**5), 10**5).map(lambda n: n * 1e5), min_size=3, max_size=3),
    tail_rule=st.sampled_from(list(TailRule)),
    stress_mode=st.sampled_from(list(StressMode)),
    rate=st.floats(-0.005, 0.03),
)
def test_small_books_are_the_twins_to_the_yen(deals, shocks, notionals, tail_rule, stress_mode, rate):
    """Any small book under any rule has the twin's components and total."""
    listed = [
        Instrument(f"I{k}", f"E{k}", InstrumentKind.SINGLE, maturity, coupon, recovery, 1.0, width)
        for k, (maturity, coupon, recovery, width, _) in enumerate(deals)
    ]
    spreads = {each.code: deal[4] for each, deal in zip(listed, deals, strict=True)}
    columns = np.array([[spreads[each.code] * shock for shock in shocks[k : k + 6]] for k, each in enumerate(listed)])
    kinds = (ScenarioKind.REFERENCE,) * 4 + (ScenarioKind.STRESS,) * 2
    scenarios = Scenarios(tuple(f"s{n}" for n in range(6)), kinds, tuple(spreads), columns)
    book = priceable(listed, spreads_bp=spreads, market=market_of(DAY, [CurveQuote("zero", "5Y", rate)])).value
    market, _ = valued(book, scenarios, spreads_bp=spreads, bump_bp=1.0)
    held = [("A", each.code, notional) for each, notional in zip(listed, notionals, strict=False)]
    made = required(market, held, tail_rule=tail_rule, stress_mode=stress_mode)["A"]
    expected = twin_margin.requirement(
        DAY,
        instruments=[
            {
                "instrument": each.code,
                "entity": each.entity,
                "kind": "single",
                "maturity": each.maturity,
                "coupon_bp": each.coupon_bp,
                "recovery": each.recovery,
                "bid_offer_width_bp": each.bid_offer_width_bp,
                "spread_bp": spreads[each.code],
            }
            for each in listed
        ],
        positions=[{"account": a, "instrument": name, "notional": repr(n)} for a, name, n in held],
        scenarios=twin_scenarios(scenarios),
        curve=twin_curve.zero_curve(DAY, [(date(2031, 11, 20), rate)]),
        settings={"tail_rule": tail_rule.value, "stress_mode": stress_mode.value},
        closed_days=twin_dates.tokyo(2007, 2045),
    )["A"]
    assert made.gains == pytest.approx(expected["pnl"], rel=1e-9, abs=1e-2)
    for part in COMPONENTS:
        assert abs(made.amounts[part] - expected["amounts"][part.value]) <= 1
        exact = float(expected["raw"][part.value])
        if abs(exact - round(exact)) > 1e-2:
            assert made.amounts[part] == expected["amounts"][part.value]


def test_instruments_without_spread_or_dates_are_left_out():
    """An instrument without a spread, over, or beyond the calendar is a finding, and the others go on."""
    listed = [
        Instrument(code, code, InstrumentKind.SINGLE, maturity, 100.0, 0.35, 1.0, 0.0)
        for code, maturity in {
            "GOOD": date(2031, 12, 20),
            "NONE": date(2031, 12, 20),
            "OVER": DAY,
            "FAR": date(2061, 12, 20),
        }.items()
    ]
    spreads = {"GOOD": 50.0, "OVER": 50.0, "FAR": 50.0}
    made = priceable(listed, spreads_bp=spreads, market=market_of(DAY, [CurveQuote("zero", "5Y", 0.01)]))
    assert [each.code for each in made.value.instruments] == ["GOOD"]
    assert [each.code for each in made.findings] == [
        "spread_missing",
        "contract_over",
        "instrument_unpriced",
        "calendar_horizon",
        "instrument_unpriced",
    ]


def test_a_scenario_that_cannot_be_valued_is_a_finding():
    """A shocked spread that is no number refuses the whole valuation."""
    listed = [Instrument("I", "I", InstrumentKind.SINGLE, date(2031, 12, 20), 100.0, 0.35, 1.0, 0.0)]
    book = priceable(listed, spreads_bp={"I": 50.0}, market=market_of(DAY, [CurveQuote("zero", "5Y", 0.01)])).value
    scenarios = Scenarios(("s",), (ScenarioKind.REFERENCE,), ("I",), np.array([[np.nan]]))
    made = valued(book, scenarios, spreads_bp={"I": 50.0}, bump_bp=1.0)
    assert isinstance(made, Finding)


@pytest.mark.parametrize("bump_bp", [0.1, 1.0, 10.0])
def test_the_bump_of_cs01_is_divided_out(bump_bp):
    """CS01 is for one bp, whatever the bump it was taken with."""
    listed = [Instrument("I", "I", InstrumentKind.SINGLE, date(2031, 12, 20), 100.0, 0.35, 1.0, 0.0)]
    book = priceable(listed, spreads_bp={"I": 50.0}, market=market_of(DAY, [CurveQuote("zero", "5Y", 0.01)])).value
    scenarios = Scenarios(("s",), (ScenarioKind.REFERENCE,), ("I",), np.array([[60.0]]))
    market, _ = valued(book, scenarios, spreads_bp={"I": 50.0}, bump_bp=bump_bp)
    assert market.cs01[0] == pytest.approx(5.0e-4, rel=0.01)
    assert market.moves[0, 0] == pytest.approx(10 * market.cs01[0], rel=0.02)
