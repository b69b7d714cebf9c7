"""What was keyed beside what was sent: every instrument of either once, compared by its numbers."""

import pytest

from calc.quotes.keyed import KeyedRow, Verdict, reconciled


@pytest.mark.parametrize(
    ("sent", "keyed", "verdict"),
    [
        ((45.5, 47.5), (45.50, 47.50), Verdict.SAME),
        ((45.5, 47.5), (45.5, 47.6), Verdict.DIFFERS),
        ((45.5, 47.5), (47.5, 45.5), Verdict.DIFFERS),
        ((45.5, 47.5), None, Verdict.NOT_KEYED),
        (None, (45.5, 47.5), Verdict.NOT_SENT),
    ],
)
def test_one_instrument_compares(sent, keyed, verdict):
    """Same, different on a side or the other way round, on one list alone."""
    assert KeyedRow("S46", sent, keyed).verdict is verdict


def test_every_instrument_of_either_stands_once_in_order():
    """Nothing that was sent or keyed is left out."""
    rows = reconciled({"B": (1.0, 2.0), "A": (3.0, 4.0)}, {"B": (1.0, 2.0), "C": (5.0, 6.0)})
    assert [(row.instrument, row.verdict.value) for row in rows] == [
        ("A", "not_keyed"),
        ("B", "same"),
        ("C", "not_sent"),
    ]


def test_two_empty_lists_have_no_rows():
    """Nothing sent and nothing keyed differ in nothing."""
    assert reconciled({}, {}) == ()
