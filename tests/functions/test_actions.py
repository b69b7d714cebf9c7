import pytest
from pressed_book import PressedBook

from addin.functions import desk
from addin.functions.actions import ACTIONS, perform
from addin.functions.desk import BOOKS, EVERY_BOOK
from addin.functions.registry import target_of
from calc.outcome import RefusedError, finding

NAMES = ("IMPORT", "CHECK", "CALCULATE", "APPLY", "SEND", "EXPORT", "RECORD", "DECLARE", "DRILL")
BOOK = {"title": "b.xlsx", "sheet": "s"}
WORK = [
    ("every", EVERY_BOOK),
    *BOOKS.items(),
]


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a fresh quotes book; the home of its buttons is new."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return PressedBook()


def test_every_button_is_there_once():
    """The desk's buttons in the order in which a day needs them."""
    assert tuple(each.name for each in ACTIONS) == NAMES


@pytest.mark.parametrize("action", ACTIONS, ids=lambda each: each.name)
def test_a_button_has_its_words(action):
    """Label and help stand in both languages, short enough for every host."""
    assert all((action.label.ja, action.label.en, action.help.ja, action.help.en))
    assert max(len(action.help.ja), len(action.help.en)) <= 255


@pytest.mark.parametrize(("where", "work"), WORK, ids=lambda each: each if isinstance(each, str) else "")
def test_the_work_behind_a_button_can_be_loaded(where, work):
    """Each book names known buttons only, and what each does there is a use case that exists."""
    assert set(work) <= set(NAMES), where
    assert all(callable(target_of(target)) for target in work.values())


def test_a_button_without_work_in_a_book_says_so(book, monkeypatch):
    """It is refused with the name of the button and of this book."""
    monkeypatch.setattr(desk, "BOOKS", {"margin": {"IMPORT": "no:where"}})
    error = book.refused("IMPORT")
    assert error["code"] == "button_idle"
    assert "quotes" in error["ja"]


@pytest.mark.parametrize(("name", "given"), [("NO", BOOK), (None, BOOK), ("RECORD", None), ("RECORD", [])])
def test_an_unknown_button_is_answered(name, given):
    """A button that is none, or one without a book, is refused with words; the office is asked nothing."""
    assert perform(name, given, lambda _: pytest.fail("asked"))["error"]["code"] == "function_unknown"


def test_an_error_says_where_and_how_much_more(book):
    """The gravest finding first, at its cell, with the number of others."""
    book.done("IMPORT")
    book.put("HIKAE_INITIALS", "SK")
    for instrument in ("ITXJS3605", "ITXJS3705"):
        book.type_quote(instrument, bid=2.712, offer=3.112)
    error = book.refused("SEND")
    assert error["code"] == "quotes_unconfirmed"
    assert error["ja"].endswith("（他2件）")
    assert error["en"].endswith(" (+2 more)")


def test_a_single_error_counts_no_others(book):
    """With one finding there is nothing more."""
    error = book.refused("CHECK")
    assert error["ja"].startswith("気配値 Quotes!B15 P01 の気配値がまだ")
    assert "more)" not in error["en"]


def test_what_the_office_refuses_is_told_as_it_is(tmp_path, monkeypatch):
    """A finding of the office's own reaches the person with its words."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))

    def ask(message):
        if message["ask"] == "read":  # which of our books it is: none
            raise RefusedError([finding("region_missing", detail=message["region"])])
        raise RefusedError([finding("sheet_too_large", detail=f"{message['ask']} 501 × 50")])

    error = perform("RECORD", BOOK, ask)["error"]
    assert (error["code"], "cells 501 × 50" in error["en"]) == ("sheet_too_large", True)


def test_a_fault_of_ours_is_no_traceback(tmp_path, monkeypatch):
    """An office that answers something else gets an error in words, and nothing is recorded."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    error = perform("RECORD", BOOK, lambda _: 5)["error"]
    assert (error["code"], error["ja"].startswith("RECORD の計算中")) == ("function_failed", True)


def test_a_book_that_cannot_be_written_is_told_though_the_record_stands(book):
    """Writing comes last: what was recorded stands, and pressing again records nothing twice."""
    refuse, ask = finding("office_failed", detail="locked"), book.ask

    def locked(message):
        if message.get("ask") == "write":
            raise RefusedError([refuse])
        return ask(message)

    given = {"title": book.title, "sheet": "気配値 Quotes"}
    assert perform("IMPORT", given, locked)["error"]["code"] == "office_failed"
    assert book.rows("HIKAE_QUOTES") == []
    assert book.done("IMPORT")["mark"].startswith("#1 ")
