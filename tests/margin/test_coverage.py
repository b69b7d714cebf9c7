import math

import pytest
import twin_backtest
from hypothesis import given
from hypothesis import strategies as st

from calc.margin.coverage import christoffersen, coverage, kupiec

LIMIT = 3.841  # chi-square with one degree of freedom, 95 %


@pytest.mark.parametrize(
    ("days", "expected", "least", "most"),
    [
        (255, 0.05, 7, 20),
        (255, 0.025, 3, 11),
        (510, 0.05, 17, 35),
        (510, 0.025, 7, 20),
        (510, 0.01, 2, 10),
        (1000, 0.05, 38, 64),
        (1000, 0.025, 16, 35),
        (1000, 0.01, 5, 16),
    ],
)
def test_kupiecs_regions(days, expected, least, most):
    """The exceedances that Kupiec's table of 1995 does not reject at 95 % are not rejected, and the next ones are."""
    kept = [hits for hits in range(most + 20) if kupiec(days, hits, expected=expected).ratio <= LIMIT]
    assert (kept[0], kept[-1]) == (least, most)


def test_no_exceedance_at_all():
    """None in 250 days at 1 %: −2 × 250 × ln 0.99 = 5.0252, which happens with 2.5 %."""
    found = kupiec(250, 0, expected=0.01)
    assert found.ratio == pytest.approx(-500 * math.log(0.99))
    assert found.probability == pytest.approx(0.0250, abs=5e-5)


def test_as_many_as_expected():
    """One in 100 at 1 % is no news: ratio 0, probability 1; all of them is all the news there is."""
    found = kupiec(100, 1, expected=0.01)
    assert (found.ratio, found.probability) == (pytest.approx(0.0, abs=1e-12), pytest.approx(1.0, abs=1e-6))
    assert kupiec(10, 10, expected=0.01).ratio == pytest.approx(-20 * math.log(0.01))


def test_exceedances_in_a_row_depend_on_one_another():
    """No, no, yes, yes: of three steps two end in yes, one of two after a no, one of one after a yes: 2 ln(27/16)."""
    found = christoffersen([False, False, True, True])
    assert found.ratio == pytest.approx(2 * math.log(27 / 16))


def test_what_comes_as_often_after_both_is_independent():
    """A yes after half of the no's and after half of the yes's has the ratio 0."""
    assert christoffersen([False, False, True, True, False]).ratio == pytest.approx(0.0, abs=1e-12)


def test_too_few_days_cannot_be_tested():
    """No day has no test of the share, one day none of independence, and so there is none of both."""
    none = coverage([], apart=[], expected=0.01)
    assert (none.days, none.exceedances, none.unconditional, none.conditional) == (0, 0, None, None)
    one = coverage([True], apart=[True], expected=0.01)
    assert one.independence is None
    assert one.unconditional is not None
    assert one.conditional is None


def test_both_tests_together_have_two_degrees():
    """The ratios add up, and a chi-square of two degrees beyond x has the probability exp(−x/2)."""
    days = [False, False, True, True]
    found = coverage(days, apart=days, expected=0.01)
    assert found.conditional.ratio == found.unconditional.ratio + found.independence.ratio
    assert found.conditional.probability == pytest.approx(math.exp(-found.conditional.ratio / 2))


def test_independence_is_tested_on_days_apart():
    """Days that overlap come together; with every second of them left there is nothing in a row."""
    days = [False, False, True, True, False, False, False, False]
    found = coverage(days, apart=days[::2], expected=0.01)
    assert found.independence == christoffersen([False, True, False, False])
    assert found.exceedances == 2


@given(days=st.lists(st.booleans(), min_size=2, max_size=60), expected=st.floats(0.005, 0.2))
def test_the_tests_are_the_twins(days, expected):
    """Both ratios and their probabilities are those of likelihoods multiplied day by day."""
    found = coverage(days, apart=days, expected=expected)
    assert found.unconditional.ratio == pytest.approx(max(0.0, twin_backtest.kupiec(days, expected)), abs=1e-9)
    assert found.independence.ratio == pytest.approx(max(0.0, twin_backtest.christoffersen(days)), abs=1e-9)
    for test in (found.unconditional, found.independence):
        assert test.probability == pytest.approx(twin_backtest.chi_square_tail(test.ratio), abs=1e-6)


@given(days=st.integers(50, 400), hits=st.integers(0, 20))
def test_more_than_expected_is_ever_less_probable(days, hits):
    """Beyond the expected share each further exceedance makes the ratio larger."""
    first = max(hits, math.ceil(0.05 * days))
    assert kupiec(days, first + 1, expected=0.05).ratio > kupiec(days, first, expected=0.05).ratio
