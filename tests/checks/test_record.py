import os

import pytest

from addin.app.drill_new import new_drill
from addin.checks.record import home, journal
from addin.store.journal import Journal
from calc.outcome import RefusedError


def code_of(check, folder):
    """Return the code of what a check refuses."""
    with pytest.raises(RefusedError) as refused:
        check(folder)
    return refused.value.findings[0].code


def test_a_live_home_and_a_drill_are_told_apart(tmp_path):
    """The check says where the record is, and in words whether it is a drill's."""
    assert home(tmp_path / "live").en == f"live  {tmp_path / 'live'}"
    new_drill(tmp_path / "drill", copy=None, tell=lambda _: None)
    assert home(tmp_path / "drill").ja == f"訓練  {tmp_path / 'drill'}"


def test_a_home_that_a_cloud_keeps_is_refused(tmp_path):
    """The record must not lie where another program rewrites files."""
    assert code_of(home, tmp_path / "OneDrive" / "hikae") == "home_not_local"


def test_a_file_is_no_home(tmp_path):
    """A slip that names a file is told at once; nothing can be recorded there."""
    (tmp_path / "note.txt").touch()
    assert code_of(home, tmp_path / "note.txt") == "file_not_read"


def test_a_home_that_is_not_there_is_not_made(tmp_path):
    """Looking makes nothing: there may only be a slip in the name."""
    assert journal(tmp_path / "a" / "b").en == "nothing recorded yet"
    assert list(tmp_path.iterdir()) == []


def test_the_record_is_counted_and_nothing_is_left(tmp_path):
    """A record is told with its number of entries, and the file written to try the place is gone."""
    with Journal(tmp_path) as opened:
        opened.append("note", {"text": "one"})
    before = sorted(path.name for path in tmp_path.iterdir())
    assert journal(tmp_path).en.startswith("1 entries ")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_home_without_a_record_is_looked_at(tmp_path):
    """A home that is there but empty can be written, and says that nothing is recorded."""
    assert journal(tmp_path).en == "nothing recorded yet"


def test_a_place_that_cannot_be_written_is_found(tmp_path, monkeypatch):
    """Neither a missing home under a closed folder nor a record that is read-only passes."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert code_of(journal, tmp_path / "new") == "file_not_written"
    with Journal(tmp_path) as opened:
        opened.append("note", {"text": "one"})
    assert code_of(journal, tmp_path) == "file_not_written"


def test_a_damaged_record_is_found(tmp_path):
    """A file in the record's place that is none is refused by the record itself."""
    (tmp_path / "journal.sqlite3").write_bytes(b"no record at all" * 100)
    assert code_of(journal, tmp_path).startswith("journal_")
