"""What moves a price, and the quoted spread behind an upfront."""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import published_cases
import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from pricing_cases import (
    MATURITY,
    TONA,
    TRADE_DATE,
    base_pair,
    published_curve,
    published_curves,
    quotes_of,
    swap_rows,
)

from calc.days.business_day import WEEKENDS, tokyo
from calc.outcome import Finding
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, hazards_of, price
from calc.pricing.sensitivities import quoted_spread_bp, sensitivities, survival

CONTRACT = Contract(MATURITY, 100.0, 0.35)
CURVE_QUOTES = quotes_of(swap_rows(TONA))
QUOTES = Quotes((300.0,))


def market():
    """Return the base market."""
    return Market(base_pair()[0], tokyo())


def test_the_published_screen_of_2014():
    """The TEPCO screen of 15 April 2014 has our default exposure, default probability and sensitivities."""
    row = published_cases.contract_rows()["tepco"]
    key = (row["curve_id"], date.fromisoformat(row["trade_date"]))
    there = Market(published_curve(row["curve_id"], row["trade_date"]), tokyo())
    contract = Contract(date.fromisoformat(row["maturity"]), 100.0, 0.35, 1e7)
    made = sensitivities(contract, Quotes((250.0,)), curve_quotes=published_curves()[key], market=there)
    assert made.jump_to_default == pytest.approx(5_790_998, rel=1e-5)
    assert made.default_probability == pytest.approx(0.1830, abs=5e-5)
    assert made.ir_dv01 == pytest.approx(-184.69, abs=0.05)
    assert made.recovery_01 == pytest.approx(-1061.74, abs=0.02)


def test_each_sensitivity_is_a_difference_of_prices():
    """Rates up a bp, recovery up a percent and default at once are differences of full prices."""
    made = sensitivities(CONTRACT, QUOTES, curve_quotes=CURVE_QUOTES, market=market())
    base = price(CONTRACT, QUOTES, market=market())
    less, more = (price(replace(CONTRACT, recovery=each), QUOTES, market=market()) for each in (0.34, 0.36))
    assert made.recovery_01 == pytest.approx((more.clean_upfront - less.clean_upfront) / 2, rel=1e-9)
    assert made.jump_to_default == pytest.approx(0.65 - base.clean_upfront, abs=1e-15)
    assert made.default_probability == 1.0 - base.survival_at_maturity
    assert -1e-4 < made.ir_dv01 < 0.0


def test_without_recovery_only_more_of_it_can_come():
    """At a recovery of zero the sensitivity is that of one percent more."""
    none = replace(CONTRACT, recovery=0.0)
    made = sensitivities(none, QUOTES, curve_quotes=CURVE_QUOTES, market=market())
    base, more = (price(replace(none, recovery=each), QUOTES, market=market()) for each in (0.0, 0.01))
    assert made.recovery_01 == pytest.approx(more.clean_upfront - base.clean_upfront, rel=1e-9)


def test_sensitivities_are_homogeneous_in_the_notional():
    """Sold protection of any notional has the turned and scaled amounts, and the same probability."""
    one, sold = (
        sensitivities(replace(CONTRACT, notional=notional), QUOTES, curve_quotes=CURVE_QUOTES, market=market())
        for notional in (1.0, -5e9)
    )
    for name in ("ir_dv01", "recovery_01", "jump_to_default"):
        assert getattr(sold, name) == pytest.approx(-5e9 * getattr(one, name), rel=1e-9)
    assert sold.default_probability == one.default_probability


@pytest.mark.parametrize(
    ("contract", "quotes", "curve_quotes", "code"),
    [
        (replace(CONTRACT, maturity=TRADE_DATE), QUOTES, CURVE_QUOTES, "contract_over"),
        (CONTRACT, Quotes((-1.0,)), CURVE_QUOTES, "spread_negative"),
        (CONTRACT, QUOTES, (), "curve_empty"),
        (replace(CONTRACT, recovery=0.995), QUOTES, CURVE_QUOTES, "recovery_range"),
    ],
)
def test_what_cannot_be_moved_is_a_finding(contract, quotes, curve_quotes, code):
    """The finding of the price, of the moved curve or of the moved recovery is the answer."""
    made = sensitivities(contract, quotes, curve_quotes=curve_quotes, market=market())
    assert isinstance(made, Finding)
    assert made.code == code


