from datetime import date
from fractions import Fraction

import numpy as np
import pytest
import twin_explain
from book_cases import book
from hypothesis import given
from hypothesis import strategies as st
from margin_cases import account, index, rules, single

from calc.margin.base import StressMode, TailRule, base_amount
from calc.margin.explain import ATTRIBUTED, explanations, shared_yen, tail_shares
from calc.margin.readings import every_reading, other_look_through, tail_readings
from calc.margin.requirement import Component
from calc.margin.rounding import RoundMode
from calc.margin.short_charge import CreditEvent, EventKind

TWO = (single("I"), single("J"))


def explained(made, *, most=5):
    """Return the explanation of the only account."""
    (told,) = explanations(made, most=most)
    return told


def test_a_position_brings_its_own_loss_in_the_tail():
    """In the worst of three scenarios 100 of I lose 10 and 200 of J gain 4: base 6, of which I brings 10 and J −4."""
    moves = [[-0.10, 0.01, 0.0], [0.02, 0.0, 0.01]]
    made = book(TWO, moves, [("A", "I", 100.0), ("A", "J", 200.0)], short_charge_ratio=0.0, tail_rule=TailRule.FLOOR)
    told = explained(made)
    assert told.requirement.amounts[Component.BASE] == 6
    assert {code: parts[Component.BASE] for code, parts in told.contributions.items()} == {"I": 10, "J": -4}


def test_the_tail_shares_its_last_scenario_in_part():
    """With a tail of 1.5 scenarios out of 3 the worst has two thirds of the base amount, the second a third."""
    gains = np.array([-30.0, 5.0, -12.0])
    base = rules(tail_fraction=0.5).base
    assert tail_shares(gains, np.zeros(3, bool), rules=base).tolist() == pytest.approx([2 / 3, 0.0, 1 / 3])
    assert base_amount(gains, np.zeros(3, bool), rules=base) == pytest.approx(24.0)


def test_a_stress_loss_that_is_the_floor_is_all_of_it():
    """Where the stress scenario's 50 are more than the tail's 30 it alone counts; where they are less it does not."""
    stress = np.array([False, False, True])
    base = rules(stress_mode=StressMode.FLOOR, tail_rule=TailRule.FLOOR).base
    assert tail_shares(np.array([-30.0, 1.0, -50.0]), stress, rules=base).tolist() == [0.0, 0.0, 1.0]
    assert tail_shares(np.array([-30.0, 1.0, -20.0]), stress, rules=base).tolist() == [1.0, 0.0, 0.0]


def test_an_account_that_never_loses_has_nothing_to_share():
    """A base amount of 0 has no tail, and its positions bring nothing."""
    told = explained(book(TWO, [[0.1, 0.2], [0.0, 0.0]], [("A", "I", 100.0)]))
    assert told.contributions["I"] == dict.fromkeys(ATTRIBUTED, 0)
    assert {each.share for each in told.worst} == {0.0}


def test_the_worst_scenarios_come_with_their_losses():
    """Of three scenarios the two worst are shown, the worst first, with names and losses."""
    told = explained(book(TWO[:1], [[-0.10, 0.05, -0.20]], [("A", "I", 100.0)]), most=2)
    assert [(each.name, each.loss) for each in told.worst] == [("s2", pytest.approx(20.0)), ("s0", pytest.approx(10.0))]


def test_the_short_charge_is_the_positions_in_the_name_most_sold():
    """1000 sold of E's index part (half) and 200 bought of E itself: net −300 at 0.65 is 195, of 325 and −130."""
    held = [("A", "IX", -1000.0), ("A", "E", 200.0), ("A", "F", -10.0)]
    weights = {"IX": {"E": 0.5, "G": 0.25}}
    listed = (index("IX"), single("E"), single("F"))
    told = explained(book(listed, [[0.0]] * 3, held, constituents=weights))
    assert told.requirement.most_sold == "E"
    assert told.requirement.amounts[Component.SHORT_CHARGE] == 195
    short = {code: parts[Component.SHORT_CHARGE] for code, parts in told.contributions.items()}
    assert short == {"IX": 325, "E": -130, "F": 0}


def test_bid_offer_is_each_issues_own():
    """|100 × 0.5| × 4 and |−30 × 0.5| × 2 are 200 and 30."""
    listed = (single("I", width=4.0), single("J", width=2.0))
    told = explained(book(listed, [[0.0], [0.0]], [("A", "I", 100.0), ("A", "J", -30.0)], cs01=0.5))
    assert {code: parts[Component.BID_OFFER] for code, parts in told.contributions.items()} == {"I": 200, "J": 30}


@pytest.mark.parametrize(
    ("kind", "part"),
    [(EventKind.CREDIT_EVENT, Component.CREDIT_EVENT), (EventKind.RESTRUCTURING, Component.SINGLE_NAME)],
)
def test_an_event_is_charged_to_who_sold_the_name(kind, part):
    """100 sold of I at a ratio of 0.4 are 40 of its kind's component; one over, or on a name bought, is nothing."""
    events = (
        CreditEvent("I", kind, 0.4, date(2026, 11, 1), date(2026, 12, 1)),
        CreditEvent("I", kind, 0.4, date(2026, 10, 1), date(2026, 11, 1)),
        CreditEvent("J", kind, 0.4, date(2026, 11, 1), date(2026, 12, 1)),
    )
    held = [("A", "I", -100.0), ("A", "J", 100.0)]
    told = explained(book(TWO, [[0.0], [0.0]], held, events=events))
    assert {code: parts[part] for code, parts in told.contributions.items()} == {"I": 40, "J": 0}


