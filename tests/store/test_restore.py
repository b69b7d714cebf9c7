import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from addin.app.bundle_make import made_bundle
from addin.store import database, restore
from addin.store.chain import entry_as_json
from addin.store.journal import Journal
from addin.store.lines import line_of
from addin.store.raw import rows_after
from addin.store.restore import restored
from addin.store.second import SecondCopy, copy_name
from addin.store.shown import mark_shown
from calc.outcome import RefusedError


@pytest.fixture
def place(record, tmp_path):
    """Return a second place that holds the copy of a record of eleven entries."""
    folder = tmp_path / "stick"
    folder.mkdir()
    second = SecondCopy(record, folder)
    with Journal(record, after_commit=second) as journal:
        journal.append("cell.seen", {"text": "\ud83d\ude00", "values": [1.5, None, True]})
    second.close()
    return folder


@pytest.fixture
def copy(place):
    """Return the copy's file."""
    (path,) = place.iterdir()
    return path


@pytest.fixture
def refused(tmp_path):
    """Return what restores and gives the finding it was refused with; nothing of a record may be left."""

    def run(source, folder=None):
        folder = folder or tmp_path / "bare"
        before = sorted(folder.iterdir()) if folder.exists() else []
        with pytest.raises(RefusedError) as error:
            restored(source, folder)
        assert (sorted(folder.iterdir()) if folder.exists() else []) == before
        return error.value.findings[0]

    return run


def entries_of(home):
    """Return every entry of a home as its JSON."""
    with Journal(home) as journal:
        return [entry_as_json(entry) for entry in journal.entries()]


def test_a_restored_record_is_the_same_record(record, place, tmp_path):
    """Every entry comes back with its number, instant, user, body and hash, the record with its id, and it verifies."""
    done = restored(place, tmp_path / "bare")
    with Journal(tmp_path / "bare") as there, Journal(record) as here:
        check = there.verify()
        assert (check.ok, check.entries, check.head) == (True, 11, here.head())
        assert (there.record_id(), done.head, done.is_torn) == (here.record_id(), here.head(), False)
    assert entries_of(tmp_path / "bare") == entries_of(record)


def test_nothing_of_a_restored_record_is_told_as_unconfirmed(place, tmp_path):
    """What was told where the record was is not told again as something that nobody may have seen."""
    restored(place, tmp_path / "bare")
    with Journal(tmp_path / "bare") as journal:
        assert journal.unconfirmed() == ()


def test_a_restore_behind_the_lost_record_is_intact(place, tmp_path):
    """Marks of entries that the copy never got do not make the restored record a broken one; it goes on."""
    home = tmp_path / "bare"
    home.mkdir()
    mark_shown(home, range(1, 14))
    restored(place, home)
    with Journal(home) as journal:
        assert journal.verify().ok
        assert journal.append("a", {}).n == 12


def test_a_restored_record_goes_on(place, tmp_path):
    """What is recorded after a restore follows the last entry, and the same content is found there."""
    restored(place, tmp_path / "bare")
    with Journal(tmp_path / "bare") as journal:
        assert not journal.append("test.number", {"i": 3, "text": "値 3"}).added
        assert journal.append("a", {}).n == 12
        assert journal.verify().ok


def test_a_restored_record_keeps_its_copy(place, copy, tmp_path):
    """The copy that a record was restored from goes on as the restored record's copy."""
    restored(place, tmp_path / "bare")
    second = SecondCopy(tmp_path / "bare", place)
    with Journal(tmp_path / "bare", after_commit=second) as journal:
        journal.append("a", {})
    second.close()
    assert copy.read_bytes().splitlines(keepends=True)[1:] == [line_of(row) for row in rows_after(tmp_path / "bare", 0)]


def test_a_bundle_restores_too(record, tmp_path):
    """A bundle brings a record back as well as the second copy."""
    made_bundle(record, tmp_path / "a.bundle")
    assert restored(tmp_path / "a.bundle", tmp_path / "bare").entries == 11
    assert entries_of(tmp_path / "bare") == entries_of(record)


def test_a_restored_record_is_private(place, tmp_path):
    """Folder and file of a restored record belong to the user alone."""
    restored(place, tmp_path / "bare")
    assert (tmp_path / "bare").stat().st_mode & 0o777 == 0o700
    assert [each.stat().st_mode & 0o777 for each in (tmp_path / "bare").iterdir()] == [0o600, 0o600]


def test_a_home_with_a_record_is_never_touched(place, record, refused):
    """A home that has a record already is refused, and its record stays."""
    before = entries_of(record)
    assert refused(place, record).code == "restore_home_used"
    assert entries_of(record) == before


