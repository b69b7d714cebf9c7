"""When the handling of a settlement price changed, so that CP-1.3.3 has something new to announce."""

from datetime import datetime
from itertools import pairwise

from calc.plan.asked import Asked
from calc.plan.predicates import Moments
from calc.plan.rulings import departures
from calc.plan.states import State, state_of

PRICE = "settlement_price"


def with_handling(state: State, *, asked: Asked) -> Moments:
    """Return a state's moments, for a price with `handling`: each instant whose handling has to be announced."""
    if state.item != PRICE or not state.moments["failure"]:
        return state.moments
    return {**state.moments, "handling": tuple(_changes(state, asked=asked))}


def _changes(state: State, *, asked: Asked) -> list[datetime]:
    """Return the failure itself, each failure after a recovery, each price JSCC sets, and each change of the ruling."""
    first = state.moments["failure"][0]
    told = {first, *_failures_anew(state.moments), *(each for each in state.moments["set_price"] if each > first)}
    before = _handled(state, first, asked=asked)
    for moment in _instants(state, asked=asked):
        if moment > first:
            handled = _handled(state, moment, asked=asked)
            if handled != before:
                told.add(moment)
            before = handled
    return sorted(told)


def _failures_anew(moments: Moments) -> list[datetime]:
    failures, recoveries = moments["failure"], moments["recovery"]
    return [after for before, after in pairwise(failures) if any(before <= recovery < after for recovery in recoveries)]


def _instants(state: State, *, asked: Asked) -> list[datetime]:
    named = {fact.at for fact in state.facts} | {fact.at for fact in departures(PRICE, asked=asked)}
    return sorted(named | set(state.moments["margin_result"]))


def _handled(state: State, moment: datetime, *, asked: Asked) -> tuple[str | None, str | None]:
    ruling = state_of(PRICE, state.scope, asked=asked.back(moment)).ruling
    return (ruling.applies, ruling.clause)
