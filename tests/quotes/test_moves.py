"""The moves of a day: ratios to yesterday, their middle, how far they stand apart, who moved far or has no mark."""

import pytest

from calc.quotes.moves import moves

WAS = {"A": 100.0, "B": 50.0, "C": 20.0, "D": 10.0}


def test_moves_are_ratios_to_yesterday():
    """Median, median distance from it, and the two ends."""
    made = moves({"A": 110.0, "B": 50.0, "C": 30.0}, WAS, limit=1.35)
    assert made.ratios == {"A": pytest.approx(1.1), "B": 1.0, "C": 1.5}
    assert (made.middle, made.apart) == (pytest.approx(1.1), pytest.approx(0.1))
    assert (made.lowest, made.highest) == (("B", 1.0), ("C", 1.5))


@pytest.mark.parametrize(("mark", "far"), [(135.0, False), (135.1, True), (100 / 1.35, False), (74.0, True)])
def test_the_limit_counts_in_both_directions(mark, far):
    """At the limit an instrument did not move far; beyond it, up or down, it did."""
    assert moves({"A": mark}, {"A": 100.0}, limit=1.35).far == (("A",) if far else ())


def test_an_instrument_without_a_mark_is_named():
    """Also one whose mark is no price."""
    made = moves({"A": 100.0, "B": 0.0}, WAS, limit=1.35)
    assert made.lacking == ("B", "C", "D")


def test_a_mark_without_yesterdays_price_says_nothing():
    """There is nothing to measure it against."""
    made = moves({"X": 5.0, "Y": 5.0}, {"Y": 0.0}, limit=1.35)
    assert (made.ratios, made.middle, made.apart, made.lowest, made.highest) == ({}, None, None, None, None)
