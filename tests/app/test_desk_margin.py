"""取込: what a day's folder gives to the margin book, as `hikae day` takes it, at the instant of the book."""

from datetime import datetime

import pytest
from pressed_book import PressedBook

from addin.app.desk_day import example_folder
from addin.app.desk_margin import margin_day, market_rows
from addin.app.desk_margin_import import filling
from addin.app.handles import handles_of
from addin.books.regions import margin
from addin.store import snapshots
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.outcome import RefusedError

AT_1855, AT_2000 = 46346 + (18 + 55 / 60) / 24, 46346 + 20 / 24
FIRST = {"account": "P05H", "previous": 8_364_135_242.0, "first": 5_609_989_885.0, "last": "", "challenge": ""}


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a fresh margin book; the home of its buttons is new."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return PressedBook("margin")


def entries(tmp_path):
    with Journal(tmp_path / "home") as journal:
        return list(journal.entries())


def of_account(book, region, account):
    return next(row for row in book.rows(region) if row["account"] == account)


def change(book, region, account, **cells):
    """Type into the row of an account."""
    block = book.sheet.read(region)
    rows = [list(row) for row in block.rows]
    place = next(place for place, row in enumerate(rows) if row[0] == account)
    for name, value in cells.items():
        rows[place][rows[0].index(name)] = value
    book.sheet.write({region: rows})


def test_import_brings_every_account_with_its_terms(book):
    """Thirteen accounts with deposit, multiplier and add-on; and the collateral that the settings name."""
    book.done("IMPORT")
    rows = book.rows("HIKAE_ACCOUNTS")
    assert len(rows) == 13
    assert of_account(book, "HIKAE_ACCOUNTS", "P06H") == {
        "account": "P06H",
        "participant": "P06",
        "kind": "house",
        "affiliate_group": "",
        "multiplier": 1.1,
        "add_on": 0.0,
        "deposited_im": 3.5e9,
        "collateral": "JPY (BOJ-NET)",
    }
    assert [row["participant"] for row in book.rows("HIKAE_PARTICIPANTS")] == [f"P0{n}" for n in range(1, 9)]


def test_import_brings_positions_and_market(book):
    """All positions, and each instrument with the price that applies, twice, beside yesterday's."""
    book.done("IMPORT")
    assert len(book.rows("HIKAE_POSITIONS")) == 644
    row = next(each for each in book.rows("HIKAE_MARKET") if each["instrument"] == "ITXJS3605")
    assert (row["spread_bp"], row["imported_bp"], row["previous_bp"]) == (28.25, 28.25, 27.2)
    assert (row["kind"], row["maturity"], row["index_factor"]) == ("index", 46376.0, 0.975)


def test_prices_are_those_of_the_ruling(book):
    """An instrument whose vendor price is missing has yesterday's, as the plan says at 18:55."""
    book.done("IMPORT")
    row = next(each for each in book.rows("HIKAE_MARKET") if each["instrument"] == "ITXJS3705")
    assert row["spread_bp"] == row["previous_bp"]


def test_at_1855_only_the_first_version_is_there(book):
    """What is renotified at 19:50 is not known yet, and the person is told that it was left out."""
    said = book.done("IMPORT")["said"]
    assert of_account(book, "HIKAE_NOTIFIED", "P05H") == FIRST
    assert "第2版" in said["ja"]
    assert "Version 2 is left out" in said["en"]


def test_at_2000_the_renotified_amount_stands_beside(book):
    """The same folder at a later instant: first and last version, the components of the last."""
    book.put("HIKAE_AT", AT_2000)
    said = book.done("IMPORT")["said"]
    assert of_account(book, "HIKAE_NOTIFIED", "P05H") == {**FIRST, "last": 8_749_095_443.0}
    parts = of_account(book, "HIKAE_NOTIFIED_PARTS", "P05H")
    assert (parts["version"], parts["base"]) == (2.0, 3_142_247_805.0)
    assert "left out" not in said["en"]


def test_an_amount_of_later_does_not_stay(book):
    """Imported at 20:00 and again at 18:55: what was renotified in between is not known then, and no typed amount."""
    book.put("HIKAE_AT", AT_2000)
    book.done("IMPORT")
    book.put("HIKAE_AT", AT_1855)
    book.done("IMPORT")
    assert of_account(book, "HIKAE_NOTIFIED", "P05H") == FIRST


