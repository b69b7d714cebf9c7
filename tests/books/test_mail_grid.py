import csv
import io
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.books.mail.grid import LONGEST_FIELD, MOST_ROWS, Grid, csv_grid, grid_of, html_grid, text_grid

HEAD = ("instrument", "bid", "offer")
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
LEVEL = st.decimals(0, 9999, places=2).map(str)


def rows(grid):
    """Return the readable rows without their numbers."""
    return [row[1:] for row in grid.rows]


@pytest.mark.parametrize("instrument", ["instrument", "銘柄", "銘柄コード", "INSTRUMENT", " Instrument "])
@pytest.mark.parametrize(
    ("bid", "offer"), [("bid", "offer"), ("ビッド", "オファー"), ("買気配", "売気配"), ("BID", "Offer")]
)
def test_the_headings_may_be_in_either_language(instrument, bid, offer):
    """Each of the closed list of headings is known, in any case, at any place of its row."""
    grid = grid_of([(1, [offer, "note", instrument, bid]), (2, ["2", "x", "S46", "1"])])
    assert grid == Grid(((2, "S46", "1", "2"),))


@pytest.mark.parametrize("missing", range(3))
def test_without_its_three_headings_there_is_no_table(missing):
    """A row that lacks one of them is no heading, and its rows are not read."""
    head = [*HEAD]
    head[missing] = "other"
    assert grid_of([(1, head), (2, ["S46", "1", "2"])]) is None


def test_what_stands_above_the_heading_is_passed_over():
    """Titles and notes come before many tables."""
    grid = grid_of([(1, ["気配値"]), (3, list(HEAD)), (4, ["S46", "1", "2"])])
    assert grid.rows == ((4, "S46", "1", "2"),)


def test_rows_of_another_width_are_misshapen_and_blank_ones_nothing():
    """Both widths are told; what is readable goes on."""
    grid = grid_of(
        [(1, HEAD), (2, ["S46", "1"]), (3, ["", " ", None]), (4, ["S45", "1", "2", "3"]), (5, ["S44", "1", "2"])]
    )
    assert (rows(grid), grid.misshapen) == ([("S44", "1", "2")], ((2, 3, "2"), (4, 3, "4")))


def test_a_sheets_short_rows_end_in_blank_cells():
    """A workbook keeps no cells at the end of a row; they are blank there."""
    grid = grid_of([(1, [*HEAD, "note"]), (2, ["S46", "1"]), (3, ["S45", 1, 2, "x", "y"])], pads=True)
    assert (rows(grid), grid.misshapen) == ([("S46", "1", None)], ((3, 4, "5"),))


@pytest.mark.parametrize(("extra", "too_many"), [(0, False), (1, True)])
def test_ten_thousand_rows_are_the_most(extra, too_many):
    """The limit itself is allowed, misshapen rows counted."""
    body = [(2, ["S46", "1"]), *((number, ["S46", "1", "2"]) for number in range(3, MOST_ROWS + 2 + extra))]
    assert grid_of([(1, HEAD), *body]).too_many is too_many


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_csv_may_end_its_lines_in_any_way(newline):
    """Line feeds, carriage returns or both; the last line may lack its end."""
    grid = csv_grid(newline.join(["instrument,bid,offer", "S46,1,2", "", "S45,3,4"]))
    assert grid.rows == ((2, "S46", "1", "2"), (4, "S45", "3", "4"))


def test_a_row_is_numbered_by_its_first_line():
    """A quoted cell may hold a line break, and the rows after it keep their line of the file."""
    grid = csv_grid('instrument,bid,offer,note\nS46,1,2,"a\nb"\nS45,3,4,c\n')
    assert [row[0] for row in grid.rows] == [2, 4]


@pytest.mark.parametrize(
    ("line", "is_in_doubt"),
    [
        ("S46,1,234", True),
        ("S46,12,345", True),
        ("S46,-1,234", True),
        ("S46,１,２３４", True),
        ("S46, 1 , 234 ", True),
        ("S46,1.5,234", False),
        ("S46,1,23", False),
        ("S46,1,2345", False),
        ("S46,1,234.5", False),
        ("S46,01,234", True),
        ("S46,1000,120", True),
        ('S46,"1",234', False),
        ('S46,1,"234"', False),
    ],
)
def test_a_comma_that_may_stand_inside_a_number_is_in_doubt(line, is_in_doubt):
    """Digits and then a field of just three, neither of them quoted, may be one number."""
    grid = csv_grid(f"instrument,bid,offer\n{line}\n")
    assert bool(grid.misshapen) is is_in_doubt
    assert bool(text_grid(f"instrument,bid,offer\n{line}\n").misshapen) is is_in_doubt


