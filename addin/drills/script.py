"""A drill's script: a day with what goes wrong in it, what the officer should make of it, and one run that does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from calc.plan.types import Day
from calc.text.wording import Words

Details = Mapping[str, Any]
BY_PERSONS, BY_MACHINE = "drill", "check"  # how a drill was held, as the register names it


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of the plan's vocabulary: what happened, with its details."""

    what: str
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry of the record that an event calls for, by whom it says so: the clauses, and until when."""

    words: Words
    record: Details
    clauses: tuple[str, ...]
    by: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens: when, when the officer hears of it and in which words, and what the record must hold.

    `fact` is None where nothing has to be declared; `clauses` stand in where the plan itself names none.
    """

    row: int
    at: datetime
    told: datetime
    failure: str
    words: Words
    fact: Told | None = None
    clauses: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that the officer does in the reference run: the word of an act, and what it takes."""

    row: int
    at: datetime
    do: str
    details: Details


@dataclass(frozen=True, slots=True)
class Skew:
    """A clock that is wrong: by how many seconds it is ahead, from when until when."""

    seconds: int
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Script:
    """One drill; `day` is the business day without its facts, `given` what the desk's registers hold before it."""

    name: str
    words: Words
    day: Day
    day_file: bytes
    begins: datetime
    ends: datetime
    events: tuple[Event, ...]
    actions: tuple[Action, ...]
    given: tuple[Action, ...] = ()
    reviews: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    skew: Skew | None = None

    @property
    def business_date(self) -> date:
        """Return the business date of the day that is replayed."""
        return self.day.business_date
