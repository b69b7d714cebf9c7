"""The traps of dates and day counts: the right way is the twin's, and the wrong way would be seen."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pricing_cases
import pytest
import twin_cds
from pricing_cases import MATURITY, TONA, TRADE_DATE, base_price, base_twin, curve_pair, swap_rows

from calc.days.business_day import WEEKENDS, tokyo
from calc.outcome import Finding
from calc.pricing import kernels
from calc.pricing.isda import Contract, Market
from calc.pricing.legs import contract_legs
from calc.pricing.terms import DateOverrides, contract_terms

SEEN = 1e-9  # of notional: a hundred times what separates the product from the published values


def effect(wrong, right=None):
    """Return what a wrong way changes of the clean upfront, the right way being checked against the twin."""
    there = right or base_price()
    if right is None:
        assert there.clean_upfront == pytest.approx(base_twin()["clean_upfront"], abs=1e-12)
    return wrong.clean_upfront - there.clean_upfront


def about(size):
    """Return a size as measured, to a third of it."""
    return pytest.approx(size, rel=0.34)


def terms_of(trade_date, maturity, calendar=WEEKENDS, **stated):
    """Return the dates of a contract."""
    return contract_terms(trade_date, maturity, calendar=calendar, overrides=DateOverrides(**stated))


def days(*ordinals):
    """Return ordinals as dates."""
    return [date.fromordinal(ordinal) for ordinal in ordinals]


def test_step_in_is_the_next_calendar_day():
    """Protection and accrual start one calendar day after the trade; from the trade date itself would be 5e-5 off."""
    assert base_price().accrued_days == 24
    assert days(terms_of(date(2025, 10, 17), MATURITY).step_in) == [date(2025, 10, 18)]  # a Saturday
    wrong = base_price(overrides=DateOverrides(step_in=TRADE_DATE))
    assert wrong.accrued_days == 23
    assert effect(wrong) == about(4.9e-5)


def test_the_last_period_has_one_day_more():
    """The maturity day is covered and paid for; without it the upfront would be 4e-5 off."""
    terms = terms_of(TRADE_DATE, MATURITY)
    assert days(terms.ends[-1]) == [MATURITY + timedelta(days=1)]
    short = replace(terms, ends=(*terms.ends[:-1], terms.ends[-1] - 1), maturity=terms.maturity - 1)
    right, wrong = (contract_legs(each, pricing_cases.base_pair()[0], recovery=0.35) for each in (terms, short))
    assert right.grid[3, -1] - wrong.grid[3, -1] == pytest.approx(1 / 360, rel=1e-2)
    assert right.grid[1].sum() - wrong.grid[1].sum() == pytest.approx(1 / 365, rel=1e-9)
    assert value(right) - value(wrong) == about(4e-5)


def value(made):
    """Return the clean upfront of what is laid out, at a quote of 300 bp."""
    hazards = np.zeros(made.grid.shape[1])
    kernels.solved_hazard(hazards, 0, made.grid, made.terms, 0.03, 0.0)
    protection, premium = kernels.legs(hazards, made.grid, 1.0)
    return (made.terms[0] * protection - 0.01 * premium) * made.settlement_growth + 0.01 * made.accrued_fraction


def test_the_maturity_stays_on_its_weekend():
    """A contract to a Saturday ends on that Saturday, not on the Monday it is paid; that would be 8e-5 off."""
    saturday, monday = date(2031, 9, 20), date(2031, 9, 22)
    terms = terms_of(TRADE_DATE, saturday)
    assert days(terms.maturity, terms.ends[-1], terms.pays[-1]) == [saturday, date(2031, 9, 21), monday]
    right = base_price(maturity=saturday, calendar="WEEKENDS")
    expected = base_twin(maturity=saturday, calendar="WEEKENDS")["clean_upfront"]
    assert right.clean_upfront == pytest.approx(expected, abs=1e-12)
    assert effect(base_price(maturity=monday, calendar="WEEKENDS"), right) == about(8e-5)


def test_value_stands_at_cash_settlement():
    """Amounts are seen from three business days after the trade; seen from the trade date they would be 8e-6 off."""
    friday = terms_of(date(2026, 11, 20), MATURITY, tokyo())  # 23 November 2026 is a holiday
    assert days(friday.cash_settle) == [date(2026, 11, 26)]
    assert effect(base_price(overrides=DateOverrides(cash_settle=TRADE_DATE))) == about(-8.2e-6)


def test_half_a_day_stands_in_the_accrual_on_default():
    """The published form counts half a day more at default; without it the upfront would be 5e-6 off."""
    assert effect(base_price(formula=twin_cds.CORRECT)) == about(-5.2e-6)
    assert effect(base_price(formula=twin_cds.MARKIT_FIX)) == about(-5.2e-5)


@pytest.mark.parametrize("formula", [twin_cds.ORIGINAL, twin_cds.MARKIT_FIX, twin_cds.CORRECT])
def test_each_accrual_formula_is_the_twins(formula):
    """The three accrual formulas give the twin's upfront and CS01."""
    found, expected = base_price(formula=formula), base_twin(formula=formula)
    assert found.clean_upfront == pytest.approx(expected["clean_upfront"], abs=1e-12)
    assert found.cs01 == pytest.approx(expected["cs01"], abs=1e-12)


