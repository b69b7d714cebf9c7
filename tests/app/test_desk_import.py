"""取込 on a real home and the example day."""

import pytest
from pressed_book import PressedBook

from addin.store import snapshots
from addin.store.journal import Journal


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a fresh quotes book; the home of its buttons is new."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return PressedBook()


def entries(tmp_path):
    with Journal(tmp_path / "home") as journal:
        return list(journal.entries())


def test_import_brings_what_is_owed_with_yesterdays_prices(book):
    """Every instrument that P01 owes has its row; instruments have price, terms and position; the curve is there."""
    said = book.done("IMPORT")
    assert said["said"]["en"] == "Imported 2026-11-20 P01: 58 instruments, 58 quotes"
    assert len(book.rows("HIKAE_QUOTES")) == 58
    first = next(row for row in book.rows("HIKAE_PREVIOUS") if row["instrument"] == "ITXJS3605")
    assert first == {
        "instrument": "ITXJS3605",
        "price_bp": 27.2,
        "kind": "index",
        "maturity": 46376.0,
        "coupon_bp": 100.0,
        "recovery": 0.35,
        "size": first["size"],
    }
    assert first["size"] < 0.0
    assert book.rows("HIKAE_CURVE")[0]["tenor"] == "1M"


def test_import_brings_the_participants_own_quotes(book):
    """A quote of the folder stands with its time as the sheet counts it."""
    book.done("IMPORT")
    assert book.rows("HIKAE_QUOTES")[0] == {
        "instrument": "ITXJS3605",
        "bid": 27.12,
        "offer": 31.12,
        "as_of": pytest.approx(46346 + (15 + 17 / 60) / 24),
        "confirm": "",
    }


def test_a_participant_without_quotes_gets_blank_rows(book):
    """P07 has sent none: what it owes is there to be filled."""
    book.put("HIKAE_PARTICIPANT", "P07")
    book.done("IMPORT")
    rows = book.rows("HIKAE_QUOTES")
    assert rows
    assert {(row["bid"], row["offer"]) for row in rows} == {("", "")}


def test_what_was_read_is_recorded_with_its_content(book, tmp_path):
    """One entry names every file by its hash, and each content is kept; the mark names the entry."""
    mark = book.done("IMPORT")["mark"]
    (entry,) = entries(tmp_path)
    assert (entry.kind, mark) == ("desk.imported", f"#1 {entry.hash[:12]}")
    assert {"day.toml", "instruments.csv", "history.csv", "quotes.csv", "curves.csv"} <= set(entry.body["files"])
    for sha256 in entry.body["files"].values():
        assert snapshots.content(tmp_path / "home", sha256)


def test_a_second_import_keeps_what_was_typed(book, tmp_path):
    """Pressed again on the same day it replaces nothing that a person has typed, and records nothing new."""
    book.done("IMPORT")
    book.type_quote("ITXJS3605", bid=27.5, confirm="SK")
    book.done("IMPORT")
    assert (book.rows("HIKAE_QUOTES")[0]["bid"], book.rows("HIKAE_QUOTES")[0]["confirm"]) == (27.5, "SK")
    assert len(entries(tmp_path)) == 1


def test_another_participants_import_replaces_the_quotes(book):
    """Quotes that stand from another participant's import, or another day's, never pass for this one's."""
    book.done("IMPORT")
    book.type_quote("ITXJS3605", bid=27.5)
    book.put("HIKAE_PARTICIPANT", "P02")
    book.done("IMPORT")
    assert 27.5 not in {row["bid"] for row in book.rows("HIKAE_QUOTES")}


def test_import_takes_away_the_states_of_an_earlier_check(book):
    """What was found of other quotes does not stand beside new ones."""
    book.done("IMPORT")
    book.done("CHECK")
    book.done("IMPORT")
    assert book.rows("HIKAE_QUOTE_STATES") == []


def test_an_empty_business_date_is_filled(book):
    """A book that names no day takes the folder's."""
    book.put("HIKAE_DATE", "")
    book.done("IMPORT")
    assert book.cell("HIKAE_DATE") == 46346.0


@pytest.mark.parametrize(
    ("region", "value", "code", "cell"),
    [
        ("HIKAE_DATE", 46345.0, "folder_other_day", "B5"),
        ("HIKAE_DATE", "soon", "date_unreadable", "B5"),
        ("HIKAE_FOLDER", "days/today", "folder_named", "H5"),
        ("HIKAE_FOLDER", "", "folder_named", "H5"),
        ("HIKAE_FOLDER", "/no/such/folder", "folder_missing", "H5"),
        ("HIKAE_PARTICIPANT", "P99", "participant_unknown", "B6"),
    ],
)
def test_what_the_book_says_wrongly_is_told_at_its_cell(book, tmp_path, region, value, code, cell):
    """Nothing is recorded and nothing written; the words name the cell."""
    book.put(region, value)
    error = book.refused("IMPORT")
    assert (error["code"], f"気配値 Quotes!{cell} " in error["ja"]) == (code, True)
    assert entries(tmp_path) == []


@pytest.mark.parametrize("region", ["HIKAE_QUOTES", "HIKAE_PREVIOUS", "HIKAE_CURVE", "HIKAE_FOLDER"])
def test_a_book_without_a_region_is_told_its_name(book, tmp_path, region):
    """The finding names the defined name that is gone, in both languages; nothing is recorded."""
    book.drop(region)
    error = book.refused("IMPORT")
    assert (error["code"], region in error["ja"], region in error["en"]) == ("region_missing", True, True)
    assert entries(tmp_path) == []


def test_a_region_without_room_is_told(book, tmp_path):
    """An entry region cut to a few rows takes none of the 58."""
    book.book.defined_names["HIKAE_QUOTES"].attr_text = "'気配値 Quotes'!$B$15:$F$20"
    assert book.refused("IMPORT")["code"] == "region_full"
    assert entries(tmp_path) == []


def test_a_folder_without_curves_leaves_the_curve_blank(book, folder):
    """Quotes can be entered without a discount curve."""
    (folder / "curves.csv").unlink()
    book.put("HIKAE_FOLDER", str(folder))
    book.done("IMPORT")
    assert book.rows("HIKAE_CURVE") == []
