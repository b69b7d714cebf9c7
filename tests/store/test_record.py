"""What others build on: reading by kind, the record's id, who is told of an entry and when, the lock and the key."""

import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from addin.store import database, table, verify
from addin.store import journal as journal_module
from addin.store.chain import hash_of, is_whole, key_of
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.outcome import RefusedError, finding


@pytest.fixture
def kinds(home):
    """Return the home of a record of six entries of two kinds, one after the other."""
    with Journal(home) as journal:
        journal.append_all([("test.odd" if i % 2 else "test.even", {"i": i}) for i in range(1, 7)])
    return home


def numbers(entries):
    return [entry.n for entry in entries]


def test_what_was_recorded_before_the_clock_was_set_back_is_known(home, monkeypatch):
    """Each entry that an earlier instant follows is found, and the newest; a clock that only runs gives no other."""
    for i, minute in enumerate((1, 5, 5, 2, 3, 9, 4)):
        monkeypatch.setattr(journal_module, "now", lambda m=minute: datetime(2026, 11, 20, 9, m, tzinfo=JST))
        with Journal(home) as journal:
            journal.append("test.number", {"i": i})
    with Journal(home) as journal:
        assert numbers(journal.before_set_back()) == [3, 6, 7]
        assert numbers(journal.before_set_back(after=6)) == [7]
        assert journal.before_set_back(after=7) == ()


@pytest.mark.parametrize(("kind", "after", "expected"), [(None, 0, [1, 2, 3, 4, 5, 6]), (None, 4, [5, 6]),
                                                         ("test.odd", 0, [1, 3, 5]), ("test.odd", 3, [5]),
                                                         ("test.none", 0, []), (None, 6, [])])  # fmt: skip
def test_entries_of_a_kind_above_a_number(kinds, kind, after, expected):
    """Entries are read by kind, by number, by both or by neither, always oldest first."""
    with Journal(kinds) as journal:
        assert numbers(journal.entries(kind, after=after)) == expected


def test_the_latest_of_a_kind(kinds):
    """The newest entry of a kind is found; there is none of a kind never recorded, and none in an empty home."""
    with Journal(kinds) as journal, Journal(kinds / "other") as empty:
        assert (journal.latest("test.odd").n, journal.latest("test.none"), empty.latest("test.odd")) == (5, None, None)


def test_reading_a_kind_needs_no_look_at_the_others(kinds):
    """SQLite reads the entries of a kind by their index."""
    with closing(sqlite3.connect(kinds / database.FILE_NAME)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {table.CHUNK_OF_KIND}", (0, "test.odd")).fetchall()
    assert "USING INDEX entry_kind" in str(plan)


def test_a_home_without_a_record_has_no_id(home):
    """Before the first entry there is no id, and asking for it makes nothing."""
    with Journal(home) as journal:
        assert journal.record_id() is None
    assert not home.exists()


def test_the_second_copy_comes_before_anybody_is_told(home):
    """After the commit the second copy gets the entries of the call, and only then is anybody told."""
    order = []

    def copy(entries):
        with Journal(home) as other:
            order.append(("copy", numbers(entries), other.last().n))

    contents = [("a", {"i": 1}), ("a", {"i": 2})]
    with Journal(home, after_commit=copy, on_recorded=lambda entry: order.append(("journal", entry.n))) as journal:
        journal.append_all(contents, on_recorded=lambda entry: order.append(("call", entry.n)))
    assert order == [("copy", [1, 2], 2), ("call", 1), ("journal", 1), ("call", 2), ("journal", 2)]


def test_what_the_second_copy_has_to_say_is_kept_once(home):
    """A finding of the second copy is kept for whoever shows the state, however often it comes."""
    missing = finding("journal_busy", seconds="2")
    with Journal(home, after_commit=lambda _: missing) as journal:
        assert journal.findings == ()
        journal.append("a", {"i": 1})
        journal.append("a", {"i": 2})
        assert journal.findings == (missing,)


def test_nobody_is_told_of_nothing(home):
    """A call that records nothing tells neither the second copy nor anybody else."""
    told = []
    with Journal(home, after_commit=told.append, on_recorded=told.append) as journal:
        assert (journal.append_all([]), told) == ((), [])


def test_entries_found_again_are_told_too(home):
    """Whoever waits for an entry that is there already is told at once."""
    told = []
    for _ in range(2):
        with Journal(home, on_recorded=lambda entry: told.append((entry.n, entry.added))) as journal:
            journal.append("a", {})
    assert told == [(1, True), (1, False)]


def test_the_fast_formula_is_the_published_one(kinds):
    """The formula that verifies rows is the one by which keys and hashes are made, in every field."""
    with closing(sqlite3.connect(kinds / database.FILE_NAME)) as connection:
        row = table.last(connection)
    n, *fields = row
    assert is_whole(row)
    assert row[4] == key_of(row[3].encode(), row[6].encode())
    assert row[7] == hash_of([str(n).encode(), *(field.encode() for field in fields[:-1])])
    assert not any(is_whole((*row[:i], b"x" if i else 99, *row[i + 1 :])) for i in range(8))


def test_the_previous_hash_is_read_inside_the_lock(home, monkeypatch):
    """An entry that another process commits just before the lock is taken is the one that the next follows."""
    taken = database.begin

    def late(connection, path):
        monkeypatch.setattr(database, "begin", taken)
        with Journal(home) as other:
            other.append("other", {})
        return taken(connection, path)

    with Journal(home) as journal:
        journal.append("a", {})
        monkeypatch.setattr(database, "begin", late)
        assert journal.append("b", {}).n == 3
        assert journal.verify().ok


def test_without_the_idempotency_key_the_file_itself_refuses_a_double(home, monkeypatch):
    """A writer that does not look for the key is stopped by the file: no key can ever stand twice."""
    with Journal(home) as journal:
        journal.append("a", {})
        monkeypatch.setattr(table, "of_key", lambda *_: None)
        with pytest.raises(RefusedError, match="journal_unreadable"):
            journal.append("a", {})
        assert journal.verify().entries == 1


def test_a_busy_record_is_waited_for_5_s_and_no_longer():
    """The wait for another writer is five seconds, then a finding says so."""
    assert database.BUSY_SECONDS == 5.0


def test_an_append_in_the_midst_of_a_verification_is_no_damage(record, monkeypatch):
    """Who commits while another verifies waits; the verification sees one state, not an entry too many."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    passed, late = verify.intact, []

    def crowded(connection, base):
        found = passed(connection, base)
        with closing(database.writable(record / database.FILE_NAME)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute(table.INSERT, (11, "", "", "a", "", "", "", ""))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("COMMIT")
            late.append(1)
        return found

    monkeypatch.setattr(verify, "intact", crowded)
    with Journal(record) as journal:
        assert (journal.verify().ok, late) == (True, [1])
