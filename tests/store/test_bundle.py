import hashlib
import json
import os
import random
from itertools import pairwise

import pytest

from addin.app.bundle_make import made_bundle
from addin.app.bundle_read import read_bundle
from addin.store import copies, lines
from addin.store.bundle import contents
from addin.store.copies import opened
from addin.store.journal import Journal
from addin.store.lines import Header, line_of, parsed
from addin.store.merge import FOREIGN
from addin.store.raw import rows_after
from calc.outcome import RefusedError

LONG = "HIKAE_LONG" in os.environ
MUTATIONS = 10_000 if LONG else 500


@pytest.fixture
def bundle(record, tmp_path):
    """Return the bundle of a record of ten entries."""
    made_bundle(record, tmp_path / "a.bundle")
    return tmp_path / "a.bundle"


def test_a_bundle_holds_the_record_to_the_byte(record, bundle):
    """A bundle is a header, every entry as it was hashed, and the checksum of all that."""
    first, *entries, last = bundle.read_bytes().splitlines(keepends=True)
    rows = rows_after(record, 0)
    assert entries == [line_of(row) for row in rows]
    assert (lines.header(first).entries, lines.header(first).head) == (11, rows[-1][-1])
    assert json.loads(last)["sha256"] == hashlib.sha256(b"".join([first, *entries])).hexdigest()


def test_making_a_bundle_is_recorded(record, bundle):
    """That a bundle was made, and of what, is the last entry in it."""
    with Journal(record) as journal:
        entries = list(journal.entries())
    assert (entries[-1].kind, entries[-1].body) == ("bundle.made", {"entries": 10, "head": entries[-2].hash})
    assert bundle.exists()


def test_the_same_record_gives_the_same_bundle(record, bundle, tmp_path):
    """Making a bundle again without anything recorded meanwhile gives the same bytes and records nothing."""
    assert made_bundle(record, tmp_path / "again.bundle").entries == 11
    assert (tmp_path / "again.bundle").read_bytes() == bundle.read_bytes()


def test_a_bundle_of_nothing_is_refused(home, tmp_path):
    """Without an entry there is no bundle, and no record is made for it."""
    with pytest.raises(RefusedError) as error:
        made_bundle(home, tmp_path / "a.bundle")
    assert error.value.findings[0].code == "bundle_nothing"
    assert list(tmp_path.iterdir()) == []


def test_a_broken_record_makes_no_bundle(record, tampered, tmp_path):
    """A record in which somebody changed an entry is refused with the row, and no file is made."""
    tampered(record, "UPDATE entry SET body = '{}' WHERE n = 4")
    with pytest.raises(RefusedError) as error:
        made_bundle(record, tmp_path / "a.bundle")
    assert (error.value.findings[0].code, error.value.findings[0].place.row) == ("journal_row_changed", 4)
    assert not (tmp_path / "a.bundle").exists()


def test_reading_keeps_the_foreign_entries_whole(record, bundle, other):
    """Each foreign entry stands in the own record with its number, instant, user, keys, hash and text."""
    done = read_bundle(bundle, other)
    with Journal(other) as journal:
        read = [entry.body for entry in journal.entries(FOREIGN)]
        assert journal.verify().ok
    with Journal(record) as journal:
        own = journal.record_id()
    names = ("n", "at", "user", "kind", "key", "previous", "body", "hash")
    assert [tuple(body[name] for name in names) for body in read] == rows_after(record, 0)
    assert (done.added, {body["record"] for body in read}) == (11, {own})


def test_reading_twice_is_reading_once(bundle, other):
    """A second reading adds nothing at all."""
    read_bundle(bundle, other)
    before = rows_after(other, 0)
    assert read_bundle(bundle, other).added == 0
    assert rows_after(other, 0) == before


def test_reading_says_what_was_read(bundle, other):
    """The last entry of a reading cites the head of the other office's record."""
    done = read_bundle(bundle, other)
    with Journal(other) as journal:
        last = journal.last()
    assert (last.kind, last.body["entries"], last.body["head"]) == ("bundle.read", 11, done.head)


def test_the_own_bundle_brings_nothing(record, bundle):
    """Reading a record's own bundle brings no entry of its own back as a foreign one."""
    assert read_bundle(bundle, record).added == 0


def test_entries_travel_on_as_themselves(record, other, tmp_path):
    """What one office read from another reaches a third as itself, on whichever way it comes, once."""
    made_bundle(record, tmp_path / "one.bundle")
    read_bundle(tmp_path / "one.bundle", other)
    made_bundle(other, tmp_path / "two.bundle")
    third = tmp_path / "third"
    read_bundle(tmp_path / "two.bundle", third)
    assert read_bundle(tmp_path / "one.bundle", third).added == 0
    with Journal(third) as journal:
        assert {entry.body["kind"] for entry in journal.entries(FOREIGN)} == {
            "test.number", "test.own", "bundle.made", "bundle.read",
        }  # fmt: skip


def test_a_chain_of_readers_leaves_no_gap(record, other, tmp_path):
    """An office that read another's bundle and went on is whole for whoever reads it through a third office."""
    homes = [record, other, tmp_path / "third", tmp_path / "fourth"]
    for source, target in pairwise(homes):
        with Journal(source) as journal:
            journal.append("test.later", {"at": source.name})
        made_bundle(source, tmp_path / "carried.bundle")
        done = read_bundle(tmp_path / "carried.bundle", target)
    with Journal(tmp_path / "fourth") as journal:
        records = {entry.body["record"] for entry in journal.entries(FOREIGN)}
    assert (len(records), done.conflicts) == (3, ())


