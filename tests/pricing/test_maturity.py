"""Standard maturities: the published examples, an independent enumeration, QuantLib, and where there are none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.pricing.maturity import FIRST_TRADE, LAST_TRADE, standard_maturity

DAYS = st.dates(date(2003, 1, 1), date(2060, 12, 31))
QUARTERS = [(month, 20) for month in (3, 6, 9, 12)]


def enumerated(trade_date, months):
    """Return the maturity by walking through the days: back to the last roll, then on to the quarters' ends."""
    rolls = [(3, 20), (9, 20)] if trade_date >= date(2015, 12, 20) else QUARTERS
    day = trade_date
    while (day.month, day.day) not in rolls:
        day -= timedelta(days=1)
    for _ in range(months // 3 + 1):
        day += timedelta(days=1)
        while (day.month, day.day) not in QUARTERS:
            day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("trade_date", "tenor", "expected"),
    [
        ("2026-11-20", "5Y", "2031-12-20"),
        ("2026-09-20", "5Y", "2031-12-20"), ("2026-09-19", "5Y", "2031-06-20"),
        ("2027-03-19", "5Y", "2031-12-20"), ("2027-03-20", "5Y", "2032-06-20"),
        ("2026-12-20", "5Y", "2031-12-20"), ("2026-12-21", "5Y", "2031-12-20"), ("2027-01-04", "5Y", "2031-12-20"),
        ("2026-11-20", "1Y", "2027-12-20"), ("2026-11-20", "12M", "2027-12-20"), ("2026-11-20", "6M", "2027-06-20"),
        ("2026-11-20", "3M", "2027-03-20"), ("2026-11-20", "10Y", "2036-12-20"),
        ("2015-12-19", "5Y", "2020-12-20"), ("2015-12-20", "5Y", "2020-12-20"), ("2015-12-21", "5Y", "2020-12-20"),
        ("2015-09-20", "5Y", "2020-12-20"), ("2015-06-20", "5Y", "2020-09-20"), ("2014-12-20", "5Y", "2020-03-20"),
    ],
)  # fmt: skip
def test_a_tenor_means_the_20th_of_its_roll(trade_date, tenor, expected):
    """Since 20 December 2015 contracts roll in March and September only, from the 20th on; before, each quarter."""
    assert standard_maturity(date.fromisoformat(trade_date), tenor) == date.fromisoformat(expected)


@given(DAYS, st.integers(1, 48))
def test_the_roll_is_the_one_that_walking_through_the_days_finds(trade_date, quarters):
    """Day by day back to the roll and on from quarter to quarter leads to the same day."""
    assert standard_maturity(trade_date, f"{3 * quarters}M") == enumerated(trade_date, 3 * quarters)


def test_quantlib_rolls_on_the_same_days():
    """On every day around ten years of rolls QuantLib has the same maturities, by the rule of its time."""
    peer = pytest.importorskip("QuantLib")
    rules = {False: peer.DateGeneration.CDS, True: peer.DateGeneration.CDS2015}
    day = date(2011, 1, 1)
    while day < date(2021, 1, 1):
        there = peer.Date(day.day, day.month, day.year)
        for tenor in ("3M", "6M", "1Y", "5Y", "10Y"):
            found = peer.cdsMaturity(there, peer.Period(tenor), rules[day >= date(2015, 12, 20)])
            assert standard_maturity(day, tenor).isoformat() == found.ISO(), (day, tenor)
        day += timedelta(days=1 if day.day in {18, 19, 20, 21} else 2)


@given(DAYS, st.integers(1, 30))
def test_years_are_twelve_months_each(trade_date, years):
    """So many years and twelve times as many months are one tenor, and a longer one ends later."""
    months = 12 * years
    if months < 1000:
        assert standard_maturity(trade_date, f"{years}Y") == standard_maturity(trade_date, f"{months}M")
    assert standard_maturity(trade_date, f"{years}Y") < standard_maturity(trade_date, f"{years + 1}Y")


@pytest.mark.parametrize(
    "tenor", ["", "5", "Y", "5X", "5y", "５Y", "0Y", "0M", "05Y", "-5Y", "4M", "1M", "5Y ", "100Y"]
)
def test_what_the_market_does_not_deal_in_is_refused(tenor):
    """Other units, spellings and months that are no quarter are no tenor, and the finding repeats what was typed."""
    found = standard_maturity(date(2026, 11, 20), tenor)
    assert (found.code, dict(found.details)["tenor"]) == ("tenor_refused", tenor)


def test_a_year_that_no_market_has_is_refused():
    """Dates before 1900 and after 2199 give a finding, those on the edge a maturity."""
    for day in (FIRST_TRADE, LAST_TRADE):
        assert isinstance(standard_maturity(day, "99Y"), date)
    for day in (date.min, FIRST_TRADE - timedelta(days=1), LAST_TRADE + timedelta(days=1), date.max):
        assert standard_maturity(day, "5Y").code == "date_range"
