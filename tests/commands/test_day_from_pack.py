"""`hikae day` on the morning after, when yesterday's tables did not come."""

import json
import shutil

import pytest
from recorded_days import record_day

EVENING = ("--at", "2026-11-24T20:30:00+09:00")


@pytest.fixture
def tuesday(example_day, tmp_path):
    """Return the next business day's folder with nothing in it but the facts and today's positions."""
    folder = tmp_path / "tuesday"
    folder.mkdir()
    facts = 'business_date = 2026-11-24\nrole = "clearing_house"\nparticipants = ["P01", "P02"]\n'
    failed = '\n[[fact]]\nat = 2026-11-24T16:05:00+09:00\nwhat = "price.failed"\n'
    (folder / "day.toml").write_text(facts + failed, encoding="utf-8")
    shutil.copy(example_day / "positions.csv", folder)
    return folder


@pytest.fixture
def sealed(run, tmp_path, example_day):
    """Seal Friday in the home of the commands."""
    record_day(tmp_path / "home", example_day)
    assert run("pack", "--at", "2026-11-20T20:40:00+09:00")[0] == 0


def amounts(run, folder, out):
    """Return what applies of margin on the day, by account and measure, and what was told."""
    code, shown, error = run("day", "--data", folder, "--out", out, *EVENING, "--json")
    assert code == 0, error
    return json.loads(shown), error


@pytest.mark.usefixtures("sealed")
def test_the_day_says_which_tables_came_from_the_pack(run, tuesday, tmp_path):
    """By name and date, so that nobody takes them for the day's own."""
    _, error = amounts(run, tuesday, tmp_path / "out")
    assert "[pack_used]" in error
    assert "the pack of 2026-11-20: previous_requirements history instruments accounts constituents" in error


@pytest.mark.usefixtures("sealed")
def test_yesterdays_amounts_apply_by_their_clause(run, tuesday, tmp_path):
    """Nothing was notified in time: the fallback is there, to the yen, under CP-2.1.2.c."""
    shown, _ = amounts(run, tuesday, tmp_path / "out")
    text = json.dumps(shown, ensure_ascii=False)
    assert "previous_day" in text
    assert "CP-2.1" in text


def test_without_a_pack_the_tables_are_missing(run, tuesday, tmp_path, example_day):
    """A desk that sealed nothing is told what it lacks: nothing is made up."""
    record_day(tmp_path / "home", example_day)
    _, _, error = run("day", "--data", tuesday, "--out", tmp_path / "out", *EVENING)
    assert "[pack_used]" not in error
    assert "[file_missing]" in error
    assert "previous_requirements.csv" in error
