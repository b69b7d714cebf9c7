"""Sealing the example day: the file, its entry, the second place, and what keeps a pack from being made."""

import hashlib
import shutil
from datetime import date, datetime
from functools import partial

import pytest
from recorded_days import record_day

from addin.app.pack_file import read_pack
from addin.app.pack_seal import sealed_pack
from addin.app.pack_use import laid_out_pack, opened_pack
from addin.store import snapshots
from addin.store.journal import Journal
from addin.store.mode import BEGUN
from addin.store.second_file import carried
from calc.outcome import RefusedError

FRIDAY = date(2026, 11, 20)
EVENING = datetime.fromisoformat("2026-11-20T20:40:00+09:00")


@pytest.fixture(scope="module")
def sealed_home(tmp_path_factory, example_day):
    """Return a home in which the example day was recorded and sealed; tests copy it."""
    home = tmp_path_factory.mktemp("sealed") / "home"
    record_day(home, example_day)
    sealed_pack(home, None, at=EVENING)
    return home


@pytest.fixture
def home(sealed_home, tmp_path):
    return shutil.copytree(sealed_home, tmp_path / "home")


def entry_of(home):
    """Return the newest entry of a pack."""
    with Journal(home) as journal:
        return journal.latest("pack.sealed")


def code_of(run):
    """Return the code that something is refused with."""
    with pytest.raises(RefusedError) as refused:
        run()
    return refused.value.findings[0].code


