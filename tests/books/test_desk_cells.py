from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.books.desk_cells import (
    day_number,
    day_of,
    filled,
    instant_of,
    moment_of,
    text_of,
    time_of,
    with_times,
    written,
)
from addin.books.port import Block
from addin.books.regions.region import Region
from calc.days.cutoff import JST
from calc.outcome import Place, RefusedError, finding

REGION = Region("HIKAE_QUOTES", "気配値", 15, 2, ("instrument", "bid", "as_of"), 3)
HEADER = ["instrument", "bid", "as_of"]
DAY = date(2026, 11, 20)


def block(*rows, header=HEADER):
    return Block("HIKAE_QUOTES", [header, *rows], "気配値", 15, 2)


def one(cell):
    return Block("HIKAE_FOLDER", [[cell]], "気配値", 5, 8)


def refused(work, *given_):
    with pytest.raises(RefusedError) as caught:
        work(*given_)
    return caught.value.findings


def test_rows_are_read_by_the_names_above_them():
    """A moved column is still that column, a column of somebody's own is passed over, blank rows are none."""
    moved = block([40.0, "mine", "AA", ""], ["", "", " ", ""], header=["bid", "note", "instrument", "as_of"])
    read = filled(moved, REGION)
    assert (read.table.columns, read.table.rows) == (("instrument", "bid", "as_of"), ((2, ("AA", 40.0, "")),))


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (["instrument", "", "as_of"], "column_missing"),
        (["bid", "bid", "as_of"], "column_repeated"),
        ([], "column_missing"),
    ],
)
def test_a_header_that_cannot_be_trusted_refuses_the_region(header, code):
    """A name that is gone or stands twice is told at the region's corner; no column is taken by its position."""
    found = refused(filled, block(header=header), REGION)
    assert {each.code for each in found} >= {code}
    assert {each.place for each in found} == {Place("気配値!B15")}


def test_an_error_value_is_told_at_its_cell():
    """Its row is left out, the others are read."""
    read = filled(block(["AA", {"error": "#N/A"}, ""], ["BB", 50.0, ""]), REGION)
    assert read.faults == (finding("cell_error", Place("気配値!C16"), row=2, column=2, error="#N/A"),)
    assert [row for row, _ in read.table.rows] == [3]


def test_a_finding_of_the_table_is_told_at_its_cell():
    """Row and column of a table become the cell where it stands; findings of other things stay as they are."""
    read = filled(block([40.0, "AA", ""], header=["bid", "instrument", "as_of"]), REGION)
    wrong = finding("cell_empty", Place("HIKAE_QUOTES", 2, "instrument"), column="instrument")
    assert read.located(wrong).place == Place("気配値!C16")
    for other in (finding("file_empty", Place("quotes.csv", 2, "bid")), finding("file_empty", Place("HIKAE_QUOTES"))):
        assert read.located(other) == other


def test_rows_are_written_under_the_names_as_they_stand():
    """The header is kept with its order, nothing becomes blank text, and what no column holds stays blank."""
    moved = block(["", "", "", ""], header=["bid", "note", "instrument", "as_of"])
    assert written(moved, REGION, [("AA", 40.0, None)]) == [
        ["bid", "note", "instrument", "as_of"],
        [40.0, "", "AA", ""],
    ]


def test_rows_that_do_not_fit_are_refused():
    """A region with room for one row takes one; with two nothing is cut off."""
    small, row = block(["", "", ""]), ("AA", 1.0, None)
    assert len(written(small, REGION, [row])) == 2
    assert [each.code for each in refused(written, small, REGION, [row, row])] == ["region_full"]


def test_a_header_without_its_names_is_not_written_under():
    """Rows never go into a column that might be another."""
    assert [each.code for each in refused(written, block(["", ""], header=["instrument", "as_of"]), REGION, [])] == [
        "column_missing"
    ]


@pytest.mark.parametrize(
    ("cell", "said"), [("", ""), ("  ", ""), (None, ""), (" P01 ", "P01"), (7.0, "7"), (7.5, "7.5")]
)
def test_a_cell_says_what_was_typed(cell, said):
    """Blanks around a text do not count; a whole number reads as it is shown."""
    assert text_of(one(cell)) == said


def test_an_error_value_says_nothing():
    """A field that holds an error is told at its cell."""
    assert refused(text_of, one({"error": "#REF!"})) == (
        finding("cell_error", Place("気配値!H5"), row=1, column=1, error="#REF!"),
    )


@pytest.mark.parametrize("cell", [46346.0, 46346.75, "2026-11-20", "2026/11/20"])
def test_a_day_is_a_sheets_date_or_text(cell):
    """A day number, with or without a time, and both ways of writing it are the same day."""
    assert day_of(one(cell)) == DAY


@pytest.mark.parametrize("cell", [0.5, -3.0, 1e9, "20 Nov", "2026-02-30"])
def test_what_is_no_day_is_told_at_its_cell(cell):
    """A time alone, a number no sheet has, and words are refused."""
    assert [(each.code, each.place) for each in refused(day_of, one(cell))] == [("date_unreadable", Place("気配値!H5"))]


@pytest.mark.parametrize("cell", [46346 + 15.5 / 24, "2026-11-20T15:30:00+09:00", "2026-11-20T06:30:00Z"])
def test_an_instant_is_a_sheets_moment_in_japan_or_iso_text(cell):
    """A sheet knows no zone: its clock is Tokyo's."""
    assert instant_of(one(cell)) == datetime(2026, 11, 20, 15, 30, tzinfo=JST)


def test_a_blank_field_is_no_day_and_no_instant():
    """Nothing typed is None, not the first day of the sheet."""
    assert (day_of(one("")), instant_of(one(""))) == (None, None)


def test_an_instant_without_offset_is_told_at_its_cell():
    """Text without its zone is not guessed."""
    found = refused(instant_of, one("2026-11-20T15:30:00"))
    assert [(each.code, each.place) for each in found] == [("instant_without_offset", Place("気配値!H5"))]


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2199, 12, 31)))  # noqa: DTZ001 - made aware below
def test_a_moment_survives_the_sheet(moment):
    """Whole seconds go into a cell and come back the same."""
    exact = moment.replace(microsecond=0, tzinfo=JST)
    assert moment_of(day_number(exact)) == exact


def test_a_day_goes_into_a_cell_as_its_number():
    """Days count from 1899-12-30, as sheets count."""
    assert (day_number(DAY), day_number(date(1899, 12, 31))) == (46346.0, 1.0)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (0.6375, "2026-11-20T15:18:00+09:00"),
        (46346.6375, "2026-11-20T15:18:00+09:00"),
        ("2026-11-20T15:18:00+09:00", "2026-11-20T15:18:00+09:00"),
        ("", ""),
        (True, True),
        (-1.0, -1.0),
    ],
)
def test_a_quotes_time_may_be_a_time_of_the_day(cell, told):
    """A time alone is of the business date; what is neither stays for the check to refuse."""
    assert time_of(cell, DAY) == told


def test_a_column_of_times_becomes_text():
    """Only that column changes, in every row."""
    read = with_times(filled(block(["AA", 0.5, 0.5], ["BB", 0.25, ""]), REGION), "as_of", DAY)
    assert [cells for _, cells in read.table.rows] == [("AA", 0.5, "2026-11-20T12:00:00+09:00"), ("BB", 0.25, "")]
