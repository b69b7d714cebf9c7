"""One truth: what is not in the record says so on the written board, and a business date of another day is told."""

import pytest
from continuity_hand import ContinuityHand, at, prepared_in
from pressed_book import PressedBook

from addin.app.desk_continuity_fill import filling
from addin.store.journal import Journal

DOUBT = "▲ 未記録を含む not recorded"


@pytest.fixture
def hand(home):
    assert not home.exists()
    return ContinuityHand()


def as_of(hand):
    """Return the first row of the written board."""
    return hand.rows("HIKAE_BOARD")[0]


def kinds(home):
    with Journal(home) as journal:
        return [entry.kind for entry in journal.entries()]


def test_a_board_made_from_a_folder_says_that_it_is_not_recorded(home, example_day):
    """The first row has the doubt and the number of rows, and nothing is recorded by filling."""
    book = PressedBook("continuity")
    row = filling(book.sheet, example_day, home=home)["HIKAE_BOARD"][1]
    assert (row[2], row[3].split("\n")[1]) == (DOUBT, "37 rows typed, not recorded")
    assert not home.exists()


def test_the_doubt_goes_with_the_next_board_from_the_record(hand, home):
    """Apply writes from the record alone, as the live board does."""
    hand.done("IMPORT")
    assert as_of(hand)["state"] == DOUBT
    hand.done("APPLY")
    assert (as_of(hand)["state"], kinds(home)) == ("", [])


def test_an_import_of_what_is_recorded_has_no_doubt(tmp_path, home, monkeypatch):
    """All three registers are in the record: neither the board nor the words ask to declare."""
    ready = prepared_in(tmp_path, monkeypatch)
    monkeypatch.setenv("HIKAE_HOME", str(home))
    hand = ready.given(home)
    told = hand.done("IMPORT")["said"]
    assert as_of(hand)["state"] == ""
    assert told["en"] == "Imported: contacts 11 roster 21 movers 5"


def test_an_import_says_what_to_press_next(hand):
    """In both languages, with the number of rows."""
    assert "▲ 未記録 37 件: 略号を入れ、各ページで 宣言" in hand.done("IMPORT")["said"]["ja"]


@pytest.mark.parametrize("button", ["APPLY", "IMPORT"])
def test_a_fixed_instant_of_another_day_is_refused(hand, home, button):
    """The cell of the business date is named; nothing is written or recorded."""
    hand.put("HIKAE_DATE", 46345.0)
    before = hand.sheet.read("HIKAE_BOARD").rows
    error = hand.refused(button)
    assert (error["code"], error["ja"].startswith("本部 Headquarters!B5 ")) == ("continuity_other_day", True)
    assert hand.sheet.read("HIKAE_BOARD").rows == before
    assert not home.exists() or kinds(home) == []


@pytest.mark.parametrize("button", ["APPLY", "IMPORT"])
def test_a_book_without_a_business_date_goes_by_the_instant(hand, button):
    """Nothing differs then."""
    hand.put("HIKAE_DATE", "")
    assert "違います" not in hand.done(button)["said"]["ja"]


@pytest.mark.parametrize("button", ["APPLY", "IMPORT"])
def test_a_night_past_midnight_is_told_and_not_stopped(hand, monkeypatch, button):
    """The clock runs into the next day of an emergency; the words name both days."""
    hand.put("HIKAE_AT", "")
    monkeypatch.setattr("addin.functions.desk.now", lambda: at(1, day=1))
    told = hand.done(button)["said"]
    assert "▲ 業務日 2026-11-20 と時点の日 2026-11-21 が違います" in told["ja"]
    assert "Business date 2026-11-20, instant of 2026-11-21" in told["en"]


@pytest.mark.parametrize("typed", ["その他関係機関 other body", "その他関係機関 other", "other"])
def test_a_role_is_read_by_its_words_or_its_code(hand, home, typed):
    """What the page shows names no code alone; a book of an earlier version is read all the same."""
    hand.done("IMPORT")
    assert "その他関係機関 other body" in {row["role"] for row in hand.rows("HIKAE_CONTACTS")}
    hand.fill("HIKAE_CONTACTS", "対策本部", role=typed)
    hand.declare("HIKAE_CONTACTS")
    with Journal(home) as journal:
        said = [entry.body["said"] for entry in journal.entries("continuity.contact")]
    assert next(each["role"] for each in said if each["name"] == "対策本部") == "other"
