import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.margin.rounding import Rounding, RoundMode

UP, DOWN, HALF_UP = (Rounding(mode, 1) for mode in (RoundMode.UP, RoundMode.DOWN, RoundMode.HALF_UP))


@pytest.mark.parametrize(
    ("amount", "up", "down", "half_up"),
    [
        (0.0, 0, 0, 0),
        (1.0, 1, 1, 1),
        (1.2, 2, 1, 1),
        (1.5, 2, 1, 2),
        (2.5, 3, 2, 3),
        (1.8, 2, 1, 2),
        (-1.2, -2, -1, -1),
        (-1.5, -2, -1, -2),
        (1e13 + 0.5, 10**13 + 1, 10**13, 10**13 + 1),
    ],
)
def test_the_three_modes(amount, up, down, half_up):
    """Up goes away from zero, down towards it, half up takes halves away from zero."""
    assert (UP.yen(amount), DOWN.yen(amount), HALF_UP.yen(amount)) == (up, down, half_up)


@pytest.mark.parametrize(("amount", "up", "down", "half_up"), [(1_234_567.0, 1_235_000, 1_234_000, 1_235_000)])
def test_a_larger_unit(amount, up, down, half_up):
    """Amounts are rounded to whole units, of a thousand yen here."""
    assert [Rounding(mode, 1000).yen(amount) for mode in (RoundMode.UP, RoundMode.DOWN, RoundMode.HALF_UP)] == [
        up,
        down,
        half_up,
    ]


@pytest.mark.parametrize("amount", [0.65 * 3e8 + 3e-8, 100_000_000.00000009, 2e12 + 5e-4, 7e-9])
def test_the_noise_of_doubles_costs_no_yen(amount):
    """An amount that is whole but for its last bits is not rounded up by a yen."""
    assert UP.yen(amount) == round(amount)
    assert DOWN.yen(-amount) == -round(amount)


@pytest.mark.parametrize("amount", [1e-5, 100.00001, 1e9 + 1e-5])
def test_a_part_of_a_yen_is_no_noise(amount):
    """A hundred-thousandth of a yen is rounded up."""
    assert UP.yen(amount) == math.floor(amount) + 1


@given(amount=st.floats(-1e14, 1e14), unit=st.sampled_from([1, 10, 1000, 10**6]))
def test_rounding_moves_less_than_a_unit(amount, unit):
    """Whatever the mode, the result is a whole number of units less than one unit away, up beyond and down before."""
    for mode in RoundMode:
        made = Rounding(mode, unit).yen(amount)
        assert made % unit == 0
        moved = abs(made) - Fraction(abs(amount))
        noise = Fraction(max(1e-6, 1e-15 * abs(amount)))
        if mode is RoundMode.UP:
            assert -noise <= moved < unit
        if mode is RoundMode.DOWN:
            assert -unit < moved <= noise
        if mode is RoundMode.HALF_UP:
            assert abs(moved) <= Fraction(unit, 2) + noise
