"""Buttons on books as people leave them: where a region cannot be read they refuse at its cell and record nothing."""

from random import Random

import pytest
from book_harms import (
    all_cells_deleted,
    array_never_computed,
    error_value,
    formula_never_computed,
    merged_across,
    merged_down,
    name_deleted,
    name_of_no_block,
    sheet_renamed_outside,
)
from left_book import left_book
from pressed_book import PressedBook

from addin.books.filed import FiledSheet
from addin.books.regions.contingency import DECLARE
from addin.books.regions.continuity import REPORTS
from addin.books.saved_regions import said_of
from addin.store.journal import Journal
from workbooks import catalogue

pytestmark = pytest.mark.sampled

HARMS = (
    merged_down, merged_across, name_deleted, name_of_no_block, all_cells_deleted, sheet_renamed_outside,
    formula_never_computed, array_never_computed,
)  # fmt: skip
BUTTONS = (
    ("quotes", "CHECK", "HIKAE_QUOTES", ""),
    ("quotes", "SEND", "HIKAE_QUOTES", ""),
    ("quotes", "IMPORT", "HIKAE_QUOTES", ""),
    ("margin", "CHECK", "HIKAE_NOTIFIED", ""),
    ("margin", "CHECK", "HIKAE_ACCOUNTS", ""),
    ("margin", "IMPORT", "HIKAE_NOTIFIED", ""),
    ("contingency", "DECLARE", "HIKAE_DECLARED", DECLARE),
    ("continuity", "DECLARE", "HIKAE_STEPS", REPORTS),
)
# A page whose title or whose only form is gone is told as no page to declare from, not by its region.
NO_PAGE = {("contingency", sheet_renamed_outside), ("continuity", name_deleted)}
CASES = [
    pytest.param(*each, harm, id=f"{each[0]}-{each[1]}-{each[2]}-{harm.__name__}")
    for each in BUTTONS
    for harm in HARMS
    if (each[0], harm) not in NO_PAGE
]
SHOWN_BESIDE = {("quotes", "CHECK"), ("margin", "CHECK")}  # these show what is wrong beside the row, if they may write


class LeftDesk(PressedBook):
    """The buttons of a saved book, which only answers what it holds."""

    def __init__(self, book):
        self.title, self.sheet = book.title, FiledSheet(said_of(book.saved()), book.title)
        self.writes, self.told = [], []


@pytest.fixture(scope="module")
def left(example_file):
    """Return a function that gives a copy of a book with the example day."""
    kept = {}

    def book(name):
        if name not in kept:
            kept[name] = left_book(example_file(name), catalogue.file_name(name))
        return kept[name].copy()

    return book


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """Return a function that presses a button that must fail on a saved book; nothing is recorded or written."""
    home = tmp_path / "home"
    monkeypatch.setenv("HIKAE_HOME", str(home))

    def pressed(button, book):
        error = LeftDesk(book).refused(button)
        with Journal(home) as journal:
            assert list(journal.entries()) == []
        return error

    return pressed


@pytest.mark.parametrize(("name", "button", "table", "front", "harm"), CASES)
def test_a_button_refuses_what_it_cannot_read(left, refused, name, button, table, front, harm):
    """The code is the region's, its cell or its name is told, and the record stays empty."""
    book = left(name)
    book.put("HIKAE_INITIALS", [["SK"]])
    book.front = front or book.front
    code = harm(book, table, Random(1))  # noqa: S311 - a repeatable harm, no secret
    if front and front not in book.pages:
        book.front = "本日"
    expected, places = book.refused(table)
    error = refused(button, book)
    assert (error["code"], expected) == (code, code)
    assert any(place in error["en"] for place in places)


@pytest.mark.parametrize(
    ("name", "button", "table", "front"), [each for each in BUTTONS if each[:2] not in SHOWN_BESIDE]
)
def test_a_button_refuses_an_error_value_at_its_cell(left, refused, name, button, table, front):
    """An error in a filled table is told where it stands, before anything is recorded."""
    book = left(name)
    book.put("HIKAE_INITIALS", [["SK"]])
    book.front = front or book.front
    error_value(book, table, Random(3))  # noqa: S311 - a repeatable harm, no secret
    error = refused(button, book)
    assert (error["code"], f"{book.names[table][0]}!" in error["en"]) == ("cell_error", True)
