"""Archived years: out of the live file, never out of sight, and at no instant in neither place."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime

import pytest
from draws import every

from addin.store import archive as archive_module
from addin.store import database, table
from addin.store import journal as journal_module
from addin.store.archive import archive_path
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.outcome import RefusedError

STATEMENTS = 80  # more than archiving takes


@pytest.fixture
def clock(monkeypatch):
    """Return what sets the clock of the record to the morning of a day."""

    def on(*day):
        monkeypatch.setattr(journal_module, "now", lambda: datetime(*day, 9, tzinfo=JST))

    return on


@pytest.fixture
def years(home, clock):
    """Return the home of a record of twelve entries, four in each of three years."""
    with Journal(home) as journal:
        for i in range(1, 13):
            clock(2026 + (i - 1) // 4, 6, i)
            journal.append("test.even" if i % 2 == 0 else "test.odd", {"i": i})
    return home


def archived(home, day):
    with Journal(home) as journal:
        return journal.archive(day)


def numbers(entries):
    return [entry.n for entry in entries]


def live(home):
    with closing(sqlite3.connect(home / database.FILE_NAME)) as connection:
        return [n for (n,) in connection.execute("SELECT n FROM entry ORDER BY n")]


def test_old_entries_leave_the_live_file_only(years):
    """Archiving takes what was recorded before the day out of the live file, and out of nobody's sight."""
    with Journal(years) as journal:
        before = list(journal.entries())
        entry = journal.archive("2027-01-01")
        assert list(journal.entries())[:12] == before
    assert live(years) == list(range(5, 14))
    assert (entry.kind, entry.body["from"], entry.body["to"]) == ("journal.archived", 1, 4)
    assert (entry.body["file"], entry.body["head"]) == ("archive/journal-to-4.sqlite3", before[11].hash)


def test_the_chain_goes_on_from_the_archived_head(years):
    """The oldest entry of the live file carries the hash of the archive's last one."""
    archived(years, "2028-01-01")
    with Journal(years) as journal:
        entries = list(journal.entries())
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]


def test_archives_are_verified_with_the_rest(years):
    """Two archives one after the other and the live file verify as one chain, and are named."""
    archived(years, "2027-01-01")
    archived(years, "2028-01-01")
    with Journal(years) as journal:
        result = journal.verify()
        assert (result.ok, result.entries, result.head) == (True, 14, journal.head())
    assert result.archives == ("journal-to-4.sqlite3", "journal-to-8.sqlite3")


def test_everything_may_be_archived(years):
    """When all is old, the live file holds only the entry that says so; the next one follows it."""
    archived(years, "2030-01-01")
    assert live(years) == [13]
    with Journal(years) as journal:
        assert journal.append("test.new", {}).n == 14
        assert journal.verify().ok


@pytest.mark.parametrize("after", range(15))
def test_reading_goes_through_all_files(years, after):
    """Entries above a number, of all kinds or of one, come in order from archives and live file alike."""
    archived(years, "2027-01-01")
    archived(years, "2028-01-01")
    with Journal(years) as journal:
        assert numbers(journal.entries(after=after)) == list(range(after + 1, 15))
        even = [n for n in range(2, 13, 2) if n > after]
        assert numbers(journal.entries("test.even", after=after)) == even


def test_the_newest_of_a_kind_may_be_archived(years):
    """The newest entry of a kind is found in the archive when the live file has none."""
    archived(years, "2030-01-01")
    with Journal(years) as journal:
        assert (journal.latest("test.odd").n, journal.latest("test.none")) == (11, None)


def test_archived_content_is_recorded_once(years):
    """What stands in an archive is found there when it is recorded again."""
    archived(years, "2028-01-01")
    with Journal(years) as journal:
        again = journal.append("test.odd", {"i": 3})
        assert (again.n, again.added, journal.verify().entries) == (3, False, 13)


def test_a_head_from_an_archived_year_is_known(years):
    """A head printed years ago is found in the archive; one of no entry is not."""
    with Journal(years) as journal:
        printed = next(journal.entries()).hash
        journal.archive("2028-01-01")
        assert journal.verify(printed[:12]).ok
        result = journal.verify("f" * 12)
    assert (result.ok, result.reason) == (False, "journal_head_unknown")


def test_what_was_recorded_after_a_later_entry_stays(years, clock):
    """Only the unbroken beginning is archived: an entry of a clock set back, after a newer one, stays."""
    clock(2026, 7, 1)
    with Journal(years) as journal:
        journal.append("test.late", {})
    archived(years, "2027-01-01")
    assert 13 in live(years)


