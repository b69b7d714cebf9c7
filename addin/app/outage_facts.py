"""A participant's outage as facts of the plan, recorded here, and what the plan says is due for it (CP-1.1, CP-1.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.app.day.rule import plan_settings
from addin.app.plan_day import Ruled, ruled
from addin.app.plan_facts import RECORDED, SOURCE, with_recorded
from addin.settings import Settings
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.business_day import calendar_named
from calc.days.cutoff import iso
from calc.outcome import Outcome, RefusedError
from calc.plan.fact_rows import fact_findings
from calc.plan.lines import lines_of
from calc.plan.types import Day, Fact, Routes, Row

Detail: TypeAlias = Json | datetime
Details: TypeAlias = Mapping[str, Detail]


class Connection(StrEnum):
    """How a participant is connected."""

    DIRECT = "direct"
    TOOL = "tool"


class Affects(StrEnum):
    """What a participant's outage keeps it from: handing in its quotes, or obtaining information."""

    QUOTES = "quotes"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Due:
    """What the plan says of one participant in trouble: its routes with their instants, and every open duty."""

    answer: Ruled
    participant: str
    routes: Routes | None
    duties: tuple[Row, ...]


def told_facts(
    journal: Journal, facts: Sequence[tuple[str, Details]], *, business_date: date, at: datetime, person: Person,
    tell: Tell = None,
) -> tuple[Entry, ...]:  # fmt: skip
    """Return the entries of facts of the plan's vocabulary, all of one instant; the same fact twice is one entry.

    Raises RefusedError with what the plan finds wrong with them (`fact_unknown`, `fact_before_day` …).
    """
    items = fact_items([(at, what, details) for what, details in facts], business_date=business_date)
    return journal.append_all([(kind, {**body, **person.body()}) for kind, body in items], on_recorded=tell)


def fact_items(
    facts: Sequence[tuple[datetime, str, Details]], *, business_date: date
) -> tuple[tuple[str, dict[str, Json]], ...]:
    """Return kind and content of each fact as the record takes it, without who says it.

    Raises RefusedError with what the plan finds wrong with them; the detail `n` counts them from 1.
    """
    rows = [{"at": at, "what": what, **details} for at, what, details in facts]
    if found := list(fact_findings(rows, lines_of(""), source=SOURCE, day=business_date)):
        raise RefusedError(found)
    day = business_date.isoformat()
    return tuple(
        (RECORDED, {"business_date": day, "at": iso(at), "what": what, "details": _plain(details)})
        for at, what, details in facts
    )


def _plain(details: Details) -> dict[str, Json]:
    """Return details as the record holds them: an instant as ISO text."""
    return {name: iso(value) if isinstance(value, datetime) else value for name, value in details.items()}


def day_of(journal: Journal, given: Day | None, *, business_date: date, settings: Settings) -> Day:
    """Return the day as the plan looks at it: the day file's, if there is one, with the facts recorded here.

    What stands in both counts once.
    """
    day = given or Day(business_date=business_date, settings=plan_settings(settings), role=settings.text("role"))
    return replace(with_recorded(day, journal), settings=plan_settings(settings))


def due(day: Day, participant: str, *, settings: Settings, at: datetime) -> Due:
    """Return what the plan says at an instant of one participant's outage."""
    answer = ruled(Outcome(day), at, calendar=calendar_named(settings.text("calendar")))
    rows = tuple(row for row in (*answer.plan.due, *answer.plan.missed) if row.participant == participant)
    return Due(answer, participant, answer.plan.participants.get(participant), rows)


def outage_of(day: Day, participant: str) -> Fact | None:
    """Return the newest outage of a participant, None without one."""
    found = [each for each in day.facts if each.what == "participant.outage"]
    own = [each for each in found if each.details["participant"] == participant]
    return max(own, key=lambda each: each.at, default=None)
