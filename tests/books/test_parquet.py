"""A Parquet table is read as the CSV of the same table would be: same cells, same codes, same words."""

import datetime as dt
import decimal
import io
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from addin.books import parquet
from addin.books.inputs import accounts
from addin.books.parquet import opened, parquet_rows, plain_numbers, texts
from addin.books.tables import table_of
from calc.outcome import RefusedError

DAY = dt.date(2026, 11, 20)


def data(columns, **how):
    """Return the bytes of a Parquet file with these columns."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **how)
    return out.getvalue()


def codes(outcome):
    """Return the codes of what was found."""
    return [each.code for each in outcome.findings]


@pytest.fixture
def file(tmp_path):
    """Return a maker of Parquet files."""

    def made(columns, **how):
        path = tmp_path / "t.parquet"
        path.write_bytes(data(columns, **how))
        return path

    return made


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pa.array(["a", None, ""]), ["a", "", ""]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array(["a", None], pa.string_view()), ["a", ""]),
        (pa.array([1, -2, None]), ["1", "-2", ""]),
        (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
        (pa.array([0.1, -5e9, 1e-7]), ["0.1", "-5000000000.0", "1e-07"]),
        (pa.array([float("nan"), float("inf"), float("-inf")]), ["nan", "inf", "-inf"]),
        (pa.array([0.5], pa.float32()), ["0.5"]),
        (pa.array([decimal.Decimal("1.50"), decimal.Decimal("-1E+3")]), ["1.50", "-1000.00"]),
        (pa.array([DAY, None]), ["2026-11-20", ""]),
        (pa.array([DAY], pa.date64()), ["2026-11-20"]),
        (pa.array([dt.datetime(2026, 11, 20)]), ["2026-11-20"]),  # noqa: DTZ001 - no zone is the case
        (pa.array([dt.datetime(2026, 11, 20)], pa.timestamp("ns")), ["2026-11-20"]),  # noqa: DTZ001 - same
        (pa.array([dt.datetime(2026, 11, 20, 9)], pa.timestamp("s")), ["2026-11-20 09:00:00.000"]),  # noqa: DTZ001 - same
        (pa.array([True, None]), ["True", ""]),
        (pa.nulls(2), ["", ""]),
    ],
)
def test_a_cell_is_the_text_of_a_csv(column, said):
    """Every type of column is the text that a CSV of the same table holds."""
    table = parquet_rows(data({"x": column, "y": pa.array(["y"] * len(column))}), "t.parquet").value
    assert [cells[0] for _, cells in table.rows] == said


def test_rows_are_counted_as_a_csv_counts_them():
    """The first row below the header is row 2, and a row without a cell is none."""
    table = parquet_rows(data({"a": ["x", None, "z"], "b": [1, None, 2]}), "t.parquet").value
    assert table.rows == ((2, ("x", "1")), (4, ("z", "2")))
    assert (table.source, table.columns, table.misshapen) == ("t.parquet", ("a", "b"), ())


def test_every_batch_counts_on(monkeypatch):
    """Row numbers go on over batches and row groups."""
    monkeypatch.setattr(parquet, "CELLS_ABREAST", 3)
    rows = parquet_rows(data({"a": [*"abcdefgh"]}, row_group_size=4), "t.parquet").value.rows
    assert rows == tuple((place + 2, (letter,)) for place, letter in enumerate("abcdefgh"))


def test_any_table_may_be_parquet():
    """The readers of CSV take a Parquet table, its bad cells with row and column."""
    said = {"account": ["A", "B C"], "participant": ["P", "P"], "kind": ["house", "house"], "deposited_im": [5, 6]}
    read = accounts(table_of(data(said), "accounts.parquet").value)
    assert [(each.code, each.deposited_im) for each in read.value] == [("A", 5)]
    (found,) = read.findings
    assert (found.code, found.place.row, found.place.column) == ("code_refused", 3, "account")


def test_an_empty_file_is_told_as_any_empty_file():
    """A file without a byte is empty, whatever its name."""
    assert codes(table_of(b"", "t.parquet")) == ["file_empty"]


@pytest.mark.parametrize("broken", [b"PAR1", b"a,b\n1,2\n", b"PAR1" * 40])
def test_what_is_no_parquet_is_told(broken):
    """A file that is none, or was cut off, is refused with the library's reason."""
    assert codes(parquet_rows(broken, "t.parquet")) == ["parquet_unreadable"]


