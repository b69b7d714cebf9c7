"""No copy of a drill lies among live ones: neither in a live home, nor beside a live record's copy."""

import json

import pytest

from addin.app.drill_new import new_drill
from addin.store.journal import Journal
from addin.store.second import copied, copy_state, second_copy
from addin.store.second_file import carried
from addin.store.second_wall import copy_name, is_live, is_of_drill
from calc.outcome import RefusedError


@pytest.fixture
def live(tmp_path):
    """Return a live home, and a stick with the copy of its record."""
    home, stick = tmp_path / "live", tmp_path / "stick"
    stick.mkdir()
    with Journal(home, after_commit=copied(home, str(stick))) as journal:
        journal.append("a.b", {})
    second_copy(home, stick).close()
    return home, stick


@pytest.fixture
def drill(tmp_path):
    """Return the home of a drill."""
    return new_drill(tmp_path / "drill").home


@pytest.fixture
def places(live, tmp_path):
    """Return live places by name: the home, a folder in it, a link to it, and where its copy is."""
    home, stick = live
    (home / "out").mkdir()
    (tmp_path / "link").symlink_to(home / "out")
    return {"home": home, "inside": home / "out", "link": tmp_path / "link", "copy": stick}


def codes_of(home, place):
    """Return what a new entry of a home finds about its second place."""
    (home / "settings.toml").write_text(f"second_place = {json.dumps(str(place))}\n", encoding="utf-8")
    with Journal(home) as journal:
        assert journal.append("c.d", {"place": str(place)}).added
        second_copy(home.absolute(), place).close()
        return [each.code for each in journal.findings if each.code != "second_copy_same_disk"], journal.findings


@pytest.mark.parametrize("name", ["home", "inside", "link", "copy"])
def test_a_drill_is_not_copied_into_a_live_place(places, drill, name):
    """The entry is recorded, the place stays as it is, and the desk hears that there is no copy."""
    before = {each.name for each in places[name].iterdir()}
    codes, findings = codes_of(drill, places[name])
    assert codes == ["second_copy_live"]
    assert copy_state(findings) == "控えなし / no second copy"
    assert {each.name for each in places[name].iterdir()} == before


def test_a_drill_is_copied_into_a_place_of_its_own(drill, tmp_path):
    """Another drill's copy there is in nobody's way."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / copy_name("drill-0123abcd")).touch()
    assert codes_of(drill, tmp_path / "own")[0] == []
    assert len(list((tmp_path / "own").glob(copy_name("drill-*")))) == 2


def test_a_live_record_is_copied_beside_anything(live, drill, tmp_path):
    """What a drill left on a stick must never cost the desk its second copy."""
    home, _ = live
    (tmp_path / "shared").mkdir()
    assert codes_of(drill, tmp_path / "shared")[0] == []
    assert codes_of(home, tmp_path / "shared")[0] == []
    assert len(list((tmp_path / "shared").iterdir())) == 2


def test_a_place_that_is_away_is_missing_as_before(drill, tmp_path):
    """A wall is looked for where there is a place at all."""
    assert codes_of(drill, tmp_path / "away")[0] == ["second_copy_missing"]


@pytest.mark.parametrize("name", ["home", "copy"])
def test_a_drills_pack_is_not_carried_into_a_live_place(places, drill, name):
    """A file that lies in a drill's home stays out, as its entries do."""
    pack = drill / "packs" / "DRILL_pack.zip"
    pack.parent.mkdir()
    pack.write_bytes(b"content")
    with pytest.raises(RefusedError, match="second_copy_live"):
        carried(pack, places[name] / pack.name)
    assert not (places[name] / pack.name).exists()


def test_a_live_pack_is_carried(live):
    """The wall stands before drills alone."""
    home, stick = live
    (home / "pack.zip").write_bytes(b"content")
    carried(home / "pack.zip", stick / "pack.zip")
    assert (stick / "pack.zip").read_bytes() == b"content"


def test_the_name_of_a_copy_says_whose_it_is():
    """The record's id carries the mark of a drill."""
    assert [is_of_drill(copy_name(record)) for record in ("drill-0123abcd", "0123abcd")] == [True, False]


def test_a_live_home_reaches_into_its_folders(places):
    """Also by a link from elsewhere."""
    assert [is_live(places[name]) for name in ("inside", "link")] == [True, True]


def test_an_empty_folder_is_nobodys(tmp_path):
    """Neither a home nor a copy: whoever asks first may have it."""
    assert not is_live(tmp_path)
