"""The clock compared with a reference that a person read, and kept in the record."""

from datetime import datetime, timedelta

import pytest

from addin.app.clock_check import behind_record, checked_clock, last_reading, reference_of
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.outcome import RefusedError

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)


@pytest.mark.parametrize(
    "text",
    ["12:00:00", " 12:00:00 ", "2026-11-20T12:00:00+09:00", "2026-11-20T03:00:00Z", "2026-11-20T12:00+09:00"],
)
def test_a_signal_is_a_time_of_today_or_an_instant(text):
    """What a person types when it sounds: the time alone will do."""
    assert reference_of(text, NOON) == NOON


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("noon", "instant_unreadable"),
        ("25:00:00", "instant_unreadable"),
        ("12:00", "instant_unreadable"),
        ("2026-11-20T12:00:00", "instant_without_offset"),
    ],
)
def test_anything_else_is_refused(text, code):
    """A minute is too coarse to compare seconds with, and an instant has its offset."""
    with pytest.raises(RefusedError) as refused:
        reference_of(text, NOON)
    assert refused.value.findings[0].code == code


@pytest.mark.parametrize(("text", "seconds"), [("23:59:59", 2), ("00:00:03", -2)])
def test_a_signal_at_midnight_belongs_to_the_nearer_day(text, seconds):
    """A clock that is two seconds off is not a day off, on whichever side of midnight it stands."""
    midnight = NOON.replace(hour=0) + timedelta(days=1, seconds=1)
    assert (midnight - reference_of(text, midnight)).total_seconds() == seconds
    before = midnight - timedelta(seconds=3)
    assert (before - reference_of("00:00:01", before)).total_seconds() == -3


@pytest.mark.parametrize("ahead", [0, 3, -3, 3600])
def test_the_difference_is_kept_with_its_sign(tmp_path, ahead):
    """Ahead is above zero, behind below it."""
    checked_clock(tmp_path, NOON, at=NOON + timedelta(seconds=ahead))
    with Journal(tmp_path) as journal:
        assert last_reading(journal).ahead == ahead


def test_the_newest_comparison_counts(tmp_path):
    """After the clock was set it is compared again."""
    checked_clock(tmp_path, NOON, at=NOON + timedelta(seconds=90))
    checked_clock(tmp_path, NOON + timedelta(minutes=5), at=NOON + timedelta(minutes=5))
    with Journal(tmp_path) as journal:
        reading = last_reading(journal)
    assert (reading.ahead, reading.age(NOON + timedelta(minutes=6))) == (0, timedelta(minutes=1))


def test_without_a_comparison_there_is_none(tmp_path):
    """And asking makes no record."""
    with Journal(tmp_path / "none") as journal:
        assert last_reading(journal) is None
    assert not (tmp_path / "none").exists()


def test_a_clock_before_the_record_is_found(tmp_path, monkeypatch):
    """An entry from the future says that the clock was set back, or was ahead when it was made."""
    monkeypatch.setattr("addin.store.journal.now", lambda: NOON)
    with Journal(tmp_path) as journal:
        journal.append("note", {"text": "one"})
        assert behind_record(journal, NOON) is None
        found = behind_record(journal, NOON - timedelta(seconds=1))
    assert found.code == "clock_behind"
    assert dict(found.details)["last"] == "2026-11-20T12:00:00+09:00"


def test_an_empty_record_says_nothing_of_the_clock(tmp_path):
    """There is nothing it could stand before."""
    with Journal(tmp_path / "none") as journal:
        assert behind_record(journal, NOON) is None
