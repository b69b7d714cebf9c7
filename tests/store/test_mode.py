"""The wall between drills and live records, at the record itself: no copy, bundle or entry passes it."""

import gzip
import shutil
from pathlib import Path

import pytest

from addin.app.bundle_make import made_bundle
from addin.app.bundle_read import read_bundle
from addin.app.drill_new import new_drill
from addin.home import DRILL_FILE, Mode
from addin.store.journal import Journal
from addin.store.mode import BEGUN, mode_of
from addin.store.restore import restored
from addin.store.second import SecondCopy
from calc.outcome import RefusedError


@pytest.fixture
def drill(tmp_path):
    """Return the home of a drill with one entry of its own."""
    folder = tmp_path / "drill"
    new_drill(folder)
    with Journal(folder) as journal:
        journal.append("test.number", {"i": 1})
    return folder


@pytest.fixture
def bundle_of(tmp_path):
    """Return a function that makes a bundle of a home."""

    def make(folder):
        made_bundle(folder, tmp_path / f"{folder.name}.bundle")
        return tmp_path / f"{folder.name}.bundle"

    return make


@pytest.fixture
def copy_of(tmp_path):
    """Return a function that makes a second copy of a home in a place."""

    def make(folder, place=tmp_path / "stick"):
        place.mkdir(exist_ok=True)
        copy = SecondCopy(folder, place)
        with Journal(folder) as journal:
            copy([journal.last()])
            copy.close()
            return place / f"hikae-{journal.record_id()}.jsonl"

    return make


def codes(call, *arguments):
    """Return the codes with which a call is refused."""
    with pytest.raises(RefusedError) as refused:
        call(*arguments)
    return [each.code for each in refused.value.findings]


def count(folder):
    """Return how many entries a record has."""
    with Journal(folder) as journal:
        last = journal.last()
        return last.n if last else 0


def test_a_home_without_any_sign_is_live(record, tmp_path):
    """A record that began without a drill is live, and so is a home that is not there yet."""
    assert (mode_of(record), mode_of(tmp_path / "nothing")) == (Mode.LIVE, Mode.LIVE)


def test_an_old_record_is_live(tmp_path):
    """A file of schema 1, which knows no id, is live."""
    old = Path(__file__).with_name("schema-1.sqlite3.gz")
    (tmp_path / "journal.sqlite3").write_bytes(gzip.decompress(old.read_bytes()))
    assert mode_of(tmp_path) is Mode.LIVE


def test_a_drill_without_its_mark_file_is_a_drill(drill):
    """Removing the file does not make a drill live, and its record goes on as a drill's."""
    (drill / DRILL_FILE).unlink()
    with Journal(drill) as journal:
        journal.append("test.number", {"i": 2})
    assert mode_of(drill) is Mode.DRILL


def test_a_drill_with_a_forged_id_is_a_drill(drill, tampered, record):
    """The first entry tells of the drill when file and id were exchanged, and nothing more is recorded there."""
    with Journal(record) as journal:
        live = journal.record_id()
    (drill / DRILL_FILE).unlink()
    tampered(drill, f"UPDATE record SET id = '{live}'")  # noqa: S608 - our own id
    assert mode_of(drill) is Mode.DRILL
    with Journal(drill) as journal:
        assert codes(journal.append, "test.number", {"i": 2})


def test_a_drill_without_its_record_takes_no_entry(drill):
    """The mark file alone keeps a home a drill: a record that begins there must begin as a drill's."""
    (drill / "journal.sqlite3").unlink()
    (drill / "journal.shown").unlink()
    assert mode_of(drill) is Mode.DRILL
    with Journal(drill) as journal:
        assert codes(journal.append, "test.number", {"i": 2}) == ["drill_mixed"]


def test_a_mark_file_makes_no_drill_of_a_live_home(record):
    """A live record takes no entry while a mark of a drill lies beside it, and goes on when that is gone."""
    (record / DRILL_FILE).touch()
    with Journal(record) as journal:
        assert codes(journal.append, "test.number", {"i": 11}) == ["drill_mixed"]
    (record / DRILL_FILE).unlink()
    with Journal(record) as journal:
        assert journal.append("test.number", {"i": 11}).n == 11


def test_a_live_record_cannot_begin_as_a_drill(home):
    """The first entry of a drill is refused in a home that was not marked before."""
    with Journal(home) as journal:
        assert codes(journal.append, BEGUN, {}) == ["drill_mixed"]
    assert (count(home), mode_of(home)) == (0, Mode.LIVE)


