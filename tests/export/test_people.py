"""Files for people: they open with their Japanese whole, and no cell of them computes anything."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.export.people import ACTIVE, people_csv

SIGNS = st.text(alphabet=st.one_of(st.sampled_from([*ACTIVE, "'", '"', ",", "1", "株"]), st.characters(codec="utf-8")))


def opened(rows, columns=("a", "b")):
    """Return the cells of a file for people as a CSV reader sees them, header included."""
    data = b"".join(people_csv(columns, rows))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@given(st.lists(st.tuples(SIGNS, SIGNS), max_size=8))
def test_no_cell_of_a_reopened_file_is_a_formula(rows):
    """Whatever was in a cell, what a reader finds begins with nothing that acts, and only an apostrophe was added."""
    for given_row, found in zip(rows, opened(rows)[1:], strict=True):
        assert not any(cell.startswith(ACTIVE) for cell in found)
        pairs = zip(given_row, found, strict=True)
        plain = [cell.removeprefix("'") if text.startswith(ACTIVE) else cell for text, cell in pairs]
        assert plain == [*given_row]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\0", "\r", "\n", "＝", "＋", "－", "＠"])
def test_each_active_beginning_is_made_harmless(sign):
    """Every sign that a spreadsheet acts on is put behind an apostrophe."""
    assert opened([(f"{sign}1+1", "x")])[1] == [f"'{sign}1+1", "x"]


def test_a_header_that_acts_is_harmless_too():
    """A column's name may come from outside as well."""
    assert opened([], columns=("=a", "b"))[0] == ["'=a", "b"]


def test_numbers_stay_numbers():
    """A negative number is a legal cell: only texts are touched."""
    assert opened([(-1.5, -3)])[1] == ["-1.5", "-3"]


def test_japanese_opens_whole_with_windows_lines():
    """A byte order mark first, every cell in quotes, CRLF after each line."""
    data = b"".join(people_csv(("番号", "b"), [("髙橋", "－ なし")]))
    assert data == '\ufeff"番号","b"\r\n"髙橋","\'－ なし"\r\n'.encode()


def test_rows_are_written_one_by_one():
    """A long table is never held as a whole: the first line is there before the second row was asked for."""
    asked = iter([("1", "2"), ("3", "4")])
    lines = people_csv(("a", "b"), asked)
    next(lines)
    assert next(lines) == b'"1","2"\r\n'
    assert next(asked) == ("3", "4")
