"""The recorded days of a home, as folders again."""

from datetime import date

import pytest
from recorded_days import record_day

from addin.app.recorded_day import is_day_of, laid_out, newest_day
from addin.store import snapshots
from addin.store.journal import Journal
from calc.outcome import RefusedError

FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def day(tmp_path):
    """Return a small folder of a day."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "day.toml").write_text("business_date = 2026-11-24\n", encoding="utf-8")
    (folder / "quotes.csv").write_text("participant,instrument\n", encoding="utf-8")
    return folder


def test_a_home_without_a_record_has_no_day_and_gets_none(home):
    """To look for one makes nothing."""
    assert newest_day(home) is None
    assert not home.exists()


def test_a_record_without_a_run_has_no_day(home):
    """Other entries are no days."""
    with Journal(home) as journal:
        journal.append("fact.told", {"business_date": "2026-11-20"})
    assert newest_day(home) is None


def test_the_day_recorded_last_is_the_newest(home, day, example_day):
    """Not the latest business date, but what was run last."""
    record_day(home, day, TUESDAY)
    assert newest_day(home).business_date == TUESDAY
    record_day(home, example_day, FRIDAY)
    assert newest_day(home).business_date == FRIDAY


def test_a_date_may_be_asked_for(home, day, example_day):
    """The newest run of that business date, none where it was never run."""
    record_day(home, day, TUESDAY)
    record_day(home, example_day, FRIDAY)
    assert newest_day(home, TUESDAY).business_date == TUESDAY
    assert newest_day(home, date(2026, 11, 25)) is None


def test_two_runs_of_a_date_have_folders_of_their_own(home, day):
    """A corrected run never lies among the files of the one before."""
    record_day(home, day, TUESDAY)
    first = laid_out(home, newest_day(home))
    (day / "quotes.csv").write_text("participant,instrument\nP01,AA\n", encoding="utf-8")
    record_day(home, day, TUESDAY)
    second = laid_out(home, newest_day(home))
    assert first != second
    assert [each.joinpath("quotes.csv").read_text(encoding="utf-8").count("\n") for each in (first, second)] == [1, 2]


def test_the_folder_holds_the_files_as_they_were_read(home, day):
    """Byte for byte under their names, in the home, named with the date."""
    record_day(home, day, TUESDAY)
    folder = laid_out(home, newest_day(home))
    assert folder.parent == home / "days"
    assert folder.name.startswith("2026-11-24-")
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        each.name: each.read_bytes() for each in day.iterdir()
    }


def test_a_folder_is_laid_out_once(home, day):
    """Asking again writes nothing."""
    record_day(home, day, TUESDAY)
    before = {each: each.stat().st_mtime_ns for each in laid_out(home, newest_day(home)).iterdir()}
    assert {each: each.stat().st_mtime_ns for each in laid_out(home, newest_day(home)).iterdir()} == before


def test_a_file_that_somebody_changed_is_put_right(home, day):
    """What is read as recorded is what was recorded, also after a change or a loss."""
    record_day(home, day, TUESDAY)
    folder = laid_out(home, newest_day(home))
    (folder / "quotes.csv").write_text("participant,instrument\nP01,WRONG\n", encoding="utf-8")
    (folder / "day.toml").unlink()
    assert laid_out(home, newest_day(home)) == folder
    assert all((folder / each.name).read_bytes() == each.read_bytes() for each in day.iterdir())


def test_a_lost_content_is_told(home, day):
    """A snapshot that is gone is a refusal, never a day with a file less."""
    record_day(home, day, TUESDAY)
    found = newest_day(home)
    snapshots.snapshot_path(home, found.files["quotes.csv"]).unlink()
    with pytest.raises(RefusedError) as refused:
        laid_out(home, found)
    assert [each.code for each in refused.value.findings] == ["snapshot_missing"]


def test_a_recorded_day_knows_the_folder_it_was_read_from(home, day, example_day):
    """The same names and bytes; one that differs in a single file is another day."""
    record_day(home, example_day)
    assert is_day_of(example_day, newest_day(home))
    assert not is_day_of(day, newest_day(home))
    record_day(home, day, TUESDAY)
    (day / "quotes.csv").write_text("", encoding="utf-8")
    assert not is_day_of(day, newest_day(home))
