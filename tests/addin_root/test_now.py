from datetime import timedelta

from addin.now import now, seconds


def test_the_clock_says_japan_time_in_whole_seconds():
    """The one clock gives whole seconds with the offset of Japan."""
    assert (now().utcoffset(), now().microsecond) == (timedelta(hours=9), 0)


def test_durations_only_go_forward():
    """The clock for durations never goes back."""
    first = seconds()
    assert seconds() >= first
