"""A discount curve from discount factors, as a sheet holds them."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pricing_cases import TRADE_DATE, base_pair, base_price

from calc.pricing.curve import curve_through

LATER = date(2030, 12, 20)


def nodes_of(curve):
    """Return a curve as its discount factors."""
    knots = zip(curve.knots, curve.log_discounts, strict=True)
    return [(TRADE_DATE, 1.0), *((date.fromordinal(knot), math.exp(log)) for knot, log in knots)]


def test_a_curve_survives_its_discount_factors():
    """A curve written as factors and read again has the same knots and logarithms, but for the last bits."""
    curve = base_pair()[0]
    again = curve_through(nodes_of(curve), TRADE_DATE)
    assert (again.trade_date, again.knots) == (curve.trade_date, curve.knots)
    assert again.log_discounts == pytest.approx(curve.log_discounts, abs=2e-16)


def test_a_price_survives_the_discount_factors_of_its_curve():
    """The price on the curve that was read again is the same to 1e-15 of notional."""
    again = curve_through(nodes_of(base_pair()[0]), TRADE_DATE)
    assert base_price(curve=again).clean_upfront == pytest.approx(base_price().clean_upfront, abs=1e-15)


@given(st.lists(st.floats(0.9, 1.1), min_size=1, max_size=20))
def test_the_curve_goes_through_every_factor(ratios):
    """Whatever factors a market can have, the curve has them on their days."""
    days = [date(TRADE_DATE.year + number, 12, 20) for number in range(1, len(ratios) + 1)]
    factors = [math.prod(ratios[: number + 1]) for number in range(len(ratios))]
    curve = curve_through([(TRADE_DATE, 1.0), *zip(days, factors, strict=True)], TRADE_DATE)
    for day, factor in zip(days, factors, strict=True):
        assert math.exp(curve.log_discount(day.toordinal())) == pytest.approx(factor, rel=1e-14)


@pytest.mark.parametrize(
    ("nodes", "code"),
    [
        ([], "curve_empty"),
        ([(TRADE_DATE, 1.0)], "curve_empty"),
        ([(date(2025, 10, 14), 1.0), (LATER, 0.9)], "curve_start"),
        ([(TRADE_DATE, 0.99), (LATER, 0.9)], "curve_start"),
        ([(LATER, 0.9), (TRADE_DATE, 1.0)], "curve_start"),
        ([(TRADE_DATE, 1.0), (LATER, 0.9), (LATER, 0.8)], "curve_knot"),
        ([(TRADE_DATE, 1.0), (LATER, 0.9), (date(2028, 1, 4), 0.95)], "curve_knot"),
        ([(TRADE_DATE, 1.0), (LATER, 0.0)], "curve_factor"),
        ([(TRADE_DATE, 1.0), (LATER, -0.9)], "curve_factor"),
        ([(TRADE_DATE, 1.0), (LATER, math.inf)], "curve_factor"),
        ([(TRADE_DATE, 1.0), (LATER, math.nan)], "curve_factor"),
        ([(TRADE_DATE, 1.0), (LATER, 1e-30)], "curve_fit"),
        ([(TRADE_DATE, 1.0), (date(2025, 10, 16), 1.1)], "curve_fit"),
    ],
)
def test_factors_that_are_no_curve_are_refused(nodes, code):
    """The first row is the trade date with one, days go on, and every forward rate is one that money can have."""
    assert curve_through(nodes, TRADE_DATE).code == code
