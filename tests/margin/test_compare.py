import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.margin.compare import Tolerance, Verdict, comparison, comparisons

YEN = Tolerance(yen=1.0, ratio=0.0)


@pytest.mark.parametrize(
    ("own", "notified", "within", "verdict"),
    [
        (100, 100, YEN, Verdict.AGREES),
        (100, 101, YEN, Verdict.AGREES),
        (100, 99, YEN, Verdict.AGREES),
        (100, 102, YEN, Verdict.DIFFERS),
        (0, 0, Tolerance(0.0, 0.0), Verdict.AGREES),
        (10**9, 10**9 + 10**6, Tolerance(1.0, 0.002), Verdict.AGREES),
        (10**9, 10**9 + 10**7, Tolerance(1.0, 0.002), Verdict.DIFFERS),
        (823_488_334, 823_488, Tolerance(1.0, 0.05), Verdict.DIFFERS),
        (None, 100, YEN, Verdict.CANNOT_CHECK),
        (100, None, YEN, Verdict.CANNOT_CHECK),
        (None, None, YEN, Verdict.CANNOT_CHECK),
    ],
)
def test_the_verdict(own, notified, within, verdict):
    """A difference within either limit agrees, beyond both it differs, and where a side is missing nothing is said."""
    assert comparison("A", "im", own=own, notified=notified, within=within).verdict is verdict


def test_the_difference_is_notified_less_own():
    """The difference has the sign of what was notified too much, and is unknown where a side is."""
    assert comparison("A", "im", own=100, notified=90, within=YEN).difference == -10
    assert comparison("A", "im", own=None, notified=90, within=YEN).difference is None
    assert comparison("A", "im", own=100, notified=None, within=YEN).difference is None


def test_every_account_that_either_side_knows_has_a_row():
    """Accounts of both sides are compared once each, in order of account and measure."""
    own = {("B", "im"): 5, ("A", "im"): 1, ("C", "im"): None}
    notified = {("A", "im"): 1, ("A", "vm"): 7, ("D", "im"): 2}
    rows = comparisons(own, notified, within=YEN)
    assert [(row.account, row.measure, row.verdict.value) for row in rows] == [
        ("A", "im", "agrees"),
        ("A", "vm", "cannot_check"),
        ("B", "im", "cannot_check"),
        ("C", "im", "cannot_check"),
        ("D", "im", "cannot_check"),
    ]


@given(own=st.integers(-(10**15), 10**15), notified=st.integers(-(10**15), 10**15), yen=st.floats(0, 1e6))
def test_comparing_is_fair_to_both_sides(own, notified, yen):
    """The verdict is the same whichever side is called our own."""
    within = Tolerance(yen, 0.001)
    one = comparison("A", "im", own=own, notified=notified, within=within)
    other = comparison("A", "im", own=notified, notified=own, within=within)
    assert one.verdict is other.verdict
    assert one.difference == -other.difference