def test_the_curve_starts_at_spot():
    """Swaps start two weekdays after the trade; started on the trade date the upfront would be 2e-6 off."""
    wrong, _ = curve_pair(TRADE_DATE, swap_rows(TONA, spot=0))
    assert effect(base_price(curve=wrong)) == about(-2.4e-6)


def test_tona_swaps_are_annual_on_365_days():
    """TONA quotes put through the old LIBOR conventions would be 4e-5 off."""
    wrong, _ = curve_pair(TRADE_DATE, swap_rows(TONA, frequency=2, day_count="ACT/360"))
    assert effect(base_price(curve=wrong)) == about(-3.7e-5)


def test_money_market_days_are_counted_as_the_row_says():
    """Deposits on ACT/360 instead of ACT/365F change the upfront visibly."""
    deposits = {"6M": 0.0052, "1Y": 0.0065}
    swaps = {tenor: rate for tenor, rate in TONA.items() if tenor != "1Y"}
    right, wrong = (
        base_price(curve=curve_pair(TRADE_DATE, swap_rows(swaps, deposits=deposits, mm_day_count=counted))[0])
        for counted in ("ACT/365F", "ACT/360")
    )
    assert SEEN < abs(effect(wrong, right)) < 1e-5


def test_rates_between_knots_are_flat_forwards():
    """Discount factors are log-linear between knots; linear zero rates would be 1e-5 off."""
    knots = {0: 0.0065, 365: 0.0065, 1095: 0.0092, 1825: 0.0112, 3650: 0.0158}
    flat, _ = curve_pair(TRADE_DATE, pricing_cases.zero_rows({_after(day): rate for day, rate in knots.items() if day}))
    places = sorted(knots)

    def linear(day):
        left = max(place for place in places[:-1] if place <= day)
        right = places[places.index(left) + 1]
        return knots[left] + (knots[right] - knots[left]) * (day - left) / (right - left)

    dense = {_after(day): linear(day) for day in range(30, 3650, 30)}
    wrong, _ = curve_pair(TRADE_DATE, pricing_cases.zero_rows(dense))
    assert 2e-6 < abs(effect(base_price(curve=wrong), base_price(curve=flat))) < 1e-4


def _after(count):
    return (TRADE_DATE + timedelta(days=count)).isoformat()


def test_coupons_fall_on_tokyo_business_days():
    """Coupon dates skip Tokyo holidays; with weekends only the upfront would be 1e-7 off."""
    holiday = date(2026, 3, 20)  # Vernal Equinox Day, a Friday
    assert days(*terms_of(TRADE_DATE, MATURITY, tokyo()).pays[:2])[1] == date(2026, 3, 23)
    assert days(*terms_of(TRADE_DATE, MATURITY, WEEKENDS).pays[:2])[1] == holiday
    assert abs(effect(base_price(calendar="WEEKENDS"))) == about(8.3e-8)


def test_a_roll_on_a_tokyo_holiday_moves_the_accrued_coupon():
    """After 20 March 2026, a holiday, the buyer has three days less of accrued coupon than on weekends only."""
    accrued = [terms_of(date(2026, 4, 1), MATURITY, calendar).accrued_days for calendar in (tokyo(), WEEKENDS)]
    assert accrued == [10, 13]