def test_components_come_with_the_first_version(book):
    """P05H's base amount came in thousands: it stands there as it was notified."""
    book.done("IMPORT")
    assert of_account(book, "HIKAE_NOTIFIED_PARTS", "P05H")["base"] == 3_142_247.0


def test_intraday_has_house_accounts_alone(book):
    """Eight of them, with the previous day's initial margin as the floor of a fallback."""
    book.done("IMPORT")
    rows = book.rows("HIKAE_INTRADAY")
    assert len(rows) == 8
    assert rows[0] == {
        "account": "P01H",
        "previous": 3_438_523_435.0,
        "first": 3_427_921_616.0,
        "last": "",
        "deposited": 3.8e9,
        "own": "",
    }


def test_intraday_amounts_are_known_from_their_upload_on(book):
    """At 13:00 nothing had been uploaded for the day."""
    book.put("HIKAE_AT", 46346 + 13 / 24)
    book.done("IMPORT")
    assert {row["first"] for row in book.rows("HIKAE_INTRADAY")} == {""}


def test_a_participant_sees_its_own_accounts(book):
    """With a participant named, accounts, positions and amounts are its own; the market stays whole."""
    book.put("HIKAE_PARTICIPANT", "P05")
    book.done("IMPORT")
    assert {row["account"] for row in book.rows("HIKAE_POSITIONS")} == {"P05H", "P05C"}
    for region in ("HIKAE_ACCOUNTS", "HIKAE_NOTIFIED", "HIKAE_NOTIFIED_PARTS"):
        assert [row["account"] for row in book.rows(region)] == ["P05H", "P05C"]
    assert len(book.rows("HIKAE_MARKET")) == 71


def test_a_participant_that_has_no_account_is_told_at_its_cell(book, tmp_path):
    """Nothing is recorded."""
    book.put("HIKAE_PARTICIPANT", "P99")
    error = book.refused("IMPORT")
    assert (error["code"], "総括 Summary!B6" in error["ja"]) == ("participant_unknown", True)
    assert entries(tmp_path) == []


def test_what_was_read_is_recorded_with_its_content(book, tmp_path):
    """One entry names each file by its hash, and each content is kept."""
    mark = book.done("IMPORT")["mark"]
    (entry,) = entries(tmp_path)
    assert (entry.kind, mark) == ("desk.imported", f"#1 {entry.hash[:12]}")
    assert {"day.toml", "history.csv", "positions.csv", "notified_requirements.csv"} <= set(entry.body["files"])
    for sha256 in entry.body["files"].values():
        assert snapshots.content(tmp_path / "home", sha256)


def test_the_names_of_stored_tables_hold_after_the_import(book, tmp_path):
    """Each name in the book begins one that the record knows now."""
    book.done("IMPORT")
    known = handles_of(datetime(2026, 11, 20, tzinfo=JST).date(), home=tmp_path / "home")
    for region in ("HIKAE_CURVE_STORED", "HIKAE_CONSTITUENTS_STORED", "HIKAE_SCENARIOS_STORED"):
        assert any(book.cell(region).startswith(each) for each in known), region
    assert book.cell("HIKAE_EVENTS_STORED") == ""


def test_a_second_import_keeps_marks_and_what_the_folder_lacks(book):
    """A mark, a collateral and an amount that was typed stay; what the folder says is the folder's again."""
    book.done("IMPORT")
    change(book, "HIKAE_NOTIFIED", "P05H", first=1.0, last=8_749_000_000.0, challenge="x")
    change(book, "HIKAE_ACCOUNTS", "P05H", collateral="JGB", deposited_im=1.0)
    book.done("IMPORT")
    assert of_account(book, "HIKAE_NOTIFIED", "P05H") == {**FIRST, "last": 8_749_000_000.0, "challenge": "x"}
    row = of_account(book, "HIKAE_ACCOUNTS", "P05H")
    assert (row["collateral"], row["deposited_im"]) == ("JGB", 8.9e9)


def test_a_second_import_keeps_an_account_that_was_added(book):
    """An account typed from a FAX is not taken away by the folder that does not know it."""
    book.done("IMPORT")
    block = book.sheet.read("HIKAE_NOTIFIED")
    rows = [list(row) for row in block.rows]
    rows[14] = ["P09H", "", 5.0, "", ""]
    book.sheet.write({"HIKAE_NOTIFIED": rows})
    book.done("IMPORT")
    assert of_account(book, "HIKAE_NOTIFIED", "P09H")["first"] == 5.0


