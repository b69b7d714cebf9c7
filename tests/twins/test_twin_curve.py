import math
from datetime import date

import pytest
import twin_curve
from twin_dates import year_fraction

TRADE_DATE = date(2013, 10, 16)
SPOT = date(2013, 10, 18)


def deposit(tenor, rate):
    return {"kind": "deposit", "tenor": tenor, "rate": rate, "mm_day_count": "ACT/360", "spot_lag_days": "2"}


def swap(tenor, rate, day_count="ACT/ACT ISDA", frequency="2"):
    return {
        "kind": "swap", "tenor": tenor, "rate": rate, "fixed_day_count": day_count, "fixed_frequency": frequency,
        "spot_lag_days": "2",
    }  # fmt: skip


ROWS = [deposit("6M", "0.002111"), swap("2Y", "0.002163"), swap("5Y", "0.003763"), swap("30Y", "0.017925")]


@pytest.fixture(scope="module")
def curve():
    return twin_curve.discount_curve(TRADE_DATE, ROWS)


def test_a_deposit_repays_its_interest(curve):
    """One unit lent at spot until the deposit's end earns the quoted simple rate."""
    end = date(2014, 4, 18)
    grown = curve.at(SPOT) / curve.at(end)
    assert grown == pytest.approx(1 + 0.002111 * year_fraction(SPOT, end, day_count="ACT/360"), abs=1e-15)


@pytest.mark.parametrize("row", ROWS[1:])
def test_every_swap_is_worth_par_at_spot(curve, row):
    """Seen from spot, the fixed leg with its notional is worth one for each quoted swap."""
    end = date(SPOT.year + int(row["tenor"][:-1]), SPOT.month, SPOT.day)
    value = math.fsum(amount * curve.at(day) for day, amount in twin_curve.fixed_leg(SPOT, end, row=row))
    assert value / curve.at(SPOT) == pytest.approx(1.0, abs=2e-15)


def test_a_weekend_maturity_puts_the_knot_on_the_payment_day(curve):
    """The two-year swap that matures on Sunday 18 October 2015 has its knot on Monday the 19th."""
    assert curve.days() == [date(2014, 4, 18), date(2015, 10, 19), date(2018, 10, 18), date(2043, 10, 19)]


def test_coupons_are_rolled_back_from_the_unadjusted_maturity():
    """A coupon in the middle keeps the 18th although the maturity itself is moved to the 19th."""
    flows = twin_curve.fixed_leg(SPOT, date(2015, 10, 18), row=swap("2Y", "0.01"))
    assert [day for day, _ in flows] == [date(2014, 4, 18), date(2014, 10, 20), date(2015, 4, 20), date(2015, 10, 19)]


def test_the_first_forward_rate_is_prolonged_back_to_the_trade_date(curve):
    """Between trade date and spot the forward rate is that of the first deposit."""
    first = (curve.log_at(SPOT) - curve.log_at(date(2014, 4, 18))) / (date(2014, 4, 18) - SPOT).days
    assert -curve.log_at(SPOT) / 2 == pytest.approx(first, rel=1e-12)
    assert curve.at(TRADE_DATE) == 1.0


def test_the_last_forward_rate_is_prolonged_beyond_the_curve(curve):
    """Behind the last knot the logarithm goes on along the same line."""
    steps = [curve.log_at(date(year, 10, 19)) for year in (2042, 2043, 2046)]
    per_day = (steps[1] - steps[0]) / 365
    assert (steps[2] - steps[1]) / (date(2046, 10, 19) - date(2043, 10, 19)).days == pytest.approx(per_day, rel=1e-12)


def test_zero_rates_count_from_the_trade_date():
    """A zero rate of 2 % at 730 days discounts by exp(-0.04), and half way the two segments meet on a straight line."""
    zero = [
        {"kind": "zero", "tenor": "2014-10-16", "rate": "0.01"},
        {"kind": "zero", "tenor": "2015-10-16", "rate": "0.02"},
    ]
    built = twin_curve.discount_curve(TRADE_DATE, zero)
    assert built.log_at(date(2015, 10, 16)) == pytest.approx(-0.04, abs=1e-16)
    assert built.log_at(date(2015, 4, 16)) == pytest.approx(-0.01 - 0.03 * 182 / 365, abs=1e-16)


def test_negative_rates_are_ordinary():
    """A curve of negative rates has discount factors above one and still reprices its swap."""
    row = swap("5Y", "-0.00352", "30/360", "1")
    built = twin_curve.discount_curve(TRADE_DATE, [deposit("6M", "-0.00519"), row])
    value = math.fsum(amount * built.at(day) for day, amount in twin_curve.fixed_leg(SPOT, date(2018, 10, 18), row=row))
    assert built.at(date(2018, 10, 18)) > 1.0
    assert value / built.at(SPOT) == pytest.approx(1.0, abs=2e-15)


def test_two_quotes_for_one_day_are_refused():
    """A swap that ends where a deposit ends leaves no days for a forward rate and is refused."""
    with pytest.raises(ValueError, match="increase"):
        twin_curve.discount_curve(TRADE_DATE, [deposit("12M", "0.003943"), swap("1Y", "0.0039")])


@pytest.mark.parametrize("power", [1, 2, 3, 9])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_root_is_found_to_the_last_bits(power, sign):
    """The root of x^n - 2, rising or falling, is its nearest floating point number or a neighbour of that."""
    expected = 2.0 ** (1 / power)
    found = twin_curve.root(lambda x: sign * (x**power - 2), 0.0, 4.0)
    assert abs(found - expected) <= 2 * math.ulp(expected)


def test_a_root_at_an_end_of_the_bracket_is_found():
    """A bracket may begin, or be halved, at the root itself."""
    assert twin_curve.root(lambda x: x, 0.0, 1.0) == 0.0
    assert twin_curve.root(lambda x: x - 1, 0.0, 2.0) == 1.0


def test_a_step_is_closed_in_on():
    """Where the function jumps there is no root to look for, but the bracket ends at the jump."""
    assert abs(twin_curve.root(lambda x: -1.0 if x < 0.3 else 2.0, 0.0, 1.0) - 0.3) <= 2 * math.ulp(0.3)


def test_a_bracket_without_a_sign_change_is_refused():
    """A bracket without a root is refused instead of giving one of its ends."""
    with pytest.raises(ValueError, match="sign"):
        twin_curve.root(lambda x: x * x + 1, -1.0, 2.0)
