"""The use case of `hikae price`: every row of the contracts file gets a row of the result."""

import csv
import io
from datetime import date

import pytest

from addin.app.price_contracts import CONTRACT, RESULT, price_contracts, price_files
from addin.books import inputs
from addin.books.tables import table_of
from calc.days.business_day import WEEKENDS, tokyo
from calc.outcome import RefusedError
from calc.pricing.curve import discount_curve
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, Price, price

HEADER = ",".join(column.name for column in CONTRACT)
CURVE_HEADER = (
    "curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,float_frequency,float_day_count,"
    "spot_lag_days"
)
CURVES = f"""{CURVE_HEADER}
T,2026-11-20,swap,1Y,0.0065,,1,ACT/365F,,,2
T,2026-11-20,swap,5Y,0.0112,,1,ACT/365F,,,2
Z,2026-11-20,zero,10Y,0.01,,,,,,
"""
GOOD = "c1,2026-11-20,2031-12-20,100,0.35,1e9,120,Z,TYO,,,,,"
OUT_COLUMNS = (
    "contract_id,status,clean_upfront,accrued,cash_upfront,accrued_days,par_spread_bp,risky_annuity,cs01,hazard,"
    "survival_at_maturity,finding"
)


def table(*lines, header=HEADER):
    """Return a contracts table of CSV lines."""
    return table_of("\r\n".join((header, *lines)).encode(), "contracts.csv").value


def priced(*lines, header=HEADER, days=None):
    """Return the result rows and findings of contract lines."""
    curves = inputs.curves(table_of(CURVES.encode(), "curves.csv").value).value
    return price_contracts(table(*lines, header=header), curves, tokyo_days=days or tokyo())


def cells(*lines, **more):
    """Return the result rows as dictionaries."""
    return [dict(zip(RESULT, each.cells, strict=True)) for each in priced(*lines, **more).value]


def changed(**changes):
    """Return the good contract's line with some cells changed."""
    names = HEADER.split(",")
    return ",".join(changes.get(name, cell) for name, cell in zip(names, GOOD.split(","), strict=True))


def test_the_columns_are_the_agreed_ones():
    """The result has the columns that were agreed, in their order."""
    assert ",".join(RESULT) == OUT_COLUMNS
    assert set(HEADER.split(",")) >= {"contract_id", "trade_date", "maturity", "pillar_dates", "step_in_date"}


def test_a_contract_is_priced_with_all_its_digits():
    """A good row has status ok, no finding, and numbers that read back to the very double."""
    (row,) = cells(GOOD)
    curves = inputs.curves(table_of(CURVES.encode(), "curves.csv").value).value
    curve = discount_curve(curves[("Z", date(2026, 11, 20))], date(2026, 11, 20))
    expected = price(Contract(date(2031, 12, 20), 100, 0.35, 1e9), Quotes((120.0,)), market=Market(curve, tokyo()))
    assert isinstance(expected, Price)
    assert (row["contract_id"], row["status"], row["finding"]) == ("c1", "ok", "")
    for name in RESULT[2:-1]:
        assert float(row[name]) == getattr(expected, name)
    assert float(row["cash_upfront"]) == pytest.approx(float(row["clean_upfront"]) - float(row["accrued"]))


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"recovery": "1"}, "recovery_range", ""),
        ({"recovery": "nan"}, "number_character", "recovery"),
        ({"notional": "1_000"}, "number_character", "notional"),
        ({"notional": ""}, "cell_empty", "notional"),
        ({"coupon_bp": "inf"}, "number_character", "coupon_bp"),
        ({"maturity": "2026-11-20"}, "contract_over", ""),
        ({"maturity": "2031-02-30"}, "date_unreadable", "maturity"),
        ({"maturity": "2061-03-20"}, "calendar_horizon", ""),
        ({"trade_date": "9999-12-31"}, "date_range", "trade_date"),
        ({"trade_date": "2026-11-19"}, "curve_missing", ""),
        ({"curve_id": "NONE"}, "curve_missing", ""),
        ({"calendar": "LON"}, "choice_refused", "calendar"),
        ({"quoted_spread_bp": ""}, "quote_choice", ""),
        ({"pillar_dates": "2031-12-20", "pillar_spreads_bp": "100"}, "quote_choice", ""),
        ({"quoted_spread_bp": "-1"}, "spread_negative", ""),
        ({"quoted_spread_bp": "1e9"}, "hazard_not_solved", ""),
        ({"quoted_spread_bp": "", "pillar_dates": "2031-12-20"}, "pillars_shape", ""),
        ({"quoted_spread_bp": "", "pillar_spreads_bp": "100"}, "pillars_shape", ""),
        ({"quoted_spread_bp": "", "pillar_dates": "2031-12-20;x", "pillar_spreads_bp": "1;2"}, "date_unreadable", ""),
        ({"quoted_spread_bp": "", "pillar_dates": "2031-12-20", "pillar_spreads_bp": "1x"}, "number_character", ""),
        (
            {"quoted_spread_bp": "", "pillar_dates": "2031-12-20;2027-12-20", "pillar_spreads_bp": "1;2"},
            "pillars_order",
            "",
        ),
        (
            {"quoted_spread_bp": "", "pillar_dates": "2027-12-20;2031-12-20", "pillar_spreads_bp": "900;90"},
            "hazard_not_solved",
            "",
        ),
        ({"step_in_date": "2026-11-19"}, "contract_dates", ""),
        ({"accrual_begin_date": "2027-01-01"}, "contract_dates", ""),
        ({"step_in_date": "x"}, "date_unreadable", "step_in_date"),
    ],
)
def test_a_refused_row_has_its_finding_and_no_number(changes, code, column):
    """A row that cannot be priced is refused with its code and empty numbers, and the finding tells its place."""
    made = priced(GOOD, changed(contract_id="c2", **changes))
    good, bad = (dict(zip(RESULT, each.cells, strict=True)) for each in made.value)
    assert good["status"] == "ok"
    assert (bad["contract_id"], bad["status"], bad["finding"]) == ("c2", "refused", code)
    assert {bad[name] for name in RESULT[2:-1]} == {""}
    assert [(each.code, each.place.source, each.place.row, each.place.column) for each in made.findings] == [
        (code, "contracts.csv", 3, column)
    ]


