"""Credit-event and single-name margin against the slow twin."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
import twin_margin
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from margin_cases import DAY, index, single

from calc.margin.short_charge import CreditEvent, EventKind, event_charge, event_findings, net_by_entity
from calc.types import Position

ENTITIES = ["E1", "E2", "E3"]
WEIGHTS = {"IX": {"E1": 0.5, "E2": 0.25, "E4": 0.25}}
BOOK = {each.code: each for each in (index("IX"), *(single(code) for code in ENTITIES))}
ROWS = {
    code: {"instrument": code, "entity": each.entity, "kind": each.kind.value, "index_factor": 1}
    for code, each in BOOK.items()
}
MEMBERS = [{"index": "IX", "entity": entity, "weight": str(weight)} for entity, weight in WEIGHTS["IX"].items()]

days = st.dates(DAY - timedelta(days=4), DAY + timedelta(days=4))
rows = st.builds(
    lambda entity, kind, percent, first, open_days: {
        "entity": entity,
        "kind": kind,
        "ratio": f"{percent / 100:.2f}",
        "from": first.isoformat(),
        "until": "" if open_days is None else (first + timedelta(days=open_days)).isoformat(),
    },
    st.sampled_from([*ENTITIES, "E4", "E9"]),
    st.sampled_from([kind.value for kind in EventKind]),
    st.integers(0, 100),
    days,
    st.none() | st.integers(0, 6),
)


def event(row):
    """Return a row of the events file as the product reads it."""
    last = date.fromisoformat(row["until"] or "2199-12-31")
    first = date.fromisoformat(row["from"])
    return CreditEvent(row["entity"], EventKind(row["kind"]), float(row["ratio"]), first, last)


@settings(max_examples=drawn(150))
@given(
    told=st.lists(rows, max_size=5),
    held=st.lists(st.tuples(st.sampled_from([*BOOK]), st.integers(-50, 50)), max_size=6),
    look_through=st.booleans(),
)
def test_any_table_of_events_costs_what_the_twin_says(told, held, look_through):
    """Any events, dated anyhow, on any book, looked through or not, cost the twin's amounts."""
    millions = [(code, amount * 10**8) for code, amount in held]
    positions = [Position("A", code, float(amount)) for code, amount in millions]
    nets = net_by_entity(positions, BOOK, WEIGHTS if look_through else {})
    slow = twin_margin.net_by_entity(
        [{"instrument": code, "notional": amount} for code, amount in millions],
        ROWS,
        constituents=MEMBERS,
        look_through=look_through,
    )
    for kind in EventKind:
        found = event_charge(nets, map(event, told), kind=kind, day=DAY)
        assert found == pytest.approx(float(twin_margin.event_charge(slow, told, kind=kind.value, day=DAY)), abs=1e-3)


def test_protection_bought_offsets_what_was_sold_before_the_ratio():
    """The charge is on the net of the entity, the index's part in it included."""
    positions = [Position("A", "IX", -4e9), Position("A", "E1", 1.5e9)]
    events = [CreditEvent("E1", EventKind.CREDIT_EVENT, 0.65, DAY, DAY)]
    nets = net_by_entity(positions, BOOK, WEIGHTS)
    assert event_charge(nets, events, kind=EventKind.CREDIT_EVENT, day=DAY) == pytest.approx(0.65 * 0.5e9)
    assert twin_margin.event_charge(
        {"E1": Fraction(-5 * 10**8)},
        [{"entity": "E1", "kind": "credit_event", "ratio": "0.65", "from": "2026-11-20"}],
        kind="credit_event",
        day=DAY,
    ) == Fraction(325_000_000)


def test_an_event_of_a_name_that_nobody_knows_is_told_once():
    """An entity that no instrument refers to and no index holds is a finding, because its event charges nobody."""
    events = [CreditEvent(entity, EventKind.CREDIT_EVENT, 0.5, DAY, DAY) for entity in ("E1", "E4", "E9", "E9")]
    found = event_findings(events, BOOK.values(), WEIGHTS)
    assert [(each.code, dict(each.details)) for each in found] == [("event_entity_unknown", {"entity": "E9"})]
    assert [dict(each.details)["entity"] for each in event_findings(events, BOOK.values(), {})] == ["E4", "E9"]
    assert event_findings((), BOOK.values(), {}) == ()
