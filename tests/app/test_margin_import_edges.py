"""取込 of a folder that is not whole: what could not be read is said, and takes the amounts that rest on it."""

from shutil import copytree

import pytest
from margin_desk import imported_book

from addin.store.journal import Journal

pytestmark = pytest.mark.sampled

CANNOT = "－ 確認不可 cannot check"


@pytest.fixture
def book(tmp_path, monkeypatch, example_day):
    """Return a margin book with the example day imported, and a copy of that day as its folder."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    made = imported_book(tmp_path / "home")
    copytree(example_day, tmp_path / "day")
    made.put("HIKAE_FOLDER", str(tmp_path / "day"))
    return made


@pytest.fixture
def change(tmp_path):
    """Return a function that changes the text of a file of the folder."""

    def changed(name, old, new):
        path = tmp_path / "day" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return changed


def of_account(book, region, account):
    return next(row for row in book.rows(region) if row["account"] == account)


def verdicts(book):
    """Press 確認 and return verdict and words by account."""
    book.done("CHECK")
    return {row["account"]: (row["verdict"], row["words"]) for row in book.rows("HIKAE_CHECKED")}


def test_a_whole_folder_is_said_without_a_warning(book):
    """Nothing was left unread, so nothing is said of it."""
    assert "Not read" not in book.done("IMPORT")["said"]["en"]


def test_a_bad_position_is_said_at_once(book, change):
    """Both languages name how many, and the first with its file and row."""
    change("positions.csv", "P01H,", "P01H,NOWHERE,5\nP01H,")
    said = book.done("IMPORT")["said"]
    assert "読めない箇所 1" in said["ja"]
    assert "Not read, 1" in said["en"]
    assert "NOWHERE" in said["en"]


def test_a_position_without_its_account_is_said(book, change):
    """Whose it is nobody can tell from the row; the row is named."""
    change("positions.csv", "P01H,", ",ITXJS4605,5\nP01H,")
    said = book.done("IMPORT")["said"]["en"]
    assert "positions.csv" in said
    assert "Not read, 1" in said


def test_a_bad_position_takes_its_accounts_verdict_alone(book, change):
    """As the day's run does: part of the positions is no amount, and the other accounts have theirs."""
    change("positions.csv", "P01H,", "P01H,NOWHERE,5\nP01H,")
    book.done("IMPORT")
    found = verdicts(book)
    assert [code for code, (verdict, _) in found.items() if verdict == CANNOT] == ["P01H"]
    assert found["P01H"][1]


def test_an_account_that_cannot_be_read_is_said(book, change):
    """A multiplier that is no number leaves the account's positions out, and the first words say so."""
    change("accounts.csv", "3500000000,1.10", "3500000000,one")
    said = book.done("IMPORT")["said"]
    assert "accounts.csv" in said["en"]
    assert "P06H" not in {row["account"] for row in book.rows("HIKAE_POSITIONS")}


def test_what_was_read_is_recorded_although_it_is_not_whole(book, change, tmp_path):
    """The record keeps the file as it was, with the bad row in it."""
    change("positions.csv", "P01H,", "P01H,NOWHERE,5\nP01H,")
    mark = book.done("IMPORT")["mark"]
    with Journal(tmp_path / "home") as journal:
        last = list(journal.entries("desk.imported"))[-1]
    assert mark == f"#{last.n} {last.hash[:12]}"


def test_the_same_folder_again_is_the_same_entry(book):
    """Pressed twice, nothing is recorded twice, and the names of stored tables stay."""
    stored = book.cell("HIKAE_SCENARIOS_STORED")
    first, second = book.done("IMPORT")["mark"], book.done("IMPORT")["mark"]
    assert first == second
    assert book.cell("HIKAE_SCENARIOS_STORED") == stored


def test_a_changed_table_has_another_name(book, change):
    """Scenarios under a name are never others than those that were read under it."""
    stored = book.cell("HIKAE_CURVE_STORED")
    change("curves.csv", "0.0", "0.00")
    book.done("IMPORT")
    assert book.cell("HIKAE_CURVE_STORED") != stored


