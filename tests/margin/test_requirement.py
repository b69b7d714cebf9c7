import numpy as np
import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from margin_cases import account, index, required, single, valued

from calc.margin.kernels import account_moves
from calc.margin.requirement import Component
from calc.margin.rounding import RoundMode

PARTS = [component for component in Component if component is not Component.TOTAL]


def market(width=2.0, cs01=5e-4):
    """Return two single names that lose 1 and 2 % in one scenario and gain as much in the other."""
    return valued([single("X", width=width), single("Y", width=width)], [[-0.01, 0.01], [-0.02, 0.02]], cs01=cs01)


def test_every_account_has_every_row_also_at_zero():
    """An account without any position has all components, each of them zero."""
    made = required(market(), [], accounts=[account("A"), account("B")])
    assert list(made) == ["A", "B"]
    for each in made.values():
        assert dict(each.amounts) == dict.fromkeys(Component, 0)
        assert each.total == 0
        assert each.most_sold == ""
        assert each.gains.tolist() == [0.0, 0.0]


def test_the_base_amount_is_the_loss_of_the_worst_scenario():
    """A book of two names loses what both lose, notional by notional."""
    made = required(market(), [("A", "X", 1e9), ("A", "Y", -3e8)])["A"]
    assert made.gains == pytest.approx([-1e7 + 6e6, 1e7 - 6e6])
    assert made.amounts[Component.BASE] == 4_000_000


def test_the_turned_book_gains_what_the_other_loses():
    """With every position turned, gains change their sign and nothing else."""
    held = [("A", "X", 1e9), ("A", "Y", -3e8), ("B", "X", -1e9), ("B", "Y", 3e8)]
    made = required(market(), held, accounts=[account("A"), account("B")])
    assert made["A"].gains.tolist() == (-made["B"].gains).tolist()
    assert made["A"].amounts[Component.BASE] == made["B"].amounts[Component.BASE]


def test_the_index_factor_scales_what_is_left():
    """An index of factor 39/40 loses, and costs to close, 39/40 of its notional."""
    whole, reduced = (valued([index("I", factor=f, width=4.0)], [[-0.01]], cs01=5e-4) for f in (1.0, 0.975))
    full, part = (required(each, [("A", "I", 4e9)])["A"] for each in (whole, reduced))
    assert (full.amounts[Component.BASE], part.amounts[Component.BASE]) == (40_000_000, 39_000_000)
    assert (full.amounts[Component.BID_OFFER], part.amounts[Component.BID_OFFER]) == (8_000_000, 7_800_000)


def test_bid_offer_adds_over_issues_whatever_the_side():
    """The full width is paid in every issue on its net position; two sides of one issue net, two issues do not."""
    held = [("A", "X", 1e9), ("A", "X", -4e8), ("A", "Y", -6e8)]
    made = required(market(), held)["A"]
    assert made.amounts[Component.BID_OFFER] == round(2 * 6e8 * 5e-4 * 2.0)


def test_each_component_is_rounded_by_itself():
    """Three components of a part of a yen each make three yen."""
    there = valued([single("X", width=1.0)], [[-0.5]], cs01=0.25)
    made = required(there, [("A", "X", -1.0)], short_charge_ratio=0.3)["A"]
    assert made.gains.tolist() == [0.5]
    assert {c.value: n for c, n in made.amounts.items() if n} == {"short_charge": 1, "bid_offer": 1, "total": 2}
    down = required(there, [("A", "X", 1.0)], round_mode=RoundMode.DOWN)["A"]
    assert down.total == 0


def test_rounding_follows_the_unit():
    """With a unit of a million every component is a whole number of millions."""
    made = required(market(), [("A", "X", 1.5e8)], round_unit=10**6)["A"]
    assert {made.amounts[part] % 10**6 for part in PARTS} == {0}
    assert made.amounts[Component.BASE] == 2_000_000


@pytest.mark.parametrize(
    ("multiplier", "add_on", "expected"),
    [(1.0, 0, 0), (1.1, 0, 1_000_000), (1.0, 7, 7), (1.25, -500_000, 2_000_000), (0.9, 0, -1_000_000)],
)
def test_multiplier_and_add_on_stand_in_their_own_row(multiplier, add_on, expected):
    """What the account alone must add is its multiplier beyond one times the other rows, and its own amount."""
    there = valued([single("X")], [[-0.01]])
    held = [("A", "X", 1e9)]
    made = required(there, held, accounts=[account(multiplier=multiplier, add_on=add_on)])["A"]
    assert made.amounts[Component.ADD_ON] == expected
    assert made.total == sum(made.amounts[part] for part in PARTS) == 10_000_000 + expected