def test_a_way_back_brings_nothing_of_the_own(record, bundle, other, tmp_path):
    """What comes back from the office that read it is known to be the own record's."""
    read_bundle(bundle, other)
    made_bundle(other, tmp_path / "back.bundle")
    read_bundle(tmp_path / "back.bundle", record)
    with Journal(record) as journal, Journal(other) as elsewhere:
        assert {entry.body["record"] for entry in journal.entries(FOREIGN)} == {elsewhere.record_id()}


def test_a_record_that_went_on_elsewhere_is_read_from_the_parting(record, bundle, tmp_path):
    """Of a restored copy of the own record only what came after the parting is foreign."""
    from addin.store.restore import restored  # noqa: PLC0415 - only here

    restored(bundle, tmp_path / "restored")
    with Journal(tmp_path / "restored") as journal:
        journal.append("test.elsewhere", {})
    made_bundle(tmp_path / "restored", tmp_path / "b.bundle")
    with Journal(record) as journal:
        journal.append("test.here", {})
    assert read_bundle(tmp_path / "b.bundle", record).added == 2  # the entry, and that a bundle was made of it


def test_a_second_copy_is_no_bundle(bundle, refused, tmp_path):
    """A second copy is not merged: it has no end that could be checked."""
    rows = bundle.read_bytes().splitlines(keepends=True)[1:-1]
    known = lines.header(bundle.read_bytes().splitlines(keepends=True)[0])
    (tmp_path / "copy").write_bytes(Header("copy", 1, known.record, known.made_at).line() + b"".join(rows))
    assert refused(tmp_path / "copy").code == "bundle_not"


@pytest.mark.parametrize("keep", [0, 40, 150, 300, 900, -1, -10, -76, -77, -400])
def test_a_truncated_bundle_is_refused(bundle, refused, keep):
    """A bundle that ends too early, wherever, is refused and nothing of it is merged."""
    bundle.write_bytes(bundle.read_bytes()[:keep])
    assert refused(bundle).code in {"copy_broken", "copy_foreign"}


@pytest.mark.parametrize("more", [b"\n", b"{}\n", b"x"])
def test_a_bundle_with_something_after_its_end_is_refused(bundle, refused, more):
    """Nothing may stand after the checksum."""
    bundle.write_bytes(bundle.read_bytes() + more)
    assert refused(bundle).code == "copy_broken"


def test_an_oversized_bundle_is_refused(bundle, refused, monkeypatch):
    """A file, an entry and a number of entries above the limits are refused; the limit itself is allowed."""
    monkeypatch.setattr(copies, "MOST_BYTES", bundle.stat().st_size - 1)
    assert refused(bundle).code == "file_over_limit"
    monkeypatch.setattr(copies, "MOST_BYTES", bundle.stat().st_size)
    monkeypatch.setattr(copies, "MOST_ENTRIES", 9)
    assert refused(bundle).code == "copy_broken"
    monkeypatch.setattr(copies, "MOST_ENTRIES", 100)
    monkeypatch.setattr(copies, "LONGEST", 300)
    assert refused(bundle).code in {"copy_broken", "copy_foreign"}


def mutated(data, luck):
    """Return a file with one thing changed, as a bad drive, a bad hand or a bad program could."""
    at, other = sorted(luck.sample(range(len(data)), 2))
    rows = data.splitlines(keepends=True)
    one, two = luck.sample(range(len(rows)), 2)
    swapped = [*rows]
    swapped[one], swapped[two] = rows[two], rows[one]
    return luck.choice([
        lambda: data[:at] + bytes([data[at] ^ (1 << luck.randrange(8))]) + data[at + 1 :],
        lambda: data[:at] + data[other:],
        lambda: data[:other] + data[at:],
        lambda: data[:at] + luck.randbytes(luck.randrange(1, 9)) + data[at:],
        lambda: b"".join(swapped),
        lambda: b"".join(rows[:one] + rows[one + 1 :]),
        lambda: data[:at] + bytes(other - at) + data[other:],
        lambda: data.replace(str(one).encode(), str(two).encode(), 1),
    ])()  # fmt: skip


def taken(path):
    """Return all that reading a bundle would record."""
    with opened(path) as copy:
        copy.refuse_unless_bundle()
        return list(contents(copy, lambda *_: False))


@pytest.mark.timeout(1200 if LONG else 120)
def test_no_mutated_bundle_is_ever_merged(bundle, other):
    """Whatever is changed in a bundle, it is refused with words, and nothing of it is recorded (bar F6)."""
    data, before, luck = bundle.read_bytes(), rows_after(other, 0), random.Random(6)  # noqa: S311 - no secret
    for number in range(MUTATIONS):
        changed = mutated(data, luck)
        if changed != data:
            bundle.write_bytes(changed)
            with pytest.raises(RefusedError):
                read_bundle(bundle, other) if number % 10 == 0 else taken(bundle)
    assert rows_after(other, 0) == before


def test_nothing_is_given_on_before_the_end_was_checked(bundle):
    """Who takes the contents of a bundle learns that its end is broken before the last of them."""
    bundle.write_bytes(bundle.read_bytes()[:-5])
    with opened(bundle) as copy, pytest.raises(RefusedError):
        list(contents(copy, lambda *_: False))


def test_a_line_of_a_bundle_says_what_the_table_says(record):
    """A row, its line and the line read again are the same."""
    rows = rows_after(record, 0)
    assert [parsed(line_of(row)).row() for row in rows] == rows
