"""The calendar reaches far enough, and the clock is right."""

from datetime import date, datetime, timedelta

import pytest

from addin.app.clock_check import checked_clock
from addin.checks.dates import calendar, clock
from calc.days.business_day import tokyo
from calc.days.cutoff import JST

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)


def on(day):
    """Return noon of a date."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=JST)


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 11, 20), set()),
        (date(2027, 11, 1), set()),
        (date(2027, 11, 2), {"calendar_projected"}),
        (date(2028, 1, 4), {"calendar_projected"}),
    ],
)
def test_sixty_days_must_be_announced(desk, day, codes):
    """Sixty days ahead to the day; beyond, holidays are a projection of the law."""
    desk.look_at(on(day))
    assert desk.found(calendar).keys() == codes


def test_the_end_of_the_calendar_is_told_sixty_days_before(desk):
    """With sixty days left all is well; with fifty-nine it is not."""
    last = tokyo().last
    desk.look_at(on(last - timedelta(days=60)))
    assert "calendar_horizon_near" not in desk.found(calendar)
    desk.look_at(on(last - timedelta(days=59)))
    assert "calendar_horizon_near" in desk.found(calendar)


def test_the_year_of_the_last_announcement_is_told(desk):
    """A person sees when the next list of holidays is due."""
    assert calendar(desk.home).en.endswith("announced through 2027")


def test_a_clock_that_nobody_compared_is_told(desk):
    """Once a desk has never done it, or too long ago."""
    assert desk.found(clock)["clock_unchecked"]["last"] == "－"
    checked_clock(desk.home, NOON, at=NOON)
    assert desk.found(clock) == {}
    desk.look_at(NOON + timedelta(days=7))
    assert desk.found(clock) == {}
    desk.look_at(NOON + timedelta(days=7, seconds=1))
    assert desk.found(clock)["clock_unchecked"]["last"] == "2026-11-20"


@pytest.mark.parametrize(("ahead", "codes"), [(2, set()), (-2, set()), (3, {"clock_off"}), (-3, {"clock_off"})])
def test_a_clock_that_is_off_is_told(desk, ahead, codes):
    """By more than the desk tolerates, ahead or behind."""
    checked_clock(desk.home, NOON - timedelta(seconds=ahead), at=NOON)
    assert desk.found(clock).keys() == codes


def test_the_desk_says_what_it_tolerates(desk):
    """In seconds, and for how many days a comparison counts."""
    desk.settings(clock_limit_seconds=10, clock_limit_days=1)
    checked_clock(desk.home, NOON - timedelta(seconds=10), at=NOON)
    assert desk.found(clock) == {}
    desk.look_at(NOON + timedelta(days=1, seconds=1))
    assert desk.found(clock).keys() == {"clock_unchecked"}


def test_a_clock_before_the_record_is_told_first(desk):
    """Whatever was compared, an entry from the future says more."""
    desk.append("note", {"text": "one"})
    checked_clock(desk.home, NOON, at=NOON)
    desk.look_at(NOON - timedelta(minutes=1))
    assert desk.found(clock).keys() == {"clock_behind"}


def test_a_good_clock_says_when_it_was_compared(desk):
    """With the difference, to be read over the telephone."""
    checked_clock(desk.home, NOON - timedelta(seconds=1), at=NOON)
    assert clock(desk.home).en == "compared 2026-11-20 12:00:00, +1 s"
