"""The clock of a drill: for whoever works in its home while it runs, and for nobody else."""

import json
from datetime import datetime, time, timedelta

import pytest

from addin import now as clocks
from addin.drills.clock import CLOCK_FILE, follow_drill, laid_down, running, shown, stopped
from addin.now import Clock, follow, now
from calc.days.cutoff import JST
from calc.outcome import RefusedError

SKEW = {"seconds": -420, "begins": time(16, 0), "ends": time(16, 30)}
REAL = datetime(2030, 1, 7, 9, tzinfo=JST)


@pytest.fixture(autouse=True)
def _own_time_again():
    """Let no test leave a drill's clock behind."""
    yield
    follow(None)


@pytest.fixture
def real(monkeypatch):
    """Return a list whose one item is the real time."""
    at = [REAL]
    for place in ("addin.now.real_now", "addin.drills.clock.real_now"):
        monkeypatch.setattr(place, lambda: at[0])
    return at


def test_a_running_clock_is_as_fast_as_it_was_told(small, at, real):
    """Ten real seconds at sixty times the speed are ten minutes of the day."""
    follow(running(small(), at("16:00"), speed=60))
    real[0] += timedelta(seconds=10)
    assert now() == at("16:10")


def test_a_stopped_clock_stands(small, at, real):
    """However long an act takes, it happens at its instant."""
    follow(stopped(small(), at("16:00")))
    real[0] += timedelta(hours=3)
    assert now() == at("16:00")


def test_a_clock_never_goes_back_behind_its_beginning(at):
    """A real clock that was set back shows the beginning, not an earlier day."""
    assert Clock(at("16:00"), REAL, 60).at(REAL - timedelta(hours=1)) == at("16:00")


def test_nobody_follows_a_clock_for_ever(small, at, real):
    """Without a drill the real time counts again."""
    follow(stopped(small(), at("16:00")))
    follow(None)
    assert now() == real[0]


@pytest.mark.parametrize(
    ("clock", "said"), [("15:59", "15:59"), ("16:00", "15:53"), ("16:29", "16:22"), ("16:30", "16:30")]
)
def test_a_wrong_clock_shows_the_wrong_time_while_it_is_wrong(small, at, clock, said):
    """Seven minutes slow from 16:00 until it is put right at 16:30."""
    assert shown(small(skew=SKEW), at(clock)) == at(said)


def test_another_process_goes_by_the_clock_in_the_home(small, at, real, tmp_path):
    """Whoever works in the drill's home sees what time it is there."""
    laid_down(tmp_path, running(small(), at("16:00"), speed=60), until=at("18:00"), at=at("16:00"), pace=60)
    real[0] += timedelta(seconds=30)
    follow_drill(tmp_path)
    assert now() == at("16:30")


def test_a_drill_that_is_over_has_no_clock(small, at, real, tmp_path):
    """After its end the home is looked at by the real time."""
    laid_down(tmp_path, running(small(), at("16:00"), speed=60), until=at("18:00"), at=at("16:00"), pace=60)
    real[0] += timedelta(minutes=3)
    follow_drill(tmp_path)
    assert now() == real[0]


def test_a_home_without_a_clock_has_the_real_one(real, tmp_path):
    """A drill without a script runs by the real time."""
    follow(Clock(REAL - timedelta(days=9), REAL, 1))
    follow_drill(tmp_path)
    assert now() == real[0]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", json.dumps({"shown": 1, "since": 2}).encode(), b"\xff"])
def test_a_broken_clock_is_named(tmp_path, content):
    """A clock that cannot be read stops the command with the file's name, and no other time is made up."""
    (tmp_path / CLOCK_FILE).write_bytes(content)
    with pytest.raises(RefusedError, match="drill_clock_unreadable"):
        follow_drill(tmp_path)


def test_the_real_clock_is_there_in_a_drill_too(small, at):
    """What a drill itself waits by is never the time that it shows."""
    before = datetime.now(JST)
    follow(stopped(small(), at("16:00")))
    assert clocks.real_now() >= before
