"""Cells to JSON and back: day numbers, errors, blocks, and what fills a region."""

import math
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.cells import (
    day_number,
    filling,
    iso_date,
    iso_instant,
    plain,
    restorable,
    sent_rows,
    shower,
)

NUMBER, DATE, INSTANT, TEXT = ({"kind": kind} for kind in ("number", "date", "instant", "text"))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (46346.0, "2026-11-20"), (46346.99, "2026-11-20"), (1.0, "1899-12-31"), (60.0, "1900-02-28"),
        (61.0, "1900-03-01"), (2958465.0, "9999-12-31"), (2958466.0, 2958466.0), (0.0, 0.0), (-1.0, -1.0),
        (float("inf"), float("inf")), ("2026-11-20", "2026-11-20"), (None, None),
    ],
)  # fmt: skip
def test_day_numbers_become_dates(number, expected):
    """A sheet's day number becomes ISO text; what is no day is left for the worker to refuse."""
    assert iso_date(number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (46346.5, "2026-11-20T12:00:00+09:00"), (46346.0, "2026-11-20T00:00:00+09:00"),
        (46346.79167824074, "2026-11-20T19:00:01+09:00"), (46346.999999, "2026-11-21T00:00:00+09:00"),
        (0.0, 0.0), (2958465.5, 2958465.5), ("soon", "soon"), (None, None),
    ],
)  # fmt: skip
def test_day_numbers_with_a_time_become_instants(number, expected):
    """The fraction of a day is a time in Tokyo, to the second."""
    assert iso_instant(number) == expected


@given(st.integers(min_value=86_400, max_value=2_958_464 * 86_400))
def test_an_instant_comes_back_as_it_was(seconds):
    """Every second of every day goes into a cell and comes back as the same text."""
    text = (datetime(1899, 12, 30) + timedelta(seconds=seconds)).isoformat() + "+09:00"  # noqa: DTZ001 - a sheet's zero
    assert iso_instant(day_number(text)) == text


def test_error_cells_are_marked_in_their_place():
    """An error cell of a range is told by its text, and the other cells stay as they are."""
    assert sent_rows((("a", 1.0), ("", None)), {(1, 1): "#N/A"}) == [["a", 1.0], ["", {"error": "#N/A"}]]


@pytest.mark.parametrize(
    ("result", "value", "expected"),
    [
        (NUMBER, 2, 2.0), (NUMBER, True, 1.0), (NUMBER, -0.5, -0.5), (DATE, "2026-11-20", 46346.0), (DATE, "", ""),
        (INSTANT, "2026-11-20T12:00:00+09:00", 46346.5), (INSTANT, "", ""), (TEXT, "2026-11-20", "2026-11-20"),
        ({"kind": "cell"}, None, ""),
    ],
)  # fmt: skip
def test_an_answer_is_shown_by_its_kind(result, value, expected):
    """Dates and instants are numbers, logical values 1 and 0, nothing is blank text and never an error."""
    shown = shower(result)(value)
    assert (shown, type(shown)) == (expected, type(expected))


def test_a_block_is_always_of_its_size():
    """Missing rows and columns are blank, and each column has its own kind."""
    block = shower({"kind": "block", "rows": 3, "columns": ["date", "number"]})
    assert block([["2026-11-20", 1], ["", None]]) == ((46346.0, 1.0), ("", ""), ("", ""))
    assert block([["2026-11-20"]]) == ((46346.0, ""), ("", ""), ("", ""))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_never_shown(value):
    """A number that is not finite does not reach a cell."""
    with pytest.raises(ValueError, match="no number"):
        shower(NUMBER)(value)


def test_rows_fill_a_region():
    """What rows do not reach is blank; too many rows or columns are refused."""
    assert filling([[1, None], ["=x"]], height=3, width=2) == ((1.0, ""), ("=x", ""), ("", ""))
    assert filling([], height=1, width=1) == (("",),)
    assert filling([[1], [2]], height=1, width=1) is None
    assert filling([[1, 2]], height=1, width=1) is None


def test_what_no_cell_can_hold_is_an_error():
    """A list in the place of a cell is a mistake of the action, and is not written as something else."""
    with pytest.raises(TypeError):
        plain([2])


def test_text_that_looks_like_a_formula_comes_back_as_text():
    """Formulas are typed again as they are, a text that begins with = with the mark of a text."""
    formulas, values = (("=A1*2", "=x", "'0012", "5", ""),), ((4.0, "=x", "0012", 5.0, ""),)
    assert restorable(formulas, values) == (("=A1*2", "'=x", "'0012", "5", ""),)
