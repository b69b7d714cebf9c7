"""Which pack is due at an instant, and from when a missing one is red."""

from datetime import date, datetime

import pytest

from addin.app.pack_state import SEALED, PackStanding, pack_entry, pack_state
from addin.settings import load_settings
from addin.store.journal import Journal
from calc.days.cutoff import JST

THURSDAY, FRIDAY, TUESDAY = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 24)  # Monday is a holiday


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def state(journal, tmp_path):
    """Return a function that asks for the state at a time of a day of November, under settings."""

    def ask(day, time, *sets):
        hour, minute, second = map(int, time.split(":"))
        at = datetime(2026, 11, day, hour, minute, second, tzinfo=JST)
        return pack_state(journal, at, load_settings(tmp_path / "home", sets=sets))

    return ask


def seal(journal, day, name="a.zip"):
    """Record that a pack was sealed."""
    return journal.append(SEALED, {"business_date": day.isoformat(), "name": name, "sha256": name})


@pytest.mark.parametrize(
    ("day", "time", "due"),
    [
        (20, "09:00:00", THURSDAY),
        (20, "20:29:59", THURSDAY),
        (20, "20:30:00", FRIDAY),
        (21, "00:00:00", FRIDAY),
        (22, "12:00:00", FRIDAY),
        (23, "23:59:59", FRIDAY),
        (24, "12:00:00", FRIDAY),
        (24, "20:30:00", TUESDAY),
    ],
)
def test_the_pack_that_is_due_is_the_one_to_fall_back_on(state, day, time, due):
    """In the evening the day's own; through the night, a week-end and a holiday that of the last business day."""
    assert state(day, time).business_date == due


@pytest.mark.parametrize(
    ("day", "time", "standing"),
    [
        (20, "12:29:59", PackStanding.DUE),
        (20, "12:30:00", PackStanding.LATE),
        (20, "20:29:59", PackStanding.LATE),
        (20, "20:30:00", PackStanding.DUE),
        (21, "13:00:00", PackStanding.DUE),
        (23, "13:00:00", PackStanding.DUE),
        (24, "12:30:00", PackStanding.LATE),
    ],
)
def test_a_missing_pack_is_red_from_half_past_twelve_of_a_business_day(state, day, time, standing):
    """Not in the evening in which it is sealed, and on no closed day: nothing falls back on it then."""
    assert state(day, time).standing is standing


def test_the_desk_may_set_the_time(state):
    """Another time counts instead, to the second."""
    assert state(20, "11:00:00", "pack_by=10:59:59").standing is PackStanding.LATE
    assert state(20, "12:31:00", "pack_by=12:31:01").standing is PackStanding.DUE


def test_a_sealed_pack_is_sealed_at_any_time(journal, state):
    """The entry that was made of the day due; a later day's is another one."""
    entry = seal(journal, THURSDAY)
    assert (state(20, "12:31:00").standing, state(20, "12:31:00").entry.n) == (PackStanding.SEALED, entry.n)
    assert state(20, "21:00:00").standing is PackStanding.DUE


def test_the_pack_sealed_last_counts(journal):
    """A day that was sealed again has its last pack; a day without one has none."""
    seal(journal, FRIDAY, "a.zip")
    seal(journal, FRIDAY, "b.zip")
    seal(journal, THURSDAY, "c.zip")
    assert pack_entry(journal, FRIDAY).body["name"] == "b.zip"
    assert pack_entry(journal, TUESDAY) is None
