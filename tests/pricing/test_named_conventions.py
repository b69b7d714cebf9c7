"""Published curves under their named conventions, and the column that gives the name."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import published_cases
import pytest
from pricing_cases import published_curves

from addin.app.price_cell import curve_nodes, curve_of
from addin.app.price_contracts import price_contracts
from addin.books import inputs
from addin.books.tables import table_of
from calc.days.business_day import tokyo
from calc.market.conventions import convention_on
from calc.outcome import Finding
from calc.pricing.curve import discount_curve
from calc.types import CurveQuote

NAMED = {
    ("JPY_LIBOR", "2013-10-16"): "JPY",
    ("JPY_LIBOR", "2014-04-15"): "JPY-LIBOR",
    ("QL_USD", "2009-05-21"): "USD",
    ("MARKIT_USD", "2013-08-07"): "USD-LIBOR",
    ("STRATA_USD", "2013-06-04"): "USD",
    ("ISDA_USD", "2013-05-29"): "USD",
    ("QL_EUR", "2021-07-26"): "EUR",
    ("MARKIT_EUR", "2014-01-15"): "EUR-EURIBOR",
    ("STRATA_EUR", "2011-03-21"): "EUR",
    ("STRATA_EUR", "2011-06-13"): "EUR",
    ("STRATA_LOW", "2014-01-14"): "EUR",
}
DAY = date(2026, 11, 20)
HEAD = (
    "curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,float_frequency,float_day_count,"
    "spot_lag_days,convention"
)
ROWS = [["deposit", "3M", 0.0104], ["swap", "1Y", 0.0123], ["swap", "5Y", 0.0167]]


def read(*lines):
    """Return the curves of CSV lines that have the convention column."""
    return inputs.curves(table_of("\n".join((HEAD, *lines)).encode(), "curves.csv").value)


@pytest.mark.parametrize(("key", "name"), NAMED.items(), ids=lambda part: "-".join(part) if len(part) == 2 else part)
def test_a_published_curve_is_the_same_under_its_named_convention(key, name):
    """With every convention cell empty the name alone gives the published curve, to the last bit."""
    day = date.fromisoformat(key[1])
    explicit = published_curves()[(key[0], day)]
    named = [CurveQuote(quote.kind, quote.tenor, quote.rate, convention=name) for quote in explicit]
    assert discount_curve(named, day) == discount_curve(explicit, day)


@pytest.mark.parametrize(("key", "name"), NAMED.items(), ids=lambda part: "-".join(part) if len(part) == 2 else part)
def test_the_float_leg_is_the_published_one_too(key, name):
    """The float leg, which does not enter the curve, has the published frequency and day count."""
    convention = convention_on(name, date.fromisoformat(key[1]))
    swaps = [row for row in published_cases.curve_rows(*key) if row["kind"] == "swap"]
    told = {(int(row["float_frequency"]), row["float_day_count"]) for row in swaps}
    assert told == {(convention.float_frequency, convention.float_day_count)}


def test_the_column_fills_empty_cells_of_a_file():
    """A file with names instead of day counts gives the curve of the file that spells them out."""
    named = read("T,2026-11-20,deposit,3M,0.0104,,,,,,,JPY", "T,2026-11-20,swap,5Y,0.0167,,,,,,,JPY-TONA")
    spelt = read(
        "T,2026-11-20,deposit,3M,0.0104,ACT/365F,,,,,2,", "T,2026-11-20,swap,5Y,0.0167,,1,ACT/365F,1,ACT/365F,2,"
    )
    assert named.findings == spelt.findings == ()
    assert discount_curve(named.value[("T", DAY)], DAY) == discount_curve(spelt.value[("T", DAY)], DAY)


def test_an_explicit_cell_wins():
    """A day count, a frequency or a lag that a row states itself is used, also a lag of zero."""
    (plain,) = read("T,2026-11-20,swap,5Y,0.0167,,,,,,,JPY").value.values()
    curves = {discount_curve(plain, DAY)}
    for cells in (",2,,,,,", ",,ACT/360,,,,", ",,,,,0,"):
        (own,) = read(f"T,2026-11-20,swap,5Y,0.0167,{cells}JPY").value.values()
        curves.add(discount_curve(own, DAY))
    assert len(curves) == 4


def test_an_unknown_name_is_told_at_its_cell():
    """A name that the table does not have is a finding at its row and column, and its curve is left out."""
    made = read("T,2026-11-20,swap,5Y,0.0167,,,,,,,JPY-X", "U,2026-11-20,swap,5Y,0.0167,,,,,,,JPY")
    first = made.findings[0]
    assert (first.code, first.place.row, first.place.column) == ("choice_refused", 2, "convention")
    assert set(made.value) == {("U", DAY)}


def test_a_name_of_another_time_refuses_the_contract():
    """A contract on a curve whose convention is not in force on its trade date is refused with that finding."""
    curves = read("T,2026-11-20,swap,5Y,0.0167,,,,,,,JPY-LIBOR").value
    head = "contract_id,trade_date,maturity,coupon_bp,recovery,notional,quoted_spread_bp,curve_id,calendar"
    text = f"{head}\nc1,2026-11-20,2031-12-20,100,0.35,1e9,120,T,TYO\n"
    made = price_contracts(table_of(text.encode(), "contracts.csv").value, curves, tokyo_days=tokyo())
    assert [each.cells[-1] for each in made.value] == ["curve_convention_date"]


def test_a_range_of_three_columns_suffices_with_a_name():
    """For a worksheet kind, tenor and rate are enough once the convention is named."""
    named = curve_of(ROWS, DAY, convention="JPY")
    assert named == discount_curve([CurveQuote(*row, convention="JPY-TONA") for row in ROWS], DAY)
    assert curve_of(ROWS, DAY).code == "curve_day_count"
    assert curve_of(ROWS, DAY, convention="CHF").code == "curve_convention_unknown"


def test_the_nodes_are_dates_and_discount_factors():
    """The block begins with the trade date at one and gives each knot the factor that the curve has there."""
    nodes, curve = curve_nodes(DAY, ROWS, convention="JPY"), curve_of(ROWS, DAY, convention="JPY")
    assert nodes[0] == (DAY, 1.0)
    assert [day.isoformat() for day, _ in nodes[1:]] == ["2027-02-24", "2027-11-24", "2031-11-24"]
    assert [day.toordinal() for day, _ in nodes[1:]] == [*curve.knots]
    assert all(later < earlier for (_, earlier), (_, later) in pairwise(nodes))
    assert nodes[3][1] == pytest.approx(0.9201, abs=1e-3)
    assert isinstance(curve_nodes(DAY, []), Finding)


def test_moving_a_named_quote_keeps_its_convention():
    """A curve of named quotes moved up by a basis point is the moved curve of the spelt-out ones."""
    explicit = published_curves()[("JPY_LIBOR", date(2013, 10, 16))]
    named = [CurveQuote(quote.kind, quote.tenor, quote.rate, convention="JPY") for quote in explicit]
    moved = [[replace(each, rate=each.rate + 1e-4) for each in quotes] for quotes in (named, explicit)]
    assert discount_curve(moved[0], date(2013, 10, 16)) == discount_curve(moved[1], date(2013, 10, 16))
