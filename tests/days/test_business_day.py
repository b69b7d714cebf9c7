from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import perf_counter

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.days.business_day import (
    WEEKENDS,
    Calendar,
    calendar_findings,
    calendar_from_dates,
    calendar_named,
    calendar_with,
    tokyo,
)
from calc.outcome import RefusedError
from calc.text.wording import Severity, severity, words

DAYS = st.dates(date(2007, 2, 1), date(2060, 11, 30))
CLOSED = st.frozensets(DAYS.filter(lambda day: day.year < 2009), max_size=200)
CALENDARS = st.one_of(
    st.just(tokyo()),
    st.just(WEEKENDS),
    st.builds(calendar_from_dates, st.just("OURS"), CLOSED),
)
quickly = settings(max_examples=drawn(300), deadline=None)


def refusal_of(act, *arguments):
    with pytest.raises(RefusedError) as refused:
        act(*arguments)
    (found,) = refused.value.findings
    return found


@quickly
@given(CALENDARS, DAYS)
def test_following_is_the_first_open_day_from_the_day_on(calendar, day):
    """The following day is open, not before the day, with closed days only between."""
    ahead = calendar.following(day)
    assert ahead >= day
    assert calendar.is_open(ahead)
    assert not any(calendar.is_open(day + timedelta(n)) for n in range((ahead - day).days))


@quickly
@given(CALENDARS, DAYS)
def test_next_open_is_strictly_after(calendar, day):
    """The next open day is the following of the day after."""
    assert calendar.next_open(day) == calendar.following(day + timedelta(1)) > day


@quickly
@given(CALENDARS, DAYS)
def test_previous_open_undoes_next_open_on_open_days(calendar, day):
    """From an open day the previous open day of the next open day is the day itself, and the other way round."""
    day = calendar.following(day)
    assert calendar.previous_open(calendar.next_open(day)) == day
    assert calendar.next_open(calendar.previous_open(day)) == day


@quickly
@given(CALENDARS, DAYS)
def test_the_open_days_around_a_closed_day_are_neighbours(calendar, day):
    """No open day lies strictly between the previous and the next open day but perhaps the day itself."""
    before, after = calendar.previous_open(day), calendar.next_open(day)
    between = [before + timedelta(n) for n in range(1, (after - before).days)]
    assert [other for other in between if calendar.is_open(other)] == [day] * calendar.is_open(day)


@quickly
@given(CALENDARS, DAYS)
def test_modified_following_stays_in_the_month(calendar, day):
    """The modified following day is open and never in another month where the month has an open day that side."""
    found = calendar.modified_following(day)
    ahead = calendar.following(day)
    assert calendar.is_open(found)
    assert found == (ahead if (ahead.year, ahead.month) == (day.year, day.month) else calendar.previous_open(day))


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-10-31", "2026-10-30"), ("2026-12-31", "2026-12-30"), ("2026-09-19", "2026-09-24")],
)
def test_modified_following_turns_back_at_the_end_of_a_month(day, expected):
    """A closed day at the end of a month goes back to the last open day, any other goes forward."""
    assert tokyo().modified_following(date.fromisoformat(day)) == date.fromisoformat(expected)


@quickly
@given(CALENDARS, DAYS, st.integers(0, 15))
def test_adding_and_taking_away_returns_to_an_open_day(calendar, day, n):
    """From an open day, n business days forward and n back lead to the same day."""
    day = calendar.following(day)
    assert calendar.add(calendar.add(day, n), -n) == day
    assert calendar.add(calendar.add(day, -n), n) == day


@quickly
@given(CALENDARS, DAYS, st.integers(0, 15))
def test_adding_counts_the_open_days_passed(calendar, day, n):
    """After n business days forward exactly n open days lie after the start and through the end."""
    end = calendar.add(day, n)
    passed = [day + timedelta(step) for step in range(1, (end - day).days + 1)]
    assert sum(map(calendar.is_open, passed)) == n


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-11-20", 3, "2026-11-26"),
        ("2026-11-20", -1, "2026-11-19"),
        ("2026-11-21", 1, "2026-11-24"),
        ("2026-11-21", -1, "2026-11-20"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2019-04-26", 1, "2019-05-07"),
        ("2026-12-30", 1, "2027-01-04"),
    ],
)
def test_adding_business_days_over_holidays(day, n, expected):
    """Business days are counted over weekends, holidays and the year-end; none leaves even a closed day as it is."""
    assert tokyo().add(date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_weekends_alone_close_the_weekend_calendar():
    """The weekend calendar is open on every weekday, a holiday of Tokyo too."""
    assert WEEKENDS.is_open(date(2026, 11, 23))
    assert not WEEKENDS.is_open(date(2026, 11, 22))
    assert WEEKENDS.is_open(date(1990, 1, 1))
    assert not WEEKENDS.is_projected(date(2200, 1, 1))


@pytest.mark.parametrize("day", [date(2006, 12, 31), date(2006, 12, 29), date(2061, 1, 1), date(2061, 1, 3)])
@pytest.mark.parametrize(
    "ask",
    [
        Calendar.is_open,
        Calendar.following,
        Calendar.next_open,
        Calendar.previous_open,
        Calendar.modified_following,
        Calendar.is_projected,
        lambda calendar, day: calendar.add(day, 0),
        lambda calendar, day: calendar.add(day, 1),
        lambda calendar, day: calendar.add(day, -1),
    ],
)
def test_a_day_outside_the_horizon_is_refused(ask, day):
    """Tokyo refuses every question about a day it does not know, weekday or weekend."""
    found = refusal_of(ask, tokyo(), day)
    assert found.code == "calendar_horizon"
    assert dict(found.details) == {
        "day": str(day), "calendar": "TYO", "first": "2007-01-01", "last": "2060-12-31",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "day"),
    [
        (Calendar.following, date(2060, 12, 31)),
        (Calendar.next_open, date(2060, 12, 30)),
        (Calendar.previous_open, date(2007, 1, 4)),
        (lambda calendar, day: calendar.add(day, 20_000), date(2026, 11, 20)),
    ],
)
def test_a_result_outside_the_horizon_is_refused(ask, day):
    """Tokyo never takes a day beyond its horizon for open to answer a question inside it."""
    assert refusal_of(ask, tokyo(), day).code == "calendar_horizon"


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_machine_calendar_are_refused_too(day):
    """The weekend calendar refuses the first and last date of the machine instead of failing on them."""
    for ask in (Calendar.is_open, Calendar.following, Calendar.next_open, Calendar.previous_open):
        assert refusal_of(ask, WEEKENDS, day).code == "calendar_horizon"


