from datetime import date, timedelta

import numpy as np
import pytest
import twin_margin
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.days.business_day import WEEKENDS
from calc.market.history import SpreadHistory
from calc.market.scenarios import (
    LOWEST_BP,
    ScenarioKind,
    ScenarioRules,
    ShockType,
    historical_scenarios,
    market_measure,
    rows_needed,
)
from calc.types import Instrument, InstrumentKind

FIRST = date(2024, 1, 1)
RULES = ScenarioRules(ShockType.RELATIVE, reference_days=12, holding_days=5, stress_holding_days=10)


def instrument(code, kind=InstrumentKind.SINGLE, proxy=""):
    """Return an instrument for which only name, kind and proxy matter."""
    return Instrument(code, code, kind, date(2031, 12, 20), 100.0, 0.35, 1.0, 0.0, proxy)


def history(columns, **more):
    """Return a history of the given columns, one weekday a row."""
    names = tuple(columns)
    table = np.array([columns[name] for name in names], dtype=np.float64).T
    days = [FIRST]
    while len(days) < len(table):
        days.append(WEEKENDS.next_open(days[-1]))
    return SpreadHistory(tuple(days), names, table, **more)


def rising(start, length=22):
    """Return spreads that grow by one bp a day."""
    return [start + day for day in range(length)]


def made(columns, instruments, today, rules=RULES, **more):
    """Return scenarios and the codes of what was found."""
    found = historical_scenarios(history(columns, **more), instruments, today_bp=today, rules=rules)
    return found.value, [each.code for each in found.findings]


def test_moves_are_over_the_holding_period():
    """Each of the last reference days has the relative move of the five days up to it, put on today's spread."""
    scenarios, found = made({"A": rising(100)}, [instrument("A")], {"A": 50.0})
    assert found == []
    assert scenarios.kinds.count(ScenarioKind.REFERENCE) == 12
    expected = [50.0 * (100 + end) / (95 + end) for end in range(10, 22)]
    assert scenarios.spreads_bp[0, :12] == pytest.approx(expected, rel=1e-15)
    days = history({"A": rising(100)}).days
    assert scenarios.names[:12] == tuple(day.isoformat() for day in days[10:])


def test_stress_is_the_largest_move_up_and_down():
    """The two stress rows are the largest ten-day rise and fall on record, also before the reference period."""
    spreads = [100.0] * 40
    spreads[12] = 300.0  # up threefold in the ten days to day 12, down to a third in those to day 22
    scenarios, _ = made({"A": spreads}, [instrument("A")], {"A": 60.0})
    assert scenarios.is_stress.tolist() == [False] * 12 + [True, True]
    assert scenarios.spreads_bp[0, 12:] == pytest.approx([180.0, 20.0])
    days = history({"A": spreads}).days
    assert scenarios.names[12:] == (f"stress_up:{days[12]}", f"stress_down:{days[22]}")


def test_stress_days_are_those_of_the_market():
    """The stress days are chosen by the indices together, not by a single name's own jump."""
    index, name = [100.0] * 40, [50.0] * 40
    index[15], name[20] = 150.0, 5000.0
    listed = [instrument("N"), instrument("I", InstrumentKind.INDEX)]
    scenarios, _ = made({"N": name, "I": index}, listed, {"N": 50.0, "I": 100.0})
    assert scenarios.instruments == ("N", "I")
    assert scenarios.spreads_bp[:, 12].tolist() == [50.0, 150.0]


def test_without_an_index_the_market_is_all_names():
    """Where no index is there, the market's move is the mean over all instruments."""
    moves = np.array([[1.0, 2.0], [3.0, 5.0]])
    assert market_measure(moves, [instrument("A"), instrument("B")]).tolist() == [1.5, 4.0]
    assert market_measure(moves, [instrument("A"), instrument("B", InstrumentKind.INDEX)]).tolist() == [2.0, 5.0]


@pytest.mark.parametrize(
    ("shock_type", "expected"),
    [(ShockType.RELATIVE, 50 * 105 / 100), (ShockType.ABSOLUTE, 50 + 5), (ShockType.LOG, 50 * 105 / 100)],
)
def test_the_shock_types(shock_type, expected):
    """A past move is put on today's spread as a ratio or as a difference."""
    rules = ScenarioRules(shock_type, 12, 5, 10)
    scenarios, _ = made({"A": rising(90)}, [instrument("A")], {"A": 50.0}, rules)
    assert scenarios.spreads_bp[0, 5] == pytest.approx(expected)


