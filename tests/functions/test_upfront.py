import pytest

from addin.functions.invoke import answer

CURVE = [
    ["kind", "tenor", "rate", "mm_day_count", "fixed_frequency", "fixed_day_count", "float_frequency",
     "float_day_count", "spot_lag_days"],
    ["deposit", "1M", 0.0011, "ACT/360", "", "", "", "", 2],
    ["deposit", "6M", 0.0021, "ACT/360", "", "", "", "", 2],
    ["swap", "5Y", 0.0051, "", 2, "ACT/365F", 2, "ACT/360", 2],
    ["swap", "10Y", 0.0081, "", 2, "ACT/365F", 2, "ACT/360", 2],
]  # fmt: skip
NAMES = ("trade_date", "maturity", "spread_bp", "coupon_bp", "recovery", "curve_range", "notional")
ARGUMENTS = ["2026-11-20", "2031-12-20", 55.95, 100, 0.35, CURVE, 1e9]


def upfront(**changed):
    return answer("CDS_UPFRONT", [changed.get(name, value) for name, value in zip(NAMES, ARGUMENTS, strict=True)])


def test_a_spread_below_the_coupon_is_paid_to_the_buyer():
    """With a quote below the coupon the buyer receives: the upfront is negative, and about annuity times difference."""
    assert upfront()["value"] / 1e9 == pytest.approx((55.95 - 100) * 1e-4 * 4.98, rel=0.01)


def test_a_quote_at_the_coupon_costs_nothing():
    """A quote that equals the coupon gives an upfront of nothing but rounding on the notional."""
    assert abs(upfront(spread_bp=100)["value"]) < 1e-12 * 1e9


def test_the_notional_is_one_when_left_out():
    """Without a notional the upfront is per unit."""
    assert answer("CDS_UPFRONT", ARGUMENTS[:-1])["value"] == pytest.approx(upfront()["value"] / 1e9, rel=1e-14)


def test_a_header_row_and_blank_rows_change_nothing():
    """The curve may stand with or without its header, and with blank rows below it."""
    bare = upfront(curve_range=CURVE[1:])
    padded = upfront(curve_range=[*CURVE, [""] * 9, [None] * 9])
    assert bare == padded == upfront()


def test_a_tenor_typed_as_a_date_is_its_day_number_in_a_sheet():
    """A zero rate at 2031-12-20 gives the same number whether the date is ISO text or a sheet's day number."""
    as_text = [["zero", "2031-12-20", 0.005], ["zero", "2036-12-20", 0.006]]
    as_number = [["zero", 48202.0, 0.005], ["zero", 50029.0, 0.006]]
    assert upfront(curve_range=as_number) == upfront(curve_range=as_text)
    assert "value" in upfront(curve_range=as_text)


@pytest.mark.parametrize("number", [1e300, -1e300, -800_000.0])
def test_a_day_number_that_is_no_date_is_refused(number):
    """A tenor far outside the calendar is an error of the cell, not a fault of ours."""
    assert upfront(curve_range=[["zero", number, 0.005]])["error"]["code"] == "code_refused"


@pytest.mark.parametrize("name", ["trade_date", "maturity", "spread_bp", "coupon_bp", "recovery"])
def test_a_blank_cell_is_never_priced(name):
    """A blank cell arrives as 0, and where nobody means 0 it is an error that names the argument."""
    error = upfront(**{name: 0})["error"]
    assert (error["code"], name in error["ja"], name in error["en"]) == ("arguments", True, True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"recovery": 1.0}, "recovery_range"),
        ({"spread_bp": -5.0}, "spread_negative"),
        ({"maturity": "2026-11-20"}, "contract_over"),
        ({"curve_range": [["", "", ""]]}, "curve_empty"),
        ({"trade_date": "2099-11-20", "maturity": "2104-12-20"}, "calendar_horizon"),
    ],
)
def test_refusals_of_pricing_come_through(changed, code):
    """What the engine refuses arrives with the engine's code."""
    assert upfront(**changed)["error"]["code"] == code
