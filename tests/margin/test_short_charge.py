from datetime import date

import pytest
import twin_margin
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from margin_cases import DAY, index, required, single, valued

from calc.margin.requirement import Component
from calc.margin.short_charge import (
    CreditEvent,
    EventKind,
    constituent_findings,
    event_charge,
    net_by_entity,
    short_charge,
)
from calc.types import Position

NAMES = [f"N{number:02d}" for number in range(1, 41)]
REDUCED = {"IX": dict.fromkeys(NAMES[:39], 0.025)}  # one of forty names is gone


def charge(instruments, held, *, constituents=None, ratio=0.65):
    """Return the name most sold and what it costs."""
    by_code = {each.code: each for each in instruments}
    nets = net_by_entity([Position("A", *each) for each in held], by_code, constituents or {})
    return short_charge(nets, ratio)


def test_a_reduced_index_against_its_names_is_flat():
    """Four billion of an index with factor 39/40 bought against 39 names of a hundred million sold needs nothing."""
    instruments = [index("IX", factor=0.975), *(single(name) for name in NAMES)]
    held = [("IX", 4e9), *((name, -1e8) for name in NAMES[:39])]
    assert charge(instruments, held, constituents=REDUCED) == ("", 0.0)
    market = valued(instruments, [[0.0]] * len(instruments))
    made = required(market, [("A", *each) for each in held], constituents=REDUCED)["A"]
    assert made.amounts[Component.SHORT_CHARGE] == 0


def test_without_its_factor_the_same_book_would_be_charged():
    """Weights of the current notional instead of the original one would leave every name sold or bought."""
    wrong = {"IX": dict.fromkeys(NAMES[:39], 1 / 39)}
    instruments = [index("IX", factor=0.975), *(single(name) for name in NAMES)]
    held = [("IX", -4e9), *((name, 1e8) for name in NAMES[:39])]
    assert charge(instruments, held, constituents=REDUCED) == ("", 0.0)
    assert charge(instruments, held, constituents=wrong)[1] > 1e6


def test_only_the_largest_name_is_charged():
    """Of several names sold only the most sold one costs, at the ratio."""
    instruments = [single("A"), single("B"), single("C")]
    assert charge(instruments, [("A", -1e8), ("B", -3e8), ("C", -2e8)]) == ("B", 195_000_000.0)
    assert charge(instruments, [("A", -1e8), ("B", -3e8), ("C", 9e9)], ratio=0.5) == ("B", 150_000_000.0)


def test_positions_net_across_maturities_of_one_entity():
    """Two issues of one name net before the largest is looked for."""
    instruments = [single("A5", entity="A"), single("A7", entity="A"), single("B")]
    assert charge(instruments, [("A5", -5e8), ("A7", 4e8), ("B", -2e8)])[0] == "B"


def test_protection_bought_costs_nothing():
    """A book that sold nothing has no short charge and no name."""
    assert charge([single("A")], [("A", 1e9)]) == ("", 0.0)
    assert charge([single("A")], []) == ("", 0.0)
    assert charge([single("A")], [("A", 0.0)]) == ("", 0.0)


def test_an_index_without_names_is_one_name():
    """Without constituents an index counts at its current notional."""
    assert charge([index("IX", factor=0.975)], [("IX", -1e9)]) == ("IX-X", pytest.approx(0.65 * 0.975e9))


def test_equal_names_are_told_in_one_order():
    """Of two names sold alike the first by name is told, in any order of the positions."""
    instruments = [single("B"), single("A")]
    assert charge(instruments, [("B", -1e8), ("A", -1e8)])[0] == "A"
    assert charge(instruments, [("A", -1e8), ("B", -1e8)])[0] == "A"


