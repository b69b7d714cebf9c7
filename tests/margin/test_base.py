"""The base amount: closed cases whose answer a person can write down."""

import numpy as np
import pytest
import twin_margin
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from margin_cases import rules

from calc.margin.base import StressMode, TailRule, base_amount
from calc.margin.kernels import tail_mean

# 752 scenarios: 750 of the reference period and two of stress; 1 % of them is 7.52.
TAIL = [100.0, 90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 30.0]


def base(losses, *, stress=0, **changes):
    """Return the base amount of losses by scenario, the last `stress` of them stress scenarios."""
    is_stress = np.arange(len(losses)) >= len(losses) - stress
    return base_amount(-np.array(losses, dtype=np.float64), is_stress, rules=rules(**changes).base)


def planted(size=752):
    """Return losses of a small gain each, but for the tail."""
    return TAIL + [-1.0] * (size - len(TAIL))


@pytest.mark.parametrize(
    ("tail_rule", "expected"),
    [
        (TailRule.FLOOR, (100 + 90 + 80 + 70 + 60 + 50 + 40) / 7),
        (TailRule.CEIL, (100 + 90 + 80 + 70 + 60 + 50 + 40 + 30) / 8),
        (TailRule.FRACTIONAL, (100 + 90 + 80 + 70 + 60 + 50 + 40 + 0.52 * 30) / 7.52),
    ],
)
def test_a_tail_of_seven_and_a_half_scenarios(tail_rule, expected):
    """With a tail of 7.52 scenarios the eighth loss counts not at all, in full, or with 0.52."""
    assert base(planted(), tail_rule=tail_rule) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("tail_rule", "size", "number"),
    [
        (TailRule.FLOOR, 700, 7),
        (TailRule.CEIL, 700, 7),  # 0.01 × 700 is 7.000000000000001 in doubles
        (TailRule.FRACTIONAL, 700, 7),
        (TailRule.FLOOR, 99, 1),
        (TailRule.CEIL, 99, 1),
        (TailRule.FRACTIONAL, 99, 1),
        (TailRule.FLOOR, 799, 7),
        (TailRule.CEIL, 701, 8),
    ],
)
def test_whole_tails_are_whole(tail_rule, size, number):
    """A whole number of scenarios is that number under every rule, and never less than one."""
    assert base(planted(size), tail_rule=tail_rule) == pytest.approx(sum(TAIL[:number]) / number, rel=1e-12)


def test_a_whole_share_is_not_missed_by_the_noise_of_doubles():
    """0.29 of a hundred is 29 and 0.07 of a hundred is 7, though their doubles lie beside."""
    losses = [float(n) for n in range(100, 0, -1)]
    assert base(losses, tail_rule=TailRule.FLOOR, tail_fraction=0.29) == pytest.approx(86.0)
    assert base(losses, tail_rule=TailRule.CEIL, tail_fraction=0.07) == pytest.approx(97.0)


def test_stress_scenarios_join_the_sample():
    """In the sample, stress scenarios count as any other and make the tail longer."""
    losses = [10.0] * 748 + [100.0, 50.0]
    expected = (100.0 + 50.0 + 5.5 * 10.0) / 7.5
    assert base(losses, stress=2) == pytest.approx(expected, rel=1e-15)


def test_stress_scenarios_are_a_floor():
    """As a floor, the worst stress loss stands under the result of the others."""
    losses = [10.0] * 750 + [100.0, 50.0]
    assert base(losses, stress=2, stress_mode=StressMode.FLOOR) == 100.0
    assert base([200.0] * 750 + [100.0], stress=1, stress_mode=StressMode.FLOOR) == 200.0
    assert base([10.0] * 750, stress_mode=StressMode.FLOOR) == 10.0
    alone = base(planted(750), stress_mode=StressMode.FLOOR)
    assert base(planted(750) + [-5.0] * 50, stress=50, stress_mode=StressMode.FLOOR) == alone


def test_stress_scenarios_may_be_left_out():
    """Off, stress scenarios have no effect at all."""
    assert base([10.0] * 750 + [1e9, 1e9], stress=2, stress_mode=StressMode.OFF) == 10.0


def test_equal_scenarios_need_what_each_costs():
    """When every scenario loses the same, so does the tail."""
    assert base([123.0] * 750) == 123.0


def test_a_book_that_only_gains_needs_nothing():
    """The base amount never falls below zero."""
    assert base([-5.0] * 750) == 0.0
    assert base([0.0] * 750) == 0.0


def test_the_turned_book_needs_the_other_tail():
    """Bought and sold need the losses of opposite tails, here the same."""
    losses = np.concatenate([np.array(TAIL), np.zeros(736), -np.array(TAIL)])
    assert base(losses) == base(-losses)


@settings(max_examples=drawn(150))
@given(
    gains=st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=400),
    stress=st.integers(0, 2),
    tail_rule=st.sampled_from(list(TailRule)),
    stress_mode=st.sampled_from(list(StressMode)),
)
def test_the_base_amount_is_the_twins(gains, stress, tail_rule, stress_mode):
    """Any gains under any rule have the twin's base amount."""
    kinds = ["reference"] * (len(gains) - stress) + ["stress"] * stress
    expected = twin_margin.base_amount(gains, kinds, tail_rule=tail_rule.value, stress_mode=stress_mode.value)
    found = base([-gain for gain in gains], stress=stress, tail_rule=tail_rule, stress_mode=stress_mode)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-6)


@settings(max_examples=drawn(100))
@given(losses=st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=300), number=st.floats(1.0, 40.0))
def test_the_tail_is_no_better_than_the_rest(losses, number):
    """The mean of the worst lies between the mean of all and the very worst, in any order of the scenarios."""
    data = np.array(losses)
    number = min(number, float(data.size))
    mean = tail_mean(data, number)
    slack = 1e-9 * max(1.0, np.abs(data).max())
    assert data.mean() - slack <= mean <= data.max() + slack
    assert tail_mean(data[::-1].copy(), number) == mean


@settings(max_examples=drawn(30))
@given(
    books=st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=100, max_size=300),
    times=st.floats(0.0, 50.0),
)
def test_the_tail_grows_with_the_book_and_books_together_need_no_more(books, times):
    """Twice the book needs twice the amount, and two books together never more than both apart."""
    first, second = np.array(books).T
    apart, together = base(first) + base(second), base(first + second)
    slack = 1e-9 * max(1.0, abs(apart))
    assert base(first * times) == pytest.approx(base(first) * times, rel=1e-9, abs=1e-6)
    assert together <= apart + slack
