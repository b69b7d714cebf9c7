"""The margin book on paper: legible after a FAX, nothing cut by a repeated column, no page with nothing on it."""

from itertools import pairwise

import pytest
from openpyxl.utils import column_index_from_string as number_of
from openpyxl.utils import get_column_letter as letter_of
from openpyxl.utils import range_boundaries

from addin.books.regions import margin
from workbooks import catalogue

WIDTH, HEIGHT, POINTS = 595.3, 841.9, 72  # A4 upright, and the points of an inch
CHARACTER, ROW = 5.25, 15.0  # points of a column's unit and of a row that has no height of its own
WIDEST = 113.5  # units on an upright page at 70 per cent where a wider font stands in for the book's own
LEAST = 0.7
UPRIGHT = (
    margin.ACCOUNTS, margin.PARTS, margin.VARIATION, margin.FUND, margin.INTRADAY, margin.CASH, margin.COST,
)  # fmt: skip
ACROSS = (margin.EXPLAIN, margin.MARKET)


@pytest.fixture(scope="module")
def book():
    """Return the form with nothing filled in."""
    return catalogue.form("margin")


def areas(sheet):
    """Return first column, first row, last column and last row of each printed area."""
    return [range_boundaries(each.rpartition("!")[2].replace("$", "")) for each in sheet.print_area.split(",")]


def repeated(sheet):
    """Return the columns that stand on every page."""
    if not sheet.print_title_cols:
        return set()
    first, last = map(number_of, sheet.print_title_cols.replace("$", "").split(":"))
    return set(range(first, last + 1))


def width_of(sheet, area):
    columns = set(range(area[0], area[2] + 1)) | repeated(sheet)
    return sum(sheet.column_dimensions[letter_of(each)].width for each in columns)


def height_of(sheet, area):
    return sum(sheet.row_dimensions[row].height or ROW for row in range(area[1], area[3] + 1))


@pytest.mark.parametrize("page", UPRIGHT)
def test_an_upright_page_prints_at_seventy_per_cent_or_more(book, page):
    """Ten points become seven at least: both across and down, all sixty accounts on the page."""
    sheet = book[page]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("portrait", 1)
    inner = sheet.page_margins
    high = HEIGHT - POINTS * (inner.top + inner.bottom)
    wide = WIDTH - POINTS * (inner.left + inner.right)
    for area in areas(sheet):
        assert width_of(sheet, area) <= WIDEST
        assert wide / (CHARACTER * width_of(sheet, area)) >= LEAST
        assert high / height_of(sheet, area) >= LEAST


@pytest.mark.parametrize("page", ACROSS)
def test_a_page_across_is_narrow_enough(book, page):
    """Positions and instruments print across, again at seventy per cent or more."""
    sheet = book[page]
    assert sheet.page_setup.orientation == "landscape"
    inner = sheet.page_margins
    wide = HEIGHT - POINTS * (inner.left + inner.right)
    assert all(wide / (CHARACTER * width_of(sheet, area)) >= LEAST for area in areas(sheet))


@pytest.mark.parametrize("page", [*UPRIGHT, margin.COMPONENTS])
def test_no_later_page_repeats_the_lines_of_the_head(book, page):
    """Title and explanation are longer than the columns repeated; a page after the first begins beneath them."""
    sheet = book[page]
    first, *later = areas(sheet)
    assert first[1] == 1
    assert all(area[1] > 4 for area in later)


@pytest.mark.parametrize("page", [*UPRIGHT, *ACROSS, margin.COMPONENTS])
def test_the_printed_areas_leave_no_column_twice_or_out(book, page):
    """They stand side by side, but for one empty column between two tables."""
    edges = [(area[0], area[2]) for area in areas(book[page])]
    steps = [after - before for (_, before), (after, _) in pairwise(edges)]
    assert set(steps) <= {1, 2}


@pytest.mark.parametrize(("page", "cell", "first"), [(margin.EXPLAIN, "H5", 70), (margin.MARKET, "E5", 85)])
def test_rows_that_are_not_printed_are_counted(book, page, cell, first):
    """No page of blank rows; what stands beneath the last printed row is told on the page."""
    sheet = book[page]
    assert areas(sheet)[0][3] == first - 1
    assert sheet[cell].value == f'=COUNTIF(A{first}:A129,"?*")'


def test_the_second_page_of_an_explanation_says_whose_it_is(book):
    """Components, worst days and readings print apart from the account's name above the positions."""
    assert book[margin.EXPLAIN]["J7"].value == '=IF(D5="","","口座 Account "&D5)'
    assert areas(book[margin.EXPLAIN])[1][1] == 7


def test_the_second_page_of_costs_names_its_accounts(book):
    """Its last column repeats the account, for no column is repeated beside the table of measures."""
    sheet = book[margin.COST]
    assert repeated(sheet) == set()
    assert sheet["J10"].value == '=IF(A10="","",A10)'


def test_the_note_of_variation_margin_is_read_on_its_first_page(book):
    """Japanese in one line, English in the one beneath: together they would run past the edge of the paper."""
    sheet = book[margin.VARIATION]
    assert sheet["B6"].value == '=IFERROR(MID(B5,FIND(" / ",B5)+3,400),"")'
    assert areas(sheet)[0][2] == number_of("G")
