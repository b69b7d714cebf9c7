"""The margin book's named ranges: none over another, each under one name, all where their builder and formulas look."""

from itertools import combinations

import pytest

from addin.app.desk_margin_check import READ
from addin.app.desk_margin_import import MADE, TYPED
from addin.books.regions import margin, panel
from addin.books.regions.region import Region
from workbooks import catalogue

EVERY = (*margin.TABLES, *margin.CELLS)
STORED = (margin.CURVE_STORED, margin.CONSTITUENTS_STORED, margin.EVENTS_STORED)


def cells(region):
    """Return the cells of a region as (row, column)."""
    last_row, last_column = region.last
    return {(r, c) for r in range(region.row, last_row + 1) for c in range(region.column, last_column + 1)}


@pytest.fixture(scope="module")
def book():
    """Return the form with nothing filled in."""
    return catalogue.form("margin")


def test_no_two_tables_share_a_cell():
    """What a button writes into one never falls into another."""
    apart = [each for each in EVERY if each not in STORED]
    for one, other in combinations(apart, 2):
        if one.sheet == other.sheet:
            assert not cells(one) & cells(other), (one.name, other.name)


@pytest.mark.parametrize("place", range(3))
def test_a_stored_name_is_the_value_of_its_setting(book, place):
    """Curve, constituents and events are settings of the book: each cell stands beside its name."""
    page, cell = book[margin.MARKET], STORED[place]
    assert cells(cell) <= cells(margin.SETTINGS)
    assert page.cell(cell.row, cell.column - 1).value == ("curve", "constituents", "events")[place]


def test_no_two_ranges_share_a_name():
    """A name means one range, short names included."""
    names = [each.name for each in (*EVERY, *margin.SHORT_NAMES, *margin.SHORT_CELLS)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("region", EVERY, ids=lambda each: each.name)
def test_each_name_is_in_the_book_at_its_place(book, region):
    """The defined name of the built book is the region's own cells on its own page."""
    ((sheet, address),) = list(book.defined_names[region.name].destinations)
    first, _, last = address.replace("$", "").partition(":")
    page = book[sheet]
    assert sheet == (region.sheet or margin.SUMMARY)
    assert (page[first].row, page[first].column) == (region.row, region.column)
    assert (page[last or first].row, page[last or first].column) == region.last


@pytest.mark.parametrize("region", margin.TABLES, ids=lambda each: each.name)
def test_each_table_has_its_names_in_its_first_row(book, region):
    """Buttons find columns by these names and by nothing else."""
    page = book[region.sheet]
    found = [page.cell(region.row, region.column + place).value for place in range(len(region.columns))]
    assert tuple(found) == region.columns


def test_no_table_repeats_a_column():
    """A column found twice would be refused on every day."""
    for region in margin.TABLES:
        assert len(region.columns) == len(set(region.columns)), region.name


@pytest.mark.parametrize("region", margin.SHORT_NAMES, ids=lambda each: each.name)
def test_a_short_name_covers_its_columns(book, region):
    """The column that a lookup counts to is the one that the region names: each name stands in its row of names."""
    page = book[region.sheet]
    shown = [page.cell(region.row, region.column + place).value for place in range(len(region.columns))]
    assert tuple(shown) == region.columns


@pytest.mark.parametrize(
    ("region", "place", "name"),
    [
        (margin.LIVE, 9, "total"),
        (margin.LIVE, 3, "base"),
        (margin.RULED, 10, "applied"),
        (margin.RULED, 13, "state"),
        (margin.DIFFERENCES, 17, "where"),
        (margin.ACCOUNT_LIST, 2, "participant"),
        (margin.ACCOUNT_LIST, 5, "multiplier"),
        (margin.ACCOUNT_LIST, 6, "add_on"),
    ],
)
def test_a_lookups_number_is_its_column(region, place, name):
    """The numbers that formulas count to name what they are meant to bring."""
    assert region.columns[place - 1] == name


def test_import_writes_only_into_tables_of_the_book():
    """Every region that the import fills is one of the book's own, and so is every one that keeps typed cells."""
    assert {*MADE, *TYPED, *READ} <= set(EVERY)


def test_what_is_kept_are_columns_of_their_region():
    """A column that a person types into is there to be kept; the account itself never is."""
    for region, kept in TYPED.items():
        assert set(kept) <= set(region.columns)
        assert region.columns[0] not in kept


def test_tables_stand_below_the_fields_of_the_front_page():
    """On the page in front nothing lies over the panel's own fields."""
    fields = {(each.row, each.column) for each in vars(panel).values() if isinstance(each, Region)}
    for region in EVERY:
        if region.sheet == margin.SUMMARY:
            assert not cells(region) & fields, region.name


def test_a_region_without_columns_is_one_cell():
    """Single fields have one cell; its last is its first."""
    for region in margin.CELLS:
        assert len(cells(region)) == 1, region.name


def test_every_page_of_accounts_has_room_for_the_same_ones():
    """An account in one table has its row in the others."""
    rooms = {
        each.rows for each in margin.TABLES if each.columns[0] in {"account", "computed"} and each is not margin.HELD
    }
    assert rooms == {margin.MOST_ACCOUNTS}
    assert (margin.FIRST, margin.LAST) == (margin.HEAD + 1, margin.HEAD + margin.MOST_ACCOUNTS)
