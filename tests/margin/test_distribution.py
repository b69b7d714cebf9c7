"""Losses in bins: every loss once, round widths, never more bins than asked for."""

import math

import pytest
import twin_distribution
from hypothesis import given
from hypothesis import strategies as st

from calc.margin.distribution import STEPS, Bin, distribution

LOSSES = st.lists(st.floats(-1e12, 1e12, allow_nan=False), min_size=1, max_size=80)


def test_no_losses_have_no_bins():
    """An account without scenarios shows nothing."""
    assert distribution([], most=25) == ()


def test_five_losses_stand_in_bins_of_ten():
    """-3, 4, 12, 19 and 20 in at most five bins: widths of 5 would need six, of 10 four."""
    assert distribution([4.0, -3.0, 19.0, 12.0, 20.0], most=5) == (
        Bin(-10.0, 1),
        Bin(0.0, 1),
        Bin(10.0, 2),
        Bin(20.0, 1),
    )


def test_a_loss_on_an_edge_begins_its_bin():
    """A bin holds its own edge and not the next one's."""
    assert distribution([0.0, 10.0, 20.0], most=3) == (Bin(0.0, 1), Bin(10.0, 1), Bin(20.0, 1))


def test_a_bin_without_losses_is_shown():
    """A gap between losses is seen in the chart, not closed up."""
    assert [each.count for each in distribution([0.0, 100.0], most=5)] == [1, 0, 0, 0, 1]


def test_one_loss_many_times_is_one_bin():
    """Where every scenario costs the same there is one bin, and it holds it."""
    (one,) = distribution([123.4] * 7, most=25)
    assert one.edge <= 123.4
    assert one.count == 7


@pytest.mark.parametrize("most", [3, 5, 25])
@given(losses=LOSSES)
def test_every_loss_is_counted_once(losses, most):
    """The counts add up, the bins are few enough, and each loss lies at or above the first edge."""
    bins = distribution(losses, most=most)
    assert sum(each.count for each in bins) == len(losses)
    assert len(bins) <= most
    assert bins[0].edge <= min(losses)
    assert bins[0].count > 0
    assert bins[-1].count > 0


@given(losses=LOSSES.filter(lambda each: max(each) - min(each) > 1.0))
def test_the_width_is_a_round_one(losses):
    """Edges are whole multiples of 1, 2, 2.5 or 5 times a power of ten."""
    bins = distribution(losses, most=25)
    if len(bins) > 1:
        width = bins[1].edge - bins[0].edge
        shape = width / 10.0 ** math.floor(math.log10(width) + 1e-9)
        assert any(math.isclose(shape, step, rel_tol=1e-6) for step in STEPS)


@given(losses=LOSSES)
def test_the_order_of_losses_means_nothing(losses):
    """The same losses in another order give the same bins."""
    assert distribution(losses, most=25) == distribution(reversed(losses), most=25)


@pytest.mark.parametrize("most", [3, 5, 25])
@given(losses=st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=40).filter(lambda each: len(set(each)) > 1))
def test_the_bins_are_the_twins(losses, most):
    """Edges and counts are those of trying every round width from the smallest on."""
    made = distribution(map(float, losses), most=most)
    expected = twin_distribution.bins(losses, most=most)
    assert [each.count for each in made] == [count for _, count in expected]
    assert [each.edge for each in made] == pytest.approx([float(edge) for edge, _ in expected])
