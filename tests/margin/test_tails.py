"""Tails of scenarios that come in blocks: the base amount to the bit, whatever comes when and beside whom."""

from fractions import Fraction

import llvmlite.binding as llvm
import numpy as np
import pytest
import twin_margin
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from margin_cases import rules

from calc.margin import kernels
from calc.margin.base import StressMode, TailRule, base_amount
from calc.margin.tails import Sample, blocks_of, tails

MODES = list(StressMode)
FUSED = llvm.get_host_cpu_features().get("fma", True)


def drawn_market(seed, *, accounts=7, instruments=5, scenarios=1500, stress=0):
    """Return weights, moves and which scenarios are stress ones; round numbers, so that many losses are equal."""
    rng = np.random.default_rng(seed)
    weights = rng.integers(-3, 4, (accounts, instruments)) * 1e8
    moves = rng.integers(-4, 5, (instruments, scenarios)) / 128
    is_stress = np.zeros(scenarios, dtype=np.bool_)
    is_stress[rng.choice(scenarios, stress, replace=False)] = True
    return weights, moves, is_stress


def tailed(weights, moves, is_stress, *, size=400, way=1, most=5, **changes):
    """Return the tails of moves that come in blocks of a size, `way` -1 from the last to the first."""
    base = rules(**changes).base
    firsts = range(0, moves.shape[1], size)[::way]
    cut = (slice(first, first + size) for first in firsts)
    blocks = [each for part in cut for each in blocks_of(moves[:, part], part.start, is_stress[part], rules=base)]
    return tails(weights, blocks, Sample(is_stress.size, int(is_stress.sum()), base, most))


def whole(weights, moves, is_stress, *, most=5, **changes):
    """Return the same from all gains at once: base amounts, and the worst losses with their scenarios."""
    gains = kernels.account_moves(weights, moves)
    amounts = [base_amount(row, is_stress, rules=rules(**changes).base) for row in gains]
    order = np.lexsort((np.broadcast_to(np.arange(gains.shape[1]), gains.shape), gains))[:, :most]
    return amounts, -np.take_along_axis(gains, order, axis=1), order


def assert_same(made, expected):
    """Compare amounts, losses and scenarios to the last bit."""
    amounts, losses, scenarios = expected
    assert made.amounts.tolist() == amounts
    assert made.losses.tolist() == losses.tolist()
    assert made.scenarios.tolist() == scenarios.tolist()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("size", [1, 255, 256, 700, 5000])
def test_blocks_give_what_all_at_once_gives(size, way, mode):
    """Blocks of any size in either order give the same bits and the same scenarios as all gains at once."""
    market = drawn_market(1, scenarios=1500 if size > 1 else 300, stress=9)
    assert_same(tailed(*market, size=size, way=way, stress_mode=mode), whole(*market, stress_mode=mode))


@pytest.mark.parametrize("rule", list(TailRule))
@pytest.mark.parametrize("fraction", [0.001, 0.01, 0.5, 1.0])
def test_every_tail_is_taken(rule, fraction):
    """From one scenario to all of them, under every rule, the tail is that of the whole sample."""
    market = drawn_market(2, scenarios=777, stress=5)
    changes = {"tail_rule": rule, "tail_fraction": fraction, "stress_mode": StressMode.FLOOR}
    assert_same(tailed(*market, **changes), whole(*market, **changes))


def test_who_stands_beside_whom_changes_nothing():
    """Accounts in parts of one, of three and all together have the same bits."""
    weights, *market = drawn_market(3, accounts=10)
    together = tailed(weights, *market)
    for size in (1, 3):
        parts = [tailed(weights[first : first + size], *market) for first in range(0, 10, size)]
        assert np.concatenate([part.amounts for part in parts]).tolist() == together.amounts.tolist()
        assert np.concatenate([part.scenarios for part in parts]).tolist() == together.scenarios.tolist()