def test_the_published_quoted_spread():
    """An upfront of 0.7 % gives the quoted spread that Excel-ISDA shows, to 14 decimals."""
    row = published_cases.contract_rows()["strata-excel"]
    there = Market(published_curve(row["curve_id"], row["trade_date"]), WEEKENDS)
    found = quoted_spread_bp(Contract(date(2015, 12, 20), 100.0, 0.4), 0.007, market=there)
    assert found / 1e4 == pytest.approx(0.011112592882846, abs=2e-14)


@settings(max_examples=drawn(60))
@given(
    spread_bp=st.floats(0.01, 20_000.0),
    coupon_bp=st.sampled_from([0.0, 25.0, 100.0, 500.0]),
    recovery=st.floats(0.0, 0.9),
    years=st.integers(1, 12),
)
def test_the_quoted_spread_gives_the_upfront_back(spread_bp, coupon_bp, recovery, years):
    """From spread to upfront and back is the same spread."""
    contract = Contract(date(2025 + years, 12, 20), coupon_bp, recovery)
    upfront = price(contract, Quotes((spread_bp,)), market=market()).clean_upfront
    found = quoted_spread_bp(contract, upfront, market=market())
    assert not isinstance(found, Finding)
    again = price(contract, Quotes((found,)), market=market()).clean_upfront
    assert again == pytest.approx(upfront, abs=1e-11)


@pytest.mark.parametrize("upfront", [-0.5, -1.0, 0.66, 1.0, 1e9])
def test_an_upfront_that_nobody_pays_is_refused(upfront):
    """Less than riskless coupons cost, or more than a default pays, is no upfront."""
    assert quoted_spread_bp(CONTRACT, upfront, market=market()).code == "upfront_range"


@pytest.mark.parametrize("upfront", [math.nan, math.inf, -math.inf])
def test_an_upfront_of_no_number_is_refused(upfront):
    """NaN and infinity are refused before any search."""
    assert quoted_spread_bp(CONTRACT, upfront, market=market()).code == "price_not_finite"
    assert quoted_spread_bp(replace(CONTRACT, recovery=1.0), 0.01, market=market()).code == "recovery_range"
    assert quoted_spread_bp(replace(CONTRACT, maturity=TRADE_DATE), 0.01, market=market()).code == "contract_over"


PILLARS = Quotes((60.0, 120.0, 150.0), (date(2026, 12, 20), date(2028, 12, 20), date(2032, 12, 20)))


def test_survival_falls_along_the_curve():
    """Survival is one on the trade date, falls with every day, and goes on beyond the last pillar."""
    days = [TRADE_DATE + timedelta(days=100 * step) for step in range(40)]
    made = survival(CONTRACT, PILLARS, days=days, market=market())
    assert made[0] == 1.0
    assert all(later < earlier for earlier, later in pairwise(made))
    assert 0.0 < made[-1] < 1.0


def test_survival_at_maturity_is_the_prices_own():
    """The survival of the contract's maturity, and the average hazard, are those that the price shows."""
    for quotes in (QUOTES, PILLARS):
        priced = price(CONTRACT, quotes, market=market())
        (alive,) = survival(CONTRACT, quotes, days=[MATURITY], market=market())
        assert alive == pytest.approx(priced.survival_at_maturity, abs=1e-15)
        years = (MATURITY - TRADE_DATE).days / 365
        assert math.exp(-priced.hazard * years) == pytest.approx(alive, abs=1e-15)


def test_a_hazard_curve_is_told_between_any_days():
    """The hazard of two stretches is that of both together, across pillars and beyond the last."""
    curve = hazards_of(CONTRACT, PILLARS, market=market())
    start = TRADE_DATE.toordinal()
    for middle, end in ((100, 300), (437, 2000), (3000, 5000)):
        whole = curve.integral_to(start, start + end)
        parts = curve.integral_to(start, start + middle) + curve.integral_to(start + middle, start + end)
        assert parts == pytest.approx(whole, rel=1e-14)
    assert curve.integral_to(start, start) == 0.0


def test_quotes_without_a_curve_have_no_survival():
    """Where the quotes imply no hazard the finding is the answer."""
    steep = Quotes((900.0, 90.0), (date(2026, 12, 20), MATURITY))
    assert survival(CONTRACT, steep, days=[MATURITY], market=market()).code == "hazard_not_solved"
    assert survival(replace(CONTRACT, recovery=2.0), QUOTES, days=[MATURITY], market=market()).code == "recovery_range"