def test_the_first_accrual_date_is_a_business_day():
    """The full first coupon accrues from Monday 22 September 2025, not from the Saturday; that would be 1e-7 off."""
    assert days(terms_of(TRADE_DATE, MATURITY, tokyo()).starts[0]) == [date(2025, 9, 22)]
    wrong = base_price(overrides=DateOverrides(accrual_begin=date(2025, 9, 20)))
    assert wrong.accrued_days == 26
    assert effect(wrong) == about(-1.1e-7)


def test_a_single_last_period_is_paid_in_full():
    """With one day to run a contract has accrued 92 days and still pays the coupon of 93."""
    terms = terms_of(date(2014, 6, 19), date(2014, 6, 20))
    assert terms.accrued_days == 92
    assert terms.ends[-1] - terms.starts[0] == 93
    curve, slow = curve_pair(date(2014, 6, 19), pricing_cases.zero_rows({"1Y": 0.002}))
    found = pricing_cases.price(
        Contract(date(2014, 6, 20), 100.0, 0.4), pricing_cases.Quotes((150.0,)), market=Market(curve, WEEKENDS)
    )
    deal = (date(2014, 6, 19), date(2014, 6, 20))
    expected = twin_cds.price(*deal, coupon_bp=100, recovery=0.4, notional=1.0, curve=slow, quoted_spread_bp=150.0)
    assert found.clean_upfront == pytest.approx(expected["clean_upfront"], abs=1e-15)
    assert found.cash_upfront == pytest.approx(found.clean_upfront - 0.01 * 92 / 360, abs=1e-15)


def test_on_the_day_before_a_roll_nothing_has_accrued():
    """A trade on 19 March steps into the new period, so that its accrued coupon is nothing."""
    assert terms_of(date(2018, 3, 19), date(2023, 6, 20)).accrued_days == 0
    assert terms_of(date(2018, 3, 20), date(2023, 6, 20)).accrued_days == 1


def test_an_accrual_begun_long_ago_owes_only_the_current_period():
    """A contract whose accrual began years ago is worth what the standard contract is worth."""
    long_ago = base_price(overrides=DateOverrides(accrual_begin=date(2023, 9, 20)))
    assert long_ago == base_price()


def test_an_accrual_that_begins_on_a_roll_at_the_weekend_has_no_stub():
    """Stated to begin on Sunday 20 March 2011, the first period runs from that Sunday to 20 June."""
    sunday = date(2011, 3, 20)
    terms = terms_of(date(2011, 3, 18), date(2016, 6, 20), step_in=sunday, accrual_begin=sunday)
    assert days(terms.starts[0], terms.ends[0], terms.pays[0]) == [sunday, date(2011, 6, 20), date(2011, 6, 20)]
    assert terms.accrued_days == 0


def test_a_contract_beyond_its_calendar_is_a_finding():
    """A maturity after the last known Tokyo holiday is refused, not priced on a guess."""
    beyond = terms_of(TRADE_DATE, date(2061, 3, 20), tokyo())
    assert isinstance(beyond, Finding)
    assert beyond.code == "calendar_horizon"


@pytest.mark.parametrize(
    ("maturity", "stated", "code"),
    [
        (TRADE_DATE, {}, "contract_over"),
        (date(2020, 12, 20), {}, "contract_over"),
        (MATURITY, {"step_in": TRADE_DATE - timedelta(days=1)}, "contract_dates"),
        (MATURITY, {"step_in": MATURITY + timedelta(days=1)}, "contract_dates"),
        (MATURITY, {"cash_settle": TRADE_DATE - timedelta(days=1)}, "contract_dates"),
        (MATURITY, {"accrual_begin": TRADE_DATE + timedelta(days=2)}, "contract_dates"),
    ],
)
def test_dates_that_contradict_each_other_are_refused(maturity, stated, code):
    """A contract that is over, or whose stated dates do not follow each other, is a finding."""
    refused = terms_of(TRADE_DATE, maturity, **stated)
    assert isinstance(refused, Finding)
    assert refused.code == code
