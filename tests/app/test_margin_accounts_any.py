"""Any small book in one call: each account as it is alone, whatever the others hold, in whatever order rows come."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_book import HELD, LISTED, MARKET, MOVES

from addin.app.accounts_cell import account_rows
from addin.app.margin_cell import MarginCells, account_margin, incremental_margin
from addin.app.trades_cell import trade_rows
from calc.margin.requirement import Component
from calc.outcome import RefusedError

HEAD, TRADED = HELD[0], ["instrument", "notional"]
NOTIONALS = st.integers(-(10**10), 10**10).map(float)
POSITIONS = st.lists(st.tuples(st.sampled_from(["P1H", "P2C"]), st.sampled_from(["IX", "AA"]), NOTIONALS), min_size=1)
TRADES = st.lists(st.tuples(st.sampled_from(["IX", "AA"]), NOTIONALS), min_size=1, max_size=6)
P1H = (("account", "P1H"),)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a home without settings and record."""
    return tmp_path_factory.mktemp("home")


def amounts(home, held, *, listed=LISTED):
    """Return every account's amounts by its code."""
    given_ = MarginCells([HEAD, *map(list, held)], MARKET, MOVES, None)
    return {each.account: each.amounts for each in account_rows(given_, listed, home=home)}


def effects(home, *trades, held=HELD[1:]):
    """Return what each trade does to P1H by itself."""
    given_ = MarginCells([HEAD, *map(list, held)], MARKET, MOVES, [list(each) for each in P1H])
    return trade_rows(given_, [TRADED, *map(list, trades)], home=home)


@given(held=POSITIONS)
def test_no_account_moves_anothers_amounts(home, held):
    """Without the other one's positions each account has the same yen."""
    together = amounts(home, held)
    for code in ("P1H", "P2C"):
        own = [each for each in held if each[0] == code]
        assert amounts(home, [*own, (code, "IX", 0.0)])[code] == together[code]


def test_a_header_without_any_position_gives_no_numbers(home):
    """Nothing imported yet is not a book of accounts that need 0."""
    made = amounts(home, [])
    assert (made["P1H"], made["P2C"]) == (None, None)


