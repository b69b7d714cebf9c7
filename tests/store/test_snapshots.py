import hashlib
import stat

import pytest

from addin import files
from addin.books.tables import LARGEST_FILE
from addin.store import snapshots
from addin.store.chain import NO_HASH, Entry
from addin.store.journal import Journal
from addin.store.snapshots import content, damaged, keep, lay_out, named_by, snapshot_path
from calc.outcome import RefusedError, finding

TABLE, OTHER = b"account,amount\nP01H,1\n", b"account,amount\nP01H,2\n"


def sha(data):
    return hashlib.sha256(data).hexdigest()


def codes(refused):
    return [found.code for found in refused.value.findings]


def entry(kind, body):
    """Return an entry as the record would hold it."""
    return Entry(1, "2026-11-20T18:00:00+09:00", "sato", kind, NO_HASH, body, NO_HASH, NO_HASH)


@pytest.fixture
def synced(monkeypatch):
    """Return the folders that are synced, in order."""
    seen = []
    monkeypatch.setattr(files, "sync_folder", seen.append)
    return seen


def test_a_content_is_kept_under_its_own_hash(home):
    """What is kept lies under its SHA-256 in a folder of its first two digits, private, and reads back the same."""
    (digest,) = keep(home, [TABLE])
    path = home / "snapshots" / digest[:2] / digest
    assert digest == sha(TABLE)
    assert (path.read_bytes(), content(home, digest)) == (TABLE, TABLE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (home, path.parent, path.parent.parent)} == {0o700}


def test_each_content_gets_its_hash_in_order(home):
    """The hashes come in the order of the contents, also where one content stands twice."""
    assert keep(home, [TABLE, OTHER, TABLE]) == (sha(TABLE), sha(OTHER), sha(TABLE))


def test_keeping_nothing_makes_nothing(home):
    """Without contents not even the home is made."""
    assert keep(home, []) == ()
    assert not home.exists()


def test_what_is_there_is_not_written_again(home):
    """A content that is there whole stays the same file."""
    (digest,) = keep(home, [TABLE])
    before = snapshot_path(home, digest).stat()
    keep(home, [TABLE])
    after = snapshot_path(home, digest).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("bytes_there", [b"", b"account,amount\nP01H,7\n", TABLE + b"x"])
def test_a_damaged_one_is_mended_by_whoever_has_the_content(home, bytes_there):
    """A file whose bytes do not fit its name is told, and replaced when its content is kept again."""
    (digest,) = keep(home, [TABLE])
    snapshot_path(home, digest).write_bytes(bytes_there)
    with pytest.raises(RefusedError) as refused:
        content(home, digest)
    assert codes(refused) == ["snapshot_damaged"]
    keep(home, [TABLE])
    assert content(home, digest) == TABLE


def test_one_that_cannot_be_read_is_mended(home, monkeypatch):
    """A file that the disk no longer gives back is written anew."""
    (digest,) = keep(home, [TABLE])
    before = snapshot_path(home, digest).stat().st_ino

    def unreadable(*_):
        raise RefusedError([finding("file_not_read", path="x", reason_ja="x", reason_en="x")])

    monkeypatch.setattr(snapshots, "read_limited", unreadable)
    keep(home, [TABLE])
    monkeypatch.undo()
    assert snapshot_path(home, digest).stat().st_ino != before
    assert content(home, digest) == TABLE


def test_any_flipped_byte_is_found(home):
    """A single flipped bit, wherever it stands, in a kept content is found."""
    data = bytes(range(256)) * 12
    (digest,) = keep(home, [data])
    for place in range(0, len(data), 13):
        harmed = bytearray(data)
        harmed[place] ^= 1 << place % 8
        snapshot_path(home, digest).write_bytes(harmed)
        with pytest.raises(RefusedError):
            content(home, digest)


def test_a_missing_one_is_told(home):
    """A hash of which nothing is kept is told with the place where it should be."""
    with pytest.raises(RefusedError) as refused:
        content(home, sha(TABLE))
    assert codes(refused) == ["snapshot_missing"]
    assert dict(refused.value.findings[0].details)["path"].endswith(sha(TABLE))