def test_the_weekend_calendar_refuses_to_step_off_its_end():
    """A step past the last date of the weekend calendar is refused as well."""
    assert refusal_of(WEEKENDS.next_open, date.max - timedelta(1)).code == "calendar_horizon"
    assert refusal_of(WEEKENDS.previous_open, date.min + timedelta(1)).code == "calendar_horizon"


def test_years_after_the_announced_ones_are_projected():
    """A day through 2027 is announced, a day from 2028 on is projected."""
    assert not tokyo().is_projected(date(2027, 12, 31))
    assert tokyo().is_projected(date(2028, 1, 1))


def test_calendars_are_found_by_name():
    """Both names lead to their calendars, and the Tokyo one is built once."""
    assert calendar_named("TYO") is tokyo() is tokyo()
    assert calendar_named("WEEKENDS") is WEEKENDS
    assert (tokyo().name, WEEKENDS.name) == ("TYO", "WEEKENDS")


@pytest.mark.parametrize("name", ["", "tyo", "LDN"])
def test_an_unknown_calendar_is_refused_by_name(name):
    """Any other name is refused and said back."""
    found = refusal_of(calendar_named, name)
    assert (found.code, found.details) == ("calendar_unknown", (("name", name),))


def test_a_holiday_file_makes_a_calendar_of_its_own():
    """A calendar from a user's dates closes weekends and those dates only."""
    ours = calendar_from_dates("OURS", [date(2026, 11, 20)])
    assert ours.name == "OURS"
    assert ours.following(date(2026, 11, 20)) == date(2026, 11, 23)


def test_further_closed_days_leave_the_rest_of_a_calendar_as_it_is():
    """A one-off closure adds its day to the base calendar and keeps horizon and announced years."""
    closing = calendar_with(frozenset({date(2026, 11, 24)}), tokyo(), name="TYO+1")
    assert closing.next_open(date(2026, 11, 20)) == date(2026, 11, 25)
    assert (closing.name, closing.first, closing.last) == ("TYO+1", tokyo().first, tokyo().last)
    assert closing.is_projected(date(2028, 1, 4))
    assert tokyo().is_open(date(2026, 11, 24))


def test_calendars_key_a_cache():
    """Calendars with the same days are one cache key, those with other days are not."""
    days = [date(2026, 11, 20), date(2026, 11, 24)]
    same = {calendar_from_dates("OURS", days), calendar_from_dates("OURS", reversed(days))}
    assert len(same) == 1
    assert len(same | {calendar_from_dates("OURS", days[:1]), tokyo(), WEEKENDS}) == 4


def test_a_decision_in_a_projected_year_is_warned():
    """A day of a projected year comes with a warning that names the last announced year."""
    (found,) = calendar_findings(date(2028, 3, 21), tokyo())
    assert (found.code, severity(found)) == ("calendar_projected", Severity.WARNING)
    assert "2027" in words(found).ja
    assert "2027" in words(found).en


@pytest.mark.parametrize(("days_left", "warned"), [(61, False), (60, False), (59, True), (0, True)])
def test_the_end_of_the_calendar_is_warned_sixty_days_ahead(days_left, warned):
    """With fewer than sixty days left the calendar says when it ends."""
    codes = [found.code for found in calendar_findings(date(2060, 12, 31) - timedelta(days_left), tokyo())]
    assert codes == ["calendar_projected", "calendar_horizon_near"][: 1 + warned]


def test_the_end_of_the_calendar_is_said_with_the_days_left():
    """The warning names the last day and how many are left, in both languages."""
    said = words(calendar_findings(date(2060, 12, 20), tokyo())[1])
    for detail in ("2060-12-31", "11"):
        assert detail in said.ja
        assert detail in said.en


def test_an_ordinary_day_has_no_calendar_findings():
    """A day of an announced year far from the end needs no words."""
    assert calendar_findings(date(2026, 11, 20), tokyo()) == ()


def test_refusals_of_calendars_have_words_in_both_languages():
    """What a calendar refuses is said in both languages with the day, the range and what to do."""
    horizon = words(refusal_of(tokyo().is_open, date(2061, 1, 4)))
    unknown = words(refusal_of(calendar_named, "LDN"))
    for detail in ("2061-01-04", "2007-01-01", "2060-12-31", "TYO"):
        assert detail in horizon.ja
        assert detail in horizon.en
    assert "LDN" in unknown.ja
    assert "LDN" in unknown.en


def test_threads_share_one_calendar():
    """Many threads asking at once get equal answers."""
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: tokyo().add(date(2026, 11, 20), 30), range(200)))
    assert answers == {tokyo().add(date(2026, 11, 20), 30)}


def test_ten_thousand_steps_cost_little():
    """Ten thousand settlement dates take well under a tenth of a second."""
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n % 365) for n in range(10_000)]
    started = perf_counter()
    for day in days:
        tokyo().add(day, 3)
    assert perf_counter() - started < 0.1
