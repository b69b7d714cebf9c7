"""`plan_of`: everything the contingency plan says at one instant."""

from datetime import datetime
from itertools import chain

from calc.days.business_day import Calendar
from calc.outcome import Finding, Place, finding
from calc.plan.amounts import amounts_of, in_order, owns
from calc.plan.asked import Asked, question
from calc.plan.clauses import Book
from calc.plan.duties import duties_of
from calc.plan.explain import if_nothing_of, trace_of
from calc.plan.notified import is_confirmed
from calc.plan.routes import routes_of
from calc.plan.rows import rows_of
from calc.plan.rulings import departures
from calc.plan.states import State, is_final, scopes, state_of, valid_until
from calc.plan.touched import touched_by
from calc.plan.types import ITEMS, AmountRow, Cutoff, Day, Item, Plan, Ruling


def plan_of(day: Day, at: datetime, *, calendar: Calendar, plan: Book | None = None) -> Plan:
    """Return what the contingency plan says about a day at an instant, by the facts known then.

    Sources: CP-2011-07 in `clauses/CP-*.toml`; the readings of its gaps in `gaps.toml`.
    """
    asked = question(day, at, calendar=calendar, plan=plan)
    states = {item: state_of(item, None, asked=asked) for item in ITEMS}
    others = {item: [state_of(item, scope, asked=asked) for scope in scopes(item, asked=asked)] for item in ITEMS}
    due, missed = rows_of(duties_of(asked, states, others=others), asked=asked)
    timetable = tuple(Cutoff(asked.clock.instant(cut), clause) for cut, clause in asked.book.cutoffs())
    return Plan(
        at=at,
        business_date=day.business_date,
        previous_business_date=asked.previous,
        items={item: _item(state, others[item], asked=asked) for item, state in states.items()},
        participants=routes_of(asked),
        due=due,
        missed=missed,
        next_cutoff=next((cutoff for cutoff in timetable if cutoff.at >= at), None),
        timetable=timetable,
        touched=touched_by([*states.values(), *chain.from_iterable(others.values())], asked=asked),
        incident_facts=asked.known.family("incident"),
        findings=_without_effect(states, asked=asked),
    )


def _item(state: State, others: list[State], *, asked: Asked) -> Item:
    exceptions = {each.scope: each.ruling for each in others if each.scope and not same(each.ruling, state.ruling)}
    return Item(
        name=state.item,
        ruling=state.ruling,
        final=is_final(state, asked=asked),
        confirmed=is_confirmed(state, asked=asked),
        valid_until=valid_until(state.item, asked=asked),
        if_nothing=if_nothing_of(state, asked=asked),
        amounts=_amounts(state, [each for each in others if each.scope in exceptions], asked=asked),
        exceptions=exceptions,
        trace=trace_of(state, asked=asked),
    )


def same(one: Ruling, other: Ruling) -> bool:
    """Return whether two rulings show the same."""
    return shown(one) == shown(other)


def shown(ruling: Ruling) -> tuple[str | None, str | None, str | None, str | None, str | None, bool]:
    """Return what a ruling shows, without the rule behind it."""
    return (ruling.applies, ruling.clause, ruling.gap, ruling.provisional, ruling.standing, ruling.floor)


def _amounts(state: State, exceptions: list[State], *, asked: Asked) -> tuple[AmountRow, ...]:
    """Return the amounts that apply: each account's by its own participant's ruling."""
    general = amounts_of(state.ruling, state.result, item=state.item, asked=asked)
    rows = [row for row in general if not any(_concerns(each, row) for each in exceptions)]
    for each in exceptions:
        own = amounts_of(each.ruling, each.result, item=each.item, asked=asked)
        rows += [row for row in own if _concerns(each, row)]
    return in_order(rows)


def _concerns(state: State, row: AmountRow) -> bool:
    return state.scope is not None and row.account is not None and owns(state.scope, row.account)


def _without_effect(states: dict[str, State], *, asked: Asked) -> tuple[Finding, ...]:
    """Return a finding for each departure that is recorded but changes nothing now."""
    day = asked.day
    recorded = (
        (item, fact)
        for item, state in states.items()
        if not state.ruling.departed
        for fact in departures(item, asked=asked)
    )
    return tuple(
        finding("departure_without_effect", Place(day.source, fact.row), item=item, reference=fact.details["reference"])
        for item, fact in recorded
    )
