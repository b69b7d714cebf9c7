"""貼付 in the margin book: requirements from a terminal stand beside those that were there, which stay."""

import pytest
from margin_desk import imported_book

from addin.app.desk_margin_paste import notified_rows, told_changes
from addin.store.journal import Journal

HEAD = ["business_date", "account", "participant", "kind", "measure", "component", "amount"]
DAY = "2026-11-20"


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a margin book with the example day imported."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return imported_book(tmp_path / "home")


def row(account, amount, *, measure="im", component="total"):
    return {"account": account, "measure": measure, "component": component, "amount": amount}


def taken(book, *rows):
    """Put rows into the book as the page 貼付 does; returns its notified amounts by account."""
    book.sheet.write(notified_rows(book.sheet, rows))
    return {each["account"]: each for each in book.rows("HIKAE_NOTIFIED")}


def parts(book, account):
    return next(each for each in book.rows("HIKAE_NOTIFIED_PARTS") if each["account"] == account)


def paste(book, *rows, told=None):
    """Paste a table on its page, as a person does, with that page in front."""
    lines = [HEAD, *rows]
    cells = [[*line, *[""] * (12 - len(line))] for line in lines]
    names = book.sheet.read("HIKAE_PASTED").rows[0]
    book.sheet.write({"HIKAE_PASTED": [list(names), *cells]})
    book.book.active = book.book.sheetnames.index("貼付 Paste")
    if told is not None:
        book.put("HIKAE_PASTE_TOTAL_1", told)
    return book


def test_a_new_amount_stands_as_the_last_one(book):
    """P05H had been notified of another amount first, which stays."""
    made = taken(book, row("P05H", 8_749_095_443))["P05H"]
    assert (made["first"], made["last"]) == (5_609_989_885.0, 8_749_095_443.0)


def test_the_same_amount_changes_nothing(book):
    """Pasted again it is no second version."""
    made = taken(book, row("P05H", 5_609_989_885))["P05H"]
    assert (made["first"], made["last"]) == (5_609_989_885.0, "")


def test_a_first_amount_fills_the_first_column(book):
    """An account that nothing was notified for takes it as the first."""
    block = book.sheet.read("HIKAE_NOTIFIED")
    rows = [list(each) for each in block.rows]
    rows[1][2] = ""
    book.sheet.write({"HIKAE_NOTIFIED": rows})
    made = taken(book, row("P01H", 7))["P01H"]
    assert (made["first"], made["last"], made["previous"]) == (7.0, "", 3_438_523_435.0)


def test_an_unknown_account_gets_a_row(book):
    """It is shown, and its verdict says that the list does not know it."""
    made = taken(book, row("P09H", 5))
    assert (made["P09H"]["first"], len(made)) == (5.0, 14)


def test_a_mark_stays(book):
    """What a person decided is not taken away by a paste."""
    block = book.sheet.read("HIKAE_NOTIFIED")
    rows = [list(each) for each in block.rows]
    rows[8][4] = "x"
    book.sheet.write({"HIKAE_NOTIFIED": rows})
    assert taken(book, row("P05H", 8_749_095_443))["P05H"]["challenge"] == "x"


def test_components_replace_those_of_the_account(book):
    """They are of a further version where they differ, and the other accounts keep theirs."""
    before = parts(book, "P01H")
    taken(book, row("P05H", 3_142_247_805, component="base"), row("P05H", 1, component="bid_offer"))
    made = parts(book, "P05H")
    assert (made["version"], made["base"], made["bid_offer"], made["short_charge"]) == (2.0, 3_142_247_805.0, 1.0, "")
    assert parts(book, "P01H") == before


def test_the_same_components_are_no_new_version(book):
    """All six as they stood: the version stays."""
    standing = parts(book, "P01H")
    names = ("base", "short_charge", "bid_offer", "credit_event", "single_name", "add_on")
    taken(book, *(row("P01H", standing[name], component=name) for name in names))
    assert parts(book, "P01H") == standing


def test_intraday_amounts_go_to_their_page(book):
    """A renotified intraday amount stands beside the first; the end-of-day amounts are untouched."""
    before = book.rows("HIKAE_NOTIFIED")
    taken(book, row("P01H", 9, measure="intraday_im"))
    made = next(each for each in book.rows("HIKAE_INTRADAY") if each["account"] == "P01H")
    assert (made["first"], made["last"]) == (3_427_921_616.0, 9.0)
    assert book.rows("HIKAE_NOTIFIED") == before


