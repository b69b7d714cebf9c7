"""The state of one item for one scope: its moments, and the ruling that follows from them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from calc.plan.asked import Asked
from calc.plan.moments import Result, price_moments, result_of
from calc.plan.predicates import Moments
from calc.plan.rulings import ruling_of
from calc.plan.types import INTRADAY_MEASURES, Fact, Ruling

ONE_SECOND = timedelta(seconds=1)
NAMED_BY = {"settlement_price": "instruments", "margin": "participants", "intraday": "participants"}
FAMILY = {"settlement_price": "price", "margin": "margin", "intraday": "intraday"}


LOOKED_AT = {"settlement_price": ("price.", "margin."), "margin": ("margin.",), "intraday": ("intraday.",)}


@dataclass(frozen=True, slots=True)
class State:
    """One item, one scope (None: everybody the facts do not name), one instant."""

    item: str
    scope: str | None
    moments: Moments
    ruling: Ruling
    facts: tuple[Fact, ...]
    result: Result | None = None


def bears_on(item: str, fact: Fact) -> bool:
    """Return whether a ruling on an item may look at a fact; a price's looks at when margin is computed too."""
    departure = fact.what == "principle.departed" and fact.details["item"] == item
    return departure or fact.what.startswith(LOOKED_AT[item])


def scopes(item: str, *, asked: Asked) -> list[str]:
    """Return the participants or instruments that facts of the item name, in order."""
    return asked.known.names(FAMILY[item])


def state_of(item: str, scope: str | None, *, asked: Asked) -> State:
    """Return the state of an item for a scope."""
    facts = asked.known.concerning(FAMILY[item], scope)
    if item == "settlement_price":
        margin = _result("margin", None, asked=asked)
        moments: Moments = price_moments(facts, margin.at, counts=partial(_may_replace, asked=asked))
        return State(item, scope, moments, ruling_of(item, moments, asked=asked), facts)
    result = _result(item, scope, asked=asked)
    return State(item, scope, result.moments, ruling_of(item, result.moments, asked=asked), facts, result)


def _may_replace(price: datetime, *, asked: Asked) -> bool:
    """Return whether a vendor price that came after the failure replaces the fallback, as the desk reads gap G11."""
    last = asked.day.settings.late_vendor_price_by
    return asked.day.settings.late_vendor_price == "replaces" and (last is None or asked.clock.in_time(price, last))


def _result(item: str, scope: str | None, *, asked: Asked) -> Result:
    facts = asked.known.concerning(FAMILY[item], scope)
    (measures,) = asked.book.values("measures", item).values() or (INTRADAY_MEASURES,)
    (cleared_by,) = asked.book.values("cleared_by", item).values()
    return result_of(facts, tuple(measures), clock=asked.clock, cleared_by=cleared_by)


def is_final(state: State, *, asked: Asked) -> bool:
    """Return whether nothing later on the clock can change the ruling: no window of the plan is open any more."""
    then = asked.book.rule(state.ruling.rule).then
    if state.ruling.applies == "pending":
        return False
    if "final_once" in then:
        return bool(state.moments[then["final_once"]])
    return "final_after" not in then or asked.clock.past(then["final_after"])


def valid_until(item: str, *, asked: Asked) -> datetime | None:
    """Return the item's next cut-off."""
    return next((asked.clock.instant(cut) for cut, _ in asked.book.cutoffs(item) if not asked.clock.past(cut)), None)


def turning(state: State, *, asked: Asked) -> tuple[datetime, State] | None:
    """Return the cut-off at which the clock alone will change the ruling, and the state after it."""
    for cut, _ in asked.book.cutoffs(state.item):
        if not asked.clock.past(cut):
            limit = asked.clock.instant(cut)
            beyond = asked.moved(limit + ONE_SECOND if asked.clock.inclusive else limit)
            next_state = state_of(state.item, state.scope, asked=beyond)
            if (next_state.ruling.applies, next_state.ruling.clause) != (state.ruling.applies, state.ruling.clause):
                return limit, next_state
    return None