def test_a_content_over_the_limit_keeps_nothing(home, monkeypatch):
    """One content above the limit is refused before anything is written; the limit itself is allowed."""
    monkeypatch.setattr(snapshots, "LIMIT", len(TABLE))
    keep(home, [TABLE])
    with pytest.raises(RefusedError) as refused:
        keep(home, [OTHER, TABLE + b"x"])
    assert codes(refused) == ["snapshot_over_limit"]
    assert not snapshot_path(home, sha(OTHER)).exists()


def test_whatever_can_be_read_as_a_table_can_be_kept():
    """The limit is the table reader's."""
    assert snapshots.LIMIT == LARGEST_FILE


def test_each_folder_is_synced_once_after_its_files(home, synced):
    """New names are made durable by one sync of each folder, not one of each file."""
    home.mkdir()
    keep(home, [b"%d" % number for number in range(40)])
    folders = {path.parent for path in (home / "snapshots").glob("*/*")}
    assert {folder: synced.count(folder) for folder in folders} == dict.fromkeys(folders, 2)
    assert len(synced) <= 2 * len(folders) + 4


def test_names_that_were_found_are_synced_too(home, synced):
    """A content found there may stem from a killed run, so its folders are synced before it counts as kept."""
    (digest,) = keep(home, [TABLE])
    synced.clear()
    keep(home, [TABLE])
    assert synced == [snapshot_path(home, digest).parent, home / "snapshots", home]


def test_what_a_killed_run_left_is_removed(home):
    """Half-written files of a killed run are gone after the same content is kept again."""
    (digest,) = keep(home, [TABLE])
    left = snapshot_path(home, digest).with_name(f".{digest}.hikae-tmp-0123abcd")
    left.write_bytes(b"half")
    keep(home, [TABLE])
    assert not left.exists()


def test_a_synchronised_place_is_refused(tmp_path):
    """Nothing is kept where the record itself may not live."""
    with pytest.raises(RefusedError) as refused:
        keep(tmp_path / "OneDrive" / "home", [TABLE])
    assert codes(refused) == ["home_not_local"]


def test_kept_contents_become_files_again(home, tmp_path):
    """Contents are laid out under plain names, whatever path a name claims."""
    keep(home, [TABLE, OTHER])
    lay_out(home, {"positions.csv": sha(TABLE), "../../accounts.csv": sha(OTHER)}, folder=tmp_path / "day")
    assert {path.name: path.read_bytes() for path in (tmp_path / "day").iterdir()} == {
        "positions.csv": TABLE,
        "accounts.csv": OTHER,
    }


def test_nothing_is_laid_out_when_one_content_is_damaged(home, tmp_path):
    """With one damaged content no file at all is laid out."""
    keep(home, [TABLE, OTHER])
    snapshot_path(home, sha(OTHER)).write_bytes(b"")
    with pytest.raises(RefusedError):
        lay_out(home, {"a.csv": sha(TABLE), "b.csv": sha(OTHER)}, folder=tmp_path / "day")
    assert not (tmp_path / "day").exists()


def test_entries_name_their_contents():
    """Inputs of a day and of a margin run are named by their hashes, other entries name none."""
    assert named_by(entry("day.inputs", {"files": {"a.csv": "1", "b.csv": "2"}})) == ("1", "2")
    assert named_by(entry("margin.computed", {"inputs": {"a.csv": "3"}})) == ("3",)
    assert named_by(entry("export.prepared", {"inputs": {"a.csv": "4"}})) == ()


def test_all_contents_of_the_record_are_checked(home):
    """Of all contents that the record names the missing and the damaged are told, each once."""
    whole, harmed = keep(home, [TABLE, OTHER])
    snapshot_path(home, harmed).write_bytes(b"")
    named = {"a": whole, "b": harmed, "c": sha(b"gone")}
    with Journal(home) as journal:
        assert damaged(home, journal) == ()
        journal.append("export.prepared", {"inputs": {"d": sha(b"other")}})
        journal.append_all([("day.inputs", {"files": named}), ("margin.computed", {"inputs": named})])
        found = damaged(home, journal)
    assert [each.code for each in found] == ["snapshot_damaged", "snapshot_missing"]
