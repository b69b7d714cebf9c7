"""Marks, marks kept from the day before, and coupons against the slow twin, for any contract and day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import twin_curve
import twin_dates
import twin_marks
from draws import drawn
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from variation_cases import book_on

from calc.days.business_day import tokyo
from calc.margin.marks import Mark, PreviousPrice, coupons_due, fallback_marks, marks
from calc.types import Instrument, InstrumentKind

TOKYO = twin_dates.tokyo(2010, 2042)
DAYS = st.dates(date(2024, 1, 5), date(2026, 12, 25))
ANY_DAY = st.dates(date(2018, 1, 5), date(2030, 1, 1))
NEAR_A_ROLL = st.builds(
    lambda year, month, away: date(year, month, 20) + timedelta(days=away),
    st.integers(2024, 2029),
    st.sampled_from([3, 6, 9, 12]),
    st.integers(-2, 3),
)
CONTRACTS = st.builds(
    lambda year, month, coupon, recovery: Instrument(
        "I", "E", InstrumentKind.SINGLE, date(year, month, 20), coupon, recovery, 1.0, 0.0
    ),
    st.integers(2027, 2034),
    st.sampled_from([3, 6, 9, 12]),
    st.sampled_from([25.0, 100.0, 500.0]),
    st.sampled_from([0.15, 0.35]),
)


def row_of(contract):
    """Return a contract as the twin reads it."""
    return {"maturity": str(contract.maturity), "coupon_bp": contract.coupon_bp, "recovery": contract.recovery}


def twin(day, contract, *, spread_bp, rate, kept=None):
    """Return the twin's clean upfront, accrued coupon and value, which another mark equals to 1e-10."""
    curve = twin_curve.flat_curve(day, rate)
    clean, accrued = twin_marks.mark(
        day, row_of(contract), spread_bp=spread_bp, curve=curve, closed_days=TOKYO, kept=kept
    )
    return pytest.approx((clean, accrued, clean - accrued), abs=1e-10)


def figures(mark):
    """Return a mark's three figures."""
    return mark.clean, mark.accrued, mark.value


@settings(max_examples=drawn(36))
@given(day=DAYS, contracts=st.tuples(CONTRACTS, CONTRACTS), spread_bp=st.floats(5.0, 900.0), rate=st.floats(0.0, 0.03))
def test_every_mark_is_the_twins(day, contracts, spread_bp, rate):
    """Each instrument of a book has the clean value of its own spread, its own accrual, and their difference."""
    named = [Instrument(f"I{n}", *_rest(each)) for n, each in enumerate(contracts)]
    spreads = {"I0": spread_bp, "I1": spread_bp / 2}
    made = marks(book_on(day, *named, rate=rate), spreads_bp=spreads)
    for each in named:
        expected = twin(day, each, spread_bp=spreads[each.code], rate=rate)
        assert figures(made[each.code]) == expected


def _rest(each):
    return each.entity, each.kind, each.maturity, each.coupon_bp, each.recovery, each.index_factor, 0.0


@settings(max_examples=drawn(24))
@given(
    day=DAYS, contract=CONTRACTS, later=st.integers(1, 10), spread_bp=st.floats(5.0, 900.0),
    kind=st.sampled_from(PreviousPrice),
)  # fmt: skip
def test_a_mark_that_is_kept_is_the_twins(day, contract, later, spread_bp, kind):
    """Days later the old spread is valued anew, or the old clean upfront stands; the coupon is that day's in both."""
    then = day + timedelta(days=later)
    before = marks(book_on(day, contract), spreads_bp={"I": spread_bp})
    made = fallback_marks(book_on(then, contract), kind=kind, spreads_bp={"I": spread_bp}, before=before)
    kept = before["I"].clean if kind is PreviousPrice.SAME_UPFRONT else None
    expected = twin(then, contract, spread_bp=spread_bp, rate=0.01, kept=kept)
    assert figures(made.value["I"]) == expected
    assert made.findings == ()


@settings(max_examples=drawn(60))
@given(day=DAYS, contract=CONTRACTS, gone=st.sampled_from(["I", "OTHER"]))
def test_only_a_kept_upfront_can_be_missed(day, contract, gone):
    """Without a mark of the day before the same upfront says what is missing, and the same spread needs none."""
    book, before = book_on(day, contract), {gone: Mark(0.01, 0.0)}
    by_kind = {each: fallback_marks(book, kind=each, spreads_bp={"I": 50.0}, before=before) for each in PreviousPrice}
    assert [each.code for each in by_kind[PreviousPrice.SAME_UPFRONT].findings] == ["mark_missing"] * (gone != "I")
    assert list(by_kind[PreviousPrice.SAME_UPFRONT].value) == ["I"] * (gone == "I")
    assert (list(by_kind[PreviousPrice.SAME_SPREAD].value), by_kind[PreviousPrice.SAME_SPREAD].findings) == (["I"], ())


@settings(max_examples=drawn(180))
@given(days=st.tuples(NEAR_A_ROLL | ANY_DAY, NEAR_A_ROLL).map(sorted), contract=CONTRACTS)
def test_coupons_are_the_twins(days, contract):
    """Whatever two days lie how far apart, the coupons between them are those that the twin counts one by one."""
    assume(days[0].year > contract.maturity.year - 10)
    since, until = days
    made = coupons_due([contract], since=since, until=until, calendar=tokyo())
    paid = twin_marks.coupons(contract.maturity, contract.coupon_bp, since=since, until=until, closed_days=TOKYO)
    assert made.value == ({} if paid is None else {"I": pytest.approx(float(paid), abs=1e-15)})
    assert [each.code for each in made.findings] == ["contract_over"] * (paid is None)


@given(days=st.lists(DAYS, min_size=2, max_size=5, unique=True).map(sorted), contract=CONTRACTS)
def test_no_coupon_is_lost_or_paid_twice_on_the_way(days, contract):
    """However a stretch of days is cut, what is due in its parts is what is due over the whole."""
    added = [coupons_due([contract], since=a, until=b, calendar=tokyo()).value["I"] for a, b in pairwise(days)]
    whole = coupons_due([contract], since=days[0], until=days[-1], calendar=tokyo()).value["I"]
    assert sum(added) == pytest.approx(whole, abs=1e-14)
