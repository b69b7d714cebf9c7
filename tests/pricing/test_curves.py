from dataclasses import replace
from datetime import date, timedelta
from math import exp, fsum

import numpy as np
import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from pricing_cases import TONA, TRADE_DATE, quotes_of, swap_rows, zero_rows

from calc.market.curve_quotes import DAY_COUNTS, deposit_payments, months_later, spot_date, swap_payments, tenor_end
from calc.outcome import Finding
from calc.pricing.curve import DiscountCurve, discount_curve
from calc.types import CurveQuote

SWAP = CurveQuote("swap", "5Y", 0.01, "", 1, "ACT/365F", 2)
DEPOSIT = CurveQuote("deposit", "3M", 0.005, "ACT/365F", 0, "", 2)
ZERO = CurveQuote("zero", "5Y", 0.01)


def code_of(*quotes, trade_date=TRADE_DATE):
    """Return the finding code of a curve that cannot be built."""
    made = discount_curve(quotes, trade_date)
    assert isinstance(made, Finding)
    return made.code


@pytest.mark.parametrize(
    ("quotes", "code"),
    [
        ((), "curve_empty"),
        ((replace(SWAP, rate=float("nan")),), "curve_rate"),
        ((replace(ZERO, rate=float("inf")),), "curve_rate"),
        ((SWAP, ZERO), "curve_kind"),
        ((replace(SWAP, kind="future"),), "curve_kind"),
        ((replace(SWAP, tenor="5X"),), "curve_tenor"),
        ((replace(SWAP, tenor="0Y"),), "curve_tenor"),
        ((replace(ZERO, tenor="2026-02-30"),), "curve_tenor"),
        ((replace(ZERO, tenor="20311220"),), "curve_tenor"),
        ((replace(ZERO, tenor="999Y"),), "curve_tenor"),
        ((replace(ZERO, tenor="9999-12-31"),), "curve_tenor"),
        ((replace(DEPOSIT, mm_day_count="ACT/364"),), "curve_day_count"),
        ((replace(SWAP, fixed_day_count=""),), "curve_day_count"),
        ((replace(SWAP, fixed_frequency=12),), "curve_frequency"),
        ((replace(SWAP, fixed_frequency=0),), "curve_frequency"),
        ((SWAP, replace(DEPOSIT, spot_lag_days=0)), "curve_spot"),
        ((ZERO, replace(ZERO, rate=0.02)), "curve_knot"),
        ((SWAP, replace(SWAP, rate=0.02)), "curve_knot"),
        ((replace(ZERO, tenor="2025-10-15"),), "curve_knot"),
        ((replace(DEPOSIT, tenor="2025-10-16"),), "curve_knot"),
        ((replace(SWAP, rate=-0.99),), "curve_fit"),
        ((replace(SWAP, rate=-0.99, tenor="30Y"),), "curve_fit"),
        ((replace(DEPOSIT, rate=-1.0, tenor="30Y"),), "curve_fit"),
        ((replace(ZERO, rate=11.0),), "curve_fit"),
        ((ZERO, replace(ZERO, tenor="2030-10-16", rate=0.5)), "curve_fit"),
    ],
)
def test_what_makes_no_curve_is_refused(quotes, code):
    """Each way in which quotes contradict themselves has its finding."""
    assert code_of(*quotes) == code


def test_a_curve_beyond_the_calendar_is_refused():
    """A trade date at the end of all dates is a finding too."""
    assert code_of(SWAP, trade_date=date(9999, 12, 30)) in {"calendar_horizon", "curve_tenor"}


@settings(max_examples=drawn(150))
@given(
    kinds=st.lists(st.sampled_from(["deposit", "swap"]), min_size=1, max_size=4),
    rates=st.lists(st.floats(-1.0, 9.99), min_size=4, max_size=4),
    tenors=st.lists(st.sampled_from(["1M", "6M", "1Y", "5Y", "30Y", "100Y"]), min_size=4, max_size=4, unique=True),
)
def test_any_rates_give_a_curve_or_a_finding(kinds, rates, tenors):
    """No rate that the reader lets through, however absurd, ends in an exception."""
    quotes = [
        replace(SWAP if kind == "swap" else DEPOSIT, tenor=tenor, rate=rate)
        for kind, tenor, rate in zip(kinds, tenors, rates, strict=False)
    ]
    assert isinstance(discount_curve(quotes, TRADE_DATE), (DiscountCurve, Finding))


def test_each_quote_is_worth_one_at_spot():
    """Every quote's payments are worth one at spot, to 1e-14, whatever the order of the rows."""
    quotes = quotes_of(swap_rows(TONA, deposits={"3M": 0.005, "6M": 0.0055}))
    curve, turned = discount_curve(quotes, TRADE_DATE), discount_curve(quotes[::-1], TRADE_DATE)
    assert curve == turned
    spot = spot_date(TRADE_DATE, 2)
    for quote in quotes:
        make = deposit_payments if quote.kind == "deposit" else swap_payments
        payments = make(quote, spot, tenor_end(quote.tenor, spot))
        discounted = [
            amount * exp(curve.log_discount(day.toordinal()) - curve.log_discount(spot.toordinal()))
            for day, amount in zip(payments.days, payments.amounts, strict=True)
        ]
        assert fsum(discounted) == pytest.approx(1.0, abs=1e-14)


