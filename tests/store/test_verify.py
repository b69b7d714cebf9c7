import random
import sqlite3
from contextlib import closing, suppress
from threading import Thread
from time import process_time

import pytest

from addin.store.chain import NO_HASH, hash_of
from addin.store.journal import Journal
from calc.outcome import RefusedError

_start = Thread.start


def verified(home):
    with Journal(home) as journal:
        return journal.verify()


def test_an_untouched_record_is_intact(record):
    """An untouched record verifies, with its number of entries and its head."""
    with Journal(record) as journal:
        result = journal.verify()
        assert (result.ok, result.entries, result.head, result.broken_at) == (True, 10, journal.head(), None)


@pytest.mark.parametrize("column", ["at", "user", "kind", "key", "body", "previous", "hash"])
def test_a_changed_field_is_found(record, tampered, column):
    """A change in any field of an entry is found and the entry named; what stands before it still counts."""
    tampered(record, f"UPDATE entry SET {column} = {column} || 'x' WHERE n = 4")  # noqa: S608
    result = verified(record)
    assert (result.ok, result.broken_at, result.reason, result.entries) == (False, 4, "journal_row_changed", 3)


def test_a_text_turned_into_bytes_is_found(record, tampered):
    """The same bytes stored as another type are a change."""
    tampered(record, "UPDATE entry SET body = CAST(body AS BLOB) WHERE n = 4")
    assert verified(record).broken_at == 4


def test_a_deleted_entry_is_found(record, tampered):
    """A gap in the numbers names the entry that is missing."""
    tampered(record, "DELETE FROM entry WHERE n = 6")
    result = verified(record)
    assert (result.broken_at, result.reason) == (6, "journal_row_missing")


def test_deleted_last_entries_are_found(record, tampered):
    """Entries cut off at the end are found by the count the file keeps."""
    tampered(record, "DELETE FROM entry WHERE n > 8")
    result = verified(record)
    assert (result.broken_at, result.reason, result.entries) == (9, "journal_row_missing", 8)


def test_a_deleted_first_entry_is_found(record, tampered):
    """A beginning that is gone though nothing was archived is missing entries, not a missing archive."""
    tampered(record, "DELETE FROM entry WHERE n < 3")
    result = verified(record)
    assert (result.broken_at, result.reason) == (1, "journal_row_missing")


@pytest.mark.parametrize(
    ("kept", "statements"),
    [
        (8, ("DELETE FROM entry WHERE n > 8", "UPDATE sqlite_sequence SET seq = 8 WHERE name = 'entry'")),
        (0, ("DELETE FROM entry", "DELETE FROM sqlite_sequence")),
    ],
)
def test_entries_that_somebody_was_told_of_are_missed(record, tampered, kept, statements):
    """A record cut off at its end, its own count too, is behind what was told, and nothing is added to it."""
    tampered(record, *statements)
    result = verified(record)
    assert (result.ok, result.broken_at, result.reason) == (False, kept + 1, "journal_row_missing")
    with Journal(record) as journal, pytest.raises(RefusedError, match="journal_not_continued"):
        journal.append("a", {})


def test_a_record_that_lost_all_its_bytes_is_no_empty_record(record):
    """A file of no bytes, or none at all, where entries were told before is not intact, and is not begun anew."""
    path = record / "journal.sqlite3"
    for spoil in (lambda: path.write_bytes(b""), path.unlink):
        spoil()
        assert (verified(record).broken_at, verified(record).reason) == (1, "journal_row_missing")
        with Journal(record) as journal, pytest.raises(RefusedError, match="journal_not_continued"):
            journal.append("a", {})


def test_another_program_s_file_is_not_an_intact_record(home):
    """A database of another program in the record's place is not intact."""
    home.mkdir()
    with closing(sqlite3.connect(home / "journal.sqlite3")) as other:
        other.execute("CREATE TABLE song (title TEXT)")
    assert (verified(home).ok, verified(home).reason) == (False, "journal_foreign")


