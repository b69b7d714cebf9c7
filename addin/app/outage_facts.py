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

Details: TypeAlias = Mapping[str, Json]


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
    rows = [{"at": at, "what": what, **details} for what, details in facts]
    if found := list(fact_findings(rows, lines_of(""), source=SOURCE, day=business_date)):
        raise RefusedError(found)
    base: dict[str, Json] = {"business_date": business_date.isoformat(), "at": iso(at), **person.body()}
    items = [(RECORDED, {**base, "what": what, "details": dict(details)}) for what, details in facts]
    return journal.append_all(items, on_recorded=tell)


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
