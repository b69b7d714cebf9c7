"""The traps of the solver and of its inputs: near zero, negative, huge, inverted, or no number at all."""

import math
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pricing_cases
import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from pricing_cases import MATURITY, TRADE_DATE, base_pair, base_price, base_twin, curve_pair, zero_rows

from calc.days.business_day import WEEKENDS
from calc.outcome import Finding
from calc.pricing import kernels
from calc.pricing.curve import DiscountCurve
from calc.pricing.hazard import Quotes, hazard_curve
from calc.pricing.isda import Contract, Market, price
from calc.pricing.legs import contract_legs
from calc.pricing.revaluation import instrument_legs, revaluation
from calc.pricing.terms import contract_terms
from calc.types import Instrument, InstrumentKind


def market(rate=0.012):
    """Return the base date on one zero rate, with weekends only."""
    return Market(curve_pair(TRADE_DATE, zero_rows({"10Y": rate}))[0], WEEKENDS)


def flat(spread_bp, *, rate=0.012, recovery=0.35, coupon_bp=100.0):
    """Return the price of a flat quote on one zero rate."""
    return price(Contract(MATURITY, coupon_bp, recovery), Quotes((spread_bp,)), market=market(rate))


def grid_of(curve, recovery=0.35):
    """Return the base contract laid out for the kernels."""
    return contract_legs(contract_terms(TRADE_DATE, MATURITY, calendar=WEEKENDS), curve, recovery=recovery)


def test_the_hazard_is_solved_not_taken_from_the_triangle():
    """Spread over loss is only where the search begins; taken as the answer it would be 2e-4 of notional off."""
    solved, made = base_price().hazard, grid_of(base_pair()[0])
    triangle = 0.03 * 365 / 360 / 0.65
    values = []
    for hazard in (solved, triangle):
        protection, premium = kernels.legs(np.full(made.grid.shape[1], hazard), made.grid, 1.0)
        values.append((0.65 * protection - 0.01 * premium) * made.settlement_growth)
    assert abs(values[1] - values[0]) == pytest.approx(1.8e-4, rel=0.5)


def test_the_wrong_recovery_is_seen():
    """The same quoted spread at 40 instead of 35 % recovery is worth 9e-4 of notional less."""
    assert base_price(recovery=0.40).clean_upfront - base_price().clean_upfront == pytest.approx(-8.7e-4, rel=0.1)


@pytest.mark.parametrize(("times", "size"), [(1.2, 5.8e-4), (2.0, 1.4e-2), (3.0, 5.1e-2)])
def test_a_shock_is_revalued_in_full(times, size):
    """A spread times 1.2, 2 and 3 is worth less than CS01 says, by as much as was measured."""
    base, shocked = base_price(), base_price(300.0 * times)
    assert shocked.clean_upfront == pytest.approx(base_twin(300.0 * times)["clean_upfront"], abs=1e-12)
    linear = base.cs01 * 300.0 * (times - 1.0)
    assert linear - (shocked.clean_upfront - base.clean_upfront) == pytest.approx(size, rel=0.1)


def test_cs01_moves_the_quote_and_solves_again():
    """CS01 is the value of one bp on the quote, and not of one bp on the hazard rate."""
    base = base_price()
    assert base.cs01 == pytest.approx(base_price(301.0).clean_upfront - base.clean_upfront, abs=1e-15)
    made = grid_of(base_pair()[0])
    values = []
    for hazard in (base.hazard, base.hazard + 1e-4):
        protection, premium = kernels.legs(np.full(made.grid.shape[1], hazard), made.grid, 1.0)
        values.append(0.65 * protection - 0.01 * premium)
    assert abs(values[1] - values[0]) < 0.8 * base.cs01


def test_cs01_is_for_one_bp_whatever_the_bump():
    """A bump of a tenth of a bp gives nearly the same CS01 as one of a whole bp."""
    curve, _ = base_pair()
    contract, there = Contract(MATURITY, 100.0, 0.35), Market(curve, WEEKENDS)
    small, whole = (price(contract, Quotes((300.0,)), market=there, bump_bp=bump) for bump in (0.1, 1.0))
    assert small.cs01 == pytest.approx(whole.cs01, rel=1e-3)
    assert small.cs01 != whole.cs01


def test_a_coupon_at_par_is_worth_nothing_at_settlement():
    """The par spread is the coupon at which the clean value at cash settlement is nothing."""
    base = base_price()
    assert base.par_spread_bp == pytest.approx(300.0, abs=1e-9)
    assert base_price(coupon_bp=base.par_spread_bp).clean_upfront == pytest.approx(0.0, abs=1e-15)
    assert base.clean_upfront == pytest.approx(0.02 * base.risky_annuity, abs=1e-14)


