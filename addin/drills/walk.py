"""The plan put to a day at every instant at which something may have changed: what a drill's marks are read from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from addin.app.plan_day import response_of
from calc.continuity.incident import Response
from calc.days.business_day import tokyo
from calc.plan.asked import Asked, question
from calc.plan.clauses import book
from calc.plan.duties import Owed, duties_of
from calc.plan.evaluate import plan_of
from calc.plan.predicates import holds
from calc.plan.routes import AFFECTS, participant_moments, troubled
from calc.plan.states import scopes, state_of
from calc.plan.types import ITEMS, Day, Plan

ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Look:
    """What both plans say at one instant: rulings, every duty with where it stands, and the incident's response."""

    at: datetime
    asked: Asked
    plan: Plan
    owed: tuple[Owed, ...]
    response: Response


def look(day: Day, at: datetime) -> Look:
    """Return what both plans say of a day at an instant."""
    plan, asked = plan_of(day, at, calendar=tokyo()), question(day, at, calendar=tokyo())
    states = {item: state_of(item, None, asked=asked) for item in ITEMS}
    others = {item: [state_of(item, scope, asked=asked) for scope in scopes(item, asked=asked)] for item in ITEMS}
    return Look(at, asked, plan, tuple(duties_of(asked, states, others=others)), response_of(plan))


def walked(day: Day, *, begins: datetime, ends: datetime) -> tuple[Look, ...]:
    """Return a look at each instant at which a fact, a cut-off or the clock may have changed something."""
    return tuple(look(day, at) for at in instants(day, begins=begins, ends=ends))


def instants(day: Day, *, begins: datetime, ends: datetime) -> list[datetime]:
    """Return those instants in order: a notice opens, and a cut-off passes, strictly after its own."""
    cuts = (datetime.combine(day.business_date, at, begins.tzinfo) for at, _ in book().cutoffs())
    learned = [fact.learned for fact in day.facts]
    found = {begins, ends, *learned, *(each + ONE_SECOND for each in (*cuts, *learned))}
    return sorted(each for each in found if begins <= each <= ends)


def named(found: Look) -> frozenset[tuple[str, ...]]:
    """Return every clause that bears on the instant, each with what it says there: two looks are compared by these."""
    clauses = book().clauses.values()
    items = found.plan.items.values()
    said: set[tuple[str, ...]] = {(each.clause, each.name, str(each.applies)) for each in items if each.clause}
    said |= {(owed.occurrence.duty.clause, owed.occurrence.duty.what, str(owed)) for owed in found.owed}
    said |= {(each.id, hit) for each in clauses for hit in each.hit_by if hit in found.plan.touched}
    said |= {(clause, participant) for participant, clause in _routes(found.asked)}
    return frozenset(said | set(_incident(found.response)))


def _routes(asked: Asked) -> Iterable[tuple[str, str]]:
    """Yield the clause that decides the ways of each participant in trouble."""
    for affects in AFFECTS:
        offering = [asked.book.clauses[each] for each in asked.book.values("routes", affects)]
        for participant in troubled(affects, asked=asked):
            moments = participant_moments(participant, affects, asked=asked)
            for clause in offering:
                if holds(clause.when, moments, asked.clock):
                    yield participant, clause.id


def _incident(response: Response) -> Iterable[tuple[str, ...]]:
    """Yield the clauses by which an incident is told and classed: its form, its lists, and the class that governs."""
    if response.incident is None:
        return
    told = repr(response.incident)
    for clause in book().clauses.values():
        then = clause.then
        if {"form", "causes", "results"} & set(then) or then.get("class", "") == response.incident_class:
            yield clause.id, told
