import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.books.tables import LARGEST_FILE, LONGEST_FIELD, csv_rows, read_table, table_of, table_path
from addin.export.rows import csv_bytes
from calc.outcome import RefusedError
from calc.text.columns import Column, number, records, text
from calc.text.wording import where, words

TEXT = "code,level\r\nA,1\r\nB,2\r\n"


def codes(data, source="t.csv"):
    """Return what is found in a file's content, as (code, row, column)."""
    read = table_of(data, source)
    return [(each.code, each.place.row, each.place.column) for each in read.findings]


def rows(data, source="t.csv"):
    """Return the rows of a file's content."""
    return table_of(data, source).value.rows


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_good_file_is_read(newline, bom):
    """UTF-8 with or without BOM and with any line ends gives header and numbered rows."""
    read = table_of(bom + TEXT.replace("\r\n", newline).encode(), "t.csv")
    assert read.findings == ()
    assert (read.value.source, read.value.columns) == ("t.csv", ("code", "level"))
    assert read.value.rows == ((2, ("A", "1")), (3, ("B", "2")))


@pytest.mark.parametrize("data", [b"", b" ", b"\r\n\r\n", b"\xef\xbb\xbf", b",,\r\n,,\r\n"])
def test_an_empty_file_is_told(data):
    """A file of nothing, of blanks or of empty rows is empty."""
    assert codes(data) == [("file_empty", None, "")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp932", "euc_jp", "iso2022_jp_2004"])
def test_another_encoding_is_refused(encoding):
    """Text in another encoding ends in findings and in no row that means something else."""
    data = "code,level\r\n銘柄コード,１\r\n".encode(encoding)
    read = table_of(data, "t.csv")
    made = None if read.value is None else records(read.value, (Column("code", text), Column("level", number)))
    assert read.findings or made.findings
    assert made is None or made.value == ()


@pytest.mark.parametrize("encoding", ["utf-16", "cp932"])
def test_the_place_of_a_wrong_byte_is_told(encoding):
    """The finding names the first byte that is no UTF-8."""
    (found,) = table_of("code,level\r\n銘柄,1\r\n".encode(encoding), "t.csv").findings
    assert found.code == "encoding_refused"
    assert dict(found.details)["byte"] == {"utf-16": "1", "cp932": "13"}[encoding]


def test_a_repeated_column_makes_the_file_untrusted():
    """Two columns of one name are told, each name once, and no row is read; unnamed columns may repeat."""
    assert codes(b"a,b,a,b,c\r\n1,2,3,4,5\r\n") == [("column_repeated", 1, "a"), ("column_repeated", 1, "b")]
    assert table_of(b"a,b,a\r\n1,2,3\r\n", "t.csv").value is None
    assert codes(b"a,,\r\n1,2,3\r\n") == []


def test_rows_of_another_width_are_told_and_kept_apart():
    """A row with too few or too many cells is a finding with its row, and the rows beside it go on."""
    read = table_of(b"a,b\r\n1\r\n1,2\r\n1,2,3\r\n", "t.csv")
    assert codes(b"a,b\r\n1\r\n1,2\r\n1,2,3\r\n") == [("row_shape", 2, ""), ("row_shape", 4, "")]
    assert read.value.rows == ((3, ("1", "2")),)
    assert read.value.misshapen == ((2, ("1",)), (4, ("1", "2", "3")))


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers():
    """Empty lines are no rows, and the rows after them keep the line they stand on."""
    assert rows(b"a,b\r\n\r\n1,2\r\n,\r\n3,4\r\n") == ((3, ("1", "2")), (5, ("3", "4")))


def test_quotes_are_read_as_they_should():
    """Quoted commas, quotes and line breaks belong to their cell."""
    assert rows(b'a,b\r\n"x,""y""","1\r\n2"\r\n') == ((3, ('x,"y"', "1\r\n2")),)


@pytest.mark.parametrize(("data", "row"), [(b'a,b\r\n"1,2\r\n', 2), (b'a,b\r\n1,2\r\n"1"x,2\r\n', 3)])
def test_quotes_that_do_not_close_are_told(data, row):
    """A quote left open, or text after a closing one, is told with its row and the file is left alone."""
    assert codes(data) == [("csv_unreadable", row, "")]
    assert table_of(data, "t.csv").value is None


def test_a_cell_without_end_is_told():
    """A cell above the limit is told, not held in memory without bound."""
    assert codes(b"a\r\n" + b"x" * (LONGEST_FIELD + 1) + b"\r\n") == [("csv_unreadable", 2, "")]
    assert codes(b"a\r\n" + b"x" * LONGEST_FIELD + b"\r\n") == []


def test_a_nul_byte_is_a_finding_of_its_cell():
    """A NUL in a number or a text is refused in its place, also in text of two bytes a letter."""
    read = table_of(b"name,level\r\nA\x00,1\r\nB,1\x00\r\nC,3\r\n", "t.csv").value
    made = records(read, (Column("name", text), Column("level", number)))
    assert [(each.code, each.place.row) for each in made.findings] == [("text_refused", 2), ("number_character", 3)]
    assert [values["name"] for _, values in made.value] == ["C"]
    wide = table_of(TEXT.encode("utf-16-le"), "t.csv")
    assert records(wide.value, (Column("code", text),)).findings[0].code == "column_missing"


def test_a_header_cannot_act_on_a_screen():
    """Control characters in a header are shown as what they are, wherever the header is repeated."""
    read = table_of(b"a\x1b[31m,level\r\nx,y\r\n", "t.csv").value
    assert all(name.isprintable() for name in read.columns)
    made = records(read, tuple(Column(name, number) for name in read.columns))
    assert all(where(each.place).isprintable() for each in made.findings)
    twice = table_of(b"a\x1b,a\x1b\r\n1,2\r\n", "t.csv").findings
    assert all((words(each).ja + where(each.place)).isprintable() for each in twice)


def test_a_file_is_read_within_its_limit(tmp_path):
    """A file of the largest size is read, one byte more is refused, and so is a missing one."""
    path = tmp_path / "t.csv"
    path.write_bytes(b"a\r\n1" + b" " * (LARGEST_FILE - 4))
    assert read_table(path).value is None  # one cell above its own limit
    path.write_bytes(b"a\r\n1" + b" " * (LARGEST_FILE - 3))
    for each, code in (
        (path, "file_over_limit"),
        (tmp_path / "none.csv", "file_not_read"),
        (tmp_path, "file_not_read"),
    ):
        with pytest.raises(RefusedError) as refused:
            read_table(each)
        assert [found.code for found in refused.value.findings] == [code]


def test_a_table_may_be_a_workbook(tmp_path):
    """The CSV is taken before the workbooks of the same name, with or without macros; a missing table is none."""
    assert table_path(tmp_path, "quotes") is None
    for name in ("quotes.xlsm", "quotes.xlsx", "quotes.csv"):
        (tmp_path / name).touch()
        assert table_path(tmp_path, "quotes") == tmp_path / name


@settings(max_examples=drawn(2000))
@given(
    data=st.one_of(
        st.binary(max_size=200), st.text(max_size=120).map(lambda said: f"a,b\n{said}".encode("utf-8", "replace"))
    )
)
def test_any_bytes_give_rows_or_findings(data):
    """Whatever bytes a file holds, the result is a table or findings that can be told."""
    read = csv_rows(data, "t.csv") if data.strip() else table_of(data, "t.csv")
    assert read.value is not None or read.findings
    found = read.findings
    if read.value is not None:
        assert len(set(read.value.columns) - {""}) == len([name for name in read.value.columns if name])
        found += records(read.value, (Column("a", number), Column("b", text, required=False))).findings
    for each in found:
        assert where(each.place).isprintable()
        assert words(each).ja.isprintable() or each.code == "number_character"  # which shows the character itself


@settings(max_examples=drawn(200))
@given(
    cells=st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8).filter(str.strip),
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_was_written_is_read_back(cells):
    """Rows written by our own writer are read back cell by cell."""
    read = table_of(csv_bytes(("a", "b"), cells), "t.csv")
    assert read.findings == ()
    assert [row for _, row in read.value.rows] == cells
