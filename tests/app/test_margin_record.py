from datetime import date

import pytest

from addin.app.margin_files import MarginFiles, margin_files, settings_of
from addin.app.margin_record import recorded_margin
from addin.store import snapshots
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.outcome import Finding

DAY = date(2026, 11, 20)


def test_a_run_is_recorded_with_all_that_it_rests_on(tmp_path, recorded_book):
    """The entry holds inputs by name, which was which table, versions, settings, residual and every component."""
    home = tmp_path / "home"
    entry, totals = recorded_book(home, "round_unit=10")
    body = entry.body
    assert (entry.kind, body["business_date"], body["curve"]) == ("margin.computed", "2026-11-20", None)
    assert body["tables"] == {name: f"{name}.csv" for name in ("instruments", "positions", "curves", "scenarios")}
    assert set(body["inputs"]) == set(body["tables"].values())
    assert body["versions"]["engine"]
    assert body["settings"]["round_unit"] == "10"
    assert 0.0 <= body["residual"] <= 1e-12
    assert {each["account"]: each["total"] for each in body["requirements"]} == totals
    with Journal(home) as journal:
        assert journal.latest("margin.computed").key == entry.key


def test_the_inputs_are_kept_before_the_entry_names_them(tmp_path, recorded_book, monkeypatch):
    """When the entry is recorded every content it names is there already."""
    home, append, seen = tmp_path / "home", Journal.append, []

    def appending(journal, kind, body):
        seen.extend(snapshots.content(home, sha256) for sha256 in body["inputs"].values())
        return append(journal, kind, body)

    monkeypatch.setattr(Journal, "append", appending)
    recorded_book(home)
    assert sorted(seen) == sorted((tmp_path / "tables" / f"{name}.csv").read_bytes() for name in (
        "instruments", "positions", "curves", "scenarios"))  # fmt: skip


def test_the_same_run_twice_is_one_entry(tmp_path, recorded_book):
    """Running again adds nothing, and the same run in another home has the same key."""
    first, second, elsewhere = (recorded_book(tmp_path / name)[0] for name in ("home", "home", "other"))
    assert (first.added, second.added, elsewhere.added) == (True, False, True)
    assert first.key == second.key == elsewhere.key


def test_two_tables_of_one_file_name_stay_two(tmp_path, recorded_book):
    """Files of the same name in different folders are both named, each with its own content."""
    recorded_book(tmp_path / "home")
    folder = tmp_path / "tables"
    (folder / "b").mkdir()
    positions = (folder / "positions.csv").rename(folder / "b" / "curves.csv")
    files = MarginFiles(
        folder / "instruments.csv", positions, folder / "curves.csv", scenarios=folder / "scenarios.csv"
    )
    settings = settings_of(tmp_path, None, ()).value
    made = margin_files(files, trade_date=DAY, curve_id=None, settings=settings)
    entry = recorded_margin(tmp_path / "home", made, files, curve_id=None).value
    tables, inputs = entry.body["tables"], entry.body["inputs"]
    kept = {role: snapshots.content(tmp_path / "home", inputs[name]) for role, name in tables.items()}
    assert kept["positions"] == positions.read_bytes()
    assert kept["curves"] == (folder / "curves.csv").read_bytes()


@pytest.mark.parametrize("spoil", ["a file in its way", "a place kept in step", "a damaged record"])
def test_a_record_that_cannot_be_written_is_a_warning(tmp_path, recorded_book, spoil):
    """The figures stand, and the finding says why there is no entry."""
    home = tmp_path / ("Dropbox" if spoil == "a place kept in step" else "home")
    if spoil == "a file in its way":
        home.write_text("x", encoding="utf-8")
    if spoil == "a damaged record":
        home.mkdir()
        (home / "journal.sqlite3").write_bytes(b"no record " * 1000)
    found, totals = recorded_book(home)
    assert isinstance(found, Finding)
    assert not isinstance(found, Entry)
    assert found.code == "margin_not_recorded"
    assert totals
