"""One button, another work on another page of the quotes book; and what the book shows when it is opened first."""

import pytest
from pressed_book import PressedBook

from addin.app.desk_quotes_fill import filling
from addin.app.desk_quotes_pages import ELSEWHERE, WORK
from addin.books.built import BuiltSheet
from addin.books.regions import panel, paste, quotes
from addin.functions.registry import target_of
from addin.store.journal import Journal
from calc.outcome import RefusedError
from workbooks.catalogue import form

PAGES = {region.sheet for work in WORK.values() for region in work if region is not ELSEWHERE}


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a fresh quotes book; the home of its buttons is new."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return PressedBook()


@pytest.fixture(scope="module")
def filled(tmp_path_factory, example_day):
    """Return what the example day brings into a fresh book, and the home of it."""
    home = tmp_path_factory.mktemp("home")
    return filling(BuiltSheet(form("quotes"), "quotes.xlsx"), example_day, home=home), home


def rows_of(rows):
    """Return rows of a region by the names of its columns, blank ones left out."""
    names, *beneath = rows
    return [dict(zip(names, row, strict=True)) for row in beneath if any(cell not in {"", None} for cell in row)]


@pytest.mark.parametrize("button", WORK)
def test_every_work_is_there(button):
    """Each use case that a page names can be imported."""
    for target in WORK[button].values():
        assert callable(target_of(target))


def test_every_page_with_work_of_its_own_is_in_the_book(book):
    """The regions that tell pages apart stand on them."""
    assert set(book.book.sheetnames) >= PAGES


@pytest.mark.parametrize(
    ("button", "page", "code"),
    [
        ("IMPORT", paste.PASTE, "paste_empty"),
        ("CHECK", quotes.KEYED, "keyed_none"),
        ("CHECK", quotes.QUOTES, "quotes_none_typed"),
        ("DECLARE", quotes.WAYS, "initials_refused"),
        ("DECLARE", quotes.HEARING, "initials_refused"),
        ("DECLARE", quotes.QUOTES, "button_idle"),
        ("DECLARE", panel.ABOUT, "button_idle"),
    ],
)
def test_a_button_does_what_its_page_is_for(book, button, page, code):
    """The refusal of an empty book tells whose work it was."""
    book.turn_to(page)
    assert book.refused(button)["code"] == code


@pytest.mark.parametrize(
    ("button", "page", "said"),
    [
        ("IMPORT", quotes.QUOTES, "Imported"),
        ("IMPORT", quotes.HEARING, "Imported"),
        ("CHECK", quotes.WAYS, "0 sent"),
        ("CALCULATE", quotes.HEARING, "Evidence of"),
    ],
)
def test_every_other_page_has_the_books_own_work(book, button, page, said):
    """取込 reads the day's folder wherever it is pressed, but on the page for tables."""
    book.turn_to(page)
    assert said in book.done(button)["said"]["en"]


def test_a_renamed_page_is_still_that_page(book):
    """A page is known by what stands on it."""
    book.book[quotes.WAYS].title = "本日の送信"
    for defined in book.book.defined_names.values():
        defined.attr_text = defined.attr_text.replace(f"'{quotes.WAYS}'", "'本日の送信'")
    book.turn_to("本日の送信")
    assert "0 sent" in book.done("CHECK")["said"]["en"]


def test_an_idle_page_is_named(book):
    """The finding names the page, not the file."""
    book.turn_to("参照 Reference")
    assert "参照 Reference" in book.refused("DECLARE")["ja"]


def test_a_fresh_book_shows_quotes_with_their_states(filled):
    """Entry, yesterday's prices, curve and checks, as 取込 and 確認 leave them."""
    rows, _ = filled
    assert len(rows_of(rows["HIKAE_QUOTES"])) == 58
    assert {row["state"] for row in rows_of(rows["HIKAE_QUOTE_STATES"])} == {"○ 可 good"}
    assert "58" in rows["HIKAE_SUMMARY"][0][0]
    assert len(rows_of(rows["HIKAE_PREVIOUS"])) == 71


def test_a_fresh_book_shows_prices_evidence_and_ways_out(filled):
    """What needs nobody's word is there at once."""
    rows, _ = filled
    assert len(rows_of(rows["HIKAE_PRICES"])) == 71
    assert len(rows_of(rows["HIKAE_EVIDENCE"])) == 7
    assert [row[0] for row in rows["HIKAE_WAYS"][1:3]] == ["○", "○"]
    assert len({row["participant"] for row in rows_of(rows["HIKAE_MEMBERS"])}) == 7


def test_filling_records_nothing(filled):
    """Nobody has pressed a button."""
    with Journal(filled[1]) as journal:
        assert list(journal.entries()) == []


def test_a_day_without_quotes_of_the_participant_is_shown_all_the_same(tmp_path, example_day):
    """P07 has sent none: what it owes stands there, without states."""
    sheet = BuiltSheet(form("quotes"), "quotes.xlsx")
    sheet.write({"HIKAE_PARTICIPANT": [["P07"]]})
    rows = filling(sheet, example_day, home=tmp_path)
    assert {row.get("bid") for row in rows_of(rows["HIKAE_QUOTES"])} <= {"", None}
    assert rows_of(rows["HIKAE_QUOTE_STATES"]) == []


def test_a_participant_that_the_day_does_not_know_is_refused(tmp_path, example_day):
    """The book then opens as an empty form."""
    sheet = BuiltSheet(form("quotes"), "quotes.xlsx")
    sheet.write({"HIKAE_PARTICIPANT": [["P99"]]})
    with pytest.raises(RefusedError) as caught:
        filling(sheet, example_day, home=tmp_path)
    assert [each.code for each in caught.value.findings] == ["participant_unknown"]
