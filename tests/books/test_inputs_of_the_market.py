"""Curves and spread histories as people hand them in."""

from datetime import date

import numpy as np
import pytest

from addin.books import history_inputs, inputs
from addin.books.tables import table_of
from calc.days.business_day import tokyo
from calc.types import CurveQuote

DAY = date(2026, 11, 20)
CURVES = "curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,spot_lag_days"


def table(header, *lines):
    """Return a table of CSV lines under a header."""
    return table_of("\r\n".join((header, *lines)).encode(), "t.csv").value


def codes(read):
    """Return what was found as (code, row, column)."""
    return [(each.code, each.place.row, each.place.column) for each in read.findings]


SWAPS = ("T,2026-11-20,swap,1Y,0.0065,,1,ACT/365F,2", "T,2026-11-20,swap,5Y,0.0112,,1,ACT/365F,2")
OTHERS = ("T,2026-11-19,swap,1Y,0.0064,,1,ACT/365F,2", "U,2026-11-20,zero,1Y,0.0064,,,,")


def test_curves():
    """Quotes are put together by curve and trade date."""
    read = inputs.curves(table(CURVES, *SWAPS, *OTHERS))
    assert read.findings == ()
    assert {key: len(quotes) for key, quotes in read.value.items()} == {
        ("T", DAY): 2,
        ("T", date(2026, 11, 19)): 1,
        ("U", DAY): 1,
    }
    assert read.value[("T", DAY)][0] == CurveQuote("swap", "1Y", 0.0065, "", 1, "ACT/365F", 2)


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("T,2026-11-20,swap,7Y,x,,1,ACT/365F,2", "number_character", "rate"),
        ("T,2026-11-20,swap,7Y,1.31%,,1,ACT/365F,2", "number_unit", "rate"),
        ("T,2026-11-20,swap,7Y,,,1,ACT/365F,2", "cell_empty", "rate"),
        ("T,2026-11-20,swap,7Y,12,,1,ACT/365F,2", "number_range", "rate"),
        ("T,2026-11-20,swap,5Y,0.0113,,1,ACT/365F,2", "key_repeated", "tenor"),
        ("T,2026-11-20,future,7Y,0.01,,1,ACT/365F,2", "choice_refused", "kind"),
        ("T,2026-11-20,swap,7 Y,0.01,,1,ACT/365F,2", "code_refused", "tenor"),
        ("T,2026-11-20,swap,7Y,0.01,,1,ACT/365F,11", "number_range", "spot_lag_days"),
    ],
)
def test_a_curve_with_a_bad_row_is_left_out_as_a_whole(line, code, column):
    """A curve without one of its points gives other prices: it is told and left out, and the others are kept."""
    read = inputs.curves(table(CURVES, *SWAPS, *OTHERS, line))
    assert codes(read) == [(code, 6, column), ("curve_incomplete", None, "")]
    assert dict(read.findings[1].details) == {"curve_id": "T", "trade_date": "2026-11-20"}
    assert set(read.value) == {("T", date(2026, 11, 19)), ("U", DAY)}


def test_a_curve_row_without_its_date_spoils_every_date_of_the_curve():
    """Where it cannot be known which day's curve a bad row belongs to, none of that name is used."""
    read = inputs.curves(table(CURVES, *SWAPS, *OTHERS, "T,20 Nov,swap,7Y,0.01,,1,ACT/365F,2"))
    assert set(read.value) == {("U", DAY)}
    assert [each.code for each in read.findings] == ["date_unreadable", "curve_incomplete", "curve_incomplete"]


def test_a_curve_row_of_another_width_spoils_its_curve():
    """A row with a cell too few is known by its first cells."""
    read = inputs.curves(table(CURVES, *SWAPS, *OTHERS, "T,2026-11-20,swap,7Y,0.01"))
    assert set(read.value) == {("T", date(2026, 11, 19)), ("U", DAY)}