def test_rates_that_cancel_the_hazard_are_ordinary():
    """Where forward rate and hazard sum to nothing the price is the twin's, and so it is a millionth beside."""
    hazard = flat(50.0, rate=0.0).hazard
    for rate in (-hazard, -hazard * (1 + 1e-9), -hazard - 1e-15, -hazard + 1e-6):
        fast, slow = curve_pair(TRADE_DATE, zero_rows({"10Y": rate}))
        found = base_price(50.0, curve=fast)
        expected = base_twin(50.0, curve=slow)
        assert found.clean_upfront == pytest.approx(expected["clean_upfront"], abs=1e-13)
        assert found.cs01 == pytest.approx(expected["cs01"], abs=1e-13)


@pytest.mark.parametrize("rate", [-0.05, -0.01, -0.001, 0.0])
@pytest.mark.parametrize("spread_bp", [0.0, 1e-6, 0.01, 60.0, 3000.0])
def test_negative_and_zero_rates_are_ordinary(rate, spread_bp):
    """Under rates of zero and less every price is finite and the twin's."""
    fast, slow = curve_pair(TRADE_DATE, zero_rows({"10Y": rate}))
    found = base_price(spread_bp, curve=fast)
    assert found.clean_upfront == pytest.approx(base_twin(spread_bp, curve=slow)["clean_upfront"], abs=1e-12)
    assert math.isfinite(found.par_spread_bp)


BESIDE_SWITCHES = [sign * place * near for sign in (1, -1) for place in (0.012, 0.2, 0.8) for near in (0.999, 1.001)]


@pytest.mark.parametrize("x", [0.0, 1e-300, -1e-9, 3e-4, 0.1, -0.45, 0.45, 5.0, -3.0, *BESIDE_SWITCHES])
def test_the_two_integrals_have_no_cancellation(x):
    """Both integrals of a step are right to the last digits at and beside zero, and on either side of the switch."""
    series_phi = math.fsum((-x) ** k / math.factorial(k + 1) for k in range(60))
    series_psi = math.fsum((-x) ** k / (math.factorial(k) * (k + 2)) for k in range(60))
    phi, psi = kernels.phi_psi(x)
    assert phi == pytest.approx(series_phi, rel=2e-15)
    assert psi == pytest.approx(series_psi, rel=2e-14)


@pytest.mark.parametrize("spread_bp", [10_000.0, 30_000.0, 100_000.0, 999_999.0])
def test_distressed_names_are_priced(spread_bp):
    """Spreads far above 10,000 bp are priced as by the twin."""
    found = base_price(spread_bp)
    assert found.clean_upfront == pytest.approx(base_twin(spread_bp)["clean_upfront"], abs=1e-12)
    assert found.residual <= 1e-12


def test_a_spread_that_no_default_can_earn_is_refused():
    """Above what even immediate default would pay there is no hazard, and no price."""
    assert flat(1e8).code == "hazard_not_solved"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["coupon_bp", "recovery", "notional"])
def test_no_contract_of_no_number_is_priced(name, value):
    """NaN and infinity in a contract are refused before any kernel."""
    fields = {"coupon_bp": 100.0, "recovery": 0.35, "notional": 1.0, name: value}
    refused = price(Contract(MATURITY, **fields), Quotes((120.0,)), market=market())
    assert isinstance(refused, Finding)
    assert refused.code == "price_not_finite"


@pytest.mark.parametrize(
    ("quotes", "code"),
    [
        (Quotes((math.nan,)), "price_not_finite"),
        (Quotes((math.inf,)), "price_not_finite"),
        (Quotes((-0.01,)), "spread_negative"),
        (Quotes(()), "pillars_shape"),
        (Quotes((1.0, 2.0)), "pillars_shape"),
        (Quotes((), (MATURITY,)), "pillars_shape"),
        (Quotes((1.0, 2.0), (MATURITY,)), "pillars_shape"),
        (Quotes((1.0,) * 11, tuple(MATURITY + timedelta(days=n) for n in range(11))), "pillars_shape"),
        (Quotes((1.0, math.nan), (date(2027, 3, 20), MATURITY)), "price_not_finite"),
        (Quotes((1.0, 2.0), (MATURITY, MATURITY)), "pillars_order"),
        (Quotes((1.0, 2.0), (MATURITY, date(2027, 3, 20))), "pillars_order"),
        (Quotes((1.0,), (TRADE_DATE,)), "pillars_order"),
        (Quotes((900.0, 90.0), (date(2026, 12, 20), MATURITY)), "hazard_not_solved"),
    ],
)
def test_quotes_that_make_no_hazard_curve_are_refused(quotes, code):
    """Negative, missing, unordered and steeply inverted quotes are refused with a finding, never priced."""
    refused = price(Contract(MATURITY, 100.0, 0.35), quotes, market=market())
    assert isinstance(refused, Finding)
    assert refused.code == code


@pytest.mark.parametrize("recovery", [1.0, -0.01, 35.0])
def test_a_recovery_outside_its_range_is_refused(recovery):
    """A recovery of one or more, or below zero, is refused."""
    assert flat(100.0, recovery=recovery).code == "recovery_range"