def test_other_measures_change_nothing(book):
    """Variation margin and clearing fund have no place in this book yet."""
    assert notified_rows(book.sheet, [row("P01H", 5, measure="vm")]) == {}


def test_a_book_without_the_regions_takes_none(book):
    """Another book's page may be pasted into all the same; it is recorded there."""
    for name in ("HIKAE_NOTIFIED", "HIKAE_NOTIFIED_PARTS", "HIKAE_INTRADAY"):
        book.drop(name)
    assert notified_rows(book.sheet, [row("P01H", 5)]) == {}


def test_import_on_the_page_takes_the_pasted_table(book, tmp_path):
    """The button does the page's work while that page is in front: recorded with its content, then shown."""
    line = [DAY, "P05H", "P05", "house", "im", "total", 8_749_095_443.0]
    said = paste(book, line, told=8_749_095_443.0).done("IMPORT")
    assert "1" in said["said"]["en"]
    made = next(each for each in book.rows("HIKAE_NOTIFIED") if each["account"] == "P05H")
    assert made["last"] == 8_749_095_443.0
    with Journal(tmp_path / "home") as journal:
        assert [each.kind for each in journal.entries()][-1] == "table.imported"


def test_a_control_total_that_differs_stops_it(book):
    """Nothing is written where the sender's sum is another one."""
    line = [DAY, "P05H", "P05", "house", "im", "total", 8_749_095_443.0]
    paste(book, line, told=1.0)
    assert book.refused("IMPORT")["code"]
    made = next(each for each in book.rows("HIKAE_NOTIFIED") if each["account"] == "P05H")
    assert made["last"] == ""


def test_the_amount_said_last_is_the_newest(book):
    """The first amount said again after another one is the newest again, and that is told."""
    taken(book, row("P05H", 5_700_000_000))
    line = [DAY, "P05H", "P05", "house", "im", "total", 5_609_989_885.0]
    said = paste(book, line, told=5_609_989_885.0).done("IMPORT")["said"]
    made = next(each for each in book.rows("HIKAE_NOTIFIED") if each["account"] == "P05H")
    assert (made["first"], made["last"]) == (5_609_989_885.0, 5_609_989_885.0)
    assert "P05H 5,700,000,000 → 5,609,989,885" in said["en"]


def test_a_paste_that_changes_nothing_says_so(book):
    """It is recorded, and the person knows that no amount moved."""
    line = [DAY, "P05H", "P05", "house", "im", "total", 5_609_989_885.0]
    assert "no requirement changed" in paste(book, line, told=5_609_989_885.0).done("IMPORT")["said"]["en"]


def test_many_changes_are_counted(book):
    """Three are named, the others counted."""
    rows = [row(name, 7) for name in ("P01H", "P01C", "P02H", "P03H", "P05H")]
    said = told_changes(book.sheet, rows)
    assert (said.en.count("→"), said.en.endswith("+2 more")) == (3, True)


def test_a_first_amount_is_told_against_none(book):
    """Nothing stood there before."""
    assert "P09H － → 7" in told_changes(book.sheet, [row("P09H", 7)]).en


def test_an_initial_margin_below_zero_is_refused_at_its_cell(book, tmp_path):
    """A sign that slipped is told where it stands; nothing is recorded and nothing taken."""
    line = [DAY, "P05H", "P05", "house", "im", "total", -5.0]
    error = paste(book, line, told=-5.0).refused("IMPORT")
    assert (error["code"], "貼付 Paste!" in error["ja"]) == ("requirement_below_zero", True)
    with Journal(tmp_path / "home") as journal:
        assert "table.imported" not in {each.kind for each in journal.entries()}


def test_a_variation_margin_may_be_below_zero(book):
    """It is paid in both directions."""
    line = [DAY, "P05H", "P05", "house", "vm_stock", "total", -5.0]
    assert paste(book, line, told=-5.0).done("IMPORT")["mark"]


def test_the_intraday_layout_goes_to_its_page(book):
    """Its rows have what is required and no measure."""
    book.sheet.write(notified_rows(book.sheet, [{"account": "P01H", "required": 9, "deposited": 0}]))
    made = next(each for each in book.rows("HIKAE_INTRADAY") if each["account"] == "P01H")
    assert (made["first"], made["last"]) == (3_427_921_616.0, 9.0)
