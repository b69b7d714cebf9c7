"""`hikae solo declare` without `--date`: today in Japan where that is a business day, else the person is asked."""

from datetime import datetime

import pytest

from addin.app.approval.solo import business_date_at
from addin.commands import solo
from calc.days.business_day import calendar_named
from calc.outcome import RefusedError

ALONE = ("solo", "declare", "--initials", "SK", "--reason", "alone")


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the house's clock, in Japan time."""
    return lambda at: monkeypatch.setattr(solo, "now", lambda: datetime.fromisoformat(f"{at}+09:00"))


@pytest.mark.parametrize("at", ["2026-11-20T00:00:00", "2026-11-20T08:59:59", "2026-11-20T23:59:59"])
def test_the_business_date_is_todays_in_japan(participant, clock, at):
    """From midnight to midnight in Japan, whatever the PC's own zone makes of it."""
    clock(at)
    assert participant.done(*ALONE).splitlines()[-1].startswith("2026-11-20 ")
    assert [each.body["business_date"] for each in participant.entries("solo.declared")] == ["2026-11-20"]


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [("2026-11-21T00:30:00", "2026-11-20", "2026-11-24"), ("2026-11-23T10:00:00", "2026-11-20", "2026-11-24")],
)
def test_a_closed_day_is_asked_about(participant, clock, at, before, after):
    """Past midnight on a Friday, or on a holiday, nobody but the person knows which day is meant."""
    clock(at)
    code, _, error = participant.run(*ALONE)
    assert (code, "[solo_day_closed]" in error) == (2, True)
    assert f"--date {before} または --date {after}" in error
    assert f"--date {before} or --date {after}" in error
    assert participant.entries() == []


def test_a_named_date_needs_no_clock(participant, clock):
    """Whoever names the day is not asked."""
    clock("2026-11-21T00:30:00")
    participant.done(*ALONE, "--date", "2026-11-20")
    assert [each.body["business_date"] for each in participant.entries("solo.declared")] == ["2026-11-20"]


def test_the_homes_own_calendar_counts(participant, clock):
    """Where the desk has chosen weekends alone, a holiday is a business day."""
    clock("2026-11-23T10:00:00")
    with (participant.home / "settings.toml").open("a", encoding="utf-8") as file:
        file.write('calendar = "WEEKENDS"\n')
    participant.done(*ALONE)
    assert [each.body["business_date"] for each in participant.entries("solo.declared")] == ["2026-11-23"]


def test_a_day_beyond_the_calendar_is_refused():
    """No day is taken for open because nothing is known of it."""
    with pytest.raises(RefusedError, match="calendar_horizon"):
        business_date_at(datetime.fromisoformat("2999-01-04T10:00:00+09:00"), calendar_named("TYO"))
