"""What the officer had to declare: each event by when it was to be in the record, and what was said without ground."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from addin.drills.marks import Grade, Kind, Mark, graded, in_plan_order
from addin.drills.script import Event, Script
from addin.drills.truth import Declared, Truth
from addin.drills.walk import look, named
from calc.plan.declare import forms
from calc.plan.types import Day, Fact
from calc.text.wording import Words


def declaration_marks(script: Script, truth: Truth) -> Iterator[Mark]:
    """Yield a mark for each event that has to be declared, then one for each declaration that nothing calls for."""
    grace = timedelta(minutes=script.day.settings.notice_grace_minutes)
    for event in script.events:
        if event.fact is not None:
            due, said = event.told + grace, truth.declared.get(event.row)
            done = None if said is None else said.at
            clauses = in_plan_order(set(event.clauses) | bearing(truth.day, _fact_of(event, truth), ends=script.ends))
            words = _words(event.fact.what, event.words)
            yield Mark(Kind.DECLARATION, clauses, words, event.told, due, done, graded(done, due))
    for each in truth.unfounded:
        yield _unfounded(script, truth, each)


def bearing(day: Day, fact: Fact, *, ends: datetime) -> frozenset[str]:
    """Return the clauses of which the plan says something else with the fact than without it: at once, else later.

    The plan itself names what a fact is for, so that no script has to.
    """
    without = replace(day, facts=tuple(each for each in day.facts if each != fact))
    with_it = replace(without, facts=(*without.facts, fact))
    for at in (fact.learned + timedelta(seconds=1), ends):
        changed = named(look(with_it, at)) ^ named(look(without, at))
        if changed:
            return frozenset(clause for clause, *_ in changed)
    return frozenset()


def _fact_of(event: Event, truth: Truth) -> Fact:
    """Return the fact of an event as it stands in the true day."""
    of_event = (each for each in truth.day.facts if each.row == event.row)
    return next(each for each in of_event if event.fact and each.what == event.fact.what)


def _unfounded(script: Script, truth: Truth, said: Declared) -> Mark:
    clauses = in_plan_order(bearing(truth.day, said.fact, ends=script.ends))
    words, why = _words(said.fact.what, None), Words("訓練にない出来事", "nothing of the kind happened")
    return Mark(Kind.DECLARATION, clauses, words, said.at, said.at, said.at, Grade.WRONG, why)


def _words(what: str, event: Words | None) -> Words:
    form = forms()[what].words
    return form if event is None else Words(f"{form.ja}（{event.ja}）", f"{form.en} ({event.en})")
