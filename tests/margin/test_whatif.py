from itertools import pairwise

import pytest
import twin_whatif
from book_cases import book
from hypothesis import given
from hypothesis import strategies as st
from margin_cases import account, single

from calc.margin.readings import Book
from calc.margin.whatif import what_if
from calc.types import Position

LISTED = [single("I", width=2.0), single("J", width=1.0)]
MOVES = [[-0.10, 0.02, 0.05], [0.04, -0.03, 0.01]]
A = account("A")


def tried(held, trades, **changes):
    """Return what trades (instrument, notional) do to account A."""
    made = book(LISTED, MOVES, [*held, ("B", "I", 5e6)], cs01=5e-4, **changes)
    return what_if(made, made.accounts[0], [Position("A", *each) for each in trades])


def alone(held, **changes):
    """Return the requirement of account A by itself, computed anew."""
    made = book(LISTED, MOVES, held, cs01=5e-4, accounts=[A], **changes)
    return made.requirements()[0].total


def test_a_trade_adds_what_it_adds():
    """100 more of I bought lose 10 in the worst scenario: the requirement of 10 becomes 20."""
    made = book([single("I")], [[-0.10, 0.02]], [("A", "I", 100.0)], tail_rule="floor", short_charge_ratio=0.0)
    told = what_if(made, made.accounts[0], [Position("A", "I", 100.0)])
    assert (told.before.total, told.after.total, told.change) == (10, 20, 10)
    assert [(each.alone, each.in_turn) for each in told.increments] == [(10, 10)]


def test_a_hedge_takes_off():
    """To sell what was bought leaves nothing: the increment is the whole requirement, below zero."""
    told = tried([("A", "I", 1e6)], [("I", -1e6)])
    assert told.after.total == 0
    assert told.increments[0].alone == -told.before.total < 0


def test_a_trade_and_its_removal_cancel():
    """The same trade with its notional turned brings the account back, and each is the other's increment turned."""
    told = tried([("A", "I", 1e6)], [("J", 3e6), ("J", -3e6)])
    first, second = told.increments
    assert told.change == 0
    assert first.in_turn == -second.in_turn != 0


def test_without_trades_nothing_changes():
    """No trade: before is after, and there is no increment."""
    told = tried([("A", "I", 1e6)], [])
    assert (told.change, told.increments) == (0, ())


def test_an_account_without_positions_can_be_tried():
    """The first trade of an empty account is its whole requirement."""
    made = book(LISTED, MOVES, [("B", "I", 5e6)], accounts=[A, account("B")])
    told = what_if(made, A, [Position("A", "I", 1e6)])
    assert told.before.total == 0
    assert told.increments[0].alone == told.after.total > 0


def test_both_sides_bear_the_accounts_name():
    """Before and after are the account's own requirements by name."""
    told = tried([("A", "I", 1e6)], [("J", 3e6)])
    assert (told.before.account, told.after.account) == ("A", "A")


NOTIONALS = st.integers(-50, 50).map(lambda n: n * 1e5)
TRADES = st.lists(st.tuples(st.sampled_from(["I", "J"]), NOTIONALS), max_size=4)


@given(
    held=st.lists(st.tuples(st.just("A"), st.sampled_from(["I", "J"]), NOTIONALS), min_size=1, max_size=3),
    trades=TRADES,
)
def test_increments_are_those_of_whole_recomputations(held, trades):
    """Each increment is the difference of two requirements computed anew; those in turn sum to the change."""
    told = tried(held, trades)
    turns = [alone([*held, *(("A", *each) for each in trades[:number])]) for number in range(len(trades) + 1)]
    assert [each.in_turn for each in told.increments] == [b - a for a, b in pairwise(turns)]
    assert [each.alone for each in told.increments] == [alone([*held, ("A", *each)]) - turns[0] for each in trades]
    assert sum(each.in_turn for each in told.increments) == told.change


@given(
    held=st.lists(st.tuples(st.sampled_from(["I", "J"]), NOTIONALS), max_size=3),
    trades=TRADES,
)
def test_increments_are_the_twins(held, trades):
    """Alone and in turn each trade adds what the slow reading says, but for a yen that rounding moves."""
    told = tried([("A", "I", 0.0), *(("A", *each) for each in held)], trades)
    terms = {name: [str(each) for each in row] for name, row in zip("IJ", MOVES, strict=True)}
    expected = twin_whatif.increments(
        held, trades, moves=terms, widths={"I": "2", "J": "1"}, cs01="0.0005", ratio="0.65"
    )
    for made, (apart, in_turn) in zip(told.increments, expected, strict=True):
        assert (made.alone, made.in_turn) == (pytest.approx(apart, abs=3), pytest.approx(in_turn, abs=3))


@given(first=NOTIONALS.filter(bool), times=st.integers(2, 5))
def test_more_of_the_same_never_needs_less(first, times):
    """From nothing, more of one trade never lowers the requirement."""
    told = tried([("A", "I", 0.0)], [("I", first)] * times)
    assert min(each.in_turn for each in told.increments) >= 0


def test_the_book_itself_is_left_alone():
    """Trying trades changes neither accounts nor positions of the book."""
    made = book(LISTED, MOVES, [("A", "I", 1e6)])
    before = (tuple(made.accounts), tuple(made.positions))
    what_if(made, made.accounts[0], [Position("A", "J", 1e6)])
    assert isinstance(made, Book)
    assert (tuple(made.accounts), tuple(made.positions)) == before