def test_pillars_are_priced():
    """A row with pillars instead of a quote is priced on its term structure."""
    pillars = {"quoted_spread_bp": "", "pillar_dates": "2027-12-20; 2031-12-20", "pillar_spreads_bp": "60;120"}
    flat, term = cells(GOOD, changed(contract_id="c2", **pillars))
    assert term["status"] == "ok"
    assert float(term["par_spread_bp"]) == pytest.approx(120.0, abs=1e-8)
    assert float(term["clean_upfront"]) != float(flat["clean_upfront"])


def test_stated_dates_are_used():
    """Dates that a row states itself replace the standard ones, and change the price."""
    stated = {"step_in_date": "2026-11-25", "cash_settle_date": "2026-12-01", "accrual_begin_date": "2026-10-01"}
    standard, own = cells(GOOD, changed(contract_id="c2", **stated))
    assert (standard["accrued_days"], own["accrued_days"]) == ("58", "55")
    assert own["clean_upfront"] != standard["clean_upfront"]


def test_an_absent_calendar_is_tokyo():
    """Without the calendar column coupons fall on Tokyo business days."""
    header = HEADER.replace("calendar,", "")
    line = GOOD.replace("TYO,", "")
    assert cells(line, header=header) == cells(GOOD)
    assert cells(changed(calendar="WEEKENDS")) != cells(GOOD)


def test_a_users_holidays_replace_tokyo():
    """The calendar that is given stands in for TYO and leaves WEEKENDS alone."""
    assert cells(GOOD, days=WEEKENDS)[0]["accrued"] == cells(changed(calendar="WEEKENDS"))[0]["accrued"]
    assert cells(changed(calendar="WEEKENDS"), days=tokyo()) == cells(changed(calendar="WEEKENDS"), days=WEEKENDS)


def test_a_name_that_stands_twice_is_refused_the_second_time():
    """The first row of a name is priced and later ones refused, each with the row of the first."""
    made = priced(GOOD, GOOD, changed(contract_id="c2"), GOOD)
    assert [each.cells[1] for each in made.value] == ["ok", "refused", "ok", "refused"]
    assert [(each.code, each.place.row, dict(each.details)["first"]) for each in made.findings] == [
        ("key_repeated", 3, "2"),
        ("key_repeated", 5, "2"),
    ]


def test_rows_without_a_name_are_told_as_such():
    """Two rows without a name are refused for that, not for being the same."""
    made = priced(changed(contract_id=""), changed(contract_id=""))
    assert [each.cells[-1] for each in made.value] == ["cell_empty", "cell_empty"]


