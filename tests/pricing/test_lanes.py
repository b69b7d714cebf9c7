"""Many scenarios at once: whatever their number and range, each has the value that it has alone."""

from datetime import date

import numpy as np
import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from pricing_cases import TRADE_DATE, curve_pair, zero_rows

from calc.days.business_day import WEEKENDS
from calc.outcome import Finding
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, price
from calc.pricing.revaluation import instrument_legs, revaluation
from calc.types import Instrument, InstrumentKind

SAME = 1e-12  # of notional
RANGES = {
    "narrow": (99.0, 101.0),
    "ordinary": (20.0, 400.0),
    "tight": (1e-3, 2.0),
    "wide": (1.0, 3000.0),
    "distressed": (500.0, 30_000.0),
    "everything": (0.0, 100_000.0),
}


def market(rate=0.012):
    """Return a market of one zero rate."""
    return Market(curve_pair(TRADE_DATE, zero_rows({"10Y": rate}))[0], WEEKENDS)


def instrument(maturity=date(2030, 12, 20), *, recovery=0.35, coupon_bp=100.0):
    """Return a single name."""
    return Instrument("A", "A", InstrumentKind.SINGLE, maturity, coupon_bp, recovery, 1.0, 0.0)


def bulk(listed, spreads_bp, *, there):
    """Return all values at once."""
    made = revaluation(listed, [instrument_legs(each, there) for each in listed], spreads_bp=spreads_bp)
    assert not isinstance(made, Finding)
    return made


def single(each, spread_bp, *, there):
    """Return the value of one instrument at one spread."""
    contract = Contract(each.maturity, each.coupon_bp, each.recovery)
    return price(contract, Quotes((float(spread_bp),)), market=there).clean_upfront


@pytest.mark.parametrize("number", [1, 2, 63, 64, 65, 128, 200])
def test_any_number_of_scenarios(number):
    """Blocks that are full, one short and one over give every scenario its own value."""
    spreads = np.linspace(20.0, 400.0, number).reshape(1, -1)
    made = bulk([instrument()], spreads, there=market())
    expected = [single(instrument(), spread, there=market()) for spread in spreads[0]]
    np.testing.assert_allclose(made.values[0], expected, rtol=0, atol=SAME)


@pytest.mark.parametrize("rate", [-0.01, 0.0, 0.05])
@pytest.mark.parametrize("name", RANGES)
def test_any_range_of_spreads(name, rate):
    """From a hundredth of a bp to default itself, fitted or solved one by one, values and residual are right."""
    low, high = RANGES[name]
    spreads = np.linspace(low, high, 70).reshape(1, -1)
    for recovery in (0.0, 0.35, 0.8):
        each = instrument(recovery=recovery)
        made = bulk([each], spreads, there=market(rate))
        expected = [single(each, spread, there=market(rate)) for spread in spreads[0]]
        np.testing.assert_allclose(made.values[0], expected, rtol=0, atol=SAME)
        assert 0.0 <= made.residual <= SAME


def test_scenarios_that_are_all_the_same():
    """A range of no width has one value, also when it is nothing at all."""
    made = bulk([instrument(), instrument()], np.array([[120.0] * 70, [0.0] * 70]), there=market())
    for values, spread in zip(made.values, (120.0, 0.0), strict=True):
        assert len(set(values.tolist())) == 1
        assert values[0] == pytest.approx(single(instrument(), spread, there=market()), abs=1e-15)


def test_a_scenario_does_not_depend_on_its_neighbours():
    """Beside ordinary scenarios or beside a disaster, a scenario keeps its value to 1e-12."""
    calm = np.linspace(80.0, 120.0, 100)
    beside = np.append(calm, 50_000.0)
    one, two = (bulk([instrument()], each.reshape(1, -1), there=market()).values[0] for each in (calm, beside))
    np.testing.assert_allclose(one, two[:100], rtol=0, atol=SAME)


def test_the_order_of_scenarios_changes_no_value():
    """Turned around, the scenarios have the same values to the last bits."""
    spreads = np.random.default_rng(5).lognormal(4.5, 0.5, 137).reshape(1, -1)
    one, two = (bulk([instrument()], each, there=market()).values[0] for each in (spreads, spreads[:, ::-1].copy()))
    np.testing.assert_allclose(one, two[::-1], rtol=0, atol=1e-15)


def test_instruments_do_not_depend_on_each_other():
    """Short and long, fitted and solved side by side, each instrument has the bits that it has alone."""
    listed = [instrument(date(2025, 12, 20)), instrument(date(2055, 12, 20)), instrument(recovery=0.9)]
    spreads = np.random.default_rng(6).lognormal(5.0, 1.0, (3, 99))
    together = bulk(listed, spreads, there=market())
    for row, each in enumerate(listed):
        alone = bulk([each], spreads[row : row + 1], there=market())
        assert alone.values.tobytes() == together.values[row : row + 1].tobytes()
        assert alone.residual <= together.residual


@settings(max_examples=drawn(40))
@given(
    seed=st.integers(0, 10**6),
    level=st.floats(1.0, 2000.0),
    volatility=st.floats(0.0, 2.0),
    years=st.integers(0, 29),
    recovery=st.floats(0.0, 0.9),
    rate=st.floats(-0.02, 0.1),
)
def test_random_scenarios(seed, level, volatility, years, recovery, rate):
    """Lognormal scenarios of any level and volatility have the values that each has alone."""
    spreads = level * np.exp(volatility * np.random.default_rng(seed).standard_normal((1, 80)))
    spreads = np.minimum(spreads, 200_000.0)
    each = instrument(date(2025 + years, 12, 20), recovery=recovery)
    made = bulk([each], spreads, there=market(rate))
    expected = [single(each, spread, there=market(rate)) for spread in spreads[0, ::7]]
    np.testing.assert_allclose(made.values[0, ::7], expected, rtol=0, atol=SAME)


def test_legs_are_shared_but_never_changed():
    """Instruments of one maturity share dates, each with its own recovery, and no revaluation changes them."""
    there = market()
    one, two = instrument_legs(instrument(), there), instrument_legs(instrument(recovery=0.6), there)
    assert (one.terms[0], two.terms[0]) == (0.65, 0.4)
    before = one.grid.copy()
    revaluation([instrument()], [one], spreads_bp=np.array([[50.0, 150.0]]))
    np.testing.assert_array_equal(one.grid, before)
