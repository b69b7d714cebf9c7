import pytest
import twin_fund
from fund_cases import holder, shocked
from hypothesis import given
from hypothesis import strategies as st
from margin_cases import index, single

from calc.margin.marks import Mark
from calc.margin.stress import NOBODY, StressScenario, stressed_losses
from calc.types import Position

ONE, TWO = single("ONE", entity="E1"), single("TWO", entity="E2")
HALVES = {"IDX": {"E1": 0.5, "E2": 0.5}}


def lost(held, market, *, cleans=None, constituents=None, accounts=("A",)):
    """Return the losses of accounts holding (account, instrument, notional), by account."""
    found = stressed_losses(
        [holder(each) for each in accounts],
        [Position(*each) for each in held],
        valued=market,
        marks={each.code: Mark((cleans or {}).get(each.code, 0.0), 0.0) for each in market.instruments},
        constituents=constituents or {},
    )
    return found, {each: found.of(each) for each in accounts}


def test_a_seller_loses_what_the_default_costs_beyond_the_upfront():
    """Sold at an upfront of 5 %, 100 of a name with 35 % recovery lose 60 by its default, however the market moved."""
    _, losses = lost([("A", "ONE", -100.0)], shocked([ONE], [[0.10, 0.02]], stress={0, 1}), cleans={"ONE": 0.05})
    assert losses["A"] == pytest.approx([60.0, 60.0])


def test_a_name_that_does_not_default_moves_with_the_market():
    """Where the other name defaults, 100 sold lose the market's move of 10 %."""
    market = shocked([ONE, TWO], [[0.10], [0.20]], stress={0})
    found, losses = lost([("A", "ONE", -100.0)], market)
    assert found.scenarios == (StressScenario("s0", "E1"), StressScenario("s0", "E2"))
    assert losses["A"] == pytest.approx([65.0, 10.0])


def test_a_buyer_gains_what_a_seller_loses():
    """Bought instead of sold, every loss turns its sign."""
    market = shocked([ONE, TWO], [[0.10], [0.20]], stress={0})
    _, losses = lost([("A", "ONE", -100.0), ("B", "ONE", 100.0)], market, accounts=("A", "B"))
    assert losses["B"] == [-each for each in losses["A"]]


def test_of_an_index_the_part_of_the_name_defaults():
    """Of 100 of an index of two names half pays 65 % and half moves by 10 %: 37.5 are lost by who sold it."""
    market = shocked([index("IDX")], [[0.10]], stress={0})
    _, losses = lost([("A", "IDX", -100.0)], market, constituents=HALVES)
    assert losses["A"] == pytest.approx([37.5, 37.5])


def test_an_index_covers_the_names_in_it():
    """100 of a name sold against 200 of an index of which it is half lose nothing by its default."""
    market = shocked([index("IDX"), ONE], [[0.0], [0.0]], stress={0})
    found, losses = lost([("A", "IDX", 200.0), ("A", "ONE", -100.0)], market, constituents=HALVES)
    assert losses["A"][[each.entity for each in found.scenarios].index("E1")] == pytest.approx(0.0, abs=1e-12)


def test_an_index_without_its_names_defaults_with_nobody():
    """An index whose names are not known moves with the market and does not default as one name."""
    found, losses = lost([("A", "IDX", -100.0)], shocked([index("IDX", factor=0.5)], [[0.10]], stress={0}))
    assert [each.entity for each in found.scenarios] == [NOBODY]
    assert losses["A"] == pytest.approx([5.0])


def test_only_stress_scenarios_count():
    """Of three scenarios the one that is a stress scenario is taken, however large the others are."""
    found, losses = lost([("A", "IDX", -100.0)], shocked([index("IDX")], [[0.9, 0.1, 0.8]], stress={1}))
    assert ([each.name for each in found.scenarios], losses["A"]) == (["s1"], pytest.approx([10.0]))


def test_without_stress_scenarios_there_are_no_losses():
    """A market without stress scenarios has accounts and no scenario."""
    found, losses = lost([("A", "ONE", -100.0)], shocked([ONE], [[0.1]], stress=set()))
    assert (found.scenarios, losses) == ((), {"A": []})


def test_a_scenario_is_named_by_move_and_name():
    """A scenario is told by the market's move and the name that defaults, by the move alone where nobody does."""
    assert StressScenario("stress_up:2024-10-17", "JP001").name == "stress_up:2024-10-17 + JP001"
    assert StressScenario("stress_up:2024-10-17", NOBODY).name == "stress_up:2024-10-17"


AMOUNTS = st.lists(st.integers(-(10**6), 10**6), min_size=3, max_size=3)


@given(
    held=AMOUNTS,
    moves=st.lists(st.floats(-0.2, 0.3), min_size=6, max_size=6),
    cleans=st.lists(st.floats(-0.1, 0.3), min_size=3, max_size=3),
    factor=st.sampled_from([1.0, 0.75]),
)
def test_losses_are_those_of_books_valued_name_by_name(held, moves, cleans, factor):
    """Each loss is the twin's, which values every name of a book before and after by itself."""
    weights = {"IDX": {"E1": factor / 2, "E3": factor / 2}}
    listed = [index("IDX", factor=factor), ONE, TWO]
    market = shocked(listed, moves, stress={0, 1})
    told = dict(zip(["IDX", "ONE", "TWO"], cleans, strict=True))
    rows = [("A", each.code, float(amount)) for each, amount in zip(listed, held, strict=True)]
    found, losses = lost(rows, market, cleans=told, constituents=weights)
    shifts = {each.code: {0.0: 0.0, 1.0: market.moves[k, 0], 2.0: market.moves[k, 1]} for k, each in enumerate(listed)}
    expected = twin_fund.losses(
        [{"account": "A"}],
        [{"spreads": dict.fromkeys(told, 1.0)}, {"spreads": dict.fromkeys(told, 2.0)}],
        ["E1", "E2", "E3"],
        positions=[{"account": a, "instrument": code, "notional": amount} for a, code, amount in rows],
        today=dict.fromkeys(told, 0.0),
        instruments={
            each.code: {"kind": each.kind, "entity": each.entity, "recovery": 0.35, "index_factor": each.index_factor}
            for each in listed
        },
        values=lambda code, step: told[code] + shifts[code][step],
        constituents=weights,
    )
    assert [each.entity for each in found.scenarios] == ["E1", "E2", "E3"] * 2
    assert losses["A"] == pytest.approx(expected["A"], rel=1e-9, abs=1e-6)


@given(first=AMOUNTS, second=AMOUNTS)
def test_losses_add_up_over_books(first, second):
    """The loss of two books in one account is the sum of their losses: within an account positions do net."""
    listed = [index("IDX"), ONE, TWO]
    market = shocked(listed, [[0.1], [0.05], [-0.02]], stress={0})
    one, other = ([(name, each.code, float(n)) for each, n in zip(listed, amounts, strict=True)]
                  for name, amounts in (("A", first), ("B", second)))  # fmt: skip
    _, apart = lost([*one, *other], market, constituents=HALVES, accounts=("A", "B"))
    _, together = lost([*one, *(("A", *each[1:]) for each in other)], market, constituents=HALVES)
    assert together["A"] == pytest.approx([a + b for a, b in zip(apart["A"], apart["B"], strict=True)], abs=1e-6)