@settings(max_examples=drawn(50))
@given(
    held=st.lists(
        st.tuples(st.sampled_from(["IX", *NAMES[:6]]), st.integers(-200, 200).map(lambda n: n * 1e6)), max_size=12
    ),
    ratio=st.sampled_from([0.65, 0.7, 0.35, 1.0, 0.123]),
    weight=st.sampled_from([0.025, 0.0256410256410256, 0.03, 0.007]),
    look_through=st.booleans(),
)
def test_the_short_charge_is_the_twins_to_the_yen(held, ratio, weight, look_through):
    """Any book has the exact fractions' short charge after rounding, noise of doubles or not."""
    members = {"IX": dict.fromkeys(NAMES[:6], weight)}
    instruments = [index("IX", factor=6 * weight), *(single(name) for name in NAMES[:6])]
    rows = [{"account": "A", "instrument": name, "notional": repr(notional)} for name, notional in held]
    by_name = {
        each.code: {"kind": each.kind.value, "entity": each.entity, "index_factor": repr(each.index_factor)}
        for each in instruments
    }
    listed = [{"index": "IX", "entity": name, "weight": repr(weight)} for name in NAMES[:6]]
    net = twin_margin.net_by_entity(rows, by_name, constituents=listed, look_through=look_through)
    exact = twin_margin.short_charge(net, ratio)
    is_noise = abs(exact - round(exact)) < 1e-6  # of weights that are themselves rounded
    expected = round(exact) if is_noise else twin_margin.rounded(exact, mode="up", unit=1)
    market = valued(instruments, [[0.0]] * len(instruments))
    made = required(
        market,
        [("A", *each) for each in held],
        constituents=members if look_through else {},
        short_charge_ratio=ratio,
    )["A"]
    assert made.amounts[Component.SHORT_CHARGE] == expected


EVENTS = (
    CreditEvent("A", EventKind.CREDIT_EVENT, 0.5, date(2026, 11, 1), date(2026, 11, 20)),
    CreditEvent("B", EventKind.RESTRUCTURING, 0.25, date(2026, 11, 20), date(2026, 12, 20)),
    CreditEvent("C", EventKind.CREDIT_EVENT, 1.0, date(2026, 1, 1), date(2026, 11, 19)),
)


def test_events_in_force_cost_their_ratio_of_what_was_sold():
    """A credit event and a restructuring each cost their own part, between their dates and only for protection sold."""
    nets = {"A": -100.0, "B": -100.0, "C": -100.0}
    assert event_charge(nets, EVENTS, kind=EventKind.CREDIT_EVENT, day=DAY) == 50.0
    assert event_charge(nets, EVENTS, kind=EventKind.RESTRUCTURING, day=DAY) == 25.0
    assert event_charge(nets, EVENTS, kind=EventKind.CREDIT_EVENT, day=date(2026, 11, 21)) == 0.0
    assert event_charge({"A": 100.0}, EVENTS, kind=EventKind.CREDIT_EVENT, day=DAY) == 0.0
    assert event_charge({}, EVENTS, kind=EventKind.CREDIT_EVENT, day=DAY) == 0.0


def test_events_reach_their_own_components():
    """Credit-event and single-name margin stand in their own rows of the requirement."""
    instruments = [single("A"), single("B")]
    made = required(valued(instruments, [[0.0]] * 2), [("A", "A", -100.0), ("A", "B", -100.0)], events=EVENTS)["A"]
    assert made.amounts[Component.CREDIT_EVENT] == 50
    assert made.amounts[Component.SINGLE_NAME] == 25
    assert made.most_sold == "A"


def test_constituents_are_checked_against_the_factor():
    """A missing list of names and weights that miss the factor are findings, single names need none."""
    good, bad, none = index("G", factor=0.975), index("H"), index("I")
    listed = {"G": dict.fromkeys(NAMES[:39], 0.025), "H": dict.fromkeys(NAMES[:39], 0.025), "I": {}}
    found = constituent_findings([good, bad, none, single("A")], listed)
    assert [(each.code, dict(each.details)["index"]) for each in found] == [
        ("constituents_weight", "H"),
        ("constituents_missing", "I"),
    ]
