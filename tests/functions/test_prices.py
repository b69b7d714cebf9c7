"""The functions of pricing beside `hikae price`, slow twins, and each other."""

import csv
import random
from datetime import date

import pytest
import twin_cds
import twin_curve
import twin_dates
from contract_cases import HEAD, RATES
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.cli import ended
from addin.functions.invoke import answer

DAY = "2026-11-20"
FIELDS = ("contract_id", "trade_date", "maturity", "coupon_bp", "recovery", "notional", "quoted_spread_bp", "curve_id")
ROWS = [dict(zip(HEAD, map(str, row), strict=True)) for row in RATES]
CLOSED = twin_dates.tokyo(2024, 2040)
QUOTED = ("maturity", "quoted_spread_bp", "coupon_bp", "recovery")


def contracts():
    """Return forty contracts as people deal them, some sold, some in distress, some nearly over."""
    chance = random.Random(20261120)  # noqa: S311 - a test's own contracts
    return [
        {
            "contract_id": f"C{number}",
            "trade_date": DAY,
            "maturity": f"{chance.choice([2026, 2027, 2029, 2031, 2036])}-12-20",
            "coupon_bp": chance.choice([25.0, 100.0, 500.0]),
            "recovery": chance.choice([0.2, 0.35, 0.4]),
            "notional": chance.choice([1.0, 1e8, -3e9, 123_456_789.0]),
            "quoted_spread_bp": round(10 ** chance.uniform(0.5, 3.5), 4),
            "curve_id": "JPY",
        }
        for number in range(40)
    ]


