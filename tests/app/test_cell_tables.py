"""Ranges of cells as tables: headers found, blanks passed over, day numbers read as days."""

import pytest
from sheet_tables import DAY, record_run

from addin.app.cell_tables import Cells, cells_of, day_text, instant_text, table_in, tables_of
from addin.app.handles import handles_of
from calc.outcome import RefusedError

HEADS = {"positions": frozenset({"instrument", "notional"}), "weights": frozenset({"index", "weight"})}
POSITIONS = [["account", "instrument", "notional"], ["A", "X", 5.0], ["A", "Y", -1.0]]
WEIGHTS = [["index", "weight", ""], ["X", 0.5, ""]]
BLANK = ["", "", ""]


def cells(rows, tmp_path):
    """Return rows as one argument gave them."""
    return cells_of(rows, "some_range", home=tmp_path)


def tables(rows, tmp_path):
    return tables_of(cells(rows, tmp_path), HEADS)


def test_a_header_begins_a_table_and_rows_keep_their_numbers(tmp_path):
    """The rows below a header are numbered as they stand in the range, whatever blank rows are between."""
    found = tables([BLANK, *POSITIONS[:2], BLANK, POSITIONS[2], BLANK], tmp_path)
    assert found["positions"].columns == ("account", "instrument", "notional")
    assert found["positions"].rows == ((3, ("A", "X", 5.0)), (5, ("A", "Y", -1.0)))
    assert found["positions"].source == "some_range"


def test_tables_stand_one_below_the_other(tmp_path):
    """Each header ends the table above it, in whatever order the tables come."""
    for rows in ([*POSITIONS, BLANK, *WEIGHTS], [*WEIGHTS, *POSITIONS]):
        found = tables(rows, tmp_path)
        assert [each for _, each in found["positions"].rows] == [("A", "X", 5.0), ("A", "Y", -1.0)]
        assert [each for _, each in found["weights"].rows] == [("X", 0.5, "")]


def test_a_header_may_have_more_columns_in_any_order(tmp_path):
    """The words of a header are found wherever they stand, with blanks around them."""
    assert tables([[" notional ", "note", "instrument"], [5.0, "x", "X"]], tmp_path)["positions"].columns == (
        "notional",
        "note",
        "instrument",
    )


def test_what_stands_above_the_first_header_is_passed_over(tmp_path):
    """A title above the header is no row of the table."""
    assert len(tables([["Book", "", ""], *POSITIONS], tmp_path)["positions"].rows) == 2


def test_a_zero_is_no_blank(tmp_path):
    """A row of zeros is a row: only empty cells are blank."""
    assert tables([POSITIONS[0], [0.0, 0.0, 0.0]], tmp_path)["positions"].rows == ((2, (0.0, 0.0, 0.0)),)


def test_a_column_that_stands_twice_is_refused(tmp_path):
    """A header with one name twice would make it a guess which is meant; unnamed columns may be many."""
    with pytest.raises(RefusedError) as caught:
        tables([["instrument", "notional", "notional"], ["X", 1.0, 2.0]], tmp_path)
    (found,) = caught.value.findings
    assert (found.code, found.place.row, found.place.column) == ("column_repeated", 1, "notional")
    assert tables([["instrument", "notional", "", ""], ["X", 1.0, "", ""]], tmp_path)


def test_without_its_header_a_table_is_refused(tmp_path):
    """A range in which no row names the columns is told which are missing."""
    with pytest.raises(RefusedError) as caught:
        table_in(cells(POSITIONS[1:], tmp_path), "instrument", "notional")
    (found,) = caught.value.findings
    assert (found.code, dict(found.details)) == ("column_missing", {"column": "instrument, notional"})


def test_days_and_instants_of_a_sheet_become_text(tmp_path):
    """Day numbers under a column of days become ISO days, under one of instants JST instants, elsewhere they stay."""
    rows = [["instrument", "notional", "maturity", "as_of"], ["X", 46346.0, 46346.0, 46346.0 + 15.5 / 24]]
    (row,) = tables_of(cells(rows, tmp_path), HEADS)["positions"].rows
    assert row[1] == ("X", 46346.0, "2026-11-20", "2026-11-20T15:30:00+09:00")


@pytest.mark.parametrize("cell", ["2026-11-20", "", "5Y", 0.0, -3.0, 1e9, 0.5])
def test_what_is_no_day_number_stays_as_it_is(cell):
    """Texts and numbers outside the calendar are left to the reader of the column."""
    assert day_text(cell) == instant_text(cell) == cell


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (46346.0, "2026-11-20T00:00:00+09:00"),
        (46346 + (19 * 3600 + 1) / 86400, "2026-11-20T19:00:01+09:00"),
        (46346 + 86399.6 / 86400, "2026-11-21T00:00:00+09:00"),
    ],
)
def test_instants_are_read_to_the_nearest_second(number, text):
    """A fraction of a day is a double: the instant is the nearest whole second."""
    assert instant_text(number) == text


def test_equal_content_is_equal_whatever_the_rows_are(tmp_path):
    """Two ranges with the same cells are one argument, and 1, 1.0 and "1" are three."""
    assert cells(POSITIONS, tmp_path) == cells([list(row) for row in POSITIONS], tmp_path)
    assert len({cells([[value]], tmp_path) for value in (1, 1.0, "1", 1.0, "1")}) == 3
    assert len({cells(rows, tmp_path) for rows in ([["a", "b"]], [["a"], ["b"]], [["ab"]])}) == 3


def test_a_name_in_two_places_of_memory_is_one_content(tmp_path):
    """Texts that are equal but not the same object give the same digest: results are kept by content alone."""
    name = "ITXJS4605"
    other = f"{name[:3]}{name[3:]}"
    assert name is not other
    assert cells([[name, name]], tmp_path) == cells([[name, other]], tmp_path)


def test_a_stored_table_is_rows_too(tmp_path):
    """A handle gives the rows of its table with the header first, the date it names, and the hash of its content."""
    hashes = record_run(tmp_path, positions=b"account,instrument,notional\nA,X,5\n")
    (handle,) = handles_of(DAY, home=tmp_path)
    found = cells(handle, tmp_path)
    assert found == Cells(hashes["positions.csv"], "some_range", (), DAY)
    assert [list(row) for row in found.rows] == [["account", "instrument", "notional"], ["A", "X", "5"]]


def test_an_unknown_handle_is_refused(tmp_path):
    """A name that nothing was stored under is a refusal, not an empty table."""
    with pytest.raises(RefusedError) as caught:
        cells("positions:2026-11-20@0000", tmp_path)
    assert caught.value.findings[0].code == "handle_unknown"
