from datetime import date
from enum import StrEnum

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.outcome import Finding
from calc.text.columns import (
    Column,
    Table,
    choice,
    code,
    day,
    number,
    one_of,
    records,
    shape_findings,
    shown,
    text,
    unique,
    whole,
    within,
)
from calc.text.wording import words


class Side(StrEnum):
    """Two words to choose from."""

    BID = "bid"
    OFFER = "offer"


COLUMNS = (
    Column("name", code),
    Column("level", number),
    Column("note", text, required=False, empty="-"),
    Column("count", whole, required=False),
)
HEADER = ("name", "level", "note", "count")


def table(*rows, columns=HEADER, misshapen=()):
    """Return a table of rows numbered from 2."""
    return Table("t.csv", columns, tuple(enumerate(rows, 2)), misshapen)


def codes_of(found):
    """Return findings as (code, row, column)."""
    return [(each.code, each.place.row, each.place.column) for each in found]


def refused(value):
    """Return the code of a refused cell."""
    assert isinstance(value, Finding)
    return value.code


@pytest.mark.parametrize("cell", ["A", "P01", " P01 ", "P01\n", "a.b-c_d", "9", "A" * 40, 12])
def test_codes(cell):
    """ASCII letters, digits and `_ . -` make a code, blanks around it are left out."""
    assert code(cell) == str(cell).strip()


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "-A",
        ".A",
        "_A",
        "A B",
        "Ａ",
        "口座",
        "A" * 41,
        "A\x00B",
        "=A",
        "+A",
        "@A",
        "A;B",
        "A,B",
        "é",
        "A\u202eB",
    ],
)
def test_what_is_no_code(cell):
    """Anything else is refused: full-width letters, inner blanks, signs that begin a formula, control characters."""
    assert refused(code(cell)) == "code_refused"


@pytest.mark.parametrize("cell", ["説明 1", "x" * 200, 12, 1.5, " a "])
def test_texts(cell):
    """Free text may say anything that can be shown, in 200 characters."""
    assert text(cell) == str(cell).strip()


@pytest.mark.parametrize("cell", ["x" * 201, "a\x00b", "a\x1b[31mb", "a\nb", "a\tb", "a\u200bb", "a\u202eb"])
def test_what_is_no_text(cell):
    """Longer text, and text with characters that act instead of being shown, is refused."""
    assert refused(text(cell)) == "text_refused"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1", 1.0), ("-0.25", -0.25), ("１２３", 123.0), ("1,234.5", 1234.5), ("1e-05", 1e-5), (3, 3.0), ("−5", -5.0)],
)
def test_numbers(cell, value):
    """Numbers are read as people and programs write them, full-width digits included."""
    assert number(cell) == value


@pytest.mark.parametrize(
    "cell",
    ["nan", "NaN", "inf", "-inf", "Infinity", "1_000", "0x10", "1e400", "٣", "1 2", "1%", "1bp", "²", "一", True],
)
def test_what_is_no_number(cell):
    """What Python would read or a person might paste, but is no plain number, is refused."""
    assert isinstance(number(cell), Finding)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_cell_that_holds_no_number_is_refused(value):
    """A workbook's own NaN or infinity is refused like a typed one."""
    assert isinstance(number(value), Finding)


def test_whole_numbers_are_never_cut():
    """A fraction or a number too large to be exact is refused; a decimal point alone is no fraction."""
    assert [whole(cell) for cell in ("12", "-3", "1.0", 5.0, "999999999999999")] == [12, -3, 1, 5, 999999999999999]
    assert [refused(whole(cell)) for cell in ("1.5", "1e15", 0.1)] == ["number_not_whole"] * 3
    assert isinstance(whole("nan"), Finding)


def test_dates_are_of_a_year_that_a_contract_can_have():
    """A date is read in both separators, and refused when its year is beyond all contracts."""
    assert day("2026-11-20") == day("2026/11/20") == date(2026, 11, 20)
    assert [day("1900-01-01"), day("2199-12-31")] == [date(1900, 1, 1), date(2199, 12, 31)]
    assert [refused(day(cell)) for cell in ("1899-12-31", "2200-01-01", "9999-12-31", "0001-01-01")] == [
        "date_range"
    ] * 4
    assert [refused(day(cell)) for cell in ("2026-02-30", "20261120", "20/11/2026", 46000, "２０２６-11-20")] == [
        "date_unreadable"
    ] * 5


def test_choices():
    """Only the words of a list are read, and the finding names them all."""
    assert choice(Side)("bid") is Side.BID
    assert one_of("x", "y")(" y ") == "y"
    for found in (choice(Side)("Bid"), one_of("bid", "offer")("")):
        assert refused(found) == "choice_refused"
        assert dict(found.details)["allowed"] == "bid / offer"


def test_ranges_include_their_low_end():
    """A bounded number may be the lowest and must stay below the highest."""
    read = within(number, 0.0, 1.0)
    assert [read("0"), read("0.999")] == [0.0, 0.999]
    assert [refused(read(cell)) for cell in ("1", "-0.001", "1e9")] == ["number_range"] * 3
    assert refused(read("x")) == "number_character"


@pytest.mark.parametrize("reader", [code, text, choice(Side), one_of("a")])
def test_findings_repeat_nothing_that_acts_on_a_screen(reader):
    """A refused text is repeated at most in part, and its control characters as what they are."""
    said = dict(reader("\x1b]0;x\x07" + "A" * 500).details)["text"]
    assert said.isprintable()
    assert len(said) < 100


