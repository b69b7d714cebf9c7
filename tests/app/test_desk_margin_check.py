"""確認 on the margin book: the comparison of `hikae day` made on what stands in the book, beside each account."""

import pytest
from margin_desk import imported_book

from addin.store.journal import Journal

AGREES, DIFFERS, CANNOT = "● 一致 agrees", "✗ 相違 differs", "－ 確認不可 cannot check"


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a margin book with the example day imported, and somebody at the desk."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return imported_book(tmp_path / "home")


def put(book, region, row, **cells):
    """Type into a row of a region (the header is 0)."""
    block = book.sheet.read(region)
    rows = [list(each) for each in block.rows]
    for name, value in cells.items():
        rows[row][rows[0].index(name)] = value
    book.sheet.write({region: rows})


def row_of(book, region, code):
    return next(n for n, row in enumerate(book.sheet.read(region).rows) if row[0] == code)


def checked(book, account):
    book.done("CHECK")
    return next((each for each in book.rows("HIKAE_CHECKED") if each["account"] == account), None)


def test_the_wrong_account_is_found(book):
    """P05H's base amount was notified in thousands: what was found says both amounts and the difference."""
    row = checked(book, "P05H")
    assert (row["verdict"], row["own"], row["notified"]) == (DIFFERS, 8_749_095_443.0, 5_609_989_885.0)
    assert "5,609,989,885 円が当方の計算 8,749,095,443 円" in row["words"]
    assert "JPY -3,139,105,558" in row["words"]


def test_what_was_found_stands_beside_its_account(book):
    """Rows of the check are the rows of the accounts, in their order."""
    book.done("CHECK")
    typed = [row[0] for row in book.sheet.read("HIKAE_NOTIFIED").rows[1:14]]
    assert [row[2] for row in book.sheet.read("HIKAE_CHECKED").rows[1:14]] == typed


def test_the_summary_counts(book, tmp_path):
    """Said on the bar, and kept on the page in front; nothing is recorded by looking."""
    said = book.done("CHECK")
    with Journal(tmp_path / "home") as journal:
        assert [each.kind for each in journal.entries()] == ["desk.imported"]
    assert said["said"]["en"] == "Compared: 12 agree, 1 differ, 0 cannot be checked"
    assert said["mark"] == ""
    assert book.cell("HIKAE_SUMMARY").startswith("照合: 一致 12・相違 1・確認不可 0")


def test_an_account_that_agrees_has_no_words(book):
    """Nothing is to be done about it."""
    row = checked(book, "P01H")
    assert (row["verdict"], row["words"]) == (AGREES, "")


def test_a_renotified_amount_is_the_one_compared(book):
    """What was notified last counts, and the words name its version."""
    place = row_of(book, "HIKAE_NOTIFIED", "P05H")
    put(book, "HIKAE_NOTIFIED", place, last=8_749_095_443.0)
    assert checked(book, "P05H")["verdict"] == AGREES
    put(book, "HIKAE_NOTIFIED", place, last=8_749_095_000.0)
    assert "第2版" in checked(book, "P05H")["words"]


def test_the_tolerance_in_force_decides(book, tmp_path):
    """A difference of three yen agrees under a tolerance of five."""
    place = row_of(book, "HIKAE_NOTIFIED", "P01H")
    put(book, "HIKAE_NOTIFIED", place, first=3_533_939_814.0)
    assert checked(book, "P01H")["verdict"] == DIFFERS
    (tmp_path / "home" / "settings.toml").write_text("compare_tolerance_yen = 5\n", encoding="utf-8")
    assert checked(book, "P01H")["verdict"] == AGREES


def test_an_edited_spread_is_compared_as_it_stands(book):
    """The check says of the book what the book shows: a what-if differs."""
    place = row_of(book, "HIKAE_MARKET", "ITXJS4605")
    put(book, "HIKAE_MARKET", place, spread_bp=80.0)
    assert checked(book, "P01H")["verdict"] == DIFFERS


def test_an_account_without_notified_amount_cannot_be_checked(book):
    """The words say what is missing and what next."""
    put(book, "HIKAE_NOTIFIED", row_of(book, "HIKAE_NOTIFIED", "P03C"), first="")
    row = checked(book, "P03C")
    assert (row["verdict"], row["notified"]) == (CANNOT, "")
    assert "通知額がありません" in row["words"]


def test_an_amount_that_is_no_number_is_told(book):
    """It is never taken for an older one that stands beside it."""
    put(book, "HIKAE_NOTIFIED", row_of(book, "HIKAE_NOTIFIED", "P03C"), last="1.9bn")
    row = checked(book, "P03C")
    assert (row["verdict"], row["notified"], row["own"]) == (CANNOT, "1.9bn", 1_903_162_125.0)
    assert row["words"]


def test_an_account_that_cannot_be_computed_says_why(book):
    """A position in an instrument without a price takes its account, and no other."""
    put(book, "HIKAE_MARKET", row_of(book, "HIKAE_MARKET", "JP001M3112"), spread_bp="")
    holders = {row["account"] for row in book.rows("HIKAE_POSITIONS") if row["instrument"] == "JP001M3112"}
    book.done("CHECK")
    rows = {row["account"]: row for row in book.rows("HIKAE_CHECKED")}
    assert {code for code, row in rows.items() if row["verdict"] == CANNOT} == holders != set(rows)
    assert all("JP001M3112" in rows[code]["words"] for code in holders)


def test_an_account_that_the_list_lacks_is_told(book):
    """Typed from a FAX, and unknown to the list of accounts."""
    put(book, "HIKAE_NOTIFIED", 14, account="P09H", first=1.0)
    row = checked(book, "P09H")
    assert (row["verdict"], row["own"]) == (CANNOT, "")
    assert "P09H" in row["words"]


def test_an_error_value_is_told_at_its_cell(book):
    """Nothing is compared beside it."""
    book.book["市場 Market"]["B11"] = "#REF!"
    error = book.refused("CHECK")
    assert (error["code"], "市場 Market!B11" in error["ja"]) == ("cell_error", True)


def test_a_book_without_its_regions_is_told(book):
    """The name that is gone is named."""
    book.drop("HIKAE_CHECKED")
    assert book.refused("CHECK")["code"] == "region_missing"


def test_stored_tables_that_are_gone_leave_no_verdict(book):
    """Without its scenarios no account has an own amount, and each row says why."""
    book.put("HIKAE_SCENARIOS_STORED", "scen:2026-11-20@00000000")
    book.done("CHECK")
    assert {row["verdict"] for row in book.rows("HIKAE_CHECKED")} == {CANNOT}