def test_a_record_that_appears_meanwhile_is_never_replaced(place, tmp_path, monkeypatch):
    """When somebody begins a record in the new home while it is being restored, that one stays."""

    def build(path, copy):
        with Journal(tmp_path / "bare") as journal:
            journal.append("quick", {})
        build_really(path, copy)

    build_really = restore._build  # noqa: SLF001 - the moment in between
    monkeypatch.setattr(restore, "_build", build)
    with pytest.raises(RefusedError) as error:
        restored(place, tmp_path / "bare")
    assert error.value.findings[0].code == "file_not_written"
    assert [each["kind"] for each in entries_of(tmp_path / "bare")] == ["quick"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data.replace("値 5".encode(), "値 9".encode()), "copy_broken"),
        (lambda data: b"".join(data.splitlines(keepends=True)[:4] + data.splitlines(keepends=True)[5:]), "copy_broken"),
        (lambda data: data + data.splitlines(keepends=True)[-1], "copy_broken"),
        (lambda data: data.replace(b'"format":1', b'"format":2'), "copy_format_newer"),
        (lambda data: data[10:], "copy_foreign"),
        (lambda _: b"", "copy_foreign"),
    ],
)
def test_a_copy_that_is_not_intact_is_refused(copy, refused, change, code):
    """A changed, missing or doubled entry, a newer form and another file are refused, and nothing is left."""
    copy.write_bytes(change(copy.read_bytes()))
    assert refused(copy).code == code


def test_a_broken_copy_names_the_entry(copy, refused):
    """The finding says which entry of the copy is the first bad one."""
    copy.write_bytes(copy.read_bytes().replace("値 5".encode(), "値 9".encode()))
    assert refused(copy).place.row == 5


@pytest.mark.parametrize("end", [lambda data: data[:-20], lambda data: data[:-300] + bytes(300)])
def test_an_unfinished_end_is_left_out_and_said(copy, tmp_path, end):
    """A copy whose last entry never reached the drive is restored up to the one before, and that is said."""
    copy.write_bytes(end(copy.read_bytes()))
    done = restored(copy, tmp_path / "bare")
    assert (done.is_torn, done.entries) == (True, 10)
    with Journal(tmp_path / "bare") as journal:
        assert journal.verify().ok


def test_a_place_without_a_copy_is_refused(tmp_path, refused):
    """A folder without a copy, and a source that is not there, are refused with words."""
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty").code == "restore_nothing"
    assert refused(tmp_path / "nowhere").code == "file_not_read"


def test_a_place_with_several_copies_asks_which(place, copy, refused):
    """Where several records have copies, their names are told; the file that is meant can be given."""
    (place / copy_name("another-record-0001")).write_bytes(copy.read_bytes())
    found = refused(place)
    assert (found.code, copy.name in dict(found.details)["names"]) == ("restore_which", True)


def test_a_place_that_is_not_local_is_refused(place, tmp_path, refused):
    """A record is restored only to a place where a record may live."""
    assert refused(place, tmp_path / "OneDrive").code == "home_not_local"


def test_what_a_killed_restore_left_is_removed(place, tmp_path):
    """The temporary file of a restore that was killed is removed by the next one."""
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / ".journal.sqlite3.hikae-tmp-0badcafe").write_bytes(b"half")
    restored(place, tmp_path / "bare")
    assert sorted(each.name for each in (tmp_path / "bare").iterdir()) == ["journal.shown", "journal.sqlite3"]


def test_a_restore_that_is_killed_leaves_no_record(place, tmp_path):
    """Killed midway, a restore leaves no file under the record's name."""
    code = (
        "import os, signal, sys; from pathlib import Path; from addin.store import restore\n"
        "really = restore.verified\n"
        "def killed(connection): os.kill(os.getpid(), signal.SIGKILL)\n"
        "restore.verified = killed\n"
        "restore.restored(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", code, str(place), str(tmp_path / "bare")]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    assert not (tmp_path / "bare" / "journal.sqlite3").exists()
    assert restored(place, tmp_path / "bare").entries == 11


def test_the_record_gets_its_name_only_when_it_is_on_the_drive(place, tmp_path, monkeypatch):
    """The file is synced before it gets its name: a power failure finds all of it there or none."""
    synced, real = [], os.fsync

    def fsync(descriptor):
        synced.append((tmp_path / "bare" / "journal.sqlite3").exists())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    restored(place, tmp_path / "bare")
    assert synced[-2:] == [False, True]  # the file, then the folder with its name


def test_a_year_is_restored_within_a_minute(home, tmp_path):
    """A record of 250 days with 80 entries each is back within a twenty-fifth of the time for 2,000 entries a day."""
    with Journal(home) as journal:
        journal.append_all([("test.row", {"i": i, "text": "x" * 250}) for i in range(20_000)])
    made_bundle(home, tmp_path / "year.bundle")
    started = time.perf_counter()
    restored(tmp_path / "year.bundle", tmp_path / "bare")
    assert time.perf_counter() - started < 2.4 * 3  # slack for a shared machine
    with closing(sqlite3.connect(tmp_path / "bare" / database.FILE_NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (20_001,)