@pytest.mark.parametrize("round_mode", [RoundMode.UP, RoundMode.DOWN])
@pytest.mark.parametrize("multiplier", [1.1, 1.2, 1.05, 1.001, 1.37, 2.3])
def test_a_decimal_multiplier_adds_no_yen_of_noise(multiplier, round_mode):
    """A multiplier is the decimal number that was typed: 1.1 adds a tenth exactly, rounded up or down."""
    there = valued([single("X")], [[-0.1]])
    one = account(multiplier=multiplier)
    made = required(there, [("A", "X", 1e13)], accounts=[one], round_mode=round_mode)["A"]
    assert made.amounts[Component.ADD_ON] == round((multiplier - 1) * 1000) * 10**9


@settings(max_examples=drawn(30))
@given(
    notionals=st.lists(st.integers(-(10**11), 10**11), min_size=2, max_size=2),
    moves=st.lists(st.floats(-0.3, 0.3), min_size=24, max_size=24),
    times=st.integers(0, 9),
)
def test_requirements_are_homogeneous(notionals, moves, times):
    """A book so many times as large needs so many times as much, to the yen of rounding."""
    there = valued([single("X", width=1.5), single("Y", width=0.5)], moves, cs01=4e-4)
    held = [("A", name, float(n)) for name, n in zip("XY", notionals, strict=True)]
    once = required(there, held)["A"]
    many = required(there, [(a, name, times * n) for a, name, n in held])["A"]
    for part in PARTS:
        assert abs(many.amounts[part] - times * once.amounts[part]) <= max(1, times)


@settings(max_examples=drawn(30))
@given(
    first=st.tuples(*[st.integers(-(10**11), 10**11)] * 2),
    second=st.tuples(*[st.integers(-(10**11), 10**11)] * 2),
    moves=st.lists(st.floats(-0.3, 0.3), min_size=24, max_size=24),
)
def test_two_books_in_one_account_gain_what_both_gain(first, second, moves):
    """Gains add over positions, and no component of the joined book exceeds the two together."""
    there = valued([single("X", width=1.5), single("Y", width=0.5)], moves, cs01=4e-4)
    books = [[(name, float(n)) for name, n in zip("XY", book, strict=True)] for book in (first, second)]
    accounts = [account("A"), account("B"), account("AB")]
    held = [("A", *each) for each in books[0]] + [("B", *each) for each in books[1]]
    held += [("AB", *each) for each in (*books[0], *books[1])]
    made = required(there, held, accounts=accounts)
    assert made["AB"].gains == pytest.approx(made["A"].gains + made["B"].gains, rel=1e-9, abs=1e-3)
    for part in PARTS:
        assert made["AB"].amounts[part] <= made["A"].amounts[part] + made["B"].amounts[part] + 1


def test_the_order_of_rows_changes_no_bit():
    """Accounts and positions in any order have the same gains, bit for bit."""
    random = np.random.default_rng(7)
    names = [f"I{number}" for number in range(30)]
    there = valued([single(name, width=1.0) for name in names], random.normal(0, 0.02, (30, 99)), cs01=3e-4)
    held = [(f"A{k % 5}", name, float(random.integers(-(10**10), 10**10))) for k, name in enumerate(names * 3)]
    accounts = [account(f"A{number}") for number in range(5)]
    one = required(there, held, accounts=accounts)
    two = required(there, held[::-1], accounts=accounts[::-1])
    assert list(two) == list(one)[::-1]
    for code, made in one.items():
        assert made.gains.tobytes() == two[code].gains.tobytes()
        assert made.amounts == two[code].amounts


def test_moves_are_added_in_their_written_order():
    """An account's gain is the sum over instruments from the first to the last, as plain Python adds it."""
    random = np.random.default_rng(3)
    weights, moves = random.normal(0, 1e9, (4, 50)), random.normal(0, 0.05, (50, 20))
    weights[0, ::3] = 0.0
    found = account_moves(weights, moves)
    for a in range(4):
        for s in range(20):
            total = 0.0
            for i in range(50):
                total += weights[a, i] * moves[i, s]
            assert found[a, s] == pytest.approx(total, rel=1e-12)
