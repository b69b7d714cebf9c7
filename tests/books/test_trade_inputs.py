import pytest

from addin.books.tables import table_of
from addin.books.trade_inputs import trades
from calc.margin.variation import Trade

HEADER = "account,instrument,notional,upfront\n"


def read(text):
    """Return what is read of trades in the index IX by account A."""
    return trades(table_of((HEADER + text).encode(), "trades.csv").value, instrument={"IX"}, account={"A"})


def test_a_deal_is_read_with_its_own_price():
    """A row holds the account, the instrument, the notional bought and the clean upfront it was bought at."""
    made = read("A,IX,1000000,0.0125\nA,IX,-500000,-0.01\n")
    assert made.value == (Trade("A", "IX", 1_000_000.0, 0.0125), Trade("A", "IX", -500_000.0, -0.01))
    assert made.findings == ()


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("B,IX,1,0.01", "account_unknown", "account"),
        ("A,IY,1,0.01", "instrument_unknown", "instrument"),
        ("A,IX,1,1.25", "number_range", "upfront"),
        ("A,IX,x,0.01", "number_character", "notional"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(row, code, column):
    """An unknown account or instrument, an upfront of points instead of a fraction, and no number are findings."""
    made = read(f"A,IX,5,0.01\n{row}\n")
    assert [each.account for each in made.value] == ["A"]
    assert [(each.code, each.place.row, each.place.column) for each in made.findings] == [(code, 3, column)]


def test_two_deals_of_one_day_are_two():
    """Two equal rows are two deals, not one written twice."""
    assert len(read("A,IX,5,0.01\nA,IX,5,0.01\n").value) == 2