def test_a_torn_file_is_told_wherever_it_is_torn():
    """Of a file with bytes missing or changed anywhere, nothing but rows or a finding comes."""
    whole = data({"a": [f"{n}" for n in range(500)], "b": [float(n) for n in range(500)]}, compression="zstd")
    for place in range(4, len(whole), max(1, len(whole) // 60)):
        torn = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        read = parquet_rows(torn, "t.parquet")
        assert read.value is not None or codes(read)
        assert codes(parquet_rows(whole[:place], "t.parquet")) == ["parquet_unreadable"]


def test_a_column_that_stands_twice_is_told():
    """Two columns of one name are refused as in a CSV."""
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a "])
    out = io.BytesIO()
    pq.write_table(table, out)
    assert codes(parquet_rows(out.getvalue(), "t.parquet")) == ["column_repeated"]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([[1]]),
        pa.array([{"x": 1}]),
        pa.array([b"a"]),
        pa.array([dt.time(9)]),
        pa.array([dt.datetime(2026, 11, 20, tzinfo=dt.UTC)]),
        pa.array([dt.timedelta(1)]),
    ],
)
def test_a_column_that_holds_no_cells_is_told(column):
    """Lists, records, bytes, times, spans and days with a zone are no cells; the column is named."""
    read = parquet_rows(data({"x": column}), "t.parquet")
    assert read.value is None
    assert [(each.code, each.place.column) for each in read.findings] == [("column_type", "x")]


def test_a_table_of_too_many_cells_is_told(monkeypatch):
    """A table that is held as text has a limit of cells, known before a row is read."""
    monkeypatch.setattr(parquet, "MOST_CELLS", 4)
    assert parquet_rows(data({"a": [1, 2], "b": [1, 2]}), "t.parquet").value is not None
    assert codes(parquet_rows(data({"a": [1, 2, 3], "b": [1, 2, 3]}), "t.parquet")) == ["parquet_large"]


def test_a_row_group_beyond_memory_is_told(monkeypatch, file):
    """A row group that would fill the memory is refused before it is read."""
    monkeypatch.setattr(parquet, "LARGEST_GROUP", 10)
    with pytest.raises(RefusedError, match="row_group_large"), opened(file({"a": [1.0] * 100})):
        pass


def test_a_file_that_is_not_there_is_told(tmp_path):
    """A missing file is told as any other missing file."""
    with pytest.raises(RefusedError, match="file_not_read"), opened(tmp_path / "none.parquet"):
        pass


def test_only_the_named_columns_are_read(file):
    """Columns that nobody asked for are not read."""
    with opened(file({"a": [1], "b": [2], "c": [3]})) as made:
        (batch,) = made.batches(["c", "a"])
        assert list(batch.columns) == ["a", "c"]
        assert [each.code for each in made.missing(["a", "d"])] == ["column_missing"]


def test_a_plain_number_is_what_its_text_says():
    """A number is plain where its text is surely read as itself; the others are left to the reader of cells."""
    plain, others = [1.5, -0.0, 0.0, 1e-90], [1e-91, 5e-324, float("nan"), float("inf"), float("-inf"), None]
    numbers, found = plain_numbers(pa.array([*plain, *others]), -1e300, 1e300)
    assert found.tolist() == [True] * len(plain) + [False] * len(others)
    assert numbers[: len(plain)].tolist() == plain
    assert not np.signbit(numbers[: len(plain)]).any()


def test_a_whole_number_is_plain_while_it_is_exact():
    """From 2**53 on a whole number is left to the reader of cells."""
    column = pa.array([0, -7, 2**53 - 1, 2**53, -(2**53), None])
    assert plain_numbers(column, -1e300, 1e300)[1].tolist() == [True, True, True, False, False, False]


def test_a_number_outside_its_range_is_not_plain():
    """The lower bound is allowed and the upper one is not."""
    assert plain_numbers(pa.array([0.0, 9.0, 10.0, -1.0]), 0.0, 10.0)[1].tolist() == [True, True, False, False]


@pytest.mark.parametrize("column", [pa.array(["1"]), pa.array([decimal.Decimal(1)]), pa.array([True]), pa.nulls(1)])
def test_other_types_are_read_cell_by_cell(column):
    """Texts, decimals, logical values and nothing are never plain numbers."""
    assert not plain_numbers(column, 0.0, 10.0)[1].any()
    assert len(texts(column)) == 1


def test_without_its_parts_parquet_says_how_to_get_them():
    """Where pyarrow is missing the finding names the extra, and no CSV needs it."""
    code = """import sys
sys.modules["pyarrow"] = None
from addin.books.tables import table_of
print([each.code for each in table_of(b"PAR1", "t.parquet").findings], table_of(b"a\\n1\\n", "t.csv").value.rows)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['parquet_missing'] ((2, ('1',)),)\n"