def test_the_file_is_what_the_record_says(home):
    """Its hash, its tables' hashes, the day it is for and the head that it was sealed under."""
    entry = entry_of(home)
    path = home / "packs" / entry.body["name"]
    pack = read_pack(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == entry.body["sha256"]
    assert pack.hashes == entry.body["files"]
    assert (pack.business_date, pack.fallback_for) == (FRIDAY, date(2026, 11, 24))
    assert pack.head == entry.body["head"] == entry.previous
    assert path.stat().st_mode & 0o777 == 0o600


def test_sealing_again_finds_the_same_pack(home):
    """The same tables are one entry and one file, however the record has grown meanwhile."""
    before = entry_of(home)
    with Journal(home) as journal:
        journal.append("note", {"text": "more"})
    done = sealed_pack(home, FRIDAY, at=EVENING)
    assert (done.entry.n, done.entry.added) == (before.n, False)
    assert len(list((home / "packs").glob("*.zip"))) == 1


def test_a_lost_file_is_written_again(home):
    """Sealing puts back the same bytes."""
    path = home / "packs" / entry_of(home).body["name"]
    data = path.read_bytes()
    path.unlink()
    assert sealed_pack(home, FRIDAY, at=EVENING).path.read_bytes() == data


def test_a_changed_day_is_sealed_anew(home, example_day, tmp_path):
    """Another table is another pack, under another head; the first one stays."""
    changed = shutil.copytree(example_day, tmp_path / "day")
    accounts = changed / "accounts.csv"
    accounts.write_bytes(accounts.read_bytes().replace(b"\r\n", b"\n"))
    text = accounts.read_text(encoding="utf-8")
    accounts.write_text(text + "\n", encoding="utf-8")
    record_day(home, changed)
    first = entry_of(home)
    done = sealed_pack(home, None, at=EVENING)
    assert done.entry.added
    assert done.entry.body["sha256"] != first.body["sha256"]
    assert len(list((home / "packs").glob("*.zip"))) == 2


def test_the_second_place_holds_the_same_bytes(home, tmp_path):
    """A pack is of no use on the computer that is lost."""
    place = tmp_path / "stick"
    place.mkdir()
    (home / "settings.toml").write_text(f'second_place = "{place}"\n', encoding="utf-8")
    done = sealed_pack(home, FRIDAY, at=EVENING)
    assert done.second == place / done.path.name
    assert done.second.read_bytes() == done.path.read_bytes()


def test_a_second_place_that_is_away_is_told(home, tmp_path):
    """The pack is sealed at home all the same."""
    (home / "settings.toml").write_text(f'second_place = "{tmp_path / "away"}"\n', encoding="utf-8")
    done = sealed_pack(home, FRIDAY, at=EVENING)
    assert done.second is None
    assert "pack_not_second" in [each.code for each in done.findings]
    assert done.path.exists()


def test_a_second_place_that_hangs_holds_nobody_up(home, tmp_path, monkeypatch):
    """Whatever it does, the pack is sealed at home, and that it is not there is told."""
    monkeypatch.setattr("addin.app.pack_seal.carried", partial(carried, patience=0.0))
    (home / "settings.toml").write_text(f'second_place = "{tmp_path}"\n', encoding="utf-8")
    done = sealed_pack(home, FRIDAY, at=EVENING)
    assert done.second is None
    assert "pack_not_second" in [each.code for each in done.findings]
    assert done.path.exists()


def test_a_pack_with_less_in_it_does_not_take_the_place_of_a_whole_one(home):
    """As of noon no amount applies yet: what was sealed in the evening stays what tomorrow falls back on."""
    before = entry_of(home)
    assert code_of(lambda: sealed_pack(home, FRIDAY, at=EVENING.replace(hour=12))) == "pack_lesser"
    assert entry_of(home).hash == before.hash


def test_the_tables_are_among_the_contents_that_verifying_looks_at(home):
    """One that is missing from the snapshots is found."""
    digest = entry_of(home).body["files"]["previous_requirements.csv"]
    with Journal(home) as journal:
        assert snapshots.damaged(home, journal) == ()
        snapshots.snapshot_path(home, digest).unlink()
        assert [each.code for each in snapshots.damaged(home, journal)] == ["snapshot_missing"]


def test_without_a_recorded_day_there_is_nothing_to_seal(tmp_path):
    """Neither in a new home nor of a date that was never run."""
    assert code_of(lambda: sealed_pack(tmp_path / "new", None)) == "pack_no_day"
    assert not (tmp_path / "new").exists()


def test_a_day_without_anything_to_fall_back_on_makes_no_pack(tmp_path, example_day):
    """A folder with its facts alone: what is missing is told, and nothing is recorded."""
    day = tmp_path / "day"
    day.mkdir()
    shutil.copy(example_day / "day.toml", day)
    record_day(tmp_path / "home", day)
    assert code_of(lambda: sealed_pack(tmp_path / "home", None, at=EVENING)) == "pack_nothing"
    assert entry_of(tmp_path / "home") is None


def test_a_damaged_table_comes_from_the_packs_file(home):
    """Where the snapshots are gone, as in a home made from a second copy, the file itself is enough."""
    entry = entry_of(home)
    shutil.rmtree(home / "snapshots")
    place = laid_out_pack(home, entry)
    assert {path.name for path in place.iterdir()} == set(entry.body["files"])


def test_without_snapshots_and_file_the_tables_are_missing(home):
    """Then nothing is made up."""
    entry = entry_of(home)
    shutil.rmtree(home / "snapshots")
    (home / "packs" / entry.body["name"]).unlink()
    assert code_of(lambda: laid_out_pack(home, entry)) == "snapshot_missing"


def test_a_table_that_somebody_changed_is_put_right(home):
    """What lies in the folder is what the record says."""
    entry = entry_of(home)
    table = laid_out_pack(home, entry) / "previous_prices.csv"
    data = table.read_bytes()
    table.write_bytes(b"instrument,price_bp\r\n")
    assert (laid_out_pack(home, entry) / "previous_prices.csv").read_bytes() == data


def test_a_pack_that_was_brought_is_taken_out(home, tmp_path):
    """Every table, as it was sealed; another home needs nothing else."""
    entry = entry_of(home)
    found = opened_pack(home / "packs" / entry.body["name"], tmp_path / "other", tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == dict(found.files)


def test_a_live_pack_stays_out_of_a_drill(home, tmp_path):
    """No figure passes between a drill and the desk."""
    drill = tmp_path / "drill"
    drill.mkdir()
    (drill / "DRILL").touch()
    with Journal(drill) as journal:
        journal.append(BEGUN, {"text": "drill"})
    path = home / "packs" / entry_of(home).body["name"]
    assert code_of(lambda: opened_pack(path, drill, tmp_path / "out")) == "drill_wall"
    assert not (tmp_path / "out").exists()
