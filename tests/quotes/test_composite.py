from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.quotes.composite import Composite, trimmed_mean
from calc.quotes.quote import Quote

QUARTER = Fraction(1, 4)


def quotes(*mids, width=2.0):
    """Return quotes of participants P1, P2 … around these mids."""
    return [Quote(f"P{n}", "AA", mid - width / 2, mid + width / 2) for n, mid in enumerate(mids, 1)]


def made(*mids, fewest=3, trim=QUARTER):
    """Return the composite of these mids."""
    return trimmed_mean(quotes(*mids), min_contributors=fewest, trim_fraction=trim)


def test_the_outer_quotes_are_left_out():
    """Of eight quotes a quarter at each end is trimmed, and the mean of the four between is told with who gave them."""
    found = made(10, 20, 30, 40, 50, 60, 70, 800)
    assert found == Composite(45.0, ("P3", "P4", "P5", "P6"), ("P1", "P2", "P7", "P8"))


@pytest.mark.parametrize(("count", "kept"), [(3, 1), (4, 2), (5, 3), (7, 5), (8, 4), (11, 7), (12, 6)])
def test_at_least_one_is_trimmed_at_each_end(count, kept):
    """From three quotes on the highest and the lowest never count, and a quarter at each end beyond."""
    found = made(*range(10, 10 + count))
    assert (len(found.contributors), len(found.trimmed)) == (kept, count - kept)


def test_two_quotes_are_averaged_where_two_suffice():
    """With fewer than three nothing can be trimmed."""
    assert made(10, 20, fewest=1) == Composite(15.0, ("P1", "P2"), ())
    assert made(10, fewest=1) == Composite(10.0, ("P1",), ())


def test_too_few_quotes_say_nothing():
    """Below the smallest number of contributors there is no composite, and nobody contributed."""
    assert made(10, 20) == Composite(None, (), ())
    assert trimmed_mean([], min_contributors=1, trim_fraction=QUARTER) == Composite(None, (), ())


def test_crossed_quotes_do_not_count():
    """A quote whose bid is above its offer is left out before anything is counted."""
    crossed = Quote("PX", "AA", 50.0, 40.0)
    found = trimmed_mean([*quotes(10, 20, 30), crossed], min_contributors=3, trim_fraction=QUARTER)
    assert found.level_bp == 20.0
    assert "PX" not in (*found.contributors, *found.trimmed)
    assert trimmed_mean([*quotes(10, 20), crossed], min_contributors=3, trim_fraction=QUARTER).level_bp is None


def test_equal_mids_are_told_apart_by_name():
    """Which of two equal quotes is trimmed does not depend on the order in which they came."""
    same = [Quote(name, "AA", 10.0, 12.0) for name in ("P3", "P1", "P2")]
    one, two = (trimmed_mean(each, min_contributors=3, trim_fraction=QUARTER) for each in (same, same[::-1]))
    assert one == two == Composite(11.0, ("P2",), ("P1", "P3"))


def test_the_arithmetic_is_exact():
    """Decimal quotes have their decimal mean, without the noise of doubles."""
    made_of = [Quote(f"P{n}", "AA", 0.1, 0.2) for n in range(5)]
    assert trimmed_mean(made_of, min_contributors=3, trim_fraction=QUARTER).level_bp == 0.15


@given(
    mids=st.lists(st.integers(2, 100_000).map(lambda n: n / 4), min_size=1, max_size=20),
    trim=st.sampled_from([Fraction(0), Fraction(1, 10), QUARTER, Fraction("0.4999")]),
    data=st.data(),
)
def test_the_composite_lies_between_its_quotes_in_any_order(mids, trim, data):
    """Whatever came and in whatever order, the composite is the same, and lies between the quotes it is made of."""
    found = made(*mids, fewest=1, trim=trim)
    given_ = quotes(*mids)
    turned = trimmed_mean(data.draw(st.permutations(given_)), min_contributors=1, trim_fraction=trim)
    assert turned == found
    assert min(mids) <= found.level_bp <= max(mids)
    assert len(found.contributors) + len(found.trimmed) == len(mids)
    assert set(found.contributors).isdisjoint(found.trimmed)