def test_only_a_large_record_is_looked_at_by_two(record, monkeypatch):
    """A small record is verified without the thread that a large one pays for; both find a damaged index."""
    begun = []
    monkeypatch.setattr("threading.Thread.start", lambda thread: begun.append(thread) or _start(thread))
    assert (verified(record).ok, begun) == (True, [])
    monkeypatch.setattr("addin.store.verify._MANY_PAGES", 1)
    assert (verified(record).ok, len(begun)) == (True, 1)


def test_swapped_entries_are_found(record, tampered):
    """Two entries that changed places are found at the first of them."""
    tampered(record, "UPDATE entry SET n = -1 WHERE n = 3", "UPDATE entry SET n = 3 WHERE n = 7",
             "UPDATE entry SET n = 7 WHERE n = -1")  # fmt: skip
    assert verified(record).broken_at == 3


def test_an_entry_hashed_anew_is_found_at_the_next(record, tampered):
    """An entry changed together with its own hash is found where the next entry does not follow."""
    with Journal(record) as journal:
        entry = list(journal.entries())[3]
    at = "2026-11-20T00:00:00+09:00"
    fields = ("4", at, entry.user, entry.kind, entry.key, entry.previous, '{"i":4,"text":"値 4"}')
    anew = hash_of([field.encode() for field in fields])
    tampered(record, f"UPDATE entry SET at = '{at}', hash = '{anew}' WHERE n = 4")  # noqa: S608
    result = verified(record)
    assert (result.broken_at, result.reason) == (5, "journal_link_broken")


def test_a_record_without_its_guards_is_found(record):
    """A record whose guards against change are gone is not intact, though every entry is."""
    with closing(sqlite3.connect(record / "journal.sqlite3")) as other:
        other.execute("DROP TRIGGER entry_not_changed")
    result = verified(record)
    assert (result.ok, result.reason, result.entries) == (False, "journal_structure", 10)


def test_the_file_is_as_it_was_after_verifying(record):
    """Verifying changes no byte of the record."""
    before = (record / "journal.sqlite3").read_bytes()
    verified(record)
    assert (record / "journal.sqlite3").read_bytes() == before


def data_places(raw, home):
    """Return the offsets of everything an entry holds, with the entry's number, wherever the file keeps it."""
    with Journal(home) as journal:
        entries = list(journal.entries())
    places = []
    for entry in entries:
        fields = (entry.at, entry.user, entry.kind, entry.key, entry.previous, entry.hash)
        start = raw.index("".join(fields[:4]).encode())
        size = len("".join(fields).encode()) + len(f'{{"i":{entry.n},"text":"値 {entry.n}"}}'.encode())
        places += [(offset, entry.n) for offset in range(start, start + size)]
    return places


def test_any_flipped_byte_in_an_entry_is_found(record):
    """Every one of 1,000 random flips of a byte in an entry's data is found, and the entry named."""
    path = record / "journal.sqlite3"
    raw = path.read_bytes()
    places, chance = data_places(raw, record), random.Random(20261120)  # noqa: S311 - a test's dice
    missed = []
    for offset, number in chance.choices(places, k=1000):
        flipped = bytearray(raw)
        flipped[offset] ^= chance.randrange(1, 256)
        path.write_bytes(flipped)
        result = verified(record)
        if result.ok or result.broken_at not in {number, number + 1}:
            missed.append((offset, number, result))
    path.write_bytes(raw)
    assert missed == []
    assert verified(record).ok


def test_a_flip_anywhere_never_ends_in_a_traceback(record):
    """A flipped byte anywhere in the file gives entries, a verdict or a finding, never another exception."""
    path = record / "journal.sqlite3"
    raw, chance = path.read_bytes(), random.Random(1120)  # noqa: S311 - a test's dice
    for offset in [*range(100), *(chance.randrange(100, len(raw)) for _ in range(500))]:
        flipped = bytearray(raw)
        flipped[offset] ^= chance.randrange(1, 256)
        path.write_bytes(flipped)
        (record / "journal.sqlite3-journal").unlink(missing_ok=True)
        with suppress(RefusedError), Journal(record) as journal:
            journal.verify()
            list(journal.entries())


