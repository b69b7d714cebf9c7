"""When the handling of a settlement price changed, so that CP-1.3.3 has something new to announce."""

from bisect import bisect_left
from datetime import datetime
from itertools import pairwise

from calc.plan.asked import Asked
from calc.plan.predicates import Moments
from calc.plan.rulings import departures
from calc.plan.states import State, state_of
from calc.plan.types import Ruling

PRICE = "settlement_price"


def with_handling(state: State, *, asked: Asked) -> Moments:
    """Return a state's moments, for a price with `handling`: each instant whose handling has to be announced."""
    if state.item != PRICE or not state.moments["failure"]:
        return state.moments
    return {**state.moments, "handling": tuple(_changes(state, asked=asked))}


def _changes(state: State, *, asked: Asked) -> list[datetime]:
    """Return the failure, each failure after a recovery, each price JSCC sets, each departure, each other change."""
    first = state.moments["failure"][0]
    told = {first, *_failures_anew(state.moments), *(each for each in state.moments["set_price"] if each > first)}
    before = _handled(state, first, asked=asked)
    departed = {fact.at for fact in departures(PRICE, asked=asked)}
    for moment in sorted(departed | _firsts(state)):
        if moment > first:
            handled = _handled(state, moment, asked=asked)
            changed = (handled.applies, handled.clause) != (before.applies, before.clause)
            if changed or (handled.departed and moment in departed):
                told.add(moment)
            before = handled
    return sorted(told)


def _failures_anew(moments: Moments) -> list[datetime]:
    failures, recoveries = moments["failure"], moments["recovery"]
    return [
        after
        for before, after in pairwise(failures)
        if bisect_left(recoveries, before) < bisect_left(recoveries, after)
    ]


def _firsts(state: State) -> set[datetime]:
    """Return when each moment of the price came about for the first time: nothing but a departure acts later."""
    return {instants[0] for instants in state.moments.values() if instants}


def _handled(state: State, moment: datetime, *, asked: Asked) -> Ruling:
    return state_of(PRICE, state.scope, asked=asked.back(moment)).ruling