def test_a_row_of_another_width_is_refused_in_its_place():
    """A row with a cell too few or too many has its own row in the result, under the name in its first cell."""
    made = priced(GOOD, "c2,2026-11-20", changed(contract_id="c3"), changed(contract_id="c4") + ",")
    assert [(each.contract_id, each.cells[1], each.cells[-1]) for each in made.value] == [
        ("c1", "ok", ""),
        ("c2", "refused", "row_shape"),
        ("c3", "ok", ""),
        ("c4", "refused", "row_shape"),
    ]


def test_a_long_name_is_kept():
    """A name of two hundred characters comes back whole."""
    name = "x" * 200
    assert cells(changed(contract_id=name))[0]["contract_id"] == name


def test_a_table_without_its_columns_gives_no_result():
    """Contracts without a required column are not priced at all."""
    made = priced("c1", header="contract_id")
    assert made.value == ()
    assert {each.code for each in made.findings} == {"column_missing"}
    assert [each.code for each in priced().findings] == ["table_without_rows"]


@pytest.fixture
def files(tmp_path):
    """Return a function that prices files of these texts."""

    def made(contracts, curves=CURVES, holidays=None, output="out.csv"):
        paths = {}
        for name, text in (("contracts", contracts), ("curves", curves), ("holidays", holidays)):
            if text is not None:
                paths[name] = tmp_path / f"{name}.csv"
                paths[name].write_bytes(text if isinstance(text, bytes) else text.encode())
        return price_files(
            paths["contracts"], paths["curves"], holidays=paths.get("holidays"), output=tmp_path / output
        )

    return made


CONTRACTS = f"{HEADER}\n{GOOD}\n"


def test_files_are_priced(files):
    """Contracts and curves on disk, with BOM or without, give the same as in memory."""
    assert files(CONTRACTS).value[0].cells == files(b"\xef\xbb\xbf" + CONTRACTS.encode()).value[0].cells
    assert files(CONTRACTS).findings == ()
    written = list(csv.reader(io.StringIO(CONTRACTS)))
    assert files(CONTRACTS).value[0].contract_id == written[1][0]


def test_a_file_of_holidays_replaces_tokyo(files):
    """Under a list of one closed day the settlement moves by that day."""
    moved = files(CONTRACTS, holidays="date\n2026-11-25\n").value[0].cells
    assert moved != files(CONTRACTS).value[0].cells


@pytest.mark.parametrize(
    ("contracts", "curves", "holidays", "code"),
    [
        ("", CURVES, None, "file_empty"),
        (HEADER, CURVES, None, "table_without_rows"),
        (CONTRACTS.encode("utf-16"), CURVES, None, "encoding_refused"),
        (CONTRACTS + '"open', CURVES, None, "csv_unreadable"),
        (CONTRACTS.replace("recovery", "maturity"), CURVES, None, "column_repeated"),
        (CONTRACTS.replace("recovery", "rec"), CURVES, None, "column_missing"),
        (CONTRACTS, "", None, "file_empty"),
        (CONTRACTS, CURVES.replace("rate", "level"), None, "column_missing"),
        (CONTRACTS, CURVES.replace("0.0112", "x").replace("0.01,", "y,"), None, "number_character"),
        (CONTRACTS, CURVES, "date\n20 Nov\n", "date_unreadable"),
        (CONTRACTS, CURVES, "date\n", "table_without_rows"),
        (CONTRACTS, CURVES, "day\n2026-11-20\n", "column_missing"),
    ],
)
def test_files_that_cannot_be_trusted_are_refused(files, contracts, curves, holidays, code):
    """Where a whole file says nothing usable, nothing is priced and its finding says why."""
    with pytest.raises(RefusedError) as refused:
        files(contracts, curves, holidays)
    assert code in [each.code for each in refused.value.findings]


@pytest.mark.parametrize("output", ["contracts.csv", "curves.csv", "holidays.csv", "../{}/curves.csv"])
def test_an_input_is_never_overwritten(files, tmp_path, output):
    """A result that would replace one of its own inputs is refused before anything is read."""
    with pytest.raises(RefusedError) as refused:
        files(CONTRACTS, holidays="date\n2026-11-25\n", output=output.format(tmp_path.name))
    assert [each.code for each in refused.value.findings] == ["output_is_input"]


def test_a_curve_with_a_bad_row_prices_nothing(files):
    """A contract on a curve that misses a point is refused, and one on another curve is priced."""
    curves = CURVES.replace("0.0112", "1.12%")
    lines = f"{CONTRACTS}{changed(contract_id='c2', curve_id='T')}\n"
    made = files(lines, curves)
    assert [each.cells[-1] for each in made.value] == ["", "curve_missing"]
    assert [each.code for each in made.findings] == ["number_unit", "curve_incomplete", "curve_missing"]
