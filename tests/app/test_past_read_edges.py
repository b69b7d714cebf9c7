"""Trades and positions of the day before as people really hand them in: blank rows, odd digits, missing columns."""

import pytest

from addin.app.past_read import HELD_BEFORE, TRADES, held_before, trades_of
from addin.app.tables_read import Tables

CODES, ACCOUNTS = {"IX", "AA"}, {"A", "B"}
DEALS, HELD = "account,instrument,notional,upfront\n", "account,instrument,notional\n"


@pytest.fixture
def tables(tmp_path):
    """Return a function that gives the tables of these texts by name."""

    def made(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return Tables({name: tmp_path / f"{name}.csv" for name in texts}, frozenset(texts))

    return made


def deals(read):
    return trades_of(read, codes=CODES, accounts=ACCOUNTS)


def held(read):
    return held_before(read, codes=CODES, accounts=ACCOUNTS)


def notionals(found):
    return [each.notional for each in found]


def test_trades_do_not_wait_for_positions(tables):
    """One table may be trusted while the other one is not, whichever it is."""
    read = tables(trades=DEALS + "A,IX,5,0.01\n", previous_positions=HELD + "A,IX,x\n")
    assert (notionals(deals(read)), held(read), read.untrusted) == ([5.0], None, [HELD_BEFORE])
    read = tables(trades=DEALS + "A,IX,5,x\n", previous_positions=HELD + "A,IX,7\n")
    assert (deals(read), notionals(held(read)), read.untrusted) == (None, [7.0], [TRADES])


@pytest.mark.parametrize("text", ["5000", "５０００", "５，０００", " 5000 ", "5000.0"])
def test_a_notional_may_be_written_in_any_digits(tables, text):
    """Full-width digits and separators are the same number."""
    read = tables(previous_positions=HELD + f'A,IX,"{text}"\n')
    assert notionals(held(read)) == [5000.0]


@pytest.mark.parametrize("text", ["", "-", "5OOO", "nan", "inf", "1e999", "(5)5"])
def test_what_is_no_number_takes_the_table(tables, text):
    """A row read as 0 would be a transfer of the whole position."""
    read = tables(previous_positions=HELD + f"A,IX,{text}\nB,AA,1\n")
    assert held(read) is None
    assert read.found[0].place.row == 2


def test_a_position_of_zero_is_a_position(tables):
    """Closed on the day before: 0 is known, and is read."""
    assert notionals(held(tables(previous_positions=HELD + "A,IX,0\n"))) == [0.0]


def test_a_trade_and_its_opposite_are_both_there(tables):
    """Bought and sold on one day: two trades, nothing netted while reading."""
    read = tables(trades=DEALS + "A,IX,5,0.01\nA,IX,-5,0.02\n")
    assert notionals(deals(read)) == [5.0, -5.0]


def test_blank_lines_at_the_end_mean_nothing(tables):
    """A file saved with empty rows is the same table."""
    read = tables(previous_positions=HELD + "A,IX,7\n,,\n\n")
    assert notionals(held(read)) == [7.0]


@pytest.mark.parametrize("head", ["account,instrument\n", "account,notional\n", "instrument,notional\n"])
def test_a_missing_column_takes_the_table(tables, head):
    """Nothing is guessed from the place of a column, and what is missing is named."""
    read = tables(previous_positions=head + "A,7\n")
    assert held(read) is None
    assert "column_missing" in {each.code for each in read.found}


def test_columns_may_stand_in_any_order(tables):
    """They are found by their names."""
    read = tables(previous_positions="notional,account,instrument\n7,A,IX\n")
    ((found),) = held(read)
    assert (found.account, found.instrument, found.notional) == ("A", "IX", 7.0)


def test_an_account_of_somebody_else_takes_the_table(tables):
    """An account that the desk does not know may be a slip in one that it does."""
    read = tables(previous_positions=HELD + "A,IX,7\nC,IX,1\n")
    assert held(read) is None
    assert [each.code for each in read.found] == ["account_unknown"]


def test_reading_again_finds_the_same(tables):
    """A table is what it is, however often it is asked for."""
    read = tables(trades=DEALS + "A,IX,5,0.01\n")
    assert deals(read) == deals(read)