def test_nothing_old_is_nothing_done(years):
    """When nothing is that old, no file is made and no entry added."""
    assert archived(years, "2026-01-01") is None
    assert (live(years), (years / "archive").exists()) == (list(range(1, 13)), False)


def test_a_missing_archive_is_named(years):
    """Without its archive the record is not intact, and reading what stood there is refused, not skipped."""
    archived(years, "2027-01-01")
    archive_path(years, 4).unlink()
    with Journal(years) as journal:
        result = journal.verify()
        assert (result.ok, result.reason) == (False, "journal_archive_missing")
        for use in (lambda: list(journal.entries()), lambda: journal.append("a", {})):
            with pytest.raises(RefusedError, match="journal_archive_missing"):
                use()


def test_a_change_in_an_archive_is_found(years, tampered):
    """A changed entry of an archive is found, with its number and the archive's name."""
    archived(years, "2028-01-01")
    path = archive_path(years, 8)
    path.rename(years / "archive" / database.FILE_NAME)
    tampered(years / "archive", "UPDATE entry SET body = '{}' WHERE n = 3")
    (years / "archive" / database.FILE_NAME).rename(path)
    with Journal(years) as journal:
        result = journal.verify()
    assert (result.ok, result.broken_at, result.reason) == (False, 3, "journal_row_changed")
    assert result.source == "archive/journal-to-8.sqlite3"


def test_an_archive_of_another_record_does_not_fit(years, tmp_path, clock):
    """An intact archive that is not the one the live file follows is found where the two should meet."""
    other = tmp_path / "other"
    with Journal(other) as journal:
        for i in range(4):
            clock(2026, 1, 1 + i)
            journal.append("other", {"i": i})
    for home in (years, other):
        archived(home, "2027-01-01")
    shutil.copyfile(archive_path(other, 4), archive_path(years, 4))
    with Journal(years) as journal:
        result = journal.verify()
    assert (result.ok, result.broken_at, result.reason) == (False, 5, "journal_link_broken")


def test_a_foreign_file_in_the_place_of_the_archive_stops_it(years):
    """A file that is not what would be archived is not replaced; everything stays in the live file."""
    archive_path(years, 4).parent.mkdir()
    archive_path(years, 4).write_bytes(b"")
    with Journal(years) as journal:
        with pytest.raises(RefusedError, match="journal_archive_differs"):
            journal.archive("2027-01-01")
        assert journal.verify().entries == 12
    assert live(years) == list(range(1, 13))


def test_somebody_who_reads_meanwhile_misses_nothing(years, monkeypatch):
    """A reader in the midst of the entries goes on in the archive when they are archived under his hands."""
    monkeypatch.setattr(table, "CHUNK_OF_ALL", table.CHUNK_OF_ALL.replace("LIMIT 1000", "LIMIT 3"))
    with Journal(years) as journal:
        reading = journal.entries()
        first = next(reading)
        archived(years, "2028-01-01")
        assert [first.n, *numbers(reading)] == list(range(1, 14))


def killed_after(home, statements):
    """Archive in a process of its own that dies before its n-th statement under the lock; return whether it died."""
    process = os.fork()
    if process == 0:
        said = []

        def count(statement):
            if said or statement == "BEGIN IMMEDIATE":  # what comes before only reads
                said.append(statement)
            if len(said) > statements:
                os._exit(9)

        def counting(connected):
            def connect(*arguments, **options):
                connection = connected(*arguments, **options)
                connection.set_trace_callback(count)
                return connection

            return connect

        database.writable = counting(database.writable)
        archive_module.sqlite3.connect = counting(sqlite3.connect)
        archived(home, "2028-01-01")
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9


def test_an_archiving_killed_anywhere_loses_nothing(years, tmp_path):
    """Killed before any statement, all entries are there and in order, the chain is intact, and a retry completes."""
    found = set()
    for statements in range(0, STATEMENTS, every(3)):
        home = tmp_path / str(statements)
        shutil.copytree(years, home)
        died = killed_after(home, statements)
        with Journal(home) as journal:
            found.add((journal.verify().ok, *numbers(journal.entries())[:12]))
            assert live(home)[0] in {1, 9}
            journal.archive("2028-01-01")
            assert (journal.verify().ok, journal.verify().archives) == (True, ("journal-to-8.sqlite3",))
        assert not list((home / "archive").glob(".*"))
        if not died:
            break
    assert (died, found) == (False, {(True, *range(1, 13))})
