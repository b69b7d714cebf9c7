"""A file of schema 1, as the first version of the product left it, becomes one of schema 2."""

import gzip
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from draws import every

from addin.store import database
from addin.store.journal import Journal
from addin.store.migrations import SCHEMA, Identity, catalogue, schema_of

OLD = gzip.decompress(Path(__file__).with_name("schema-1.sqlite3.gz").read_bytes())
HEAD = "88e081808b9642f8dacd7f63a164366d36e44aad256977bb6c7ba463423d7cfe"
STATEMENTS = 40  # more than opening, migrating and appending take


@pytest.fixture
def old(home):
    """Return the home of a record of ten entries that schema 1 wrote."""
    home.mkdir()
    (home / database.FILE_NAME).write_bytes(OLD)
    return home


def version(home):
    with closing(sqlite3.connect(home / database.FILE_NAME)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def test_an_old_record_is_read_as_it_is(old):
    """Looking at a record of schema 1 reads and verifies it, and changes no byte."""
    with Journal(old) as journal:
        result = journal.verify()
        assert (result.ok, result.entries, result.head, journal.record_id()) == (True, 10, HEAD, None)
        assert [entry.body["i"] for entry in journal.entries("test.number")] == list(range(1, 11))
        assert (journal.latest("test.number").n, journal.unconfirmed()) == (10, ())
    assert (old / database.FILE_NAME).read_bytes() == OLD


def test_the_first_append_brings_an_old_record_up_to_date(old):
    """Appending to a record of schema 1 makes it schema 2: the same entries, an id, and the chain goes on."""
    with Journal(old) as journal:
        entry = journal.append("a", {})
        assert (entry.n, entry.previous, version(old)) == (11, HEAD, SCHEMA)
        assert (journal.verify().ok, len(journal.record_id())) == (True, 32)


def test_entries_from_before_count_as_told(old):
    """Schema 1 kept no marks, so nobody is asked about its entries after the migration."""
    with Journal(old) as journal:
        journal.append("a", {})
        assert [entry.n for entry in journal.unconfirmed()] == [11]


def test_old_content_is_still_recorded_once(old):
    """What schema 1 recorded is found by its key."""
    with Journal(old) as journal:
        again = journal.append("test.number", {"i": 3, "text": "値 3"})
        assert (again.n, again.added, journal.verify().entries) == (3, False, 10)


def test_a_migrated_record_equals_a_new_one(old, tmp_path):
    """Tables, indexes and guards are the same, whether the file was made by this version or brought up to it."""
    found = []
    for home in (old, tmp_path / "new"):
        with Journal(home) as journal:
            journal.append("a", {})
        with closing(sqlite3.connect(home / database.FILE_NAME)) as connection:
            found.append(catalogue(connection))
    assert found == [schema_of(SCHEMA)] * 2


def killed_after(home, statements):
    """Append in a process of its own that dies before its n-th statement; return whether it died."""
    process = os.fork()
    if process == 0:
        left = [statements]

        def count(_statement):
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)

        connected = database.writable
        database.writable = lambda path: traced(connected(path), count)
        with Journal(home) as journal:
            journal.append("a", {})
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9


def traced(connection, count):
    connection.set_trace_callback(count)
    return connection


def test_a_migration_killed_midway_leaves_the_old_record(old, tmp_path):
    """Killed before any statement, the record is whole in one schema or the other, and the next run completes it."""
    left = []
    for statements in range(0, STATEMENTS, every(2)):
        home = tmp_path / str(statements)
        shutil.copytree(old, home)
        died = killed_after(home, statements)
        with Journal(home) as journal:
            result = journal.verify()
            left.append((version(home), result.entries, result.ok))
            assert journal.append("a", {}).n == 11
            assert (version(home), journal.verify().ok) == (SCHEMA, True)
        if not died:
            break
    assert (died, set(left)) == (False, {(1, 10, True), (2, 11, True)})


@pytest.mark.parametrize("statement", ["UPDATE record SET id = 'x'", "DELETE FROM record",
                                       "INSERT INTO record (id, made_at) VALUES ('x', 'y')"])  # fmt: skip
def test_the_id_cannot_be_changed(record, statement):
    """The file itself refuses another id, a second one, or none."""
    with (
        closing(sqlite3.connect(record / database.FILE_NAME)) as other,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        other.execute(statement)


def test_two_records_have_two_ids(tmp_path):
    """Each record has an id of its own, the same at every opening and in no entry."""
    ids = []
    for name in ("one", "two", "one"):
        with Journal(tmp_path / name) as journal:
            assert name == "one" or journal.record_id() is None
            journal.append("a", {})
            ids.append(journal.record_id())
            assert [entry.body for entry in journal.entries()] == [{}]
    assert ids[0] == ids[2] != ids[1]


@pytest.mark.parametrize("place", range(32))
def test_any_change_of_an_id_shows(place):
    """An id in which one digit is another, or with another instant, is none that was ever made."""
    made = Identity.new()
    other = "0" if made.id[place] != "0" else "1"
    changed = Identity(made.id[:place] + other + made.id[place + 1 :], made.made_at)
    assert (made.ok, changed.ok, Identity(made.id, made.made_at[:-1]).ok) == (True, False, False)
