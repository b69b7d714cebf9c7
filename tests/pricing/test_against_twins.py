"""The product against the slow twins, which were written from the conventions and from nothing of the product."""

from datetime import date, timedelta

import numpy as np
import pricing_cases
import pytest
import twin_cds
import twin_curve
from draws import drawn
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc.outcome import Finding
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, price
from calc.pricing.revaluation import instrument_legs, revaluation
from calc.pricing.terms import DateOverrides
from calc.types import Instrument, InstrumentKind

SAME = 1e-12  # of notional
COLUMNS = ("clean_upfront", "accrued", "cash_upfront", "cs01")

trade_dates = st.dates(date(2008, 1, 7), date(2030, 12, 30)).filter(lambda day: day.weekday() < 5)
rates = st.floats(-0.01, 0.06)
day_counts = st.sampled_from(["ACT/360", "ACT/365F", "30/360", "ACT/ACT ISDA"])
spreads = st.one_of(st.floats(0.5, 1500.0), st.floats(1500.0, 20000.0))
recoveries = st.floats(0.0, 0.8)
coupons = st.sampled_from([0.0, 25.0, 100.0, 500.0])


@st.composite
def curve_rows(draw):
    """Return the rows of a curve of deposits and swaps as one finds them."""
    deposits = dict.fromkeys(draw(st.lists(st.sampled_from(["1M", "2M", "3M", "6M", "1Y"]), unique=True)), 0.0)
    swaps = dict.fromkeys(draw(st.lists(st.sampled_from(["2Y", "3Y", "5Y", "7Y", "10Y", "20Y"]), unique=True)), 0.0)
    assume(deposits or swaps)
    level = draw(rates)
    near = st.floats(level - 0.002, level + 0.002)
    return pricing_cases.swap_rows(
        {tenor: draw(near) for tenor in swaps},
        day_count=draw(day_counts),
        frequency=draw(st.sampled_from([1, 2, 4])),
        spot=draw(st.integers(0, 3)),
        deposits={tenor: draw(near) for tenor in deposits},
        mm_day_count=draw(day_counts),
    )


@st.composite
def markets(draw):
    """Return a trade date with the same curve as the product and as the twin build it, and a calendar."""
    trade_date = draw(trade_dates)
    level, steps = draw(rates), [1, 2, 3, 5, 7, 10]
    zero = {
        trade_date + timedelta(days=365 * year + draw(st.integers(0, 9))): level + draw(rates) / 4 for year in steps
    }
    made = pricing_cases.curve_pair(trade_date, pricing_cases.zero_rows(zero))
    return trade_date, made, draw(st.sampled_from(["TYO", "WEEKENDS"]))


