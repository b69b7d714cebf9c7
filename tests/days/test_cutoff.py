import time as clock
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.days.cutoff import JST, hours_of, instant, iso, parse_instant
from calc.text.wording import words

SEVEN = datetime(2026, 11, 20, 19, tzinfo=JST)
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=OFFSETS)  # noqa: DTZ001 - zones follow


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "0:00:00"),
        (timedelta(hours=5, minutes=9, seconds=1), "5:09:01"),
        (timedelta(days=1, hours=22, minutes=57, seconds=34), "46:57:34"),
    ],
)
def test_what_is_left_is_told_in_hours_even_over_a_weekend(span, said):
    """No English day stands in a Japanese sentence."""
    assert hours_of(span) == said


@pytest.mark.parametrize(
    "at", [time(11), time(13), time(13, 30), time(15, 15), time(18), time(19), time(20), time(0), time(23, 59, 59)]
)
def test_a_cut_off_is_an_instant_in_tokyo(at):
    """A day and a wall-clock time give the instant nine hours ahead of UTC."""
    cut_off = instant(date(2026, 11, 20), at)
    assert (cut_off.date(), cut_off.time()) == (date(2026, 11, 20), at)
    assert cut_off.utcoffset() == timedelta(hours=9)


def test_an_instant_is_written_with_seconds_and_offset():
    """An instant is written in Japan time to the second, whatever zone it came in."""
    assert iso(instant(date(2026, 11, 20), time(19))) == "2026-11-20T19:00:00+09:00"
    assert iso(datetime(2026, 11, 20, 23, 30, 5, 999_999, tzinfo=UTC)) == "2026-11-21T08:30:05+09:00"


def test_an_instant_without_zone_is_never_written():
    """A moment without offset is refused rather than read in the zone of the machine."""
    with pytest.raises(ValueError, match="without offset"):
        iso(SEVEN.replace(tzinfo=None))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T19:00:00+09:00",
        "2026-11-20T19:00+09:00",
        "2026-11-20T19:00+0900",
        "2026-11-20T19:00+09",
        "2026-11-20T10:00:00Z",
        "2026-11-20T10:00Z",
        "2026-11-20T10:00-00:00",
        "2026-11-20T05:00:00-05:00",
        "2026-11-21T00:15:00+14:15",
    ],
)
def test_every_spelling_of_one_instant_is_read_in_japan_time(text):
    """Seconds may be missing and any explicit offset is understood; the answer is in Japan time."""
    assert parse_instant(text) == SEVEN
    assert parse_instant(text).utcoffset() == timedelta(hours=9)


@settings(max_examples=drawn(500), deadline=None)
@given(MOMENTS)
def test_reading_what_was_written_gives_the_instant_back(moment):
    """Every instant to the second survives writing and reading, and writing it again changes nothing."""
    second = moment.replace(microsecond=0)
    assert parse_instant(iso(second)) == second
    assert iso(parse_instant(iso(second))) == iso(second)
    assert parse_instant(second.isoformat()) == second


@pytest.mark.parametrize("text", ["2026-11-20T19:00:00", "2026-11-20T19:00"])
def test_an_instant_without_offset_is_a_finding(text):
    """A missing offset has its own code and says the text back."""
    found = parse_instant(text)
    assert (found.code, found.details) == ("instant_without_offset", (("text", text),))
    assert "+09:00" in words(found).ja
    assert "+09:00" in words(found).en


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-20",
        "19:00+09:00",
        "2026-11-20 19:00+09:00",
        "2026-11-20t19:00+09:00",
        "2026-11-20T19:00z",
        "2026-11-20T19+09:00",
        "2026-11-20T19:00:00.5+09:00",
        "2026-11-20T19:00:00,5+09:00",
        "2026-11-20T24:00+09:00",
        "2026-11-20T19:60+09:00",
        "2026-11-20T23:59:60+09:00",
        "2026-11-20T19:00+24:00",
        "2026-11-20T19:00+09:60",
        "2026-11-20T19:00+9",
        "2026-11-20T19:00+09:00:00",
        "2026-11-20T19:00+09:00 ",
        "2026-11-20T19:00+09:00\n",
        "2026-11-20T19:00 JST",
        "2026-02-30T19:00+09:00",
        "2026-02-30T19:00",
        "0000-01-01T00:00+09:00",
        "0001-01-01T00:00+23:59",
        "9999-12-31T23:59Z",
        "20261120T190000+0900",
        "2026-W47-5T19:00+09:00",
        "２０２６-11-20T19:00+09:00",
        "2026-11-20T19:0٣+09:00",
        "2026/11/20T19:00+09:00",
    ],
)
def test_anything_else_is_unreadable(text):
    """Fractions, other separators, impossible times and foreign digits are one finding, never a guess."""
    assert parse_instant(text).code == "instant_unreadable"


def test_an_unreadable_instant_is_said_back_shortened_and_harmless():
    """The finding repeats the beginning of the text and shows control characters as escapes."""
    assert dict(parse_instant("夜7時" * 100).details)["text"] == ("夜7時" * 100)[:40]
    assert "\x1b" not in words(parse_instant("\x1b[2J")).ja


@settings(max_examples=drawn(500), deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_instants(text):
    """Any text at all gives an instant or one of the two findings."""
    read = parse_instant(text)
    assert isinstance(read, datetime) or read.code in {"instant_unreadable", "instant_without_offset"}


@pytest.fixture(
    params=[
        "", "UTC", "Asia/Tokyo", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu",
        "Pacific/Kiritimati", "Pacific/Niue", "America/St_Johns", "Africa/Casablanca", "Antarctica/Troll",
    ]
)  # fmt: skip
def machine_zone(request, monkeypatch):
    """Set the zone of the machine for one test."""
    monkeypatch.setenv("TZ", request.param)
    clock.tzset()
    yield request.param
    monkeypatch.undo()
    clock.tzset()


@pytest.mark.usefixtures("machine_zone")
def test_the_zone_of_the_machine_changes_nothing():
    """Instants are made, written and read alike in every zone."""
    assert iso(instant(date(2026, 11, 20), time(19))) == "2026-11-20T19:00:00+09:00"
    assert iso(parse_instant("2026-07-01T10:00Z")) == "2026-07-01T19:00:00+09:00"
    assert parse_instant("2026-11-20T19:00").code == "instant_without_offset"
