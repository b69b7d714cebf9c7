"""Bins at the edges of what losses can be: no gaps between edges, no bin too wide, far from zero, all on one side."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.margin.distribution import Bin, distribution

YEN = st.integers(-(10**12), 10**12).map(float)
LOSSES = st.lists(YEN, min_size=1, max_size=60)
MOST = st.integers(3, 30)


def edges(bins):
    """Return the lower edges in their order."""
    return [each.edge for each in bins]


def width_of(bins):
    """Return the one width of two bins or more."""
    return bins[1].edge - bins[0].edge


@given(losses=LOSSES, most=MOST)
def test_edges_rise_by_one_width(losses, most):
    """Each bin begins where the one before it ends, and all are as wide: heights in a chart can be compared."""
    found = edges(distribution(losses, most=most))
    steps = [later - earlier for earlier, later in pairwise(found)]
    assert all(step > 0 for step in steps)
    assert all(math.isclose(step, steps[0], rel_tol=1e-6) for step in steps)


@given(losses=LOSSES, most=MOST)
def test_each_bin_holds_the_losses_from_its_edge_to_the_next(losses, most):
    """Counted by hand between two edges, it is what the bin says."""
    bins = distribution(losses, most=most)
    ends = [*edges(bins)[1:], math.inf]
    for each, end in zip(bins, ends, strict=True):
        assert each.count == sum(each.edge <= loss < end for loss in losses)


@given(losses=LOSSES.filter(lambda each: max(each) - min(each) >= 30.0), most=MOST)
def test_no_bin_is_wider_than_is_needed(losses, most):
    """The width is at most twice what the spread of the losses asks for, so a chart is never two fat columns."""
    bins = distribution(losses, most=most)
    assert width_of(bins) <= 2.0 * (max(losses) - min(losses)) / (most - 1) * (1 + 1e-9)


@given(losses=LOSSES, most=MOST, shift=st.integers(-5, 5))
def test_ten_times_the_losses_are_ten_times_the_edges(losses, most, shift):
    """A book ten times as large has the same picture with a nought more on its axis."""
    if max(losses) - min(losses) < 30.0:
        losses = [*losses, max(losses) + 1e6]
    factor = 10.0 ** abs(shift)
    small, large = distribution(losses, most=most), distribution([loss * factor for loss in losses], most=most)
    assert [each.count for each in small] == [each.count for each in large]
    assert edges(large) == pytest.approx([edge * factor for edge in edges(small)], rel=1e-9, abs=1e-6)


@given(losses=LOSSES, most=MOST)
def test_more_room_never_makes_wider_bins(losses, most):
    """With room for five bins more the picture is at least as fine."""
    few, many = distribution(losses, most=most), distribution(losses, most=most + 5)
    if len(few) > 1 and len(many) > 1:
        assert width_of(many) <= width_of(few) * (1 + 1e-9)


@given(losses=LOSSES, most=MOST, more=YEN)
def test_one_loss_more_is_one_count_more(losses, most, more):
    """A scenario added to the set is seen, wherever it falls."""
    before, after = distribution(losses, most=most), distribution([*losses, more], most=most)
    assert sum(each.count for each in after) == sum(each.count for each in before) + 1


def test_gains_alone_stand_below_zero():
    """An account that gains in every scenario has no bin at or above zero."""
    bins = distribution([-90.0, -40.0, -10.0], most=5)
    assert all(each.edge < 0.0 for each in bins)
    assert sum(each.count for each in bins) == 3


def test_losses_of_nothing_are_one_bin_at_zero():
    """An account without positions loses 0 in each scenario."""
    assert distribution([0.0] * 750, most=25) == (Bin(0.0, 750),)


def test_zero_is_an_edge_where_gains_meet_losses():
    """Gain and loss never share a column: whatever the width, one bin begins at zero."""
    for losses in ([-7.0, 3.0], [-1.0, 99.0], [-123_456_789.0, 987_654_321.0], [-0.4, 0.4]):
        assert 0.0 in edges(distribution(losses, most=25))


def test_a_loss_just_below_an_edge_is_in_the_bin_before():
    """The smallest number below 10 is not yet 10."""
    below = math.nextafter(10.0, 0.0)
    bins = distribution([0.0, below, 10.0, 20.0], most=3)
    assert [each.count for each in bins] == [2, 1, 1]


@pytest.mark.parametrize("base", [1e12, -1e12, 5.6e9])
def test_losses_close_together_far_from_zero_are_told_apart(base):
    """Three losses of billions, ten yen apart, are not all one column."""
    bins = distribution([base, base + 10.0, base + 20.0], most=25)
    assert [each.count for each in bins if each.count] == [1, 1, 1]


@pytest.mark.parametrize(
    ("losses", "most", "width"),
    [
        ([0.0, 24.0], 25, 1.0),
        ([0.0, 25.0], 25, 2.0),
        ([0.0, 49.0], 25, 2.0),
        ([0.0, 50.0], 25, 2.5),
        ([0.0, 62.0], 25, 2.5),
        ([0.0, 63.0], 25, 5.0),
        ([0.0, 124.0], 25, 5.0),
        ([0.0, 125.0], 25, 10.0),
        ([0.0, 2.0], 3, 1.0),
        ([0.0, 3.0], 3, 2.0),
    ],
)
def test_the_width_is_the_smallest_that_fits(losses, most, width):
    """24 yen fit into 25 bins of a yen, 25 yen do not: then 2, 2.5, 5 and 10."""
    assert width_of(distribution(losses, most=most)) == width


def test_an_iterator_is_read_once():
    """Losses may come one by one."""
    assert distribution(iter([1.0, 2.0, 3.0]), most=5) == distribution([1.0, 2.0, 3.0], most=5)


def test_a_bin_cannot_be_changed():
    """What was counted stays as it was counted."""
    (one,) = distribution([5.0], most=3)
    with pytest.raises(AttributeError):
        one.count = 2
