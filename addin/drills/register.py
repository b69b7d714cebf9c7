"""The register of drills in a live record, and when each clause was last exercised (BCP-4.7).

It is the one of the continuity book: a drill that persons held is a drill there, a reference run is a check of the
software. Nothing else of a drill ever reaches a live home.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.app.continuity_log import Exercise, exercise_said, exercises, last_exercised
from addin.app.continuity_record import record_said
from addin.drills.marks import Grade, in_plan_order
from addin.drills.report import Report
from addin.drills.script import BY_MACHINE, BY_PERSONS
from addin.drills.script_read import names, script_of
from addin.home import Mode
from addin.store.chain import Entry
from addin.store.journal import Journal
from addin.store.mode import mode_of
from calc.continuity.readiness import Entry as Held
from calc.outcome import RefusedError, finding
from calc.plan.clauses import book

REGISTER = "drills"


@dataclass(frozen=True, slots=True)
class ClauseAge:
    """One clause that software carries out: when persons, and when the machine, exercised it last; which scripts do."""

    clause: str
    drilled: date | None
    checked: date | None
    scripts: tuple[str, ...]

    def age(self, today: date) -> int | None:
        """Return how many days ago persons last exercised it, None where they never did."""
        return None if self.drilled is None else (today - self.drilled).days


def refuse_unless_live(home: Path) -> None:
    """Raise RefusedError `drill_register_live` for the home of a drill: its register would be lost with it."""
    if mode_of(home) is Mode.DRILL:
        raise RefusedError([finding("drill_register_live", path=home)])


def registered(journal: Journal, report: Report, *, person: Person, at: datetime, tell: Tell = None) -> Entry:
    """Return the entry of a drill in a live record: what was exercised, what it came to. Raises as recording does."""
    score, kind = report.score, BY_PERSONS if report.attended else BY_MACHINE
    note = f"{report.script.name} {score.points}/100 {report.head}"
    done = {clause for each in score.marks if each.grade is not Grade.MISSING for clause in each.clauses}
    held = Held(REGISTER, at.date(), kind, person.initials, note)
    said = exercise_said(Exercise(held, in_plan_order(done)), at=at)
    return record_said(journal, [said], person=person, tell=tell)[0]


def carried_out() -> tuple[str, ...]:
    """Return every clause that software carries out: all but those that carry nothing to do."""
    return tuple(each.id for each in book().clauses.values() if not each.nothing)


def clause_ages(made: Sequence[Exercise]) -> tuple[ClauseAge, ...]:
    """Return a row for each clause that software carries out, in plan order."""
    by_persons = last_exercised([each for each in made if each.held.kind != BY_MACHINE])
    by_machine = last_exercised([each for each in made if each.held.kind == BY_MACHINE])
    covering = covered_by()
    return tuple(
        ClauseAge(clause, by_persons.get(clause), by_machine.get(clause), covering.get(clause, ()))
        for clause in carried_out()
    )


def covered_by() -> Mapping[str, tuple[str, ...]]:
    """Return which shipped scripts exercise each clause."""
    found = dict[str, tuple[str, ...]]()
    for name in names():
        for clause in script_of(name).clauses:
            found[clause] = (*found.get(clause, ()), name)
    return found


def ages_of(home: Path, *, at: datetime) -> tuple[ClauseAge, ...]:
    """Return the same from the record of a home. Raises RefusedError as reading it does."""
    with Journal(home) as journal:
        return clause_ages(exercises(journal, at=at))
