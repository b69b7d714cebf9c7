import errno
import json
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from addin.store import database
from addin.store import journal as journal_module
from addin.store.chain import NO_HASH, canonical, entry_as_json, key_of
from addin.store.journal import Journal
from calc.outcome import RefusedError


def codes(refused):
    return [found.code for found in refused.value.findings]


def test_reading_makes_nothing(home):
    """Looking at the record of an empty home finds nothing and makes neither folder nor file."""
    with Journal(home) as journal:
        assert (journal.head(), list(journal.entries()), journal.verify().ok) == (NO_HASH, [], True)
    assert not home.exists()


def test_an_entry_carries_everything(home, monkeypatch):
    """An entry says its number, instant, user, kind, key, body, the hash before and its own."""
    monkeypatch.setattr(journal_module, "system_user", lambda: "sato")
    with Journal(home) as journal:
        entry = journal.append("quote.entered", {"bid_bp": 55.95, "銘柄": "S41"})
        assert list(journal.entries()) == [replace(entry, added=False)]
    assert (entry.n, entry.user, entry.kind, entry.previous, entry.added) == (1, "sato", "quote.entered", NO_HASH, True)
    assert entry.body == {"bid_bp": 55.95, "銘柄": "S41"}
    assert entry.at.endswith("+09:00")
    assert entry.key == key_of(b"quote.entered", canonical(entry.body).encode())


def test_each_entry_follows_from_the_one_before(record):
    """Every entry holds the hash of the one before it, and the head is the hash of the last."""
    with Journal(record) as journal:
        entries = list(journal.entries())
        assert [entry.previous for entry in entries] == [NO_HASH, *(entry.hash for entry in entries[:-1])]
        assert journal.head() == entries[-1].hash


def test_the_same_content_is_recorded_once(record):
    """Recording a content again gives the entry that is there, marked as not added, and the chain does not grow."""
    with Journal(record) as journal:
        again = journal.append("test.number", {"text": "値 3", "i": 3})
        assert (again.n, again.added) == (3, False)
        assert journal.verify().entries == 10


def test_the_same_content_of_another_kind_is_another_entry(record):
    """The kind is part of the content."""
    with Journal(record) as journal:
        assert journal.append("test.other", {"i": 3, "text": "値 3"}).n == 11


def test_a_content_twice_in_one_call_is_one_entry(home):
    """A content that stands twice in one call is recorded once."""
    with Journal(home) as journal:
        first, second = journal.append_all([("a", {}), ("a", {})])
    assert (first.n, second.n, first.added, second.added) == (1, 1, True, False)


def test_keys_do_not_depend_on_the_record(tmp_path):
    """The same content has the same key in two records, though instants and hashes differ."""
    keys = []
    for name in ("one", "two"):
        with Journal(tmp_path / name) as journal:
            journal.append("office.opened", {"name": name})
            keys.append(journal.append("quote.entered", {"bid_bp": 1}).key)
    assert keys[0] == keys[1]


def test_several_are_recorded_together_or_not_at_all(home):
    """When one of several contents cannot be recorded, none is, and nobody is told that it was."""
    told = []
    with Journal(home) as journal:
        with pytest.raises(ValueError, match="JSON"):
            journal.append_all([("a", {"x": 1}), ("a", {"x": float("nan")})], on_recorded=told.append)
        assert (list(journal.entries()), told) == ([], [])


def test_told_only_after_the_commit(home):
    """Whoever is told that an entry is recorded finds it with a connection of his own."""
    seen = []

    def look(entry):
        with Journal(home) as other:
            seen.append(other.head() == entry.hash)

    with Journal(home) as journal:
        journal.append_all([("a", {})], on_recorded=look)
    assert seen == [True]


def test_files_are_private(record):
    """Folder and files of the record belong to the user alone."""
    assert stat.S_IMODE(record.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in record.iterdir()} == {0o600}


