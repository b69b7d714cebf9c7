"""One day for one worksheet cell, and the day numbers of sheets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.app.days_cell import FIRST_DAY, LAST_DAY_NUMBER, business_day_of, day_of_number, maturity_of, previous_day_of
from addin.cells import iso_date
from calc.days.business_day import tokyo
from calc.outcome import RefusedError


@pytest.mark.parametrize(
    ("day", "open_day", "before"),
    [
        ("2026-11-20", "2026-11-20", "2026-11-19"),
        ("2026-11-21", "2026-11-24", "2026-11-20"),
        ("2026-11-24", "2026-11-24", "2026-11-20"),
        ("2026-12-30", "2026-12-30", "2026-12-29"),
        ("2026-12-31", "2027-01-04", "2026-12-30"),
        ("2027-01-04", "2027-01-04", "2026-12-30"),
        ("2026-05-03", "2026-05-07", "2026-05-01"),
    ],
)
def test_days_follow_tokyo_and_the_clearing_house(day, open_day, before):
    """Weekends, national holidays and the year-end closing are no business days."""
    asked = date.fromisoformat(day)
    assert business_day_of(asked).isoformat() == open_day
    assert previous_day_of(asked).isoformat() == before


@pytest.mark.parametrize("asked", [business_day_of, previous_day_of])
def test_a_day_that_the_calendar_does_not_know_is_refused(asked):
    """No day is taken for open because nothing is known of it."""
    calendar = tokyo()
    for day in (calendar.first - timedelta(days=1), calendar.last + timedelta(days=1), date.min, date.max):
        with pytest.raises(RefusedError) as refused:
            asked(day)
        assert refused.value.findings[0].code == "calendar_horizon"


def test_a_tenor_may_have_spaces_around_it():
    """What was typed is read without the spaces at its ends, and nothing else is forgiven."""
    day = date(2026, 11, 20)
    assert maturity_of(day, " 5Y ") == maturity_of(day, "5Y") == date(2031, 12, 20)
    assert maturity_of(day, "5 Y").code == "tenor_refused"


@given(st.dates(date(1900, 3, 1), date.max))
def test_a_day_number_is_the_day_that_the_office_sends(day):
    """A day number becomes the day that it is in the office, its time of day dropped."""
    number = (day - FIRST_DAY).days
    for written in (number, float(number), number + 0.75):
        assert day_of_number(written) == day
        assert iso_date(written if written <= LAST_DAY_NUMBER else number) == day.isoformat()


@pytest.mark.parametrize("number", [0, 0.99, -1, -46346.0, LAST_DAY_NUMBER + 1, 1e300, float("inf"), float("nan")])
def test_a_number_that_is_no_day_is_none(number):
    """Nothing before the first day and nothing after the last is a day."""
    assert day_of_number(number) is None


def test_the_first_and_the_last_day_are_days():
    """The range of day numbers ends where the dates do."""
    assert (day_of_number(1), day_of_number(LAST_DAY_NUMBER)) == (date(1899, 12, 31), date.max)
