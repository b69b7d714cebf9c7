"""Bounds of a number as a person reads them."""

from math import inf, nextafter

import pytest

from calc.text.numeral import bounds


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (0.0, nextafter(0.5, -inf), "[0, 0.5)"),
        (nextafter(0.0, inf), 100.0, "(0, 100]"),
        (nextafter(0.0, inf), nextafter(1.0, -inf), "(0, 1)"),
        (1.0, 100.0, "1 … 100"),
    ],
)
def test_a_bound_that_is_itself_refused_stands_in_a_round_bracket(least, most, said):
    """The number next to a rounder one says that the rounder one is left out."""
    assert bounds(least, most) == said


def test_bounds_that_bind_nothing_are_not_said():
    """A number that may be anything has none; one bound alone is said with the other."""
    assert bounds(-9.0, 9.0, free=9.0) == ""
    assert bounds(0.0, 9.0, free=9.0) == "0 … 9"
