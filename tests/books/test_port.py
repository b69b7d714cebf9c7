import pytest

from addin.books.asked import AskedSheet
from addin.books.built import BuiltSheet
from addin.books.port import Block, letters, read_if_there
from addin.books.style import book, named
from calc.outcome import Place, RefusedError, finding
from calc.text.wording import Words

ROWS = [["instrument", "bid"], ["AA", 40.0]]


@pytest.fixture
def made():
    """Return a small book with two regions, the second below the first."""
    made = book()
    sheet = made.create_sheet("気配値")
    for row in (["", "instrument", "bid"], ["", "AA", 40], ["", "BB", 50], ["", "note", ""]):
        sheet.append(row)
    named(sheet, "HIKAE_QUOTES", 1, 2, last=(3, 3))
    named(sheet, "HIKAE_NOTE", 4, 2, last=(4, 2))
    return made


@pytest.fixture
def built(made):
    """Return the port to that book."""
    return BuiltSheet(made, "b.xlsx")


@pytest.mark.parametrize(("column", "told"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_a_column_has_the_letters_of_a_sheet(column, told):
    """Columns beyond Z go on with two letters, then three."""
    assert letters(column) == told


def test_a_place_is_the_cell_where_the_region_stands_now():
    """Row and column are counted from the region's own corner."""
    assert Block("HIKAE_QUOTES", ROWS, "気配値", 10, 2).place(1, 1) == Place("気配値!C11")


def test_a_place_without_an_address_names_the_region():
    """An office that does not say where the region stands leaves its name, the row in it and the column's letter."""
    assert Block("HIKAE_QUOTES", ROWS).place(1, 1) == Place("HIKAE_QUOTES", 2, "B")


@pytest.mark.parametrize("rows", [[], [[]]])
def test_an_empty_region_has_a_blank_cell(rows):
    """A region without cells reads as one that holds nothing."""
    assert Block("HIKAE_FOLDER", rows).cell == ""


def test_the_office_is_asked_for_a_region_by_its_name():
    """One message a read; the answer may say where the region stands, or give its rows alone."""
    asked = []
    answers = iter([{"rows": ROWS, "sheet": "気配値", "row": 10, "column": 2}, ROWS])
    sheet = AskedSheet({"title": "b", "sheet": "気配値"}, lambda message: asked.append(message) or next(answers))
    assert sheet.read("HIKAE_QUOTES") == Block("HIKAE_QUOTES", ROWS, "気配値", 10, 2)
    assert sheet.read("HIKAE_QUOTES") == Block("HIKAE_QUOTES", ROWS)
    assert asked == [{"ask": "read", "region": "HIKAE_QUOTES"}] * 2


def test_everything_is_written_in_one_message():
    """All regions of an action leave together, as plain lists."""
    asked = []
    AskedSheet({"title": "b", "sheet": "s"}, asked.append).write({"A": (("x", 1.0),), "B": [["y"]]})
    assert asked == [{"ask": "write", "regions": {"A": [["x", 1.0]], "B": [["y"]]}}]


def test_progress_is_said_in_both_languages():
    """What is being done is a message without an answer."""
    asked = []
    AskedSheet({"title": "b", "sheet": "s"}, asked.append).progress(Words("読込", "Reading"))
    assert asked == [{"progress": {"ja": "読込", "en": "Reading"}}]


def test_a_region_that_is_not_there_may_be_passed_over():
    """A book without the region gives None; any other refusal goes on."""

    def refuse(code):
        def ask(message):
            raise RefusedError([finding(code, detail=message["region"])])

        return AskedSheet({"title": "b", "sheet": "s"}, ask)

    assert read_if_there(refuse("region_missing"), "HIKAE_AT") is None
    with pytest.raises(RefusedError, match="office_failed"):
        read_if_there(refuse("office_failed"), "HIKAE_AT")


def test_a_built_book_is_read_by_its_names(built):
    """Rows come with numbers as floats and blank cells as blank text, and say where they stand."""
    assert built.read("HIKAE_QUOTES") == Block("HIKAE_QUOTES", [*ROWS, ["BB", 50.0]], "気配値", 1, 2)
    assert built.cells()[3] == ["", "note", ""]


def test_a_formula_has_no_value_in_a_book_nobody_has_opened(made, built):
    """Nothing computes there: a formula reads as blank, never as its text."""
    made["気配値"]["B4"] = "=1+1"
    assert built.read("HIKAE_NOTE").cell == ""


def test_what_is_left_of_a_region_is_cleared(built):
    """Fewer rows and columns than the region has leave nothing of what stood there."""
    built.write({"HIKAE_QUOTES": [["instrument", "bid"], ["CC"]]})
    assert built.read("HIKAE_QUOTES").rows == [["instrument", "bid"], ["CC", ""], ["", ""]]


def test_a_missing_region_leaves_the_whole_book_as_it_was(built):
    """Nothing is written when one of the regions is not there; the finding names it."""
    with pytest.raises(RefusedError) as refused:
        built.write({"HIKAE_NOTE": [["new"]], "HIKAE_GONE": [["x"]]})
    assert refused.value.findings == (finding("region_missing", detail="HIKAE_GONE"),)
    assert built.read("HIKAE_NOTE").cell == "note"


def test_a_built_book_keeps_what_it_was_told(built):
    """Progress is kept in order, for whoever looks afterwards."""
    built.progress(Words("読込", "Reading"))
    assert built.told == [Words("読込", "Reading")]


def test_an_error_value_reads_as_one(made, built):
    """What a sheet holds as an error comes as an error, as an office gives it."""
    made["気配値"]["B4"] = "#N/A"
    assert built.read("HIKAE_NOTE").cell == {"error": "#N/A"}
    built.write({"HIKAE_NOTE": [["note"]], "HIKAE_QUOTES": [[{"error": "#REF!"}]]})
    assert built.read("HIKAE_QUOTES").cell == {"error": "#REF!"}


@pytest.mark.parametrize("text", ["=1+1", "+81 3", "@x", "#N/A"])
def test_what_is_written_stays_what_it_is(made, built, text):
    """Text of a day's file becomes neither a formula nor an error, and stays text when somebody edits the cell."""
    built.write({"HIKAE_NOTE": [[text]]})
    cell = made["気配値"]["B4"]
    assert (built.read("HIKAE_NOTE").cell, cell.data_type) == (text, "s")
    assert cell.quotePrefix is (text[0] in "=+@")


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [("HIKAE_NOTE", [["a"], ["b"]], "2 × 1 > 1 × 1"), ("HIKAE_QUOTES", [["a", "b", "c"]], "1 × 3 > 3 × 2")],
)
def test_nothing_is_cut_off(built, name, rows, told):
    """Rows or columns that a region has no room for are refused as the office refuses them, and nothing is written."""
    with pytest.raises(RefusedError) as refused:
        built.write({"HIKAE_NOTE": [["new"]], name: rows})
    assert refused.value.findings == (finding("region_small", detail=f"{name}: {told}"),)
    assert built.read("HIKAE_NOTE").cell == "note"
