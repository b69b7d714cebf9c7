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
from addin.app.plan_basis import UNRECORDED
from addin.app.plan_cell import business_date_at, plan_at
from addin.app.plan_day import response_of
from addin.app.plan_facts import RECORDED, recorded_facts, unsaid
from addin.app.settings_record import settings_in_force
from addin.settings import Settings
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.continuity.incident import Incident, Report, Response, open_incident
from calc.continuity.labels import label
from calc.days.business_day import calendar_named
from calc.days.cutoff import iso
from calc.outcome import Finding, RefusedError, finding
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

    While one is open no second one is declared: the first one's steps, calls and clock would be lost from sight.
    Raises RefusedError `incident_none_open`, `incident_open`, or what the plan finds wrong with it
    (`fact_detail_missing` …).
    """
    found = answer_at(journal, home=home, at=at).response
    if told is not Told.DECLARED and found.incident is None:
        raise RefusedError([finding("incident_none_open", told=told.value)])
    if told is Told.DECLARED and found.incident is not None and not _is_same(found.incident, at, details):
        raise RefusedError([_open(found, found.incident)])
    facts = [(f"{FAMILY}{told.value}", details)]
    return told_facts(journal, facts, business_date=business_date, at=at, person=person, tell=tell)[0]


def answer_at(journal: Journal, *, home: Path, at: datetime) -> Answer:
    """Return what both plans say at an instant of whatever incident is open, whichever day it was declared on.

    A day that nobody has run yet is looked at by what the record holds of it. A closed day has no cut-offs: the next
    business day is looked at, so that nothing of a Sunday is overdue or decided. Raises RefusedError as reading the
    record does, or with what the plan finds wrong with a recorded fact.
    """
    settings = settings_in_force(home, {})
    plan = _plan(journal, home=home, at=at, settings=settings)
    facts = (*plan.incident_facts, *known_facts(unsaid(incident_facts(journal), beside=plan.incident_facts), at))
    plan = replace(plan, incident_facts=tuple(each for each in facts if each.what.startswith(FAMILY)))
    return Answer(plan, response_of(plan), settings)


def _is_same(incident: Incident, at: datetime, details: Mapping[str, Detail]) -> bool:
    """Return whether an open incident is the one that is declared: said twice, by a file and here, it is one."""
    return incident.at == at and replace(incident, id=None) == open_incident([Report("declared", at, details=details)])


def _open(response: Response, incident: Incident) -> Finding:
    named = label("class", response.incident_class or "none")
    causes = [label("cause", each) for each in incident.causes]
    return finding(
        "incident_open",
        at=iso(incident.at),
        named_ja="・".join((named.ja, *(each.ja for each in causes))),
        named_en=", ".join((named.en, *(each.en for each in causes))),
    )


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
        if [each.code for each in refused.findings] != [UNRECORDED]:
            raise
    day = day_of(journal, None, business_date=business_date_at(at, home=home), settings=settings)
    return plan_of(day, at, calendar=calendar_named(settings.text("calendar")))
