"""All meaningful states of every item at all meaningful instants: the proof that each has exactly one ruling.

The states stand in `calc/plan/enumeration.toml`: each cut-off one second before, at it, one second after, and the next
day; every combination of facts; both boundaries.
"""

from calc.days.business_day import tokyo
from calc.plan.asked import question
from calc.plan.clauses import PACKAGE
from calc.plan.enumeration import day_of, enumerated
from calc.tables import packaged

TABLES = list(packaged(PACKAGE, "enumeration.toml"))


def every_case():
    """Return every case of the enumeration, by table."""
    return {name: list(enumerated(name)) for name in TABLES}


def is_an_act(fact):
    """Return whether a fact may come without any cut-off of the plan."""
    return fact.split()[0].endswith(("ordered", "flagged", "departed", "set_by_jscc", "failed"))


def asked_of(case):
    """Return the question behind a case."""
    return question(day_of(case.facts, inclusive=case.inclusive), case.at, calendar=tokyo())
