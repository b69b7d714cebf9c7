from datetime import date

import pytest
import twin_curve
import twin_dates
import twin_variation

FRIDAY, MONDAY, TUESDAY = date(2026, 12, 18), date(2026, 12, 21), date(2026, 12, 22)
TOKYO = twin_dates.tokyo(2025, 2033)
INDEX = {"maturity": "2031-12-20", "coupon_bp": "100", "recovery": "0.35", "index_factor": "1"}
PLAIN = {"pai_rate": "0", "pai_basis": 365, "round_mode": "half_up"}


def day(when, clean, *, accrued=0.0, deals=(), fallback=False):
    """Return a day of the book with one instrument."""
    return {"day": when, "values": {"I": (clean, accrued)}, "deals": deals, "fallback": fallback}


def kept(days, *, opening=0.0, level=0, **settings):
    """Return the book of these days."""
    return twin_variation.cash_book(
        days,
        instruments={"I": INDEX},
        opening={"I": opening},
        start={"day": FRIDAY, "level": level},
        settings={**PLAIN, **settings},
        closed_days=TOKYO,
    )


def test_the_house_holds_what_the_positions_have_lost():
    """A position worth -10 and then -12 costs 10 and then 2."""
    book = kept([day(TUESDAY, -0.1), day(date(2026, 12, 23), -0.12)], opening=100.0)
    assert [row["paid"] for row in book] == [10, 2]


def test_a_coupon_is_paid_once():
    """Of the 88 days of coupon the 3 over the weekend are new, so 100 bp on 36,000 cost 3 over it at one price."""
    before, after = 86 * 0.01 / 360, 1 * 0.01 / 360
    (row,) = kept([day(MONDAY, 0.0, accrued=after)], opening=36_000.0, level=round(36_000 * before))
    assert row["paid"] == 3
    assert twin_variation.coupon_days(date(2031, 12, 20), FRIDAY, MONDAY, closed_days=TOKYO) == 88


def test_the_last_coupon_counts_the_last_day():
    """A contract that ends on Sunday 20 December owes 88 days, one more than lie between its two ends."""
    assert twin_variation.coupon_days(date(2026, 12, 20), FRIDAY, MONDAY, closed_days=TOKYO) == 88


def test_a_fallback_day_waits():
    """On a fallback day nothing is paid and the house holds what it held; the day after pays all."""
    book = kept([day(MONDAY, -0.5, fallback=True), day(TUESDAY, -0.5)], opening=100.0, level=10)
    assert [(row["paid"], row["level"]) for row in book] == [(0, 10), (40, 50)]


def test_interest_is_counted_night_by_night():
    """Three nights of 1 % a year on 36,500,000 bring 3,000 back."""
    (row,) = kept([day(MONDAY, 0.0)], level=36_500_000, pai_rate="0.01")
    assert row["paid"] == -36_500_000 - 3000


def test_a_deal_is_paid_at_its_own_price():
    """A deal at 2 % that settles at 2.1 % brings a tenth of a per cent in."""
    (row,) = kept([day(MONDAY, 0.021, deals=[("I", 1000.0, 0.02)])])
    assert row["paid"] == -1


def test_a_value_is_clean_less_accrued():
    """The index at its own coupon is worth next to nothing clean, and its accrued coupon is that of 86 days."""
    clean, accrued = twin_variation.dirty_value(
        FRIDAY, INDEX, spread_bp=100.0, curve=twin_curve.flat_curve(FRIDAY, 0.01), closed_days=TOKYO
    )
    assert clean == pytest.approx(0.0, abs=1e-4)
    assert accrued == pytest.approx(0.01 * 86 / 360, rel=1e-15)
