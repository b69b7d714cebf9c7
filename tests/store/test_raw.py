import pytest

from addin.app.bundle_make import made_bundle
from addin.store import journal as journal_module
from addin.store.chain import entry_as_json
from addin.store.journal import Journal
from addin.store.lines import Position, line_of
from addin.store.raw import holds, identity, rows_after, rows_to
from addin.store.restore import restored
from addin.store.second import SecondCopy
from calc.outcome import RefusedError


@pytest.fixture
def years(record):
    """Return the home of a record whose first ten entries are archived, with two after them."""
    with Journal(record) as journal:
        assert journal.archive("9999-01-01") is not None
        journal.append("test.after", {})
    return record


def test_rows_come_from_the_archives_too(years):
    """Every entry is there in order, whether it is archived or not."""
    assert [row[0] for row in rows_to(years, 12)] == list(range(1, 13))
    assert rows_after(years, 4)[0][0] == 5
    assert rows_after(years, 12) == []


def test_only_what_was_asked_for_comes(record):
    """Rows end with the entry asked for, though there are more."""
    assert [row[0] for row in rows_to(record, 4)] == [1, 2, 3, 4]


def test_a_record_holds_what_is_archived(years):
    """An archived entry is the record's own; another hash, another number and no entry at all are not."""
    rows = list(rows_to(years, 12))
    assert all(holds(years, Position(row[0], row[-1])) for row in rows)
    assert holds(years, Position())
    wrong = [Position(4, rows[4][-1]), Position(11, "0" * 64), Position(13, rows[0][-1]), Position(0, rows[0][-1])]
    assert not any(holds(years, each) for each in wrong)


def test_an_archived_record_is_copied_and_restored_whole(years, tmp_path):
    """A copy and a bundle of a record with archives hold every entry, and bring the whole record back."""
    (tmp_path / "stick").mkdir()
    second = SecondCopy(years, tmp_path / "stick")
    with Journal(years, after_commit=second) as journal:
        journal.append("test.more", {})
        before = [entry_as_json(each) for each in journal.entries()]
    second.close()
    (copy,) = (tmp_path / "stick").iterdir()
    assert copy.read_bytes().splitlines(keepends=True)[1:] == [line_of(row) for row in rows_to(years, 13)]
    restored(copy, tmp_path / "bare")
    with Journal(tmp_path / "bare") as journal:
        assert [entry_as_json(each) for each in journal.entries()] == before
        assert journal.verify().ok
    assert made_bundle(years, tmp_path / "a.bundle").entries == 14


def test_a_missing_archive_is_a_finding(years, tmp_path):
    """A record whose archived year is gone makes no bundle and says which file is missing; its copy is said to lack."""
    for path in (years / "archive").iterdir():
        path.unlink()
    with pytest.raises(RefusedError) as refused:
        list(rows_to(years, 12))
    assert refused.value.findings[0].code == "journal_archive_missing"
    second = SecondCopy(years, tmp_path)
    entry = journal_module.Entry(12, "", "", "a", "0" * 64, {}, "0" * 64, "0" * 64)
    found = second([entry])
    second.close()
    assert dict(found.details)["reason_en"] == "the record cannot be read back"


def test_a_record_s_identity_is_its_own(record):
    """The id that copies are named by is the record's."""
    with Journal(record) as journal:
        assert identity(record)[0] == journal.record_id()


def test_a_record_that_is_no_database_is_a_finding(home):
    """A record that cannot be read is named as damaged."""
    home.mkdir()
    (home / "journal.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(RefusedError) as refused:
        list(rows_to(home, 3))
    assert refused.value.findings[0].code == "journal_unreadable"
