"""Which clauses' subjects the present facts touch, so that an incident can point to them (BCP-3.3.b)."""

from calc.plan.asked import Asked
from calc.plan.routes import AFFECTS, troubled
from calc.plan.shortfalls import cmf_down
from calc.plan.states import State


def touched_by(states: list[State], *, asked: Asked) -> frozenset[str]:
    """Return what is hit now, in the words the clauses' `hit_by` use."""
    found = {f"participant.outage.{affects}" for affects in AFFECTS if troubled(affects, asked=asked)}
    if cmf_down(asked):
        found.add("cmf.failed")
    for state in states:
        found |= _of_item(state, asked=asked)
    return frozenset(found)


def _of_item(state: State, *, asked: Asked) -> set[str]:
    if state.item == "settlement_price":
        return {"price.failed"} if state.moments["failure"] else set()
    expected, _ = asked.book.cutoffs(state.item)[0]
    missing = asked.clock.past(expected) and not state.moments["result"]
    hits = {f"{state.item}.not_computed": missing, f"{state.item}.flagged": bool(state.moments["flag"])}
    return {word for word, hit in hits.items() if hit}