def test_the_trade_date_is_worth_one():
    """The curve is told from the trade date, and its first rate reaches back to it from spot."""
    curve = discount_curve(quotes_of(swap_rows(TONA)), TRADE_DATE)
    today = TRADE_DATE.toordinal()
    assert curve.log_discount(today) == 0.0
    assert curve.log_discount(today + 1) == pytest.approx(curve.log_discount(today + 200) / 200, rel=1e-14)


def test_zero_rates_need_no_order():
    """Zero rates make the same curve in any order of their rows."""
    rows = zero_rows({"1Y": 0.01, "2Y": 0.02, "2031-12-20": 0.015})
    made = [discount_curve(quotes_of(rows[::step]), TRADE_DATE) for step in (1, -1)]
    assert made[0] == made[1]
    one_year = TRADE_DATE.replace(year=TRADE_DATE.year + 1).toordinal()
    assert made[0].log_discount(one_year) == pytest.approx(-0.01, abs=1e-16)


@pytest.mark.parametrize(
    ("start", "end", "name", "years"),
    [
        (date(2026, 1, 31), date(2026, 3, 31), "30/360", 60 / 360),
        (date(2026, 1, 30), date(2026, 3, 31), "30/360", 60 / 360),
        (date(2026, 2, 28), date(2026, 3, 31), "30/360", 33 / 360),
        (date(2026, 1, 29), date(2026, 3, 31), "30/360", 62 / 360),
        (date(2023, 7, 1), date(2024, 7, 1), "ACT/ACT ISDA", 184 / 365 + 182 / 366),
        (date(2024, 1, 1), date(2025, 1, 1), "ACT/ACT ISDA", 1.0),
        (date(2024, 2, 1), date(2024, 3, 1), "ACT/ACT ISDA", 29 / 366),
        (date(2023, 12, 31), date(2026, 1, 1), "ACT/ACT ISDA", 1 / 365 + 2.0),
        (date(2026, 1, 1), date(2027, 1, 1), "ACT/360", 365 / 360),
        (date(2024, 1, 1), date(2025, 1, 1), "ACT/365F", 366 / 365),
    ],
)
def test_day_counts(start, end, name, years):
    """Each day count measures periods as its definition says, leap years and month ends included."""
    assert DAY_COUNTS[name](start, end) == pytest.approx(years, abs=1e-15)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
        (date(2026, 12, 20), 120, date(2036, 12, 20)),
    ],
)
def test_months_are_cut_to_their_length(day, months, later):
    """Months are added and taken away on the same day of the month, cut to the month's end."""
    assert months_later(day, months) == later


def test_a_deposit_ends_on_a_modified_following_day():
    """A deposit to a Saturday that ends its month is paid the Friday before."""
    saturday = date(2026, 1, 31)
    payments = deposit_payments(DEPOSIT, date(2025, 10, 31), saturday)
    assert (payments.knot, payments.days) == (date(2026, 1, 30), (date(2026, 1, 30),))


def test_swap_coupons_roll_back_from_the_unadjusted_maturity():
    """Coupons roll back from the unadjusted end, a short one first, and each is paid modified following."""
    quote = replace(SWAP, fixed_frequency=2, rate=0.02, fixed_day_count="ACT/360")
    payments = swap_payments(quote, date(2025, 10, 17), date(2027, 1, 17))  # a Sunday
    assert payments.days == (date(2026, 1, 19), date(2026, 7, 17), date(2027, 1, 18))
    first, _, last = payments.amounts
    assert first == pytest.approx(0.02 * (date(2026, 1, 19) - date(2025, 10, 17)).days / 360)
    assert last == pytest.approx(1 + 0.02 * (date(2027, 1, 18) - date(2026, 7, 17)).days / 360)


def test_spot_counts_weekdays():
    """Spot lies so many weekdays after the trade date, Tokyo holidays not looked at."""
    friday = date(2026, 11, 20)
    assert spot_date(friday, 2) == date(2026, 11, 24)  # across the weekend, on the day after a holiday Monday
    assert spot_date(friday, 0) == friday
    assert spot_date(friday + timedelta(days=1), 1) == date(2026, 11, 23)


@settings(max_examples=drawn(60))
@given(
    rates=st.lists(st.floats(-0.02, 0.08), min_size=1, max_size=6),
    days=st.lists(st.integers(-400, 20_000), min_size=1, max_size=40),
)
def test_many_days_at_once_give_the_same_bits(rates, days):
    """Log discounts of many days are those of the single days to the last bit, before, between and beyond the knots."""
    quotes = [replace(ZERO, tenor=f"{years}Y", rate=rate) for years, rate in enumerate(rates, 1)]
    curve = discount_curve(quotes, TRADE_DATE)
    if isinstance(curve, DiscountCurve):
        ordinals = [TRADE_DATE.toordinal() + day for day in days]
        assert curve.log_discounts_on(np.array(ordinals)).tolist() == [curve.log_discount(day) for day in ordinals]


def test_a_lag_that_is_left_out_is_the_curve_s():
    """One spot date serves the whole curve: a row without a lag of its own takes that of the others."""
    named = discount_curve((SWAP, replace(DEPOSIT, spot_lag_days=SWAP.spot_lag_days)), TRADE_DATE)
    assert discount_curve((SWAP, replace(DEPOSIT, spot_lag_days=None)), TRADE_DATE) == named