def test_the_promise_is_in_the_settings(record):
    """The record runs in TRUNCATE mode with FULL syncs and with its own application and schema number."""
    with closing(database.writable(record / "journal.sqlite3")) as connection:
        asked = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in
                 ("journal_mode", "synchronous", "fullfsync", "user_version", "application_id")]  # fmt: skip
    assert asked == ["truncate", 2, 1, 2, 0x48696B61]


def test_a_file_somebody_set_to_wal_comes_back_to_truncate(record):
    """Write-ahead logging, which loses entries at power loss, does not survive our opening of the file."""
    with closing(sqlite3.connect(record / "journal.sqlite3")) as other:
        other.execute("PRAGMA journal_mode = WAL")
    with Journal(record) as journal:
        journal.append("a", {})
    with closing(sqlite3.connect(record / "journal.sqlite3")) as other:
        assert other.execute("PRAGMA journal_mode").fetchone()[0] != "wal"


@pytest.mark.parametrize("statement", ["UPDATE entry SET body = '{}' WHERE n = 3", "DELETE FROM entry WHERE n = 10"])
def test_the_record_refuses_to_be_changed(record, statement):
    """Changing or deleting an entry is refused by the file itself."""
    with (
        closing(sqlite3.connect(record / "journal.sqlite3")) as other,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        other.execute(statement)


def test_a_newer_schema_is_left_alone(record):
    """A record of a newer schema is refused for reading and writing, and stays as it is."""
    with closing(sqlite3.connect(record / "journal.sqlite3")) as other:
        other.execute("PRAGMA user_version = 3")
    before = (record / "journal.sqlite3").read_bytes()
    with Journal(record) as journal:
        for use in (journal.head, journal.verify, lambda: journal.append("a", {})):
            with pytest.raises(RefusedError) as refused:
                use()
            assert codes(refused) == ["journal_schema_newer"]
    assert (record / "journal.sqlite3").read_bytes() == before


def test_a_file_that_is_no_database_is_a_finding(home):
    """A file that is no database is named as damaged, never a traceback, and is not touched."""
    home.mkdir()
    (home / "journal.sqlite3").write_bytes(b"this is not a database, whatever its name says" * 100)
    with Journal(home) as journal:
        for use in (journal.head, lambda: journal.append("a", {})):
            with pytest.raises(RefusedError) as refused:
                use()
            assert codes(refused) == ["journal_unreadable"]
        result = journal.verify()
    assert (result.ok, result.reason) == (False, "journal_unreadable")
    assert (home / "journal.sqlite3").read_bytes().startswith(b"this is not")


def test_another_program_s_database_is_a_finding(home):
    """A database of another program is not taken for the record."""
    home.mkdir()
    with closing(sqlite3.connect(home / "journal.sqlite3")) as other:
        other.execute("CREATE TABLE song (title TEXT)")
    with Journal(home) as journal, pytest.raises(RefusedError) as refused:
        journal.append("a", {})
    assert codes(refused) == ["journal_foreign"]


def test_an_empty_file_is_an_empty_record(home):
    """A file of no bytes, as a killed first run leaves it, is a record without entries and can be written."""
    home.mkdir()
    (home / "journal.sqlite3").touch()
    with Journal(home) as journal:
        assert journal.verify().ok
        assert journal.append("a", {}).n == 1


def test_a_missing_table_is_a_finding(record):
    """A record whose table was dropped is damaged, for the reader and for the writer."""
    with closing(sqlite3.connect(record / "journal.sqlite3")) as other:
        other.execute("DROP TABLE entry")
    with Journal(record) as journal:
        assert not journal.verify().ok
        with pytest.raises(RefusedError) as refused:
            journal.append("a", {})
    assert codes(refused) == ["journal_unreadable"]


def test_a_held_lock_is_a_finding_and_then_forgotten(record, monkeypatch):
    """When another process holds the lock too long, a finding says so, and the next try works without a restart."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with (
        closing(sqlite3.connect(record / "journal.sqlite3", isolation_level=None)) as other,
        Journal(record) as journal,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RefusedError) as refused:
            journal.append("a", {})
        other.execute("ROLLBACK")
        assert codes(refused) == ["journal_busy"]
        assert journal.append("a", {}).n == 11


def test_an_unreachable_home_is_a_finding(tmp_path):
    """A home whose parent is a file is refused with the reason."""
    (tmp_path / "file").touch()
    with Journal(tmp_path / "file" / "home") as journal:
        assert journal.verify().ok
        with pytest.raises(RefusedError) as refused:
            journal.append("a", {})
    assert codes(refused) == ["file_not_written"]


def test_an_error_of_the_system_is_a_finding(record, monkeypatch):
    """An error of the operating system around the database is a finding with its reason and the space needed."""

    def full(_path):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(journal_module, "sync_file", full)
    with Journal(record) as journal, pytest.raises(RefusedError) as refused:
        journal.append("test.number", {"i": 1, "text": "値 1"})
    assert codes(refused) == ["journal_not_written"]
    assert dict(refused.value.findings[0].details)["reason_en"] == "the disk is full"


def test_a_found_entry_is_synced_before_it_is_confirmed(record, monkeypatch):
    """An entry found from a killed run is made durable before it is called recorded."""
    synced = []
    monkeypatch.setattr(journal_module, "sync_file", synced.append)
    with Journal(record) as journal:
        journal.append("test.new", {})
        assert synced == []
        journal.append("test.new", {})
    assert synced == [record / "journal.sqlite3-journal"]


def test_a_network_home_is_refused(record, monkeypatch):
    """The record is neither written nor read in a place that is not local."""
    monkeypatch.setattr("addin.home._mount_table", lambda: "1 0 0:1 / / rw - nfs4 server:/home rw")
    monkeypatch.setattr("addin.home._device", lambda _: -1)  # no other has this number
    with Journal(record) as journal:
        for use in (journal.head, lambda: journal.append("a", {})):
            with pytest.raises(RefusedError) as refused:
                use()
            assert codes(refused) == ["home_not_local"]


def test_many_entries_are_read_in_order(home):
    """Reading yields all entries in order, also across chunks, while others append."""
    with Journal(home) as journal, Journal(home) as other:
        journal.append_all([("a", {"i": i}) for i in range(1500)])
        reading = journal.entries()
        first = next(reading)
        other.append("late", {})
        assert [first.n, *(entry.n for entry in reading)] == list(range(1, 1502))


def test_a_record_on_a_read_only_medium_can_be_read(record):
    """A record that cannot be written can still be read and verified."""
    (record / "journal.sqlite3").chmod(0o400)
    with Journal(record) as journal:
        assert journal.verify().ok


def test_an_entry_as_json_is_plain(record):
    """An entry turns into JSON with its number, instant, user, kind, key, body and hashes."""
    with Journal(record) as journal:
        shown = json.loads(json.dumps(entry_as_json(next(journal.entries()))))
    assert list(shown) == ["n", "at", "user", "kind", "key", "body", "previous", "hash"]


APPENDER = """
import sys
from pathlib import Path
from addin.store.journal import Journal
with Journal(Path(sys.argv[1])) as journal:
    for i in range(int(sys.argv[3])):
        journal.append("test.own", {"process": sys.argv[2], "i": i})
        journal.append("test.shared", {"i": i})
"""


def test_four_processes_at_once_keep_one_chain(home):
    """Four processes that append at once lose nothing, double nothing and leave one intact chain."""
    command = [sys.executable, "-c", APPENDER, str(home)]
    started = [subprocess.Popen([*command, str(number), "25"]) for number in range(4)]
    assert [process.wait(60) for process in started] == [0] * 4
    with Journal(home) as journal:
        result, keys = journal.verify(), [entry.key for entry in journal.entries()]
    assert (result.ok, result.entries, len(set(keys))) == (True, 125, 125)