def test_a_flip_in_the_index_of_keys_is_found(record):
    """A flipped byte in the index that keeps contents from being recorded twice is found."""
    path = record / "journal.sqlite3"
    raw = path.read_bytes()
    with Journal(record) as journal:
        key = list(journal.entries())[4].key.encode()
    places = [offset for offset in range(len(raw)) if raw.startswith(key, offset)]
    assert len(places) == 2  # the entry and the index
    for offset in places:
        flipped = bytearray(raw)
        flipped[offset + 5] ^= 1
        path.write_bytes(flipped)
        assert not verified(record).ok


def test_an_empty_record_has_no_head(home):
    """The head of a record without entries is 64 zeros."""
    assert verified(home).head == NO_HASH


def test_a_head_from_outside_is_looked_for(record):
    """A head of any entry, short or whole, is known; one of no entry is not, though the chain is intact."""
    with Journal(record) as journal:
        heads = [entry.hash for entry in journal.entries()]
        assert all(journal.verify(head[:12]).ok and journal.verify(head).ok for head in heads)
        result = journal.verify("f" * 12)
    assert (result.ok, result.reason, result.entries) == (False, "journal_head_unknown", 10)


def test_a_rebuilt_chain_is_found_by_a_head_from_outside(record, tmp_path):
    """A record rebuilt whole with another content is intact in itself; a head printed before tells."""
    with Journal(record) as journal, Journal(tmp_path / "rebuilt") as rebuilt:
        printed = journal.head()[:12]
        for entry in journal.entries():
            rebuilt.append(entry.kind, {**entry.body, "text": "better"} if entry.n == 4 else entry.body)
        assert (rebuilt.verify().ok, rebuilt.verify(printed).ok) == (True, False)


def test_a_head_from_before_the_first_entry_is_always_known(record):
    """A sheet printed before anything was recorded carries zeros, which every record begins with."""
    with Journal(record) as journal:
        assert journal.verify("0" * 12).ok


@pytest.mark.parametrize("position", [0, 20, 31])
def test_a_flipped_byte_in_the_record_s_id_is_found(record, position):
    """The id carries digits that check it."""
    path = record / "journal.sqlite3"
    with Journal(record) as journal:
        name = journal.record_id().encode()
    raw = bytearray(path.read_bytes())
    raw[raw.index(name) + position] ^= 1
    path.write_bytes(raw)
    result = verified(record)
    assert (result.ok, result.reason) == (False, "journal_id_changed")


def test_text_after_the_end_of_a_text_is_found(record, tampered):
    """A body that goes on after a NUL, where some tools stop reading, is changed."""
    tampered(record, "UPDATE entry SET body = body || char(0) || 'x' WHERE n = 4")
    assert verified(record).broken_at == 4


def test_an_entry_before_the_first_is_found(record, tampered):
    """An entry smuggled in before number 1 is not part of the chain."""
    tampered(record, "UPDATE entry SET n = 0 WHERE n = 10")
    assert verified(record).broken_at == 1


def test_a_year_is_verified_in_time(home):
    """The hashes of 20,000 entries, of the 500,000 of a year, take their share of 3 s, with room for a busy machine."""
    with Journal(home) as journal:
        journal.append_all([("quote.entered", {"i": i, "text": "x" * 300}) for i in range(20_000)])
        started = process_time()
        assert journal.verify().ok
    assert process_time() - started < 3 * 20_000 / 500_000 * 4


def test_a_key_that_is_not_of_its_content_is_found(record, tampered):
    """The last entry under a key that would let its content be recorded twice is found, though its hash fits."""
    with Journal(record) as journal:
        entry = journal.last()
    fields = ("10", entry.at, entry.user, entry.kind, "f" * 64, entry.previous, '{"i":10,"text":"値 10"}')
    anew = hash_of([field.encode() for field in fields])
    tampered(record, f"UPDATE entry SET key = '{'f' * 64}', hash = '{anew}' WHERE n = 10")  # noqa: S608
    result = verified(record)
    assert (result.broken_at, result.reason) == (10, "journal_row_changed")
