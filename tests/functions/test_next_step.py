"""What a person in a workbook is told to do next: a field of the sheet, never an option of the command line."""

import pytest
from pressed_book import PressedBook

from addin.app.desk_labels import LABELS, idle
from addin.functions.next_step import AT_THE_DESK, words_at_the_desk
from calc.outcome import Place, finding
from calc.text.wording import catalogue, words


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a fresh quotes book with the example day imported."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    made = PressedBook()
    made.done("IMPORT")
    made.put("HIKAE_INITIALS", "SK")
    return made


@pytest.mark.parametrize("code", AT_THE_DESK)
def test_a_next_step_of_the_desk_is_of_a_known_finding(code):
    """It replaces words that name an option or a command, and names none itself."""
    entry, step = catalogue()[code], AT_THE_DESK[code]
    assert any(word in entry["next_en"] for word in ("--", "hikae "))
    assert not any(word in step.ja + step.en for word in ("--", "hikae "))


def test_the_words_of_the_finding_stay():
    """Only the next step is another one."""
    found = finding("mail_too_early", Place(""), at="15:50", earliest="16:00")
    said = words_at_the_desk(found)
    assert said.en.startswith("It is 15:50; a mail of quotes does not leave before 16:00")
    assert said.en.endswith("Next: Press again from 16:00 on.")
    assert said.ja.split(" → ")[0] == words(found).ja.split(" → ")[0]


def test_other_findings_have_their_usual_words():
    """Where the words name no option there is nothing to replace."""
    assert words_at_the_desk(finding("paste_empty")) is None


def test_a_refused_button_names_the_field(book):
    """Nobody in a sheet is told to type --participant."""
    book.put("HIKAE_PARTICIPANT", "P99")
    error = book.refused("IMPORT")
    assert error["code"] == "participant_unknown"
    assert ("「清算参加者」の欄" in error["ja"], "--" in error["ja"] + error["en"]) == (True, False)


def test_an_idle_button_is_named_by_its_label(book):
    """As it stands on the button, with the book and the page."""
    error = book.refused("DECLARE")
    assert ("「宣言」" in error["ja"], "Declare" in error["en"], "DECLARE" in error["en"]) == (True, True, False)
    assert ("workbook quotes" in error["en"], error["ja"].startswith("気配値 Quotes")) == (True, True)


def test_every_label_can_be_told():
    """Each button may be pressed where it has nothing to do."""
    for name, label in LABELS.items():
        said = words(idle(name, book="margin", sheet="内訳 Parts"))
        assert label.ja in said.ja
        assert label.en in said.en


@pytest.mark.parametrize("name", ["quotes", "margin", "contingency", "continuity"])
def test_a_drill_is_opened_with_the_book_at_hand(tmp_path, monkeypatch, name):
    """Whoever practises with one book is told to open that one."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    assert f"hikae open {name} --home" in PressedBook(name).done("DRILL")["said"]["en"]
