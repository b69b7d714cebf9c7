"""確認 and 計算 of the margin book pressed too early, for somebody else, too late, or over cells without numbers."""

import pytest
from margin_desk import imported_book
from pressed_book import PressedBook

from addin.store.journal import Journal

CANNOT = "－ 確認不可 cannot check"


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a margin book with the example day imported at 18:55."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return imported_book(tmp_path / "home")


@pytest.fixture
def form(tmp_path, monkeypatch):
    """Return an empty margin book."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return PressedBook("margin")


def kinds(tmp_path):
    with Journal(tmp_path / "home") as journal:
        return [each.kind for each in journal.entries()]


def checked(book, account):
    book.done("CHECK")
    return next(each for each in book.rows("HIKAE_CHECKED") if each["account"] == account)


def test_an_empty_book_is_not_said_to_agree(form):
    """Nothing was imported or typed: the person is told so, not that no account differs."""
    error = form.refused("CHECK")
    assert (error["code"], error["ja"].split()[:2]) == ("import_none", ["口座", "Accounts!B9"])


def test_a_day_is_not_computed_into_an_empty_book(form, tmp_path):
    """Half of its pages would speak of accounts that the other half does not know; nothing is recorded."""
    error = form.refused("CALCULATE")
    assert (error["code"], error["ja"].split()[:2]) == ("import_other", ["総括", "Summary!B9"])
    assert kinds(tmp_path) == []


def test_a_day_is_not_computed_for_another_participant_than_the_imported_one(book, tmp_path):
    """The field was changed after the import: the book still holds everybody's accounts, and its pages stay."""
    book.put("HIKAE_PARTICIPANT", "P06")
    error = book.refused("CALCULATE")
    assert error["code"] == "import_other"
    assert "2026-11-20 P06 ではありません" in error["ja"]
    assert "not 2026-11-20 P06," in error["en"]
    assert kinds(tmp_path) == ["desk.imported"]


def test_another_day_is_told_as_such(book):
    """Not as a missing import: date or folder is what is to be corrected."""
    book.put("HIKAE_DATE", 46347.0)
    assert book.refused("CALCULATE")["code"] == "folder_other_day"


def test_amounts_that_came_after_the_import_are_told_by_calculate(book):
    """At 20:30 the second version is there, and the page of accounts has the first one alone."""
    book.put("HIKAE_AT", 46346 + 20.5 / 24)
    said = book.done("CALCULATE")["said"]
    assert "違う口座 13: 取込 を押すと入ります" in said["ja"]
    assert "differ from the folder: 13; press Import" in said["en"]


def test_amounts_that_are_the_folders_need_no_word(book):
    """At 18:55, as imported."""
    assert "取込" not in book.done("CALCULATE")["said"]["ja"]


@pytest.mark.parametrize(("column", "text", "address"), [("version", "one", "B17"), ("base", "3.1bn", "C17")])
def test_a_component_that_is_no_number_is_refused_at_its_cell(book, column, text, address):
    """Neither a fault of ours nor a component that is silently left out of the comparison."""
    book.type_row("HIKAE_NOTIFIED_PARTS", book.row_of("P05H", "HIKAE_NOTIFIED_PARTS"), **{column: text})
    assert book.refused("CHECK")["ja"].startswith(f"通知 Notified!{address} ")


def test_a_version_typed_as_text_is_the_version(book):
    """Full-width digits are a number here as everywhere: P05H's components are still compared."""
    book.type_row("HIKAE_NOTIFIED_PARTS", book.row_of("P05H", "HIKAE_NOTIFIED_PARTS"), version="１")
    book.done("CHECK")
    assert book.rows("HIKAE_COMPARED")[0]["component"] == "基礎基準額 Base amount"


@pytest.mark.parametrize(("region", "address"), [("HIKAE_NOTIFIED", "B23"), ("HIKAE_NOTIFIED_PARTS", "A23")])
def test_an_account_with_two_rows_is_refused_at_the_second(book, region, address):
    """Its amounts would be summed twice, and one row might agree where the other differs."""
    book.type_row(region, 14, account="P05H")
    error = book.refused("CHECK")
    assert error["code"] == "account_twice"
    assert f"{address} 口座 P05H" in error["ja"]
    assert f"最初は {address[0]}17" in error["ja"]


@pytest.mark.parametrize(
    ("region", "column", "address"),
    [
        ("HIKAE_MARKET", "spread_bp", "市場 Market!B10"),
        ("HIKAE_ACCOUNTS", "multiplier", "資金 Cash!F10"),
        ("HIKAE_POSITIONS", "notional", "建玉 Positions!C10"),
    ],
)
def test_text_in_a_number_cell_is_told_with_its_cell(book, region, column, address):
    """Beside the account that it takes its amount from; the words alone would leave two thousand cells to look at."""
    book.type_row(region, 1, **{column: "abc"})
    row = checked(book, "P01H")
    assert (row["verdict"], row["words"].startswith(f"{address} ")) == (CANNOT, True)


def test_a_table_without_one_of_its_columns_is_told_where_it_stands(book):
    """By sheet and cell, not by the name that a function has for it."""
    block = book.sheet.read("HIKAE_POSITIONS")
    book.book["建玉 Positions"].cell(block.row, 3).value = "zzz"
    error = book.refused("CHECK")
    assert (error["code"], error["ja"].startswith("建玉 Positions!A9 ")) == ("column_missing", True)