def test_spreads_never_fall_to_nothing():
    """An absolute fall below zero leaves a hundredth of a bp."""
    falling = rising(100)[::-1]
    rules = ScenarioRules(ShockType.ABSOLUTE, 12, 5, 10)
    scenarios, _ = made({"A": falling}, [instrument("A")], {"A": 3.0}, rules)
    assert set(scenarios.spreads_bp[0].tolist()) == {LOWEST_BP}


def test_too_short_a_history_makes_no_scenarios():
    """The reference days are needed with their holding period, and for the stress moves at least one."""
    assert rows_needed(RULES) == 17
    assert rows_needed(ScenarioRules(ShockType.RELATIVE, 3, 5, 10)) == 11
    scenarios, found = made({"A": rising(100, 16)}, [instrument("A")], {"A": 50.0})
    assert (scenarios, found) == (None, ["history_short"])


def test_the_shortest_history_gives_every_reference_move():
    """With just the days that the moves of the reference period span there is a scenario for each, and both stress."""
    scenarios, found = made({"A": rising(100, 17)}, [instrument("A")], {"A": 50.0})
    assert found == []
    assert [int(flag) for flag in scenarios.is_stress] == [0] * 12 + [1] * 2
    assert scenarios.spreads_bp[0, 0] == pytest.approx(50 * 105 / 100)


def gap(start, missing, length=22):
    """Return rising spreads without their first values."""
    return [np.nan] * missing + rising(start, length)[missing:]


def test_a_young_instrument_takes_its_proxys_moves():
    """Days without a past are filled by the proxy's moves, and it is said how many."""
    listed = [instrument("OLD"), instrument("NEW", proxy="OLD"), instrument("ELSE")]
    columns = {"OLD": rising(100), "NEW": gap(10, 15), "ELSE": rising(500)}
    found = historical_scenarios(history(columns), listed, today_bp={"OLD": 50, "NEW": 20, "ELSE": 1}, rules=RULES)
    shocked = found.value.spreads_bp
    assert shocked[1, 0] == pytest.approx(20 * shocked[0, 0] / 50)
    assert shocked[1, 11] == pytest.approx(20 * 31 / 26)
    (told,) = found.findings
    assert (told.code, dict(told.details)) == ("history_proxied", {"instrument": "NEW", "days": "15", "proxy": "OLD"})


def test_a_proxy_of_a_proxy_is_followed():
    """Where the proxy has no past either, its own proxy stands in."""
    listed = [instrument("A", proxy="B"), instrument("B", proxy="C"), instrument("C"), instrument("D")]
    columns = {"A": gap(10, 22), "B": gap(10, 15), "C": rising(100), "D": rising(900)}
    scenarios, _ = made(columns, listed, dict.fromkeys("ABCD", 10.0))
    assert scenarios.spreads_bp[0].tolist() == scenarios.spreads_bp[1].tolist()
    assert scenarios.spreads_bp[0, 0] == pytest.approx(scenarios.spreads_bp[2, 0])


def test_proxies_in_a_circle_end_at_the_median():
    """Two instruments that are each other's proxy take the median move of their kind."""
    listed = [instrument("A", proxy="B"), instrument("B", proxy="A"), instrument("C"), instrument("D")]
    columns = {"A": gap(10, 22), "B": gap(10, 22), "C": rising(100), "D": rising(200)}
    scenarios, found = made(columns, listed, dict.fromkeys("ABCD", 10.0))
    middle = (scenarios.spreads_bp[2] + scenarios.spreads_bp[3]) / 2
    assert scenarios.spreads_bp[0] == pytest.approx(middle)
    assert found == ["history_proxied", "history_proxied"]


