"""A writer's first call verifies the record; what is damaged is not continued, and what failed can be tried again."""

import sqlite3
import subprocess
from contextlib import closing

import pytest

from addin.store import database
from addin.store import journal as journal_module
from addin.store.journal import Journal
from addin.store.verify import verified
from calc.outcome import RefusedError
from calc.text.wording import words


def codes(refused):
    return [found.code for found in refused.value.findings]


def raw(home):
    return (home / database.FILE_NAME).read_bytes()


@pytest.mark.parametrize(
    ("statement", "code"),
    [("UPDATE entry SET body = '{}' WHERE n = 4", "journal_row_changed"),
     ("DELETE FROM entry WHERE n = 6", "journal_row_missing"),
     ("DELETE FROM entry WHERE n = 10", "journal_row_missing"),
     ("UPDATE record SET id = 'x'", "journal_id_changed"),
     ("DROP INDEX entry_kind", "journal_structure")],
)  # fmt: skip
def test_a_damaged_record_is_not_continued(record, tampered, statement, code):
    """The first append to a damaged record is refused, names the damage and what next, and changes nothing."""
    tampered(record, statement)
    before = raw(record)
    with Journal(record) as journal, pytest.raises(RefusedError) as refused:
        journal.append("a", {})
    assert codes(refused) == [code, "journal_not_continued"]
    assert raw(record) == before


def test_what_next_is_said(record, tampered):
    """The words name the way on: restore the record elsewhere, or go on in a new home."""
    tampered(record, "UPDATE entry SET body = '{}' WHERE n = 4")
    with Journal(record) as journal, pytest.raises(RefusedError) as refused:
        journal.append("a", {})
    said = words(refused.value.findings[1])
    assert "hikae restore" in said.en
    assert "--home" in said.en
    assert str(record) in said.ja


def test_work_goes_on_in_a_new_home(record, tampered, tmp_path):
    """While a damaged record is kept aside, a new home takes entries at once."""
    tampered(record, "DELETE FROM entry WHERE n = 6")
    with Journal(tmp_path / "new") as journal:
        assert journal.append("a", {}).n == 1


def test_a_record_is_verified_once_per_opening(record, monkeypatch):
    """The first append of a journal verifies the record, the following ones do not, and after a failure it is again."""
    asked = []
    monkeypatch.setattr(journal_module, "verified", lambda *a, **k: asked.append(1) or verified(*a, **k))
    with Journal(record) as journal:
        for i in range(3):
            journal.append("a", {"i": i})
        assert len(asked) == 1
        journal.close()
        journal.append("a", {"i": 3})
    assert len(asked) == 2


def test_a_record_that_was_just_verified_is_not_verified_again(record, monkeypatch):
    """A use case that verifies the record first appends to it without a second verification."""
    with Journal(record) as journal:
        assert journal.verify().ok
        monkeypatch.setattr(journal_module, "verified", None)
        assert journal.append("a", {}).n == 11


def test_a_reader_pays_for_no_verification(record, monkeypatch):
    """Looking at the record does not verify it."""
    monkeypatch.setattr(journal_module, "verified", None)
    with Journal(record) as journal:
        assert (journal.last().n, journal.latest("test.number").n) == (10, 10)


@pytest.fixture
def small_disk(tmp_path):
    """Return a folder on a disk of 96 kB of its own."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(journal):
    for i in range(1, 100):
        journal.append("a", {"i": i, "text": "x" * 4000})


def test_a_full_disk_costs_nothing_but_time(small_disk):
    """When the disk is full a finding names the space needed; with space again the same journal goes on."""
    ballast = small_disk / "ballast"
    with Journal(small_disk / "home") as journal:
        journal.append("a", {"i": 0})
        ballast.write_bytes(b"x" * 24_000)
        with pytest.raises(RefusedError) as refused:
            fill(journal)
        assert codes(refused) == ["journal_not_written"]
        details = dict(refused.value.findings[0].details)
        assert (details["reason_en"], int(details["needed"].replace(",", "")) > 4000) == ("the disk is full", True)
        kept = journal.last().n
        ballast.unlink()
        assert journal.append("a", {"after": True}).n == kept + 1
        assert journal.verify().ok


@pytest.mark.parametrize(("statement", "what"), [("DROP TRIGGER entry_not_changed", "guards"), ("VACUUM", "nothing")])
def test_only_damage_stops_the_work(record, statement, what):
    """A record that was only rearranged by SQLite is continued; one without its guards is not."""
    with closing(sqlite3.connect(record / database.FILE_NAME)) as other:
        other.execute(statement)
    with Journal(record) as journal:
        if what == "nothing":
            assert journal.append("a", {}).n == 11
        else:
            with pytest.raises(RefusedError, match="journal_not_continued"):
                journal.append("a", {})
