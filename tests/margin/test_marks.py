from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from variation_cases import FRIDAY, INDEX, MONDAY, THURSDAY, TUESDAY, book_on, marks_on

from calc.days.business_day import WEEKENDS, tokyo
from calc.margin.engine import Priceable
from calc.margin.marks import OVER, Mark, PreviousPrice, accrued_coupons, coupons_due, fallback_marks, marks
from calc.outcome import Finding
from calc.pricing.terms import contract_terms
from calc.types import Instrument, InstrumentKind


def instrument(code, maturity, coupon_bp=100.0):
    """Return a single name that ends on a day."""
    return Instrument(code, code, InstrumentKind.SINGLE, maturity, coupon_bp, 0.35, 1.0, 0.0)


def fallen(maturity, since, until, *, coupon_bp=100.0, calendar=None):
    """Return the coupon that left the mark between two days, in days of accrual."""
    made = coupons_due([instrument("I", maturity, coupon_bp)], since=since, until=until, calendar=calendar or tokyo())
    return round(made.value["I"] * 360 / (coupon_bp * 1e-4), 9)


def test_a_mark_is_worth_its_clean_upfront_less_the_coupon_accrued():
    """A clean upfront of 2 % with half a per cent of coupon accrued is worth 1.5 %, and what is over nothing."""
    assert Mark(0.02, 0.005).value == 0.015
    assert OVER.value == 0.0


def test_the_coupon_accrues_day_by_day():
    """On Friday 18 December 2026, 86 days after 24 September, 86/360 of the yearly 1 % have accrued."""
    assert marks_on(FRIDAY, 60.0)["IDX"].accrued == pytest.approx(0.01 * 86 / 360, rel=1e-15)


def test_a_higher_spread_is_worth_more_to_the_buyer():
    """Protection bought at 60 bp is worth more at 90 bp, whatever has accrued."""
    low, high = marks_on(FRIDAY, 60.0)["IDX"], marks_on(FRIDAY, 90.0)["IDX"]
    assert low.clean < high.clean
    assert low.accrued == high.accrued


def test_a_book_of_nothing_has_no_marks():
    """Without an instrument there is no mark, and nothing is valued."""
    assert marks(Priceable((), ()), spreads_bp={}) == {}


def test_a_spread_that_is_no_number_is_a_finding():
    """One spread that is not a number refuses the marks of the book."""
    made = marks(book_on(FRIDAY), spreads_bp={"IDX": float("nan")})
    assert isinstance(made, Finding)
    assert made.code == "price_not_finite"
    carried = fallback_marks(
        book_on(FRIDAY), kind=PreviousPrice.SAME_SPREAD, spreads_bp={"IDX": float("nan")}, before={}
    )
    assert isinstance(carried, Finding)


def test_the_same_spread_is_valued_anew():
    """With yesterday's spread kept, the mark is that spread's on today's curve and today's accrual."""
    made = fallback_marks(
        book_on(FRIDAY), kind=PreviousPrice.SAME_SPREAD, spreads_bp={"IDX": 60.0}, before=marks_on(THURSDAY, 60.0)
    )
    assert made.value == marks_on(FRIDAY, 60.0)
    assert made.value["IDX"].clean != marks_on(THURSDAY, 60.0)["IDX"].clean


def test_the_same_upfront_stands_still_while_the_coupon_accrues():
    """With yesterday's upfront kept, only the accrued coupon moves, by one day."""
    before = marks_on(THURSDAY, 60.0)
    made = fallback_marks(book_on(FRIDAY), kind=PreviousPrice.SAME_UPFRONT, spreads_bp={"IDX": 99.0}, before=before)
    assert made.value["IDX"].clean == before["IDX"].clean
    assert made.value["IDX"].accrued - before["IDX"].accrued == pytest.approx(0.01 / 360, rel=1e-12)


