"""From moments to exactly one ruling: the rules that match, minus those overridden, plus the gap beside it."""

from calc.plan.asked import Asked
from calc.plan.clauses import Rule
from calc.plan.predicates import Moments, holds
from calc.plan.types import Fact, Ruling


class PlanError(Exception):
    """The tables do not give exactly one ruling: a fault of theirs, never of the day."""


def ruling_of(item: str, moments: Moments, *, asked: Asked) -> Ruling:
    """Return the one ruling of an item's state; a recorded departure takes its place where a principle gives way."""
    rule = deciding_rule(item, moments, asked=asked)
    departure = departure_from(rule, asked=asked)
    if departure:
        return Ruling(rule.id, departure.details["applies"], rule.then["principle"], departed=True)
    return Ruling(
        rule=rule.id,
        applies=rule.then.get("applies"),
        clause=rule.clause,
        gap=rule.gap or _gap_beside(rule, moments, asked=asked),
        provisional=rule.then.get("provisional"),
        standing=rule.then.get("standing"),
        floor=rule.then.get("floor", False),
    )


def deciding_rule(item: str, moments: Moments, *, asked: Asked) -> Rule:
    """Return the one rule that matches and is not overridden by another that matches."""
    matching = [rule for rule in asked.book.rules if rule.item == item and holds(rule.when, moments, asked.clock)]
    overridden = frozenset[str]().union(*(rule.overrides for rule in matching))
    left = [rule for rule in matching if rule.id not in overridden]
    if len(left) != 1:
        raise PlanError(f"{item}: {sorted(rule.id for rule in left)} of {sorted(rule.id for rule in matching)}")
    return left[0]


def departures(item: str, *, asked: Asked) -> list[Fact]:
    """Return the recorded departures of an item, earliest first."""
    found = (fact for fact in asked.known.family("principle") if fact.details["item"] == item)
    return sorted(found, key=lambda fact: (fact.at, fact.details["applies"]))


def departure_from(rule: Rule, *, asked: Asked) -> Fact | None:
    """Return the last departure that takes effect: the rule's principle must hold only in principle."""
    principle = asked.book.clauses.get(rule.then.get("principle", ""))
    if principle is None or principle.strength != "in_principle":
        return None
    return next(reversed(departures(rule.item, asked=asked)), None)


def _gap_beside(rule: Rule, moments: Moments, *, asked: Asked) -> str | None:
    """Return the gap that stands beside a ruling; where several do, the one not behind another."""
    found = {
        beside.id: beside
        for beside in asked.book.beside
        if beside.item == rule.item
        and (not beside.clauses or rule.clause in beside.clauses)
        and holds(beside.when, moments, asked.clock)
    }
    front = {beside.gap for beside in found.values() if not beside.behind & found.keys()}
    if len(front) > 1:
        raise PlanError(f"two gaps beside {rule.id}: {sorted(front)}")
    return next(iter(front), None)