def test_the_order_of_instruments_changes_no_move():
    """Holes are filled from what was recorded, never from what was itself filled in, so that no order matters."""
    listed = [
        instrument("I", InstrumentKind.INDEX),
        instrument("J", InstrumentKind.INDEX),
        instrument("A", proxy="I"),
        instrument("C"),
    ]
    columns = {"I": gap(50, 15), "J": rising(300), "A": gap(10, 15), "C": rising(100)}
    today = dict.fromkeys("IJAC", 10.0)
    one, _ = made(columns, listed, today)
    two, _ = made(columns, listed[::-1], today)
    assert one.spreads_bp.tolist() == two.of([each.code for each in listed]).spreads_bp.tolist()
    assert one.spreads_bp[2, 0] == one.spreads_bp[3, 0]  # no past of either: the median of single names


def test_an_instrument_unknown_to_the_history_takes_the_median_of_its_kind():
    """A column that is missing altogether is filled by the instruments of the same kind only."""
    listed = [instrument("A"), instrument("C"), instrument("I", InstrumentKind.INDEX)]
    scenarios, _ = made({"C": rising(100), "I": rising(500)}, listed, dict.fromkeys("ACI", 10.0))
    assert scenarios.spreads_bp[0] == pytest.approx(scenarios.spreads_bp[1])


@pytest.mark.parametrize("shock_type", ShockType)
def test_where_nobody_has_a_past_nothing_moves(shock_type):
    """On a day without any price at all the spread stays as it is, under every shock type."""
    rules = ScenarioRules(shock_type, 12, 5, 10)
    scenarios, _ = made({"A": gap(10, 22)}, [instrument("A")], {"A": 40.0}, rules)
    assert set(scenarios.spreads_bp[0].tolist()) == {40.0}


def test_days_with_carried_prices_are_named():
    """A fallback day inside the window is a warning with its date, an older one is not."""
    days = history({"A": rising(100, 40)}).days
    for place, expected in ((39, ["history_fallback_days"]), (25, ["history_fallback_days"]), (20, [])):
        carried = frozenset({days[place]})
        _, found = made({"A": rising(100, 40)}, [instrument("A")], {"A": 50.0}, fallback_days=carried)
        assert found == expected


@settings(max_examples=60)
@given(
    spreads=st.lists(st.floats(1.0, 900.0), min_size=22, max_size=50),
    today=st.floats(1.0, 900.0),
    shock_type=st.sampled_from(list(ShockType)),
)
def test_scenarios_are_the_twins(spreads, today, shock_type):
    """The scenarios of one market are the twin's, stress rows included."""
    rules = ScenarioRules(shock_type, 12, 5, 10)
    scenarios, _ = made({"A": spreads}, [instrument("A")], {"A": today}, rules)
    expected = twin_margin.scenarios_from_history(
        [{"A": spread} for spread in spreads], {"A": today}, shock_type=shock_type.value, days=12
    )
    told = [max(LOWEST_BP, row["spreads"]["A"]) for row in expected]
    if shock_type is ShockType.ABSOLUTE:  # the twin always takes its stress days by ratio
        told, found = told[:12], scenarios.spreads_bp[0, :12]
    else:
        found = scenarios.spreads_bp[0]
    assert found.tolist() == pytest.approx(told, rel=1e-12)


def test_a_history_grows_by_a_day_and_is_cut_before_one():
    """A day is added at the end, unknown instruments as blanks, and days from one on are left out."""
    past = history({"A": rising(10), "B": rising(20)})
    today = past.days[-1] + timedelta(days=3)
    grown = past.with_day(today, {"B": 99.0, "X": 1.0})
    assert grown.days == (*past.days, today)
    assert grown.on(today) == {"B": 99.0}
    assert grown.before(today).days == past.days
    assert past.before(past.days[0]).days == ()
    assert past.before(past.days[5]).spreads_bp.shape == (5, 2)


def test_a_day_is_told_by_instrument():
    """The spreads of a day leave out who has none, and a day that is not there has nobody."""
    past = history({"A": gap(10, 3), "B": rising(20)})
    assert past.on(past.days[0]) == {"B": 20.0}
    assert past.on(past.days[4]) == {"A": 14.0, "B": 24.0}
    assert past.on(date(1999, 1, 1)) == {}


def test_fallback_days_are_kept_when_a_day_is_added():
    """Naming the carried days changes nothing else, and they stay with the history."""
    past = history({"A": rising(10)})
    named = past.with_fallback_days(frozenset({past.days[2]}))
    assert named.days == past.days
    assert named.with_day(date(2030, 1, 1), {}).fallback_days == frozenset({past.days[2]})