@given(held=POSITIONS.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_positions_means_nothing(home, held):
    """A table sorted by a person gives the same requirement, up to the last yen of a rounded sum."""
    first, second = (amounts(home, each) for each in held)
    for code in first:
        assert first[code][Component.TOTAL] == pytest.approx(second[code][Component.TOTAL], abs=3)


@given(held=POSITIONS)
def test_the_total_is_the_sum_of_what_is_shown(home, held):
    """Each row of the page adds up."""
    for each in amounts(home, held).values():
        assert each[Component.TOTAL] == sum(amount for part, amount in each.items() if part is not Component.TOTAL)


@given(held=POSITIONS)
def test_a_position_cut_in_two_rows_is_one_position(home, held):
    """Two rows of one instrument count together, whichever way they are cut."""
    cut = [(account, code, notional / 2) for account, code, notional in held for _ in range(2)]
    whole, pieces = amounts(home, held), amounts(home, cut)
    for code in whole:
        assert whole[code][Component.TOTAL] == pytest.approx(pieces[code][Component.TOTAL], abs=3)


@given(held=POSITIONS, code=st.sampled_from(["IX", "AA"]))
def test_a_position_of_zero_adds_nothing(home, held, code):
    """A closed position that still has its row is no position."""
    assert amounts(home, [*held, ("P1H", code, 0.0)]) == amounts(home, held)


@given(held=POSITIONS)
def test_positions_that_cancel_leave_nothing(home, held):
    """Every position beside its opposite needs no margin but what is added."""
    opposite = [(account, code, -notional) for account, code, notional in held]
    made = amounts(home, [*held, *opposite])
    assert (made["P1H"][Component.TOTAL], made["P2C"][Component.TOTAL]) == (0, 150)


@given(trades=TRADES)
def test_each_trade_alone_is_the_what_if_of_it_alone(home, trades):
    """Row for row the table says what the single what-if says."""
    given_ = MarginCells(HELD, MARKET, MOVES, [list(each) for each in P1H])
    one_by_one = [incremental_margin(given_, [TRADED, list(each)], home=home) for each in trades]
    assert [each.increment for each in effects(home, *trades)] == one_by_one


@given(trades=TRADES)
def test_going_through_the_trades_sums_to_the_what_if_of_all(home, trades):
    """Each trade put to the positions that those before it leave: the steps sum to the change of all of them."""
    steps, held = [], [*HELD[1:]]
    for code, notional in trades:
        (row,) = effects(home, (code, notional), held=held)
        steps.append(row.increment)
        held.append(["P1H", code, notional])
    given_ = MarginCells(HELD, MARKET, MOVES, [list(each) for each in P1H])
    assert sum(steps) == incremental_margin(given_, [TRADED, *map(list, trades)], home=home)


@given(trades=TRADES)
def test_a_trade_does_not_depend_on_the_rows_around_it(home, trades):
    """Each is by itself: turned around, the rows turn around."""
    assert list(effects(home, *trades)) == list(reversed(effects(home, *reversed(trades))))


def test_a_trade_of_zero_raises_nothing(home):
    """It has a number, and that is 0."""
    (row,) = effects(home, ("IX", 0.0))
    assert (row.increment, row.why) == (0, None)


@pytest.mark.parametrize("notional", ["５,０００", "5000", 5000.0])
def test_a_notional_may_be_typed_in_any_digits(home, notional):
    """Full-width digits, separators, numbers of a sheet: one notional."""
    (row,) = effects(home, ("IX", notional))
    (plain,) = effects(home, ("IX", 5000.0))
    assert row == plain


def test_an_account_without_a_list_and_without_a_name_is_nobodys(home):
    """A book of positions without accounts names none, and each row says what is wrong."""
    given_ = MarginCells([HEAD, ["", "IX", 1.0]], MARKET, MOVES, None)
    assert account_rows(given_, None, home=home) == ()


def test_a_listed_account_of_another_kind_of_word_has_no_number(home):
    """House or client: another word is no kind, and the other account keeps its number."""
    listed = [LISTED[0], LISTED[1], ["P2C", "P2", "guest", 1.1, 150]]
    made = amounts(home, HELD[1:], listed=listed)
    assert made["P2C"] is None
    assert made["P1H"] is not None


@pytest.mark.parametrize("multiplier", ["1.1", 1.1, "１．１"])
def test_a_multiplier_may_be_typed_in_any_digits(home, multiplier):
    """The requirement is that of the number."""
    listed = [LISTED[0], LISTED[1], ["P2C", "P2", "client", multiplier, 150]]
    assert amounts(home, HELD[1:], listed=listed) == amounts(home, HELD[1:])


def test_each_account_is_what_the_single_function_says(home):
    """With its terms in the settings, the single account has the same components."""
    settings = [["account", "P2C"], ["multiplier", 1.1], ["add_on", 150]]
    alone = account_margin(MarginCells(HELD, MARKET, MOVES, settings), home=home)
    assert amounts(home, HELD[1:])["P2C"] == alone.requirement.amounts


def test_a_stored_name_for_accounts_that_nobody_stored_is_refused(home):
    """A name in place of the list is looked up in the record, and told as unknown."""
    with pytest.raises(RefusedError) as caught:
        amounts(home, HELD[1:], listed="accounts:2026-11-20@00000000")
    assert caught.value.findings[0].code == "handle_unknown"


@cache
def of_many(number):
    """Return a list of so many accounts, each with its positions."""
    codes = [f"A{each:03}" for each in range(number)]
    listed = [["account", "participant", "kind"], *([code, code, "house"] for code in codes)]
    return listed, [(code, "IX", 1e8 * (1 + place)) for place, code in enumerate(codes)]


def test_many_accounts_keep_their_rows(home):
    """Two hundred accounts come in their order, and a larger position of one kind never needs less."""
    listed, held = of_many(200)
    made = amounts(home, held, listed=listed)
    totals = [each[Component.TOTAL] for each in made.values()]
    assert list(made) == [row[0] for row in listed[1:]]
    assert totals == sorted(totals)