def test_of_equal_losses_the_earlier_scenario_is_named():
    """Where every scenario loses the same, the first ones are the worst, from whichever end they come."""
    market = np.array([[1e9]]), np.full((1, 1000), -0.01), np.zeros(1000, dtype=np.bool_)
    for way in (1, -1):
        made = tailed(*market, size=64, way=way)
        assert made.scenarios.tolist() == [[0, 1, 2, 3, 4]]
        assert made.amounts.tolist() == [1e7]


@pytest.mark.parametrize("stress_mode", MODES)
def test_an_account_without_positions_needs_nothing(stress_mode):
    """An empty account has no base amount, and its worst scenarios are the first ones."""
    _, moves, is_stress = drawn_market(4, stress=3)
    made = tailed(np.zeros((1, 5)), moves, is_stress, stress_mode=stress_mode)
    assert made.amounts.tolist() == [0.0]
    assert made.scenarios.tolist() == [[0, 1, 2, 3, 4]]


def test_losses_that_come_sorted_are_no_trap():
    """Losses that rise, fall, rise and fall, or stand still from block to block have the tail of the whole."""
    steps = np.arange(6000.0)
    for losses in (steps, -steps, np.abs(steps - 3000), steps % 7, steps // 1000):
        market = np.array([[1.0]]), losses[None, :], np.zeros(6000, dtype=np.bool_)
        assert_same(tailed(*market, size=1000, most=70), whole(*market, most=70))


def test_more_names_than_the_tail_has():
    """Ten scenarios are named where the tail is a single one, and no more than there are."""
    market = drawn_market(5, scenarios=100)
    assert tailed(*market, most=10).scenarios.shape == (7, 10)
    assert_same(tailed(*market, most=10), whole(*market, most=10))
    assert tailed(*market, most=101).scenarios.shape == (7, 100)


def test_no_names_when_none_are_asked_for():
    """Without names the amounts are the same."""
    market = drawn_market(6, stress=4)
    for mode in MODES:
        made = tailed(*market, most=0, stress_mode=mode)
        assert made.losses.shape == (7, 0)
        assert made.amounts.tolist() == tailed(*market, stress_mode=mode).amounts.tolist()


@settings(max_examples=drawn(40))
@given(
    gains=st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=300),
    stress=st.integers(0, 2),
    tail_rule=st.sampled_from(list(TailRule)),
    stress_mode=st.sampled_from(MODES),
    size=st.integers(1, 300),
)
def test_the_amount_is_the_twins(gains, stress, tail_rule, stress_mode, size):
    """Any gains in blocks of any size have the twin's base amount."""
    kinds = ["reference"] * (len(gains) - stress) + ["stress"] * stress
    changes = {"tail_rule": tail_rule, "stress_mode": stress_mode}
    is_stress = np.array([kind == "stress" for kind in kinds])
    made = tailed(np.ones((1, 1)), np.array([gains]), is_stress, size=size, **changes)
    expected = twin_margin.base_amount(gains, kinds, tail_rule=tail_rule.value, stress_mode=stress_mode.value)
    assert made.amounts[0] == pytest.approx(expected, rel=1e-12, abs=1e-6)


@pytest.mark.parametrize("instruments", [1, 3, 4, 7, 8])
def test_a_gain_is_a_sum_in_the_order_of_the_instruments(instruments):
    """Products are added one after another, each sum rounded once: otherwise the last bits would differ."""
    rng = np.random.default_rng(instruments)
    weights, moves = rng.standard_normal((5, instruments)), rng.standard_normal((instruments, 40))
    found = kernels.account_moves(weights, moves)
    assert found.tolist() == [[gain(row, column) for column in moves.T.tolist()] for row in weights.tolist()]


def gain(row, column):
    """Return the sum of products in their order; a processor that multiplies and adds in one rounds once."""
    total = 0.0
    for weight, move in zip(row, column, strict=True):
        total = float(Fraction(weight) * Fraction(move) + Fraction(total)) if FUSED else total + weight * move
    return total