def test_an_inverted_curve_is_priced_until_its_forward_hazard_is_negative():
    """Quotes may fall with maturity as long as no forward hazard falls below zero."""
    day = date(2026, 12, 20)
    mild, steep = (
        price(Contract(MATURITY, 100.0, 0.35), Quotes((spread, 300.0), (day, MATURITY)), market=market())
        for spread in (600.0, 3000.0)
    )
    assert 0.0 < mild.survival_at_maturity < 1.0
    assert steep.code == "hazard_not_solved"


def test_the_hazard_curve_ends_with_the_finding_of_its_contract():
    """A pillar whose contract has no dates gives that finding."""
    made = hazard_curve(Quotes((100.0,), (MATURITY,)), lambda _: Finding("contract_over"), MATURITY)
    assert made == Finding("contract_over")


def listed(coupon_bp=100.0):
    """Return one instrument with its legs on the base market."""
    each = Instrument("A", "A", InstrumentKind.SINGLE, MATURITY, coupon_bp, 0.35, 1.0, 0.0)
    return [each], [instrument_legs(each, market())]


@pytest.mark.parametrize("spread_bp", [math.nan, math.inf, -1.0])
def test_no_scenario_of_no_number_is_revalued(spread_bp):
    """One NaN, infinite or negative spread refuses the whole revaluation."""
    assert revaluation(*listed(), spreads_bp=np.array([[100.0, spread_bp]])).code == "price_not_finite"


def test_no_value_of_no_number_leaves_the_revaluation():
    """An instrument that is no number is refused after the kernel, where a NaN would become a margin of zero."""
    assert revaluation(*listed(math.inf), spreads_bp=np.array([[100.0]])).code == "price_not_finite"


def test_a_revaluation_that_is_not_solved_is_refused():
    """A spread without a hazard makes the residual of the run too large."""
    assert revaluation(*listed(), spreads_bp=np.array([[100.0, 1e9]])).code == "residual_high"


def test_an_instrument_that_is_over_has_no_legs():
    """The finding of an instrument's dates is handed on."""
    over = Instrument("A", "A", InstrumentKind.SINGLE, TRADE_DATE, 100.0, 0.35, 1.0, 0.0)
    assert instrument_legs(over, market()).code == "contract_over"


@settings(max_examples=drawn(200))
@given(
    trade_date=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    maturity=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    numbers=st.tuples(*[st.floats(-1e99, 1e99)] * 3),
    recovery=st.floats(-0.1, 1.1),
    zero=st.lists(st.tuples(st.integers(1, 40000), st.floats(-1.0, 10.0)), min_size=1, max_size=4),
)
def test_whatever_comes_is_priced_or_refused(trade_date, maturity, numbers, recovery, zero):
    """Any dates, sizes and rates end in a price or a finding, in no exception and in no NaN."""
    rows = zero_rows({f"{(trade_date + timedelta(days=days)).isoformat()}": rate for days, rate in zero})
    curve = pricing_cases.discount_curve(pricing_cases.quotes_of(rows), trade_date)
    if isinstance(curve, Finding):
        assert curve.code in {"curve_fit", "curve_knot", "curve_tenor"}
        return
    assert isinstance(curve, DiscountCurve)
    coupon_bp, spread_bp, notional = numbers
    contract = Contract(maturity, coupon_bp, recovery, notional)
    found = price(contract, Quotes((spread_bp,)), market=Market(curve, WEEKENDS))
    if not isinstance(found, Finding):
        assert not math.isnan(found.clean_upfront + found.cs01 + found.par_spread_bp)


@settings(max_examples=drawn(60))
@given(spreads=st.lists(st.floats(0.0, 30000.0), min_size=2, max_size=6, unique=True), recovery=st.floats(0.0, 0.9))
def test_upfronts_rise_with_the_spread(spreads, recovery):
    """More spread is more upfront and less survival, whatever the recovery."""
    made = [flat(spread, recovery=recovery) for spread in sorted(spreads)]
    for lower, higher in pairwise(made):
        assert higher.clean_upfront >= lower.clean_upfront
        assert higher.survival_at_maturity <= lower.survival_at_maturity
        assert higher.hazard > lower.hazard or higher.hazard == pytest.approx(lower.hazard)


@settings(max_examples=drawn(40))
@given(notional=st.floats(-1e15, 1e15), spread=st.floats(0.0, 5000.0))
def test_prices_are_homogeneous_in_the_notional(notional, spread):
    """A price on a notional is the notional times the price on one."""
    one = flat(spread)
    many = price(Contract(MATURITY, 100.0, 0.35, notional), Quotes((spread,)), market=market())
    for name in ("clean_upfront", "accrued", "cs01"):
        assert getattr(many, name) == pytest.approx(notional * getattr(one, name), rel=1e-12, abs=1e-9)
    assert many.hazard == one.hazard