def test_a_long_text_is_shown_by_its_beginning():
    """Printable text is shown as it is, up to sixty characters."""
    assert shown("清算値段") == "清算値段"
    assert shown("x" * 99) == "x" * 60
    assert shown("a\nb") == r"'a\nb'"


def test_good_rows_go_on_beside_bad_ones():
    """Every bad cell is a finding with its row and column, and the rows without one are read."""
    read = records(
        table(("A", "1", "", "3"), ("B", "x", "n", "1.5"), ("", "2", "", ""), ("D", "4", " ", None)), COLUMNS
    )
    assert [(row, dict(values)) for row, values in read.value] == [
        (2, {"name": "A", "level": 1.0, "note": "-", "count": 3}),
        (5, {"name": "D", "level": 4.0, "note": "-", "count": None}),
    ]
    assert codes_of(read.findings) == [
        ("number_character", 3, "level"),
        ("number_not_whole", 3, "count"),
        ("cell_empty", 4, "name"),
    ]
    assert {each.place.source for each in read.findings} == {"t.csv"}


def test_a_missing_column_makes_the_table_untrusted():
    """Without a required column no row is read, and each missing one is told at the header."""
    read = records(table(("A",), columns=("note",)), COLUMNS)
    assert read.value == ()
    assert codes_of(read.findings) == [("column_missing", 1, "name"), ("column_missing", 1, "level")]


def test_optional_columns_may_be_absent():
    """A column that is not required has its empty value in every row, and columns may stand in any order."""
    read = records(table(("7", "A", "x"), columns=("level", "name", "other")), COLUMNS)
    assert dict(read.value[0][1]) == {"name": "A", "level": 7.0, "note": "-", "count": None}
    assert read.findings == ()


def test_a_header_alone_is_told():
    """A table without any row is a finding, unless its rows were there and had the wrong shape."""
    assert [each.code for each in records(table(), COLUMNS).findings] == ["table_without_rows"]
    broken = table(misshapen=((2, ("A",)),))
    assert records(broken, COLUMNS).findings == ()
    (found,) = shape_findings(broken)
    assert (found.code, found.place.row) == ("row_shape", 2)
    assert dict(found.details) == {"expected": "4", "found": "1", "first": "A"}


def test_a_key_stands_once():
    """The first row of a key is kept, and each later one is a finding that names the first."""
    rows = [(2, {"a": 1, "b": "x"}), (3, {"a": 1, "b": "y"}), (5, {"a": 1, "b": "x"}), (6, {"a": 1, "b": "x"})]
    kept = unique(rows, ("a", "b"), "t.csv")
    assert [row for row, _ in kept.value] == [2, 3]
    assert codes_of(kept.findings) == [("key_repeated", 5, "b"), ("key_repeated", 6, "b")]
    assert [dict(each.details) for each in kept.findings] == [{"key": "1 x", "first": "2"}] * 2


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.booleans(), st.integers(), st.floats(), st.dates(), st.sampled_from(["1", "A"])
)


@settings(max_examples=drawn(200))
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=4))
def test_whatever_the_cells_hold_there_are_rows_and_findings(rows):
    """No cell of any type stops a table: each row is good or has a finding that can be told in both languages."""
    read = records(table(*rows), COLUMNS)
    told = {each.place.row for each in read.findings}
    assert {row for row, _ in read.value} | told == ({*range(2, len(rows) + 2)} or {None})
    assert not told & {row for row, _ in read.value}
    for each in read.findings:
        said = words(each)
        assert said.ja
        assert said.en


def test_a_text_that_stands_often_is_read_once():
    """A column's reader sees each text once, however many rows hold it; every row gets its value."""
    seen = []

    def noted(cell):
        seen.append(cell)
        return number(cell)

    read = records(
        table(*[(text,) for text in ("1", "2", "1", "1", "2")], columns=("level",)), [Column("level", noted)]
    )
    assert [values["level"] for _, values in read.value] == [1.0, 2.0, 1.0, 1.0, 2.0]
    assert seen == ["1", "2"]


def test_a_bad_text_that_stands_often_is_found_in_each_of_its_rows():
    """Each cell with a refused text is a finding with its own row."""
    read = records(table(("x",), ("1",), ("x",), columns=("level",)), [Column("level", number)])
    assert codes_of(read.findings) == [("number_character", 2, "level"), ("number_character", 4, "level")]
    assert [row for row, _ in read.value] == [3]


def test_cells_that_are_equal_but_not_the_same_are_read_apart():
    """A number, a truth value and a text are three cells, though Python takes the first two for one."""
    read = records(table((1,), (True,), ("1",), (1.0,), columns=("level",)), [Column("level", number)])
    assert codes_of(read.findings) == [("number_type", 3, "level")]
    assert [row for row, _ in read.value] == [2, 4, 5]


def test_findings_stand_row_by_row():
    """The findings of a table come in the order of its rows, within a row in the order of the columns asked for."""
    read = records(table(("-", "x", "", ""), ("a", "y", "", "z"), ("?", "1", "", "")), COLUMNS)
    assert [(row, name) for _, row, name in codes_of(read.findings)] == [
        (2, "name"), (2, "level"), (3, "level"), (3, "count"), (4, "name"),
    ]  # fmt: skip
