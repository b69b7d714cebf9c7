"""Pasted tables in the shapes that people paste: what is read of them, and at which cell something is wrong."""

import pytest

from addin.books.pasted import pasted
from addin.books.port import Block
from calc.outcome import Place, RefusedError, finding

HEADINGS = {
    "instrument": "instrument",
    "銘柄": "instrument",
    "bid": "bid_bp",
    "買気配": "bid_bp",
    "offer": "offer_bp",
    "売気配": "offer_bp",
    "amount": "amount",
}
WIDTH = 6
HEAD = ("銘柄", "買気配", "売気配")
NAMES = ("instrument", "bid_bp", "offer_bp")


def block(*rows):
    """Return a block of a sheet whose first row names its columns, filled up with blank cells."""
    heads = [str(place + 1) for place in range(WIDTH)]
    filled = [[*row, *[""] * (WIDTH - len(row))] for row in rows]
    return Block("HIKAE_PASTED", [heads, *filled, [""] * WIDTH], "貼付 Paste", 15, 1)


def read(*rows):
    return pasted(block(*rows), HEADINGS)


def lines(*texts):
    """Return the table of lines of text in the first column."""
    return read(*((text,) for text in texts))


def refused(*rows):
    """Return (code, cell) of every finding of a table that is not read."""
    with pytest.raises(RefusedError) as caught:
        read(*rows)
    return [(each.code, each.place.source) for each in caught.value.findings]


def rows_of(table):
    return [cells for _, cells in table.rows]


def test_cells_are_read_by_their_headings():
    """Numbers stay numbers and text stays text; columns have the names they are known by."""
    table = read(HEAD, ("AA", 27.12, "31.12"))
    assert (table.columns, rows_of(table)) == (NAMES, [("AA", 27.12, "31.12")])


@pytest.mark.parametrize("head", [("OFFER", " Instrument", "bid "), ("売気配", "銘柄", "買気配")])
def test_headings_stand_in_any_order_and_any_case(head):
    """Nothing is told from the order of columns."""
    table = read(head, (31.12, "AA", 27.12))
    assert dict(zip(table.columns, rows_of(table)[0], strict=True)) == {
        "instrument": "AA", "bid_bp": 27.12, "offer_bp": 31.12,
    }  # fmt: skip


def test_other_columns_are_passed_over():
    """A screen has more than is wanted; what has no known heading is left out, gaps between columns too."""
    table = read(("銘柄", "名称", "買気配", "", "売気配"), ("AA", "a name", 1.0, "", 2.0))
    assert (table.columns, rows_of(table)) == (NAMES, [("AA", 1.0, 2.0)])


def test_what_stands_above_the_headings_is_passed_over():
    """The title of a screen or the head of a FAX does no harm, nor do blank rows anywhere."""
    table = read(("気配一覧",), (), HEAD, (), ("AA", 1.0, 2.0), (), ("BB", 3.0, 4.0))
    assert [number for number, _ in table.rows] == [5, 7]
    assert table.head == 3


@pytest.mark.parametrize(
    "texts",
    [
        ("銘柄\t買気配\t売気配", "AA\t27.12\t31.12"),
        ("銘柄,買気配,売気配", "AA,27.12,31.12"),
        ("銘柄, 買気配, 売気配", 'AA, "27.12", 31.12'.replace(' "', '"')),
        ("銘柄   買気配   売気配", "AA      27.12    31.12"),
        ("銘柄 買気配 売気配", "AA 27.12 31.12"),
        ("銘柄\u3000\u3000買気配\u3000\u3000売気配", "AA\u3000\u300027.12\u3000\u300031.12"),
    ],
    ids=["tabs", "commas", "quoted", "gaps", "spaces", "full-width"],
)
def test_lines_of_text_are_parted_as_their_headings_are(texts):
    """Whatever a terminal or a mail puts between the fields of a line."""
    table = lines(*texts)
    assert (table.columns, rows_of(table)) == (NAMES, [("AA", "27.12", "31.12")])


def test_a_number_cut_in_two_by_a_comma_is_told():
    """`1,234` in a line of commas could be two fields: the line is refused, even where their number would fit."""
    assert refused(("銘柄,買気配,売気配",), ("AA,1,234",)) == [("row_shape", "貼付 Paste!A17")]
    assert rows_of(lines("銘柄,買気配,売気配", 'AA,"1,234",2000')) == [("AA", "1,234", "2000")]


def test_grouped_numbers_between_spaces_are_whole():
    """A yen amount with commas is one field where spaces part the line."""
    assert rows_of(lines("銘柄 amount", "AA 2,543,125,000")) == [("AA", "2,543,125,000")]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((), [("paste_empty", "貼付 Paste!A16")]),
        ((("AA", 1.0, 2.0),), [("paste_headless", "貼付 Paste!A16")]),
        (((), ("銘柄", "x"), ("AA", 1.0)), [("paste_headless", "貼付 Paste!A17")]),
        ((("銘柄", "買気配", "bid"), ("AA", 1.0, 2.0)), [("paste_headless", "貼付 Paste!A16")]),
        ((HEAD, ("AA", 1.0, 2.0, 9.0)), [("row_shape", "貼付 Paste!A17")]),
        ((HEAD, ("AA", {"error": "#N/A"}, 2.0)), [("cell_error", "貼付 Paste!B17")]),
        ((("銘柄 買気配 売気配",), ("AA 1.0",)), [("row_shape", "貼付 Paste!A17")]),
    ],
)
def test_what_cannot_be_read_is_told_at_its_cell(rows, found):
    """Nothing, no headings, the same heading twice, a row too wide or too short, an error value."""
    assert refused(*rows) == found


def test_every_misshapen_row_is_told():
    """A person mends them all at once."""
    text = [("銘柄 買気配 売気配",), ("AA 1",), ("BB 1 2",), ("CC 1 2 3",)]
    assert refused(*text) == [("row_shape", "貼付 Paste!A17"), ("row_shape", "貼付 Paste!A19")]


def test_a_short_row_of_cells_ends_in_blank_ones():
    """A missing last value is a blank cell, for the reader of its column to judge."""
    assert rows_of(read(HEAD, ("AA", 1.0))) == [("AA", 1.0, "")]


def test_findings_of_the_table_are_told_at_their_cells():
    """Row 1 is the headings, wherever they stand; rows between blank ones keep their places."""
    table = read((), ("銘柄", "", "買気配", "売気配"), (), ("AA", "", "x", 2.0))
    found = table.located(finding("number_refused", Place("t.csv", 2, "bid_bp")), "t.csv")
    head = table.located(finding("column_missing", Place("t.csv", 1, "as_of")), "t.csv")
    assert (found.place.source, head.place.source) == ("貼付 Paste!C19", "貼付 Paste!A17")


def test_findings_of_lines_of_text_are_told_at_the_line():
    """All of a line stands in the first column."""
    table = lines("銘柄 買気配 売気配", "AA x 2")
    found = table.located(finding("number_refused", Place("t.csv", 2, "bid_bp")), "t.csv")
    assert found.place.source == "貼付 Paste!A17"


def test_findings_of_something_else_stay_where_they_are():
    """Only what is about the table is moved."""
    other = finding("total_differs", Place("other.csv", 3, "bid_bp"))
    assert read(HEAD, ("AA", 1.0, 2.0)).located(other, "t.csv") == other
