import pytest

from addin.app.past_read import held_before, trades_of
from addin.app.tables_read import Tables
from calc.margin.variation import Trade
from calc.types import Position

TRADES = "account,instrument,notional,upfront\n"
HELD = "account,instrument,notional\n"


@pytest.fixture
def tables(tmp_path):
    """Return a function that gives tables of the texts, by name."""

    def made(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return Tables({name: tmp_path / f"{name}.csv" for name in texts}, frozenset(texts))

    return made


def deals(read):
    """Return today's trades of account A in instrument IX."""
    return trades_of(read, codes={"IX"}, accounts={"A"})


def earlier(read):
    """Return yesterday's positions of account A in instrument IX."""
    return held_before(read, codes={"IX"}, accounts={"A"})


def test_without_a_table_there_are_no_trades_and_positions_are_not_known(tables):
    """No table of trades means none; no table of positions means that they are made from today's."""
    read = tables()
    assert (deals(read), earlier(read)) == ((), None)
    assert read.untrusted == []


def test_good_tables_are_read_whole(tables):
    """Every row of a good table is there, and nothing is found."""
    read = tables(trades=TRADES + "A,IX,5,0.01\n", previous_positions=HELD + "A,IX,7\n")
    assert deals(read) == (Trade("A", "IX", 5.0, 0.01),)
    assert earlier(read) == (Position("A", "IX", 7.0),)
    assert (read.untrusted, read.found) == ([], [])


def test_a_header_alone_is_a_day_without(tables):
    """A table that holds no row is trusted and has nothing in it."""
    read = tables(trades=TRADES, previous_positions=HELD)
    assert (deals(read), earlier(read)) == ((), ())
    assert (read.untrusted, read.found) == ([], [])


@pytest.mark.parametrize("row", ["A,IX,5,x\n", "A,IY,5,0.01\n", "A,IX,5,0.01,9\n", "B,IX,5,0.01\n"])
def test_one_bad_row_takes_the_whole_table(tables, row):
    """A cell, a name or a shape that is wrong in one row: no trade is taken, and it is told."""
    read = tables(trades=TRADES + "A,IX,5,0.01\n" + row)
    assert deals(read) is None
    assert read.untrusted == ["trades"]
    assert read.found


def test_positions_written_twice_are_added_and_warned_of(tables):
    """Two rows of one position are both there: a warning does not take the table."""
    read = tables(previous_positions=HELD + "A,IX,7\nA,IX,1\n")
    assert earlier(read) == (Position("A", "IX", 7.0), Position("A", "IX", 1.0))
    assert [each.code for each in read.found] == ["position_repeated"]