def test_a_history():
    """Business days in order make a history; blanks and zeros are days without a price."""
    lines = ("2026-11-18,40,", "2026-11-19,41.5,0", "2026-11-20,,200")
    read = history_inputs.history(table("date,AA,BB", *lines), calendar=tokyo())
    assert read.findings == ()
    assert read.value.days == (date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20))
    np.testing.assert_array_equal(read.value.spreads_bp, [[40, np.nan], [41.5, np.nan], [np.nan, 200]])
    assert read.value.instruments == ("AA", "BB")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("2026-11-20,1", "2026-11-19,1"), [("history_unordered", None, "")]),
        (("2026-11-19,1", "2026-11-19,1"), [("history_unordered", None, "")]),
        (("2026-11-23,1",), [("date_closed", 2, "date"), ("history_unordered", None, "")]),
        (("2006-01-04,1",), [("calendar_horizon", 2, "date"), ("history_unordered", None, "")]),
        (("x,1",), [("date_unreadable", 2, "date"), ("history_unordered", None, "")]),
        ((), [("table_without_rows", None, ""), ("history_unordered", None, "")]),
    ],
)
def test_a_history_out_of_order_is_not_trusted(lines, found):
    """Days that do not rise, or of which none is a business day, make no history."""
    read = history_inputs.history(table("date,AA", *lines), calendar=tokyo())
    assert read.value is None
    assert codes(read) == found


def test_a_holiday_in_a_history_is_told_and_left_out():
    """A row on a holiday or before the calendar is a finding of its date, and the others are kept."""
    lines = ("2006-11-20,1", "2026-11-20,1", "2026-11-21,1", "2026-11-23,1", "2026-11-24,1", "2026-11-25,x")
    read = history_inputs.history(table("date,AA", *lines), calendar=tokyo())
    assert read.value.days == (date(2026, 11, 20), date(2026, 11, 24))
    assert codes(read) == [
        ("number_character", 7, "AA"),
        ("calendar_horizon", 2, "date"),
        ("date_closed", 4, "date"),
        ("date_closed", 5, "date"),
    ]


@pytest.mark.parametrize(
    ("cell", "code"), [("5000000", "number_range"), ("-1", "number_range"), ("1e7", "number_range")]
)
def test_a_spread_beyond_all_spreads_is_told(cell, code):
    """A spread that no quote can have is a finding of its cell, also in a row of nothing but plain numbers."""
    made = table("date,AA,BB", "2026-11-19,40,41", f"2026-11-20,40,{cell}")
    read = history_inputs.history(made, calendar=tokyo())
    assert codes(read) == [(code, 3, "BB")]
    assert read.value.days == (date(2026, 11, 19),)


@pytest.mark.parametrize("cell", ['"41,5"', '"1,2"', '","'])
def test_a_cell_with_a_comma_in_it_is_one_cell(cell):
    """What looks like two numbers once the quotation marks are gone is judged as the one cell it is."""
    read = history_inputs.history(table("date,AA,BB", "2026-11-19,40,41", f"2026-11-20,40,{cell}"), calendar=tokyo())
    assert codes(read) == [("number_form", 3, "BB")]
    assert read.value.days == (date(2026, 11, 19),)


def test_plain_rows_are_read_as_any_other_rows():
    """A row read as a whole gives the numbers that its cells give one by one, blanks among them."""
    cells = ("40", "", "0", "999999.999999999", "0.1", "")
    plain = table("date,A,B,C,D,E,F", ",".join(("2026-11-19", *cells)))
    spaced = table("date,A,B,C,D,E,F", ",".join(("2026-11-19", *(f" {cell} " for cell in cells))))
    values = [history_inputs.history(each, calendar=tokyo()).value.spreads_bp for each in (plain, spaced)]
    np.testing.assert_array_equal(*values)
    np.testing.assert_array_equal(values[0], [[40.0, np.nan, np.nan, 999999.999999999, 0.1, np.nan]])


def test_fallback_days():
    """The days with carried prices are read beside their reasons."""
    read = inputs.fallback_days(table("date,reason", "2025-10-09,synthetic", "x,y"))
    assert read.value == {date(2025, 10, 9)}
    assert codes(read) == [("date_unreadable", 3, "date")]
