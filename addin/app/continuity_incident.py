"""発災 / An incident told as facts of the plan, and what both plans say of the one that is open at an instant.

An incident stays open beyond its business date, so that its facts are looked for in the whole record, not in one day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.app.outage_facts import Detail, day_of, told_facts
from addin.app.plan_cell import plan_at
from addin.app.plan_day import response_of
from addin.app.plan_facts import RECORDED, recorded_facts, unsaid
from addin.app.settings_record import settings_in_force
from addin.settings import Settings
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.continuity.incident import Response
from calc.days.business_day import calendar_named
from calc.days.cutoff import JST
from calc.outcome import RefusedError, finding
from calc.plan.asked import known_facts
from calc.plan.clauses import book
from calc.plan.evaluate import plan_of
from calc.plan.fact_rows import RETRACTION
from calc.plan.types import Fact, Plan

FAMILY = "incident."


class Told(StrEnum):
    """What may be told of an incident."""

    DECLARED = "declared"
    RECLASSIFIED = "reclassified"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What both plans say at an instant: the day's plan, the incident's response, and the settings in force."""

    plan: Plan
    response: Response
    settings: Settings


def causes() -> tuple[str, ...]:
    """Return the causes of the plan (BCP-2.1.b)."""
    (words,) = book().values("causes").values()
    return tuple(words)


def results() -> tuple[str, ...]:
    """Return the results of the plan (BCP-2.1.c)."""
    (words,) = book().values("results").values()
    return tuple(words)


def told_incident(
    journal: Journal,
    told: Told,
    *,
    details: Mapping[str, Detail],
    business_date: date,
    at: datetime,
    home: Path,
    person: Person,
    tell: Tell = None,
) -> Entry:
    """Return the entry of what is told of an incident; a change and an end concern the one that is open.

    Raises RefusedError `incident_none_open`, or what the plan finds wrong with it (`fact_detail_missing` …).
    """
    if told is not Told.DECLARED and answer_at(journal, home=home, at=at).response.incident is None:
        raise RefusedError([finding("incident_none_open", told=told.value)])
    facts = [(f"{FAMILY}{told.value}", details)]
    return told_facts(journal, facts, business_date=business_date, at=at, person=person, tell=tell)[0]


def answer_at(journal: Journal, *, home: Path, at: datetime) -> Answer:
    """Return what both plans say at an instant of whatever incident is open, whichever day it was declared on.

    A day that nobody has run yet, or a closed one, is looked at by what the record holds of it. Raises RefusedError as
    reading the record does, or with what the plan finds wrong with a recorded fact.
    """
    settings = settings_in_force(home, {})
    plan = _plan(journal, home=home, at=at, settings=settings)
    facts = (*plan.incident_facts, *known_facts(unsaid(incident_facts(journal), beside=plan.incident_facts), at))
    plan = replace(plan, incident_facts=tuple(each for each in facts if each.what.startswith(FAMILY)))
    return Answer(plan, response_of(plan), settings)


def incident_facts(journal: Journal) -> tuple[Fact, ...]:
    """Return what the record says of incidents, of every business date, and what was retracted."""
    dates = {
        str(entry.body.get("business_date"))
        for entry in journal.entries(RECORDED)
        if str(entry.body.get("what")).startswith(FAMILY)
    }
    days = [date.fromisoformat(day) for day in sorted(dates)]
    facts = [fact for day in days for fact in recorded_facts(journal, day)]
    return tuple(fact for fact in facts if fact.what.startswith(FAMILY) or fact.what == RETRACTION)


def _plan(journal: Journal, *, home: Path, at: datetime, settings: Settings) -> Plan:
    try:
        return plan_at(at, home=home)
    except RefusedError as refused:
        if [each.code for each in refused.findings] != ["plan_day_unrecorded"]:
            raise
    day = day_of(journal, None, business_date=at.astimezone(JST).date(), settings=settings)
    return plan_of(day, at, calendar=calendar_named(settings.text("calendar")))
