"""What a ruling may look at: the day, the instant, the facts known by then, and the book of rules."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from calc.days.business_day import Calendar
from calc.plan.clauses import Book, book
from calc.plan.clock import Clock
from calc.plan.known import Known, grouped
from calc.plan.types import Day, Fact


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the plan."""

    day: Day
    clock: Clock
    previous: date
    known: Known
    book: Book

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return every fact that may be used."""
        return self.known.facts

    @property
    def at(self) -> datetime:
        """Return the instant asked about."""
        return self.clock.at

    def moved(self, at: datetime) -> "Asked":
        """Return the same question at another instant, with the facts known now: what the clock alone would do."""
        return replace(self, clock=replace(self.clock, at=at))

    def back(self, at: datetime) -> "Asked":
        """Return the question as of an earlier time of its own: what is known now of what had happened by then."""
        return self.moved(at).having(fact for fact in self.facts if fact.at <= at)

    def having(self, facts: Iterable[Fact]) -> "Asked":
        """Return the same question with other facts."""
        return replace(self, known=grouped(facts))


def question(day: Day, at: datetime, *, calendar: Calendar, plan: Book | None = None) -> Asked:
    """Return the question what the plan says at an instant, with the facts known by then."""
    return Asked(
        day=day,
        clock=Clock(at, day.business_date, day.settings.boundary_inclusive),
        previous=calendar.previous_open(day.business_date),
        known=grouped(known_facts(day.facts, at)),
        book=plan or book(),
    )


def known_facts(facts: Iterable[Fact], at: datetime) -> tuple[Fact, ...]:
    """Return the facts known at an instant, without those retracted by then."""
    learned = [fact for fact in facts if fact.learned <= at]
    retracted = {fact.details["id"] for fact in learned if fact.what == "fact.retracted"}
    return tuple(fact for fact in learned if fact.id is None or fact.id not in retracted)