def test_an_upfront_that_never_was_cannot_be_kept():
    """An instrument without a mark yesterday is a finding under the same upfront, and the others go on."""
    book = book_on(FRIDAY, INDEX, instrument("NEW", date(2031, 12, 20)))
    before = marks_on(THURSDAY, 60.0)
    made = fallback_marks(book, kind=PreviousPrice.SAME_UPFRONT, spreads_bp={}, before=before)
    assert list(made.value) == ["IDX"]
    assert [(each.code, dict(each.details)) for each in made.findings] == [("mark_missing", {"instrument": "NEW"})]


@pytest.mark.parametrize("kind", list(PreviousPrice))
def test_an_unchanged_price_still_moves_by_a_days_accrual(kind):
    """Whatever of yesterday's price is kept, the buyer's value falls by about 1/360 of the yearly 1 %."""
    before = marks_on(THURSDAY, 100.0)
    made = fallback_marks(book_on(FRIDAY), kind=kind, spreads_bp={"IDX": 100.0}, before=before).value
    assert made["IDX"].value - before["IDX"].value == pytest.approx(-0.01 / 360, rel=0.02)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (FRIDAY, MONDAY, 88),
        (THURSDAY, FRIDAY, 0),
        (MONDAY, TUESDAY, 0),
        (THURSDAY, TUESDAY, 88),
        (date(2026, 9, 18), MONDAY, 94 + 88),
    ],
)
def test_a_coupon_leaves_the_mark_once(since, until, days):
    """The 88 days from 24 September are paid on Monday 21 December, neither before nor again; 94 were before them."""
    assert fallen(date(2031, 12, 20), since, until) == days


def test_a_coupon_on_a_weekday_leaves_the_mark_on_the_evening_before():
    """The step-in of Thursday 19 March 2026 is the roll of Friday itself: the coupon goes with Thursday's transfer."""
    maturity, eve = date(2031, 12, 20), date(2026, 3, 19)
    assert fallen(maturity, date(2026, 3, 18), eve, calendar=WEEKENDS) == (date(2026, 3, 20) - date(2025, 12, 22)).days
    assert fallen(maturity, eve, date(2026, 3, 23), calendar=WEEKENDS) == 0


def test_the_last_coupon_counts_the_day_of_the_end():
    """A contract that ended on Sunday 20 December owes the 88 days from 24 September, its last day among them."""
    assert fallen(date(2026, 12, 20), FRIDAY, MONDAY) == 88


def test_what_was_over_before_owes_nothing():
    """A contract that was over on the first day is told, and has no coupon."""
    made = coupons_due([instrument("I", THURSDAY)], since=FRIDAY, until=MONDAY, calendar=tokyo())
    assert made.value == {}
    assert [each.code for each in made.findings] == ["contract_over"]


@given(
    since=st.dates(date(2020, 1, 6), date(2030, 1, 1)),
    length=st.integers(1, 400),
    months=st.integers(1, 40),
    coupon=st.sampled_from([25.0, 100.0, 500.0]),
)
def test_what_accrues_is_paid_or_still_accrued(since, length, months, coupon):
    """As many days of coupon accrue as pass: what is paid is what had accrued and does, less what still is accrued."""
    calendar, until = tokyo(), since + timedelta(days=length)
    maturity = date(2031 + months // 4, 3 * (months % 4) + 3, 20)
    first, last = (contract_terms(day, maturity, calendar=calendar) for day in (since, until))
    paid = fallen(maturity, since, until, coupon_bp=coupon)
    assert paid == pytest.approx(first.accrued_days + length - last.accrued_days, abs=1e-6)


def test_accrued_coupons_follow_the_coupon():
    """A coupon of 500 bp accrues five times that of 100 bp."""
    end = date(2031, 12, 20)
    made = accrued_coupons(book_on(FRIDAY, instrument("LOW", end), instrument("HIGH", end, 500.0)))
    assert made["HIGH"] == pytest.approx(5 * made["LOW"], rel=1e-15)
