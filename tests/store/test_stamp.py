from addin.store.journal import Journal
from addin.store.stamp import stamp


def test_every_entry_changes_the_stamp(tmp_path):
    """Each new entry gives the record another stamp, entry after entry."""
    seen = [stamp(tmp_path)]
    with Journal(tmp_path) as journal:
        for number in range(5):
            journal.append("note.made", {"number": number})
            seen.append(stamp(tmp_path))
    assert len(set(seen)) == len(seen)


def test_what_changes_nothing_leaves_the_stamp(tmp_path):
    """Reading, verifying and recording the same content again leave the stamp as it is."""
    with Journal(tmp_path) as journal:
        journal.append("note.made", {"number": 1})
    before = stamp(tmp_path)
    with Journal(tmp_path) as journal:
        assert journal.verify().ok
        assert list(journal.entries())
        journal.append("note.made", {"number": 1})
    assert stamp(tmp_path) == before != b""


def test_archiving_changes_the_stamp(tmp_path):
    """What moves entries out of the live file changes the stamp, too."""
    with Journal(tmp_path) as journal:
        journal.append("note.made", {"number": 1})
        before = stamp(tmp_path)
        assert journal.archive("2999-01-01") is not None
    assert stamp(tmp_path) != before


def test_a_home_without_record_has_an_empty_stamp(tmp_path):
    """Where there is no record, or no folder even, the stamp is empty and nothing is made."""
    assert stamp(tmp_path) == stamp(tmp_path / "nowhere") == b""
    assert not list(tmp_path.iterdir())
