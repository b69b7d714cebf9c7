"""One day file and one instant, put to both plans: read, ask, and hand back what to show."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from addin.files import read_limited
from calc.continuity.incident import Cut, Guidance, Report, Response, open_incident, response_to
from calc.continuity.labels import incident_page
from calc.continuity.report import as_json as incident_json
from calc.days.business_day import Calendar, tokyo
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.plan.clauses import Book, Clause, book
from calc.plan.day import day_from_table
from calc.plan.evaluate import plan_of
from calc.plan.page import page_of
from calc.plan.report import as_json
from calc.plan.types import Day, Fact, Plan
from calc.text.wording import Words

DAY_FILE_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ruled:
    """What both plans say at one instant, as values and as the contract's JSON, with what was found."""

    day: Day
    plan: Plan
    response: Response
    document: dict[str, Any]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DayFile:
    """A day file, read once: its day with what was found, the settings that it names itself, and its bytes."""

    read: Outcome[Day]
    settings: Mapping[str, Any]
    content: bytes


def day_file(path: Path, *, calendar: Calendar | None = None) -> DayFile:
    """Return all that a day file holds; RefusedError says what it must not hold, by name and line."""
    return day_content(read_limited(path, DAY_FILE_LIMIT), path.name, calendar=calendar)


def day_content(content: bytes, source: str, *, calendar: Calendar | None = None) -> DayFile:
    """Return the same of a day file's bytes, wherever they were kept."""
    try:
        text = content.decode("utf-8-sig")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as refused:
        raise RefusedError([finding("day_not_toml", Place(source), reason=refused)]) from refused
    read = day_from_table(table, calendar=calendar or tokyo(), source=source, text=text)
    given = table.get("settings", {})
    return DayFile(read, given if isinstance(given, Mapping) else {}, content)


def day_of_file(path: Path) -> Outcome[Day]:
    """Return the day of a day file, refused as `day_file` says."""
    return day_file(path).read


def ruled(read: Outcome[Day], at: datetime, *, calendar: Calendar | None = None) -> Ruled:
    """Return what both plans say about a day at an instant."""
    plan = plan_of(read.value, at, calendar=calendar or tokyo())
    response = response_of(plan)
    document = as_json(plan, incident=incident_json(response))
    return Ruled(read.value, plan, response, document, (*read.findings, *plan.findings))


def page_lines(answer: Ruled) -> tuple[Words, ...]:
    """Return both plans' page: the next cut-off, the incident, the rulings with their reasons, every duty."""
    first, *others = page_of(answer.plan)
    return (first, *incident_page(answer.response), *others)


def response_of(plan: Plan, rules: Book | None = None) -> Response:
    """Return what the continuity plan says of the incident open in a plan's facts."""
    rules = rules or book()
    return response_to(
        open_incident(_report(fact) for fact in plan.incident_facts),
        guidance_of(rules),
        cuts=[Cut(cutoff.at, cutoff.clause) for cutoff in plan.timetable],
        hit={clause.id: clause.hit_by for clause in rules.clauses.values() if clause.hit_by},
        touched=plan.touched,
        gap=rules.marks["external_only"],
    )


def _report(fact: Fact) -> Report:
    details = {**fact.details}
    return Report(fact.what.removeprefix("incident."), fact.at, fact.id, details.pop("id", None), details)


def guidance_of(plan: Book) -> list[Guidance]:
    """Return the clauses of both plans as the continuity room reads them."""
    return [_guidance(clause) for clause in plan.clauses.values()]


def _guidance(clause: Clause) -> Guidance:
    words = {name: frozenset(clause.when.get(name, ())) for name in ("known", "unknown")}
    return Guidance(clause.id, clause.item, then=clause.then, overrides=frozenset(clause.overrides), **words)