def test_another_reading_of_the_tail_has_its_effect():
    """Losses of 30 and 12 with a tail of 1.5: 24 in parts, 30 by floor, 21 by ceil: effects 6 and −3."""
    made = book(TWO[:1], [[-0.30, 0.05, -0.12]], [("A", "I", 100.0)], short_charge_ratio=0.0, tail_fraction=0.5)
    told = explained(made)
    assert told.requirement.total == 24
    assert told.effects["floor/in_set"] == 6
    assert told.effects["ceil/in_set"] == -3


def test_the_other_look_through_has_its_effect():
    """An index of 100 sold, half of it in E: 0.65 × 50, up to 33 yen, looked through, 0.65 × 100 as one name."""
    made = book((index("IX"),), [[0.0]], [("A", "IX", -100.0)], constituents={"IX": {"E": 0.5}})
    assert explained(made).effects["one_name"] == 65 - 33
    name, turned = other_look_through(made)
    assert other_look_through(turned) == ("constituents", made)
    assert name == "one_name"


def test_readings_that_say_nothing_are_left_out():
    """Without stress scenarios only the tail rule is read otherwise; with stress ones alone, only in the sample."""
    plain = book(TWO[:1], [[-0.1, 0.2]], [("A", "I", 1.0)])
    assert set(tail_readings(plain)) == {"floor/in_set", "ceil/in_set"}
    alone = book(TWO[:1], [[-0.1, 0.2]], [("A", "I", 1.0)], stress=2)
    assert set(tail_readings(alone)) == {"floor/in_set", "ceil/in_set"}
    assert len(every_reading(book(TWO[:1], [[-0.1, 0.2]], [("A", "I", 1.0)], stress=1))) == 9


def test_add_on_and_multiplier_are_no_positions():
    """With a multiplier of 1.5 and 7 yen added, contributions still sum to the components before them."""
    made = book(TWO[:1], [[-0.1]], [("A", "I", -100.0)], accounts=[account("A", multiplier=1.5, add_on=7)])
    told = explained(made)
    brought = sum(sum(parts.values()) for parts in told.contributions.values())
    assert brought == told.requirement.total - told.requirement.amounts[Component.ADD_ON] > 0


@given(
    raw=st.dictionaries(st.text(max_size=3), st.floats(-1e12, 1e12), min_size=1, max_size=9),
    total=st.integers(-(10**15), 10**15),
)
def test_shares_sum_exactly(raw, total):
    """Whatever is shared, the yen sum to the total and none is off by two more than another."""
    shared = shared_yen(raw, total)
    assert sum(shared.values()) == total
    off = [shared[name] - Fraction(raw[name]) for name in raw]
    assert max(off) - min(off) < 2


def test_odd_yen_go_to_the_largest_cuts():
    """1.7, 1.2 and 1.1 are 4 yen together: 2, 1 and 1."""
    assert shared_yen({"a": 1.7, "b": 1.2, "c": 1.1}, 4) == {"a": 2, "b": 1, "c": 1}
    assert shared_yen({}, 0) == {}


NUMBERS = st.integers(-(10**4), 10**4)


@given(
    moves=st.lists(st.lists(NUMBERS, min_size=7, max_size=7), min_size=3, max_size=3),
    notionals=st.lists(st.integers(-500, 500).map(lambda n: n * 10**6), min_size=3, max_size=3),
    mode=st.sampled_from(list(RoundMode)),
    unit=st.sampled_from([1, 1000]),
    tail=st.sampled_from(list(TailRule)),
    stress=st.sampled_from(list(StressMode)),
)
def test_contributions_sum_to_every_component(moves, notionals, mode, unit, tail, stress):
    """Under every rule the contributions sum to each rounded component exactly."""
    listed = [single(name, width=3.0) for name in "IJK"]
    made = book(
        listed,
        [[move / 1e5 for move in row] for row in moves],
        [("A", each.code, float(n)) for each, n in zip(listed, notionals, strict=True)],
        stress=2,
        cs01=5e-4,
        round_mode=mode,
        round_unit=unit,
        tail_rule=tail,
        stress_mode=stress,
        tail_fraction=0.3,
    )
    told = explained(made)
    for part in ATTRIBUTED:
        assert sum(parts[part] for parts in told.contributions.values()) == told.requirement.amounts[part]


@given(
    moves=st.lists(st.lists(NUMBERS, min_size=8, max_size=8, unique=True), min_size=3, max_size=3),
    notionals=st.lists(st.integers(1, 500).map(lambda n: n * 10**6), min_size=3, max_size=3),
)
def test_contributions_are_the_twins_slopes(moves, notionals):
    """What each position brings is, within two yen, the slope of the whole in it, found by making it larger."""
    names = "IJK"
    held = {name: Fraction(n) for name, n in zip(names, notionals, strict=True)}
    losses = {name: [Fraction(-move, 10**5) for move in row] for name, row in zip(names, moves, strict=True)}
    whole = twin_explain.account_losses(held, losses)
    number = Fraction(16, 5)  # 0.4 of 8 scenarios
    if len(set(whole)) < len(whole) or twin_explain.shortfall(whole, number) <= 0:
        return  # two equal losses have no slope; a floored amount has none either
    table = [[move / 1e5 for move in row] for row in moves]
    made = book([single(n) for n in names], table, [("A", n, float(held[n])) for n in names], tail_fraction=0.4)
    told = explained(made)
    slopes = twin_explain.slopes(held, losses, number)
    assert told.requirement.amounts[Component.BASE] == pytest.approx(
        twin_explain.rounded_up(twin_explain.shortfall(whole, number)), abs=1
    )
    for name in names:
        assert told.contributions[name][Component.BASE] == pytest.approx(float(slopes[name]), abs=2)
