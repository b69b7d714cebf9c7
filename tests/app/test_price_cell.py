"""One price for one worksheet cell, the curve coming as a range."""

from datetime import date

import pytest

from addin.app.price_cell import CURVE_RANGE, curve_of, upfront_of
from calc.days.business_day import tokyo
from calc.outcome import Finding
from calc.pricing.curve import discount_curve
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, price
from calc.types import CurveQuote

DAY, MATURITY = date(2026, 11, 20), date(2031, 12, 20)
HEAD = list(CURVE_RANGE)
ONE = ["swap", "1Y", 0.0065, "", 1.0, "ACT/365F", "", "", 2.0]
FIVE = ["swap", "5Y", 0.0112, "", 1.0, "ACT/365F", "", "", 2.0]
ZERO = ["zero", "5Y", 0.01]
QUOTES = (
    CurveQuote("swap", "1Y", 0.0065, "", 1, "ACT/365F", 2),
    CurveQuote("swap", "5Y", 0.0112, "", 1, "ACT/365F", 2),
)


def upfront(curve, **changes):
    """Return the upfront of the base contract, some of it changed."""
    told = {"maturity": MATURITY, "spread_bp": 120.0, "coupon_bp": 100.0, "recovery": 0.35, **changes}
    return upfront_of(DAY, told.pop("maturity"), curve=curve, **told)


@pytest.mark.parametrize(
    "cells",
    [
        [ONE, FIVE],
        [HEAD, ONE, FIVE],
        [HEAD, ["", *[""] * 8], ONE, [0.0, *[""] * 8], FIVE, [None] * 9],
        [[*ONE, "note"], [*FIVE, 7]],
        [FIVE, ONE],
        [[str(cell) if isinstance(cell, float) and cell < 1 else cell for cell in row] for row in (ONE, FIVE)],
    ],
)
def test_a_range_is_read_as_its_curve(cells):
    """Header, blank rows and further columns may stand in a range, and numbers may be text."""
    assert curve_of(cells, DAY) == discount_curve(QUOTES, DAY)


def test_short_rows_suffice_for_zero_rates():
    """Zero rates need the first three columns only."""
    assert curve_of([ZERO], DAY) == discount_curve([CurveQuote("zero", "5Y", 0.01)], DAY)


@pytest.mark.parametrize(
    ("cells", "code", "place"),
    [
        ([], "curve_empty", (None, "")),
        ([HEAD], "curve_empty", (None, "")),
        ([[]], "curve_empty", (None, "")),
        ([ONE, ["swap", "5Y", "x", "", 1, "ACT/365F", "", "", 2]], "number_character", (2, "rate")),
        ([ONE, ["swap", "5Y", float("nan"), "", 1, "ACT/365F", "", "", 2]], "number_type", (2, "rate")),
        ([ONE, ["swop", "5Y", 0.01, "", 1, "ACT/365F", "", "", 2]], "choice_refused", (2, "kind")),
        ([ONE, ["swap", "5Y", 0.01, "", 1.5, "ACT/365F", "", "", 2]], "number_not_whole", (2, "fixed_frequency")),
        ([ONE, ["swap", 46000.0, 0.01, "", 1, "ACT/365F", "", "", 2]], "curve_tenor", (None, "")),
        ([ONE, ONE], "curve_knot", (None, "")),
    ],
)
def test_a_range_with_a_fault_gives_its_finding(cells, code, place):
    """One bad row refuses the whole curve, with its row and column in the range."""
    found = curve_of(cells, DAY)
    assert isinstance(found, Finding)
    assert (found.code, (found.place.row, found.place.column)) == (code, place)


def test_the_upfront_is_the_engines():
    """The cell shows the clean upfront of the engine, under the Tokyo calendar, per unit unless a notional is given."""
    curve = discount_curve(QUOTES, DAY)
    expected = price(Contract(MATURITY, 100.0, 0.35), Quotes((120.0,)), market=Market(curve, tokyo())).clean_upfront
    assert upfront([ONE, FIVE]) == expected
    assert upfront([ONE, FIVE], notional=1e9) == pytest.approx(1e9 * expected, rel=1e-15)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"maturity": DAY}, "contract_over"),
        ({"maturity": date(2061, 3, 20)}, "calendar_horizon"),
        ({"recovery": 1.0}, "recovery_range"),
        ({"spread_bp": -1.0}, "spread_negative"),
        ({"spread_bp": float("nan")}, "price_not_finite"),
    ],
)
def test_a_contract_that_cannot_be_priced_gives_its_finding(changes, code):
    """Bad arguments are findings for the cell, never an exception."""
    assert upfront([ONE, FIVE], **changes).code == code


def test_a_bad_curve_is_told_before_the_contract():
    """Where the curve cannot be read, its finding is the answer."""
    assert upfront([HEAD], recovery=9.0).code == "curve_empty"
