"""Rows laid over a workbook: read as if they stood there, while the book beneath stays as it is."""

import pytest

from addin.books.built import BuiltSheet
from addin.books.laid import LaidOver
from calc.outcome import RefusedError
from calc.text.wording import Words
from workbooks.catalogue import form

NAME = "HIKAE_PARTICIPANT"


@pytest.fixture(scope="module")
def sheet():
    """Return a freshly built quotes book."""
    return BuiltSheet(form("quotes"), "quotes.xlsx")


def test_what_is_laid_over_is_read_instead(sheet):
    """The block stands where it stands beneath, so that findings name its cells."""
    laid = LaidOver(sheet, {NAME: [["P07"]]})
    assert (laid.read(NAME).cell, sheet.read(NAME).cell) == ("P07", "P01")
    assert laid.read(NAME).place(0, 0) == sheet.read(NAME).place(0, 0)


def test_a_table_keeps_its_size(sheet):
    """Short rows and missing ones are blank, as in the book itself."""
    laid = LaidOver(sheet, {"HIKAE_QUOTES": [["instrument", "bid"], ["AA", 1.0]]})
    rows, beneath = laid.read("HIKAE_QUOTES").rows, sheet.read("HIKAE_QUOTES").rows
    assert (len(rows), {len(row) for row in rows}) == (len(beneath), {len(beneath[0])})
    assert (rows[1], rows[2]) == (["AA", 1.0, "", "", ""], [""] * 5)


def test_other_regions_are_those_of_the_book(sheet):
    """A region that is missing beneath is missing here, whatever is laid over it."""
    laid = LaidOver(sheet, {"HIKAE_NO_SUCH": [[1]]})
    assert laid.read("HIKAE_FOLDER").cell == "example"
    with pytest.raises(RefusedError):
        laid.read("HIKAE_NO_SUCH")


def test_writing_lays_more_over_it(sheet):
    """What one use case made is there for the next, and the book beneath never changes."""
    laid = LaidOver(sheet, {})
    laid.write({NAME: [["P02"]]})
    assert (laid.read(NAME).cell, sheet.read(NAME).cell) == ("P02", "P01")


def test_it_is_the_same_book_in_front_and_says_nothing(sheet):
    """Title, sheet in front and cells are those beneath; progress is told to nobody."""
    laid = LaidOver(sheet, {})
    laid.progress(Words("計算", "computing"))
    assert (laid.title, laid.sheet, sheet.told) == ("quotes.xlsx", "気配値 Quotes", [])
    assert laid.cells() == sheet.cells()