def test_a_drill_stays_one_when_its_first_entry_is_archived(drill):
    """The record's id tells of the drill when everything else moved to an archive and the mark file is gone."""
    (drill / DRILL_FILE).unlink()
    with Journal(drill) as journal:
        journal.archive("2100-01-01")
    assert mode_of(drill) is Mode.DRILL


def test_a_drill_verifies(drill):
    """The id of a drill carries its check digits like any other."""
    with Journal(drill) as journal:
        assert journal.verify().ok


def test_a_changed_id_of_a_drill_is_found(drill, tampered):
    """The check digits cover the word that says it is a drill."""
    tampered(drill, "UPDATE record SET id = substr(id, 7)")
    with Journal(drill) as journal:
        assert not journal.verify().ok


def test_no_bundle_passes_the_wall(drill, record, bundle_of):
    """A drill's bundle is not read into a live record nor a live one into a drill; neither record changes."""
    bundles, before = [bundle_of(drill), bundle_of(record)], [count(drill), count(record)]
    assert codes(read_bundle, bundles[0], record) == ["drill_wall"]
    assert codes(read_bundle, bundles[1], drill) == ["drill_wall"]
    assert [count(drill), count(record)] == before


def test_no_bundle_of_a_drill_begins_a_live_record(drill, home, bundle_of):
    """A home that is not there yet is live, so a drill's bundle is not read into it."""
    assert codes(read_bundle, bundle_of(drill), home) == ["drill_wall"]
    assert not home.exists()


def test_two_drills_merge(drill, tmp_path, bundle_of):
    """Two offices can practise the merging of their records."""
    new_drill(tmp_path / "other")
    assert read_bundle(bundle_of(drill), tmp_path / "other").added > 0


def test_a_second_copy_of_a_drill_makes_no_live_record(drill, home, copy_of):
    """A drill's copy is not restored into a home without the mark."""
    assert codes(restored, copy_of(drill), home) == ["drill_wall"]
    assert not (home / "journal.sqlite3").exists()


def test_a_second_copy_of_a_live_record_makes_no_drill(record, tmp_path, copy_of):
    """A marked home takes no copy of a live record."""
    marked = tmp_path / "marked"
    marked.mkdir()
    (marked / DRILL_FILE).touch()
    assert codes(restored, copy_of(record), marked) == ["drill_wall"]


def test_a_drills_copy_beside_a_live_one_confuses_no_restore(drill, record, copy_of, tmp_path):
    """From a place with copies of both, a live home gets the live record without being asked which."""
    copy_of(drill)
    kept = copy_of(record)
    assert restored(tmp_path / "stick", tmp_path / "new").source == kept
    assert mode_of(tmp_path / "new") is Mode.LIVE


def test_a_drill_is_restored_as_a_drill(drill, copy_of, tmp_path):
    """A new drill may be built from a drill's copy, entry for entry."""
    copy_of(drill)
    new_drill(tmp_path / "again", copy=tmp_path / "stick")
    assert (count(tmp_path / "again"), mode_of(tmp_path / "again")) == (2, Mode.DRILL)


def test_a_copy_whose_header_was_made_live_is_broken(drill, record, copy_of, tmp_path):
    """The first entry betrays a drill's copy under a live record's name."""
    live, forged = copy_of(record), copy_of(drill, tmp_path / "other stick")
    header = live.read_bytes().splitlines(keepends=True)[0]
    forged.write_bytes(header + b"".join(forged.read_bytes().splitlines(keepends=True)[1:]))
    assert codes(restored, forged, tmp_path / "new") == ["copy_broken"]


def test_a_drills_entry_inside_a_live_bundle_is_broken(drill, record, bundle_of, tmp_path, monkeypatch):
    """An entry that a live record should never have read does not travel on."""
    foreign = bundle_of(drill)
    monkeypatch.setattr("addin.app.bundle_read.refuse_other", lambda *_, **__: None)
    read_bundle(foreign, record)
    monkeypatch.undo()
    assert codes(read_bundle, bundle_of(record), tmp_path / "third") == ["copy_broken"]


def test_a_copied_file_carries_its_mark(drill, tmp_path):
    """Whoever copies a drill's file by hand into a new home has a drill there."""
    (tmp_path / "moved").mkdir()
    shutil.copy(drill / "journal.sqlite3", tmp_path / "moved")
    assert mode_of(tmp_path / "moved") is Mode.DRILL