def test_a_field_without_end_is_one_bad_row():
    """What was read before it stands."""
    grid = csv_grid('instrument,bid,offer\nS46,1,2\nS45,"' + "x" * 200_000)
    assert (rows(grid), len(grid.misshapen)) == ([("S46", "1", "2")], 1)


def test_a_text_table_ends_where_a_line_has_fewer_fields():
    """A blank line ends it silently, another line is told; what follows is not read."""
    ended = text_grid("x\n\ninstrument\tbid\toffer\nS46\t1\t2\nregards\nS45\t3\t4\n")
    assert (rows(ended), ended.ended_by) == ([("S46", "1", "2")], 5)
    assert text_grid("instrument  bid  offer\nS46  1  2\n\nS45  3  4").ended_by is None


def test_a_text_cell_may_hold_single_spaces():
    """Only two or more spaces part the columns, full-width ones too."""
    grid = text_grid("銘柄\u3000\u3000備考  ビッド  オファー\nS46  a b c  １\u3000\u3000 2\n")
    assert rows(grid) == [("S46", "１", "2")]


def test_every_table_of_a_page_is_looked_at():
    """The first with the headings counts, inside another table too, and end tags may be left out."""
    page = """<table><tr><td>x<table><tr><th>Instrument<th>Bid<th>Offer<tr><td>S46<td>1&nbsp;<td>2</table></table>
              <table><tr><td>instrument<td>bid<td>offer<tr><td>S45<td>3<td>4</table>"""
    assert rows(html_grid(page)) == [("S46", "1\u00a0", "2")]
    assert html_grid("<p>instrument bid offer</p>") is None


@given(table=st.lists(st.tuples(st.from_regex("[A-Z0-9]{1,5}", fullmatch=True), LEVEL, LEVEL, CELLS), max_size=8))
def test_a_quoted_csv_comes_back_as_it_was_written(table):
    """Whatever a program that quotes every cell writes is read back, row by row."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerows([(*HEAD, "note"), *table])
    grid = csv_grid(written.getvalue())
    assert (rows(grid), grid.misshapen) == ([row[:3] for row in table], ())


@given(text=st.text(st.sampled_from('instrument,bid,offer\n\r\t "|<>/tdrableh0123４．，x\u3000'), max_size=200))
def test_no_text_stops_a_reader(text):
    """Any text is a table or none, for each of the three readers, with every row in one place only."""
    for read in (csv_grid, text_grid, html_grid):
        grid = read("instrument,bid,offer\n" + text)
        if grid is not None:
            numbers = [*(row[0] for row in grid.rows), *(row[0] for row in grid.misshapen)]
            assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("bad", ['S46,1,2,"note', "S46,1,2," + "x" * (LONGEST_FIELD + 1)])
def test_what_cannot_be_read_to_its_end_is_told_with_its_lines(bad):
    """A mark that is never closed would swallow every row after it; a field without end stops the reader."""
    more = "".join(f"S{n},1,2,x\n" for n in range(50))
    grid = csv_grid(f"instrument,bid,offer,note\nS45,3,4,x\n\n{bad}\n{more}")
    assert (rows(grid), grid.unread) == ([("S45", "3", "4")], (4, 51))
    assert [row for row, *_ in grid.misshapen] == [4]


def test_a_mark_inside_a_cell_swallows_nothing():
    """One in the midst of a line, or in the very last one, loses no other row."""
    grid = csv_grid('instrument,bid,offer,note\nS46,1,2,5" wide\nS45,3,4,"x\n')
    assert ([row[0] for row in rows(grid)], grid.unread) == (["S46", "S45"], None)


@pytest.mark.parametrize("line", ["\n", "\r\n", ",,\n", "   \n"])
def test_five_megabytes_of_blank_lines_are_read_in_time(line):
    """The limit of an attachment, far below the time of the reader's process; the row keeps its number."""
    blank = line * (5_000_000 // len(line))
    began = process_time()
    grid = csv_grid(f"instrument,bid,offer\n{blank}S46,1,2\n")
    assert process_time() - began < 2
    assert grid.rows == ((5_000_000 // len(line) + 2, "S46", "1", "2"),)


def test_an_endless_line_of_a_text_is_no_row():
    """Longer than the standard reader bears, with a quotation mark in it."""
    grid = text_grid('instrument,bid,offer\nS46,1,2\n"' + "x" * 200_000 + "\n")
    assert (rows(grid), grid.ended_by) == ([("S46", "1", "2")], 3)
