import pytest
import twin_cover
from hypothesis import given
from hypothesis import strategies as st

from calc.margin.fallback_cost import FallbackCost, exposures, fallback_costs


@pytest.mark.parametrize(
    ("own", "applied", "cost"), [(14, 10, 4), (10, 14, 0), (10, 10, 0), (14, None, None), (None, 10, None), (-3, -8, 5)]
)
def test_the_cost_is_what_the_applied_amount_leaves_uncovered(own, applied, cost):
    """Of 14 needed and 10 applied 4 are uncovered, a surplus is no cost, and an unknown side is a gap, not zero."""
    assert FallbackCost("A", "im", own, applied).cost == cost


def test_accounts_are_never_netted():
    """An account 4 short beside one with 9 to spare leaves 4 uncovered."""
    costs = fallback_costs({("A", "im"): 14, ("B", "im"): 1}, {("A", "im"): 10, ("B", "im"): 10})
    (found,) = exposures(costs)
    assert (found.measure, found.uncovered, found.gaps) == ("im", 4, ())


def test_measures_are_told_apart():
    """What initial margin leaves uncovered is not paid by variation margin: each measure has its own total."""
    costs = fallback_costs({("A", "im"): 14, ("A", "vm_stock"): 2}, {("A", "im"): 10, ("A", "vm_stock"): 9})
    assert [(each.measure, each.uncovered) for each in exposures(costs)] == [("im", 4), ("vm_stock", 0)]


def test_an_unknown_account_is_named_beside_the_total():
    """Where yesterday's amount is not known, the total is at least the others', and the account is named."""
    costs = fallback_costs({("A", "im"): 14, ("B", "im"): 7}, {("A", "im"): 10})
    (found,) = exposures(costs)
    assert (found.uncovered, found.gaps) == (4, ("B",))


def test_every_account_of_either_side_has_a_row():
    """Accounts that only one side knows have a row with a gap, in order of account and measure."""
    costs = fallback_costs({("B", "im"): 1}, {("A", "im"): None, ("A", "clearing_fund"): 2})
    assert [(each.account, each.measure, each.cost) for each in costs] == [
        ("A", "clearing_fund", None),
        ("A", "im", None),
        ("B", "im", None),
    ]


def test_nothing_known_leaves_nothing_to_tell():
    """Without any amount there are no rows and no totals."""
    assert exposures(fallback_costs({}, {})) == ()


SIDES = st.dictionaries(st.sampled_from("ABCDE"), st.none() | st.integers(-(10**12), 10**12), max_size=5)


@given(own=SIDES, applied=SIDES)
def test_any_cost_is_the_twins(own, applied):
    """Costs, gaps and the total are those of the plain reading."""
    costs = fallback_costs(*({(name, "im"): each for name, each in side.items()} for side in (own, applied)))
    expected, total = twin_cover.uncovered(own, applied)
    assert {each.account: each.cost for each in costs} == expected
    assert sum(each.uncovered for each in exposures(costs)) == total


@given(own=SIDES, applied=SIDES, more=st.integers(0, 10**12))
def test_one_accounts_surplus_lowers_no_others_cost(own, applied, more):
    """However much more applies to one account, the cost of the others stays."""
    richer = {**applied, "A": (applied.get("A") or 0) + more}
    before, after = (
        {each.account: each.cost for each in fallback_costs({(k, "im"): v for k, v in own.items()},
                                                            {(k, "im"): v for k, v in side.items()})}
        for side in (applied, richer)
    )  # fmt: skip
    assert {name: cost for name, cost in before.items() if name != "A"} == {
        name: cost for name, cost in after.items() if name != "A"
    }
