from datetime import date

import pytest
import twin_dates
from twin_dates import WEEKENDS


def test_following_skips_weekends_and_closed_days():
    """Following goes from a Saturday over a closed Monday to Tuesday."""
    closed = frozenset({date(2013, 9, 16)})
    assert twin_dates.following(date(2013, 9, 14), closed) == date(2013, 9, 17)


def test_modified_following_stays_in_the_month():
    """Modified following turns back from Sunday 31 May 2015 to Friday, while following leaves the month."""
    assert twin_dates.modified_following(date(2015, 5, 31), WEEKENDS) == date(2015, 5, 29)
    assert twin_dates.following(date(2015, 5, 31), WEEKENDS) == date(2015, 6, 1)


def test_open_days_are_counted_over_tokyo_holidays():
    """Three Tokyo days after Friday 20 September 2013 lie behind the holiday on Monday."""
    tokyo = twin_dates.tokyo(2013, 2013)
    assert twin_dates.add_open_days(date(2013, 9, 20), 3, closed=tokyo) == date(2013, 9, 26)
    assert twin_dates.add_open_days(date(2013, 9, 20), 3, closed=WEEKENDS) == date(2013, 9, 25)


def test_tokyo_is_closed_at_the_turn_of_the_year_and_in_silver_week():
    """Tokyo is closed from 31 December to 3 January and on 21, 22 and 23 September 2015."""
    closed = twin_dates.tokyo(2015, 2016)
    days = [(2015, 12, 31), (2016, 1, 1), (2016, 1, 2), (2016, 1, 3), (2015, 9, 21), (2015, 9, 22), (2015, 9, 23)]
    assert {date(*day) for day in days} <= closed
    assert date(2016, 1, 4) not in closed


def test_months_are_cut_to_the_length_of_the_month():
    """One month after 31 January is the last day of February, in leap years the 29th."""
    assert twin_dates.add_months(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert twin_dates.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert twin_dates.add_months(date(2024, 3, 20), -15) == date(2022, 12, 20)


@pytest.mark.parametrize(
    ("tenor", "end"), [("12M", date(2014, 10, 18)), ("1Y", date(2014, 10, 18)), ("2013-12-20", date(2013, 12, 20))]
)
def test_tenors_are_months_years_or_dates(tenor, end):
    """Twelve months are one year, and an ISO date stands for itself."""
    assert twin_dates.tenor_date(date(2013, 10, 18), tenor) == end


@pytest.mark.parametrize(
    ("day_count", "years"),
    [("ACT/360", 366 / 360), ("ACT/365F", 366 / 365), ("30/360", 1.0), ("ACT/ACT ISDA", 184 / 365 + 182 / 366)],
)
def test_day_counts_of_a_year_that_meets_a_leap_day(day_count, years):
    """From 1 July 2023 to 1 July 2024 each day count has its own length."""
    assert twin_dates.year_fraction(date(2023, 7, 1), date(2024, 7, 1), day_count=day_count) == pytest.approx(
        years, abs=1e-15
    )


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2015, 1, 31), date(2015, 3, 31), 60),
        (date(2015, 1, 30), date(2015, 3, 31), 60),
        (date(2015, 1, 29), date(2015, 3, 31), 62),
        (date(2015, 2, 28), date(2015, 3, 31), 33),
    ],
)
def test_thirty_360_cuts_the_31st_only_after_a_30th(start, end, days):
    """The end on the 31st counts as the 30th only if the start is the 30th or 31st; February has no rule of its own."""
    assert twin_dates.year_fraction(start, end, day_count="30/360") == days / 360


def test_an_unknown_day_count_is_refused():
    """A day count outside the four of the curve files is refused by name."""
    with pytest.raises(ValueError, match="BUS/252"):
        twin_dates.year_fraction(date(2024, 1, 1), date(2024, 2, 1), day_count="BUS/252")
