import json
import os

import pytest
from alterations import alterations, describes
from case_files import all_cases, asked_of
from soundness import faults_of
from tables import IDS, raw_clauses, raw_gaps

from addin.app.plan_day import response_of
from calc.continuity.report import as_json as incident_json
from calc.days.business_day import tokyo
from calc.outcome import RefusedError
from calc.plan.clause_page import clause_json
from calc.plan.clauses import book, book_from
from calc.plan.day import day_from_table
from calc.plan.evaluate import plan_of
from calc.plan.report import as_json
from calc.plan.rulings import PlanError

CLAUSES, GAPS = raw_clauses(), raw_gaps()
STEP = 1 if os.environ.get("HIKAE_LONG") else 6  # every sixth alteration in an ordinary run


def asked_days():
    """Return (clause, day, instant) of every case that is not refused."""
    days = []
    for clause, _, case in all_cases():
        table, at = asked_of(case)
        try:
            days.append((clause, day_from_table(table, calendar=tokyo(), source="case").value, at))
        except RefusedError:
            continue
    return days


@pytest.fixture(scope="module")
def days():
    """Return the cases' days with what the plan as shipped says of them."""
    return [(clause, day, at, said(day, at, book())) for clause, day, at in asked_days()]


def said(day, at, rules):
    """Return all that both plans say of a day at an instant, without the sentences."""
    plan = plan_of(day, at, calendar=tokyo(), plan=rules)
    document = as_json(plan, incident=incident_json(response_of(plan, rules)))
    for item in document["items"].values():
        del item["trace"]
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def is_noticed(table, altered, path, days):
    """Return whether an alteration fails the build or changes what is enumerated."""
    tables = [altered if each is table else each for each in CLAUSES]
    if faults_of(tables, GAPS, ids=IDS):
        return True
    rules = book_from(tables, GAPS)
    if describes(table, path):
        return clause_json(rules.clauses[table["id"]]) != clause_json(book().clauses[table["id"]])
    own_first = sorted(days, key=lambda each: each[0] != table["id"])
    return any(differs(day, at, before, rules) for _, day, at, before in own_first)


def differs(day, at, before, rules):
    """Return whether a day is ruled otherwise, or not by exactly one rule."""
    try:
        return said(day, at, rules) != before
    except (PlanError, ValueError, KeyError):
        return True


@pytest.mark.parametrize("table", CLAUSES, ids=IDS)
def test_every_alteration_of_a_clause_is_noticed(table, days):
    """Whatever field of the clause is altered, the build fails or the enumeration changes."""
    altered = list(alterations(table))[IDS.index(table["id"]) % STEP :: STEP]
    unnoticed = [path for path, changed in altered if not is_noticed(table, changed, path, days)]
    assert unnoticed == []