@pytest.fixture(scope="module")
def priced(tmp_path_factory):
    """Return each contract with its row of `hikae price`, and with the row of a spread one bp higher."""
    folder = tmp_path_factory.mktemp("prices")
    made = contracts()
    higher = [{**each, "contract_id": f"{each['contract_id']}u", "quoted_spread_bp": each["quoted_spread_bp"] + 1.0}
              for each in made]  # fmt: skip
    curves = [{"curve_id": "JPY", "trade_date": DAY, **row} for row in ROWS]
    for name, rows in (("contracts", [*made, *higher]), ("curves", curves)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    words = ["price", folder / "contracts.csv", "--curves", folder / "curves.csv", "-o", folder / "out.csv"]
    assert ended(list(map(str, words))) == 0
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        found = {
            row["contract_id"]: {key: value for key, value in row.items() if value} for row in csv.DictReader(file)
        }
    return [(each, found[each["contract_id"]], found[f"{each['contract_id']}u"]) for each in made]


def asked(function, contract, *, notional=True):
    """Return the value of a function that takes the arguments of CDS_UPFRONT."""
    given = [contract["trade_date"], *(contract[name] for name in QUOTED), RATES]
    return answer(function, [*given, contract["notional"]] if notional else given)["value"]


@pytest.mark.parametrize(
    ("function", "column"),
    [("CDS_UPFRONT", "clean_upfront"), ("CDS_CASH", "cash_upfront"), ("CDS_CS01", "cs01")],
)
def test_a_cell_shows_the_figure_of_the_command_line(priced, function, column):
    """Upfront, cash and CS01 in a cell are the double that `hikae price` writes for the same contract."""
    assert [asked(function, each) for each, row, _ in priced] == [float(row[column]) for _, row, _ in priced]


def test_a_cell_shows_the_coupon_of_the_command_line(priced):
    """CDS_ACCRUED is the accrued amount that `hikae price` writes, without any curve."""
    for each, row, _ in priced:
        given = [each[name] for name in ("trade_date", "maturity", "coupon_bp", "notional")]
        assert answer("CDS_ACCRUED", given)["value"] == float(row["accrued"])


def test_a_default_is_worth_the_loss_less_the_command_lines_upfront(priced):
    """CDS_JTD is (1 - recovery) times the notional less the clean upfront that `hikae price` writes."""
    for each, row, _ in priced:
        expected = (1.0 - each["recovery"]) * each["notional"] - float(row["clean_upfront"])
        assert asked("CDS_JTD", each) == expected


def test_one_bp_more_is_two_prices_of_the_command_line(priced):
    """CDS_CS01 is the difference of two clean upfronts of `hikae price`, a bp apart."""
    for each, row, up in priced:
        difference = float(up["clean_upfront"]) - float(row["clean_upfront"])
        assert asked("CDS_CS01", each) == pytest.approx(difference, rel=1e-9, abs=1e-14 * abs(each["notional"]))


def test_the_spread_of_the_command_lines_upfront_is_the_spread(priced):
    """CDS_SPREAD reads the quoted spread back out of the upfront that `hikae price` writes."""
    for each, row, _ in priced:
        fraction = float(row["clean_upfront"]) / each["notional"]
        given = [each["trade_date"], each["maturity"], fraction, each["coupon_bp"], each["recovery"], RATES]
        found = answer("CDS_SPREAD", given)["value"]
        assert asked("CDS_UPFRONT", {**each, "quoted_spread_bp": found}, notional=False) == pytest.approx(
            fraction, abs=1e-14
        )
        if abs(float(row["cs01"]) / each["notional"]) > 1e-7:
            assert found == pytest.approx(each["quoted_spread_bp"], rel=1e-9)


@settings(max_examples=drawn(200))
@given(
    upfront=st.floats(-1.5, 1.5),
    coupon_bp=st.sampled_from([25.0, 100.0, 500.0, 1000.0]),
    recovery=st.sampled_from([0.01, 0.2, 0.35, 0.9]),
    maturity=st.sampled_from(["2026-12-20", "2027-06-20", "2031-12-20", "2036-12-20"]),
)
def test_a_spread_is_never_wrong(upfront, coupon_bp, recovery, maturity):
    """Whatever is asked: a spread whose upfront is the given one to 1e-10 of notional, or no spread at all."""
    told = answer("CDS_SPREAD", [DAY, maturity, upfront, coupon_bp, recovery, RATES])
    if "error" in told:
        assert told["error"]["code"] == "upfront_range"
        assert not reachable(upfront, maturity, coupon_bp=coupon_bp, recovery=recovery)
        return
    if told["value"] == 0.0:  # which a cell takes for a blank
        return
    again = answer("CDS_UPFRONT", [DAY, maturity, told["value"], coupon_bp, recovery, RATES])["value"]
    assert again == pytest.approx(upfront, abs=1e-10)


def reachable(upfront, maturity, *, coupon_bp, recovery):
    """Return whether the upfront lies between those of a hundred-thousandth of a bp and of a name as good as lost."""
    low, high = (
        answer("CDS_UPFRONT", [DAY, maturity, spread, coupon_bp, recovery, RATES])["value"] for spread in (1e-5, 2e5)
    )
    return low < upfront < high


@pytest.mark.parametrize("spread_bp", [5.0, 55.95, 100.0, 700.0])
def test_the_slow_twin_pays_the_same(spread_bp):
    """The twin, written for itself, has the same upfront, cash, CS01 and spread on the same quotes."""
    days, curve = (date(2026, 11, 20), date(2031, 12, 20)), twin_curve.discount_curve(date(2026, 11, 20), ROWS)
    terms = {"recovery": 0.35, "closed_days": CLOSED}
    twin = twin_cds.price(*days, quoted_spread_bp=spread_bp, coupon_bp=100.0, notional=1.0, curve=curve, **terms)
    here = {"trade_date": DAY, "maturity": "2031-12-20", "quoted_spread_bp": spread_bp, "coupon_bp": 100.0,
            "recovery": 0.35, "notional": 1.0}  # fmt: skip
    assert asked("CDS_UPFRONT", here) == pytest.approx(twin["clean_upfront"], abs=1e-12)
    assert asked("CDS_CASH", here) == pytest.approx(twin["cash_upfront"], abs=1e-12)
    assert asked("CDS_CS01", here) == pytest.approx(twin["cs01"], abs=1e-12)
    paid = twin_cds.contract(*days, **terms)
    expected = twin_cds.quoted_spread(paid, twin["clean_upfront"], coupon=0.01, discount=curve)
    found = answer("CDS_SPREAD", [DAY, "2031-12-20", twin["clean_upfront"], 100.0, 0.35, RATES])["value"]
    assert found == pytest.approx(1e4 * expected, abs=1e-8)
