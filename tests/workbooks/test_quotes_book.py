"""The built quotes book: what it has beside what tests of every book look at."""

import io

import openpyxl
import pytest

from addin.books.regions import panel, quotes, shared
from addin.books.regions.region import Region
from workbooks.catalogue import NAMES, built, file_name
from workbooks.quotes import quotes_book

FIRST_SHEETS = ["説明 About", "気配値 Quotes"]
TABLES = (quotes.QUOTE_ENTRY, quotes.QUOTE_STATES, quotes.PREVIOUS, shared.CURVE, shared.APPLIED, quotes.PRICED)


@pytest.fixture(scope="module")
def book():
    """Return the book as an office would load it."""
    return openpyxl.load_workbook(io.BytesIO(built("quotes")))


def test_the_explanation_comes_first_and_entry_is_in_front(book):
    """Who opens it can type at once; the first tab says how."""
    assert book.sheetnames[:2] == FIRST_SHEETS
    assert book.active.title == "気配値 Quotes"


@pytest.mark.parametrize("region", TABLES, ids=lambda each: each.name)
def test_a_table_has_labels_above_the_names_of_its_columns(book, region):
    """Buttons read the names, people the labels in both languages."""
    columns = range(region.column, region.last[1] + 1)
    for column in columns:
        ja, en = book[region.sheet].cell(region.row - 1, column).value.split("\n")
        assert (ja.isascii(), en.isascii()) == (False, True)


def test_at_least_forty_cells_are_live(book):
    """The upfront of every quote, and the check as one block."""
    sheet = book["気配値 Quotes"]
    assert all("CDS_UPFRONT(" in sheet[f"J{row}"].value for row in range(16, 96))
    assert "CDS_QUOTE_CHECK(HIKAE_QUOTES,HIKAE_PREVIOUS)" in sheet["V15"].value.text
    assert sheet["V15"].value.ref == "V15:X95"


def test_what_a_person_fills_is_unlocked(book):
    """Fields and entry cells are unlocked, the sheet's own cells are not."""
    sheet = book["気配値 Quotes"]
    assert not any(sheet[cell].protection.locked for cell in ("B5", "B6", "B7", "B8", "E8", "H5", "B16", "F95"))
    assert all(sheet[cell].protection.locked for cell in ("A16", "G16", "J16", "E5", "E6"))


def test_levels_ask_back_and_choices_come_from_a_list(book):
    """A bid that is no number is asked about; initials are short."""
    rules = book["気配値 Quotes"].data_validations.dataValidation

    def rule(cell):
        (found,) = [each for each in rules if cell in each.sqref]
        return found

    assert [rule(cell).errorStyle for cell in ("C16", "D95")] == ["warning", "warning"]
    assert rule("F95").formula1 == "4"
    assert rule("B8").formula1 == '"tool,upload,mail"'


def test_the_entry_table_repeats_its_head(book):
    """On paper and on the screen."""
    sheet = book["気配値 Quotes"]
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$14:$15", "C16")


def test_a_region_without_columns_is_one_cell():
    """The last cell of a field is the field."""
    assert Region("HIKAE_X", "s", 4, 2).last == (4, 2)


def test_the_fields_of_all_books_stand_in_front():
    """Their regions name no sheet but for the name of the book."""
    assert {each.sheet for each in panel.FIELDS} == {"", "説明 About"}
    assert panel.BOOK.sheet == panel.ABOUT


def test_the_catalogue_finds_every_book_by_its_name():
    """`hikae build` and `hikae open NAME` find the builders there."""
    assert NAMES[0] == "quotes"
    assert file_name("quotes") == "quotes.xlsx"
    assert quotes_book().sheetnames == openpyxl.load_workbook(io.BytesIO(built("quotes"))).sheetnames