def test_an_import_for_somebody_else_keeps_nothing(book):
    """What was typed for all participants never passes for P05's."""
    book.done("IMPORT")
    change(book, "HIKAE_NOTIFIED", "P05H", last=7.0, challenge="x")
    book.put("HIKAE_PARTICIPANT", "P05")
    book.done("IMPORT")
    assert of_account(book, "HIKAE_NOTIFIED", "P05H") == FIRST


def test_the_tolerance_is_the_desks(book, tmp_path):
    """The verdict of the sheet uses the settings in force."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.toml").write_text("compare_tolerance_yen = 250\n", encoding="utf-8")
    book.done("IMPORT")
    assert (book.cell("HIKAE_TOLERANCE_YEN"), book.cell("HIKAE_TOLERANCE_RATIO")) == (250.0, 0.0)


def test_chosen_accounts_stay_while_they_are_there(book):
    """The pages for one account show the first one, until a person chooses another of the day's."""
    book.done("IMPORT")
    assert (book.cell("HIKAE_WORST_ACCOUNT"), book.cell("HIKAE_WHATIF_ACCOUNT")) == ("P01H", "P01H")
    book.put("HIKAE_WORST_ACCOUNT", "P05C")
    book.put("HIKAE_WHATIF_ACCOUNT", "gone")
    book.done("IMPORT")
    assert (book.cell("HIKAE_WORST_ACCOUNT"), book.cell("HIKAE_WHATIF_ACCOUNT")) == ("P05C", "P01H")


def test_import_takes_away_the_findings_of_an_earlier_check(book):
    """What was found of other amounts does not stand beside new ones."""
    book.done("IMPORT")
    book.done("CHECK")
    book.done("IMPORT")
    assert book.rows("HIKAE_CHECKED") == []


@pytest.mark.parametrize("region", [margin.HELD, margin.NOTIFIED, margin.RATES, margin.CHALLENGES])
def test_a_book_without_a_region_is_told_its_name(book, tmp_path, region):
    """Nothing is recorded where the rows have nowhere to go."""
    book.drop(region.name)
    error = book.refused("IMPORT")
    assert (error["code"], region.name in error["en"]) == ("region_missing", True)
    assert entries(tmp_path) == []


def test_a_table_without_room_is_told(book, tmp_path):
    """Positions are never cut off silently."""
    book.book.defined_names["HIKAE_POSITIONS"].attr_text = "'建玉 Positions'!$A$9:$C$100"
    assert book.refused("IMPORT")["code"] == "region_full"
    assert entries(tmp_path) == []


def test_another_days_folder_is_refused_at_the_date(book):
    """The book is for one business date."""
    book.put("HIKAE_DATE", 46345.0)
    error = book.refused("IMPORT")
    assert (error["code"], "総括 Summary!B5" in error["ja"]) == ("folder_other_day", True)


def test_filling_records_nothing(book, tmp_path):
    """The same rows as the button's, and no entry."""
    rows = filling(book.sheet, example_folder(), home=tmp_path / "home")
    assert entries(tmp_path) == []
    book.done("IMPORT")
    assert book.sheet.read("HIKAE_NOTIFIED").rows[8][:3] == rows["HIKAE_NOTIFIED"][8][:3]


def test_an_empty_price_is_a_gap(tmp_path):
    """At 16:10 the vendor has failed for seven instruments, which have yesterday's price; the others have none yet."""
    at = datetime(2026, 11, 20, 16, 10, tzinfo=JST)
    rows = market_rows(margin_day(example_folder(), at, home=tmp_path))
    assert sum(row[1] is None for row in rows) == 64
    assert all(row[1] in {None, row[3]} for row in rows)


def test_a_table_that_cannot_be_trusted_stops_the_import(tmp_path, example_day):
    """Margin rests on its positions: without them there is nothing to show."""
    folder = tmp_path / "day"
    folder.mkdir()
    for path in example_day.iterdir():
        if path.name != "positions.csv" and path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    with pytest.raises(RefusedError) as caught:
        margin_day(folder, datetime(2026, 11, 20, 18, 55, tzinfo=JST), home=tmp_path)
    assert "file_missing" in {each.code for each in caught.value.findings}
