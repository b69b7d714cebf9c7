"""The functions of days beside an independent calendar, and what a block of a curve shows."""

from datetime import date, timedelta

import pytest
import twin_dates
from contract_cases import BLOCK, DAY, HEAD, RATES, changed
from hypothesis import given
from hypothesis import strategies as st

from addin.app.price_cell import curve_of
from addin.functions.invoke import answer
from calc.pricing.maturity import standard_maturity

DAYS = st.dates(date(2024, 1, 10), date(2039, 12, 20))
CLOSED = twin_dates.tokyo(2023, 2041)


def told(function, *arguments):
    """Return the value of a call."""
    return answer(function, list(arguments))["value"]


@given(DAYS)
def test_business_days_are_those_of_another_calendar(day):
    """The day or the next open one, and the open one before it, by the second library and JSCC's year-end closing."""
    assert told("CDS_BUSINESS_DAY", day.isoformat()) == twin_dates.following(day, CLOSED).isoformat()
    before = twin_dates.preceding(day - timedelta(days=1), CLOSED)
    assert told("CDS_PREVIOUS_DAY", day.isoformat()) == before.isoformat()


@given(DAYS)
def test_the_day_before_the_business_day_is_earlier(day):
    """Today's business day and the one before it are two days, with none open between them."""
    today = told("CDS_BUSINESS_DAY", day.isoformat())
    before = told("CDS_PREVIOUS_DAY", today)
    assert before < today
    between = date.fromisoformat(before) + timedelta(days=1)
    assert told("CDS_BUSINESS_DAY", between.isoformat()) == today


@given(DAYS, st.sampled_from(["6M", "1Y", "3Y", "5Y", "10Y"]))
def test_a_maturity_is_the_engines(day, tenor):
    """The cell shows the standard maturity of the engine, spaces around the tenor aside."""
    expected = standard_maturity(day, tenor).isoformat()
    assert (
        told("CDS_MATURITY", day.isoformat(), tenor) == told("CDS_MATURITY", day.isoformat(), f" {tenor} ") == expected
    )


def test_a_curve_begins_with_its_day_and_has_its_knots():
    """The first row is the day with one, then come the days and factors of the bootstrapped curve, then blanks."""
    block = told("CDS_CURVE", DAY, [HEAD, *RATES])
    curve = curve_of(RATES, date.fromisoformat(DAY))
    assert (len(block), block[0]) == (40, [DAY, 1.0])
    assert [row[0] for row in block[1:5]] == [date.fromordinal(knot).isoformat() for knot in curve.knots]
    assert block[5:] == [["", ""]] * 35


@pytest.mark.parametrize("function", ["CDS_UPFRONT", "CDS_CASH", "CDS_CS01", "CDS_JTD"])
def test_a_block_of_day_numbers_is_the_same_curve(function):
    """In a sheet the dates of a curve's block are day numbers; the price is the same."""
    first = date(1899, 12, 30)
    numbers = [[float((date.fromisoformat(day) - first).days), factor] for day, factor in BLOCK[:5]] + BLOCK[5:]
    arguments = (DAY, "2031-12-20", 55.95, 100, 0.35, BLOCK, 1e9)
    assert told(function, *changed(arguments, 5, numbers)) == told(function, *arguments)
