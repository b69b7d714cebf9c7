"""The slow what-if and the slow histogram, by hand."""

from fractions import Fraction

import twin_distribution
import twin_whatif

TERMS = {
    "moves": {"I": ["-0.10", "0.02"], "J": ["0.04", "-0.03"]},
    "widths": {"I": "2", "J": "1"},
    "cs01": "0.0005",
    "ratio": "0.65",
}


def test_a_bought_position_needs_its_worst_scenario_and_its_width():
    """100,000 of I lose 10,000, and cost 100,000 × 0.0005 × 2 = 100 to close."""
    assert twin_whatif.requirement([("I", 1e5)], **TERMS) == 10_100


def test_a_sold_position_needs_its_name():
    """100,000 of I sold lose 2,000, could default at 65,000, and cost 100 to close."""
    assert twin_whatif.requirement([("I", -1e5)], **TERMS) == 67_100


def test_a_hedge_adds_less_after_the_first():
    """J gains 4,000 where I loses: alone it needs 3,000 and 50, beside I it takes 4,000 off and needs 50."""
    found = twin_whatif.increments([], [("I", 1e5), ("J", 1e5)], **TERMS)
    assert found == [(10_100, 10_100), (3_050, -3_950)]


def test_the_smallest_round_width_is_taken():
    """0, 7 and 20 in at most five bins stand in widths of 5, for 2.5 would need nine."""
    found = twin_distribution.bins([0, 7, 20], most=5)
    assert found == [(Fraction(0), 1), (Fraction(5), 1), (Fraction(10), 0), (Fraction(15), 0), (Fraction(20), 1)]