@st.composite
def maturities(draw, trade_date):
    """Return a roll date, or any other day, one day to twelve years ahead."""
    any_day = trade_date + timedelta(days=draw(st.integers(2, 4400)))
    roll = date(any_day.year + (any_day.month == 12), any_day.month // 3 % 4 * 3 + 3, 20)
    return any_day if draw(st.integers(0, 3)) == 0 else roll


def priced(quotes, deal, *, market, overrides=None):
    """Return the product's price or finding, and the twin's price or None."""
    trade_date, (curve, slow), calendar = market
    maturity, coupon_bp, recovery = deal
    dates = overrides or {}
    contract = Contract(maturity, coupon_bp, recovery, 1.0, DateOverrides(**dates))
    found = price(contract, quotes, market=Market(curve, pricing_cases.CALENDARS[calendar]))
    pillars = list(zip(quotes.pillars, quotes.spreads_bp, strict=True)) if quotes.pillars else None
    try:
        expected = twin_cds.price(
            trade_date,
            maturity,
            coupon_bp=coupon_bp,
            recovery=recovery,
            notional=1.0,
            curve=slow,
            quoted_spread_bp=quotes.spreads_bp[0],
            pillars=pillars,
            closed_days=pricing_cases.CLOSED[calendar],
            **dates,
        )
    except ValueError:
        expected = None
    return found, expected


def assert_same(found, expected):
    """Compare every column of a price with the twin's."""
    for name in COLUMNS:
        assert getattr(found, name) == pytest.approx(expected[name], rel=0, abs=SAME), name
    assert found.accrued_days == expected["accrued_days"]
    assert found.survival_at_maturity == pytest.approx(expected["survival_at_maturity"], rel=0, abs=SAME)
    assert found.risky_annuity == pytest.approx(expected["risky_annuity"], rel=0, abs=1e-11)
    assert found.par_spread_bp == pytest.approx(expected["par_spread_bp"], rel=1e-9, abs=1e-9)
    assert found.hazard == pytest.approx(expected["hazard"], rel=1e-10, abs=1e-13)


@settings(max_examples=drawn(30))
@given(trade_date=trade_dates, rows=curve_rows(), days=st.lists(st.integers(0, 12000), min_size=5, max_size=5))
def test_curves_are_the_twins(trade_date, rows, days):
    """Bootstrapped curves of any deposits and swaps have the twin's logarithms to 1e-13, inside and beyond."""
    fast, slow = pricing_cases.curve_pair(trade_date, rows)
    assert not isinstance(fast, Finding)
    knots = [knot - trade_date.toordinal() for knot in fast.knots]
    assert [(day - trade_date).days for day in slow.days() if day > trade_date][-len(knots) :] == knots
    for day in (*knots, *(day for day in days if day <= 2 * knots[-1])):
        expected = slow.log_at(trade_date + timedelta(days=day))
        assert fast.log_discount(trade_date.toordinal() + day) == pytest.approx(expected, rel=1e-13, abs=1e-13)


@settings(max_examples=drawn(25))
@given(data=st.data(), market=markets(), spread=spreads, coupon_bp=coupons, recovery=recoveries)
def test_flat_quotes_are_priced_as_by_the_twin(data, market, spread, coupon_bp, recovery):
    """Upfront, accrued, CS01, annuity and survival of any flat quote are the twin's to 1e-12 of notional."""
    maturity = data.draw(maturities(market[0]))
    found, expected = priced(Quotes((spread,)), (maturity, coupon_bp, recovery), market=market)
    assert not isinstance(found, Finding)
    assert_same(found, expected)


@settings(max_examples=drawn(25))
@given(data=st.data(), market=markets(), level=st.floats(5.0, 600.0), recovery=recoveries)
def test_pillars_are_priced_as_by_the_twin(data, market, level, recovery):
    """A term structure of quotes gives the twin's prices, and is refused where the twin finds no hazard either."""
    first = market[0] + timedelta(days=120)
    steps = data.draw(st.lists(st.integers(150, 900), min_size=1, max_size=5))
    days = tuple(first + timedelta(days=sum(steps[: i + 1])) for i in range(len(steps)))
    quotes = Quotes(tuple(level * data.draw(st.floats(0.6, 1.6)) for _ in days), days)
    maturity = data.draw(st.one_of(st.sampled_from(days), maturities(market[0])))
    found, expected = priced(quotes, (maturity, 100.0, recovery), market=market)
    if expected is None:
        assert isinstance(found, Finding)
        assert found.code == "hazard_not_solved"
    else:
        assert_same(found, expected)


@settings(max_examples=drawn(25))
@given(data=st.data(), market=markets(), spread=st.floats(1.0, 900.0))
def test_stated_dates_are_priced_as_by_the_twin(data, market, spread):
    """A step-in, a settlement or a beginning of accrual that the contract states is taken as the twin takes it."""
    trade_date = market[0]
    step_in = trade_date + timedelta(days=data.draw(st.integers(1, 4)))
    settle = trade_date + timedelta(days=data.draw(st.integers(0, 9)))
    begin = step_in - timedelta(days=data.draw(st.integers(0, 700)))
    stated = {"step_in": step_in, "cash_settle": settle, "accrual_begin": begin}
    names = data.draw(st.lists(st.sampled_from(sorted(stated)), unique=True))
    maturity = data.draw(maturities(trade_date).filter(lambda day: day > step_in))
    overrides = {name: stated[name] for name in names}
    if "step_in" not in overrides:
        assume(begin <= trade_date + timedelta(days=1) or "accrual_begin" not in overrides)
    found, expected = priced(Quotes((spread,)), (maturity, 100.0, 0.35), market=market, overrides=overrides)
    assert not isinstance(found, Finding)
    assert_same(found, expected)


@settings(max_examples=15)
@given(data=st.data(), market=markets())
def test_bulk_revaluation_is_the_single_price(data, market):
    """Many instruments at many spreads at once have the values that each has by itself."""
    trade_date, (curve, _), calendar = market
    there = Market(curve, pricing_cases.CALENDARS[calendar])
    listed = [
        Instrument(
            f"I{number}",
            "E",
            InstrumentKind.SINGLE,
            data.draw(maturities(trade_date)),
            data.draw(coupons),
            data.draw(recoveries),
            1.0,
            0.0,
        )
        for number in range(data.draw(st.integers(1, 4)))
    ]
    shocked = np.array([[data.draw(spreads) for _ in range(3)] for _ in listed])
    made = revaluation(listed, [instrument_legs(each, there) for each in listed], spreads_bp=shocked)
    single = [
        [
            price(Contract(each.maturity, each.coupon_bp, each.recovery), Quotes((spread,)), market=there).clean_upfront
            for spread in row
        ]
        for each, row in zip(listed, shocked.tolist(), strict=True)
    ]
    np.testing.assert_allclose(made.values, single, rtol=0, atol=SAME)
    assert made.residual <= SAME


def test_a_flat_curve_means_the_same_to_both():
    """One zero rate is one flat forward rate, for the product as for the twin."""
    fast, slow = pricing_cases.curve_pair(date(2026, 11, 20), pricing_cases.zero_rows({"1Y": 0.013}))
    expected = twin_curve.flat_curve(date(2026, 11, 20), 0.013)
    for days in (1, 200, 4000):
        day = date(2026, 11, 20) + timedelta(days=days)
        assert fast.log_discount(day.toordinal()) == pytest.approx(expected.log_at(day), abs=1e-15)
        assert slow.log_at(day) == pytest.approx(expected.log_at(day), abs=1e-15)
