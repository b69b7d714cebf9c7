from datetime import datetime, timedelta

import pytest

from addin.now import JST, Clock, follow, now, real_now, seconds

SHOWN = datetime(2026, 11, 20, 16, tzinfo=JST)


@pytest.fixture
def followed():
    """Return what makes this process go by a clock, and see that the test leaves none behind."""
    yield follow
    follow(None)


def test_the_clock_says_japan_time_in_whole_seconds():
    """The one clock gives whole seconds with the offset of Japan."""
    assert (now().utcoffset(), now().microsecond) == (timedelta(hours=9), 0)


def test_durations_only_go_forward():
    """The clock for durations never goes back."""
    first = seconds()
    assert seconds() >= first


def test_a_drills_clock_is_shown_in_whole_seconds(followed):
    """However fast it goes, what it shows can be written and read again."""
    followed(Clock(SHOWN, real_now() - timedelta(seconds=1), 7.7))
    assert now().microsecond == 0
    assert now() >= SHOWN + timedelta(seconds=7)


def test_a_drills_clock_has_japans_offset(followed):
    """A drill is in Japan, too."""
    followed(Clock(SHOWN, real_now(), 1))
    assert now().utcoffset() == timedelta(hours=9)


def test_one_drill_is_followed_at_a_time(followed):
    """The clock that was given last counts."""
    followed(Clock(SHOWN, real_now(), 0))
    followed(Clock(SHOWN + timedelta(days=1), real_now(), 0))
    assert now() == SHOWN + timedelta(days=1)


def test_without_a_drill_the_time_is_the_real_one(followed):
    """Letting go of a clock brings the real time back at once."""
    followed(Clock(SHOWN, real_now(), 0))
    followed(None)
    assert abs(now() - real_now()) < timedelta(seconds=2)


def test_durations_do_not_go_by_a_drills_clock(followed):
    """What measures how long something takes is not made faster."""
    first = seconds()
    followed(Clock(SHOWN, real_now(), 1_000_000))
    assert seconds() - first < 60
