"""One price for one worksheet cell, the curve coming as a range or a handle."""

from datetime import date

import pytest

from addin.app import handles, price_cell
from addin.app.price_cell import (
    CURVE_RANGE,
    Asked,
    cs01_of,
    curve_nodes,
    curve_of,
    earned_of,
    jump_of,
    market_of,
    spread_of,
    upfront_of,
)
from calc.days.business_day import tokyo
from calc.outcome import Finding, finding
from calc.pricing.curve import discount_curve
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


def asked(curve, *, spread_bp=120.0, maturity=MATURITY, recovery=0.35, notional=1.0):
    """Return the base contract as a cell asks for it, some of it changed."""
    return Asked(DAY, Contract(maturity, 100.0, recovery, notional), spread_bp, curve)


def engine(**changes):
    """Return the engine's own price of the base contract, some of it changed."""
    one = asked((), **changes)
    return price(one.contract, one.quotes, market=Market(discount_curve(QUOTES, DAY), tokyo()))


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
        ([ONE, ["swap", 46000.0, 0.01, "", 1, "ACT/365F", "", "", 2]], "curve_knot", (None, "")),
        ([ONE, ["swap", -46000.0, 0.01, "", 1, "ACT/365F", "", "", 2]], "code_refused", (2, "tenor")),
        ([[DAY.isoformat(), 1.0], ["x", 0.9]], "date_unreadable", (2, "date")),
        ([[DAY.isoformat(), 1.0], ["2031-12-20", "x"]], "number_character", (2, "discount_factor")),
        ([[DAY.isoformat(), 1.0], ["2031-12-20"]], "cell_empty", (2, "discount_factor")),
        ([[DAY.isoformat(), 1.0]], "curve_empty", (None, "")),
        ([["2026-11-19", 1.0], ["2031-12-20", 0.9]], "curve_start", (None, "")),
        ([ONE, ONE], "curve_knot", (None, "")),
    ],
)
def test_a_range_with_a_fault_gives_its_finding(cells, code, place):
    """One bad row refuses the whole curve, with its row and column in the range."""
    found = curve_of(cells, DAY)
    assert isinstance(found, Finding)
    assert (found.code, (found.place.row, found.place.column)) == (code, place)


def test_the_upfront_is_the_engines():
    """The cell shows clean upfront and cash of the engine, under the Tokyo calendar, for its notional."""
    for notional in (1.0, 1e9):
        expected, found = engine(notional=notional), upfront_of(asked([ONE, FIVE], notional=notional))
        assert (found.clean, found.accrued, found.cash) == (
            expected.clean_upfront, expected.accrued, expected.cash_upfront,
        )  # fmt: skip
        assert earned_of(DAY, Contract(MATURITY, 100.0, 0.0, notional)) == expected.accrued


def test_the_sensitivities_are_the_engines():
    """CS01 is the engine's; a default brings the loss less the upfront."""
    expected = engine(notional=1e9)
    assert cs01_of(asked([ONE, FIVE], notional=1e9)) == expected.cs01
    assert jump_of(asked([ONE, FIVE], notional=1e9)) == 0.65 * 1e9 - expected.clean_upfront


def test_a_spread_comes_back_from_its_upfront():
    """The spread of the upfront of a spread is that spread."""
    paid = upfront_of(asked([ONE, FIVE])).clean
    found = spread_of(DAY, Contract(MATURITY, 100.0, 0.35), clean_upfront=paid, curve=[ONE, FIVE])
    assert found == pytest.approx(120.0, rel=1e-12)


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
@pytest.mark.parametrize("told", [upfront_of, cs01_of, jump_of])
def test_a_contract_that_cannot_be_priced_gives_its_finding(told, changes, code):
    """Bad arguments are findings for the cell, never an exception."""
    assert told(asked([ONE, FIVE], **changes)).code == code


@pytest.mark.parametrize("told", [upfront_of, cs01_of, jump_of])
def test_a_bad_curve_is_told_before_the_contract(told):
    """Where the curve cannot be read, its finding is the answer."""
    assert told(asked([HEAD], recovery=9.0)).code == "curve_empty"
    assert spread_of(DAY, Contract(MATURITY, 100.0, 9.0), clean_upfront=0.0, curve=[HEAD]).code == "curve_empty"
    assert earned_of(DAY, Contract(DAY, 100.0, 0.0)).code == "contract_over"


@pytest.mark.parametrize("written", ["text", "number"])
def test_a_result_of_the_curve_is_a_curve(written):
    """A block of dates and factors, padded with blanks and with dates as text or day numbers, gives the same price."""
    nodes = curve_nodes(DAY, [ONE, FIVE])
    assert nodes[0] == (DAY, 1.0)
    days = [float((day - date(1899, 12, 30)).days) if written == "number" else day.isoformat() for day, _ in nodes]
    block = [[day, factor] for day, (_, factor) in zip(days, nodes, strict=True)] + [["", ""]] * 3
    for cells in (block, [["date", "discount_factor"], *block]):
        assert upfront_of(asked(cells)).clean == pytest.approx(engine().clean_upfront, abs=1e-15)


def test_a_convention_may_stand_in_a_column_of_its_name():
    """A tenth column counts where the header names it, and is somebody's note where it does not."""
    short = [["swap", "1Y", 0.0065, *[""] * 6, "JPY"], ["swap", "5Y", 0.0112, *[""] * 6, "JPY"]]
    named = curve_of([[*HEAD, "convention"], *short], DAY)
    assert named == curve_of([row[:3] for row in short], DAY, convention="JPY")
    assert curve_of([HEAD, *short], DAY).code == "curve_day_count"


def test_a_handle_gives_the_curve_of_its_table(monkeypatch):
    """A handle prices as the rows behind it, and one without a table gives the finding."""
    tables = {"curve:2026-11-20@7f3a": [HEAD, ONE, FIVE]}
    unknown = finding("curve_empty", trade_date=DAY)
    monkeypatch.setattr(handles, "table_of_handle", lambda handle: tables.get(handle, unknown))
    assert upfront_of(asked("curve:2026-11-20@7f3a")).clean == engine().clean_upfront
    assert upfront_of(asked("curve:2026-11-20@0000")) == unknown


def test_a_curve_is_made_once_for_a_sheet(monkeypatch):
    """Equal rows are bootstrapped once, other rows, another day or another convention each for itself."""
    made = []
    monkeypatch.setattr(price_cell, "discount_curve", lambda *given: made.append(given) or discount_curve(*given))
    rows = [["swap", "1Y", 0.00651], ["swap", "5Y", 0.01121]]
    for day, convention in ((DAY, "JPY"), (DAY, "JPY"), (date(2026, 11, 24), "JPY"), (DAY, "JPY-TONA")):
        assert not isinstance(market_of([list(row) for row in rows], day, convention=convention), Finding)
    market_of([rows[0], ["swap", "5Y", 0.01122]], DAY, convention="JPY")
    assert [given[1] for given in made] == [DAY, date(2026, 11, 24), DAY, DAY]