def test_a_folder_without_notified_file_leaves_the_typed_amounts(book, tmp_path):
    """What came by FAX for the same day stays where the folder has nothing."""
    (tmp_path / "day" / "notified_requirements.csv").unlink()
    book.type_row("HIKAE_NOTIFIED", book.row_of("P05H", "HIKAE_NOTIFIED"), first=7.0)
    book.done("IMPORT")
    row = of_account(book, "HIKAE_NOTIFIED", "P05H")
    assert (row["first"], row["last"]) == (7.0, "")
    assert book.rows("HIKAE_NOTIFIED_PARTS") == []


def test_without_yesterdays_file_previous_stays_blank(book, tmp_path):
    """In a book that held nothing before, an unknown yesterday is a blank cell and no 0."""
    (tmp_path / "day" / "previous_requirements.csv").unlink()
    for place in range(1, 14):
        book.type_row("HIKAE_NOTIFIED", place, previous="")
    book.done("IMPORT")
    assert {row["previous"] for row in book.rows("HIKAE_NOTIFIED")} == {""}


def test_sixty_accounts_fit(book, tmp_path):
    """The table's last row is filled."""
    add_accounts(tmp_path, 60 - 13)
    book.done("IMPORT")
    rows = book.sheet.read("HIKAE_ACCOUNTS").rows
    assert rows[-1][0] == "N46H"


def test_sixty_one_accounts_are_told_before_anything_is_written(book, tmp_path):
    """No account falls off the end of the page: the refusal names the region and its room."""
    add_accounts(tmp_path, 61 - 13)
    error = book.refused("IMPORT")
    assert (error["code"], "60" in error["ja"], "61" in error["ja"]) == ("region_full", True, True)


def test_an_added_row_beyond_the_room_is_told(book, tmp_path):
    """Sixty of the folder and one typed from a FAX are one too many: the typed one is not dropped."""
    add_accounts(tmp_path, 60 - 13)
    book.type_row("HIKAE_NOTIFIED", 14, account="P99H", first=1.0)
    assert book.refused("IMPORT")["code"] == "region_full"


def add_accounts(tmp_path, number):
    """List so many accounts more, which hold nothing."""
    path = tmp_path / "day" / "accounts.csv"
    more = "".join(f"N{each:02}H,P01,house,,0,1.00,0\n" for each in range(number))
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def test_edited_spreads_are_the_folders_again(book):
    """A what-if ends with the next import: the edit is gone, and both columns agree."""
    place = book.row_of("ITXJS4605", "HIKAE_MARKET")
    book.type_row("HIKAE_MARKET", place, spread_bp=999.0)
    book.done("IMPORT")
    row = book.rows("HIKAE_MARKET")[place - 1]
    assert row["spread_bp"] == row["imported_bp"] != 999.0


def test_an_error_value_among_typed_amounts_stops_the_import(book):
    """What a person typed beside it would be lost otherwise; the cell is named."""
    page = book.book["口座 Accounts"]
    page["D12"] = "#VALUE!"
    error = book.refused("IMPORT")
    assert (error["code"], "口座 Accounts!D12" in error["ja"]) == ("cell_error", True)


def test_moved_columns_are_found_by_their_names(book):
    """Somebody swapped two columns of the accounts' page: amounts follow the names."""
    block = book.sheet.read("HIKAE_NOTIFIED")
    swapped = [[row[0], row[2], row[1], *row[3:]] for row in block.rows]
    book.sheet.write({"HIKAE_NOTIFIED": swapped})
    book.done("IMPORT")
    row = of_account(book, "HIKAE_NOTIFIED", "P05H")
    assert (row["previous"], row["first"]) == (8_364_135_242.0, 5_609_989_885.0)
    assert book.sheet.read("HIKAE_NOTIFIED").rows[0][:3] == ["account", "first", "previous"]
