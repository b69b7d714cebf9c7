"""判断と訓練 / The headquarters' decisions, and what was seen to: drills, checks, training (BCP-4.1, BCP-4.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.continuity_record import Kept, Said, instant, needed, optional, reports, said, shaped, word
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.continuity.decisions import Decision
from calc.continuity.readiness import Entry as Held
from calc.outcome import Place, RefusedError, finding
from calc.plan.clauses import book

SHORT_ID = 8
KINDS = ("drill", "verification", "training", "check")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One entry of a standing duty's register, with the clauses that were exercised."""

    held: Held
    clauses: tuple[str, ...] = ()


def registers_of_plan() -> dict[str, str]:
    """Return the register of every clause that asks for something to be in place, in plan order."""
    return {clause: str(register) for clause, register in book().values("register").items()}


def decision_said(
    what: str, *, by: str, reason: str, at: datetime, amends: str = "", known: Sequence[Decision] = ()
) -> Said:
    """Return a decision as the record takes it; `amends` names the decision that it takes the place of.

    Raises RefusedError `continuity_blank`, `continuity_long`, or `decision_unknown` where no such decision is `known`.
    """
    named = amends.strip()
    if named and named not in {each.id for each in known}:
        raise RefusedError([finding("decision_unknown", Place(column="amends"), given=named[:40])])
    content = {
        "what": needed(what, "what"),
        "by": needed(by, "by"),
        "reason": needed(reason, "reason"),
        "amends": named or None,
    }
    return Said(Kept.DECISION, content, at)


def exercise_said(exercise: Exercise, *, at: datetime) -> Said:
    """Return what was held or checked as the record takes it; every clause named must be one of the plans.

    Raises RefusedError `continuity_word`, `continuity_blank` or `continuity_long`, its place the column.
    """
    held = exercise.held
    content = {
        "register": word(held.register, tuple(dict.fromkeys(registers_of_plan().values())), "register"),
        "on": held.on.isoformat(),
        "kind": word(held.kind, KINDS, "kind"),
        "by": needed(held.by, "by"),
        "note": optional(held.note, "note"),
        "clauses": [_clause(each) for each in exercise.clauses],
    }
    return Said(Kept.DRILL, content, at)


def decisions(journal: Journal, *, at: datetime) -> tuple[Decision, ...]:
    """Return every decision by an instant, oldest first. Raises RefusedError `continuity_unread`."""
    return shaped(reports(journal, Kept.DECISION, at=at), _decision)


def exercises(journal: Journal, *, at: datetime) -> tuple[Exercise, ...]:
    """Return what was held or checked, as recorded by an instant. Raises RefusedError `continuity_unread`."""
    return shaped(reports(journal, Kept.DRILL, at=at), _exercise)


def last_exercised(made: Sequence[Exercise]) -> dict[str, date]:
    """Return the day on which each clause was last exercised."""
    days = dict[str, date]()
    for each in sorted(made, key=lambda one: one.held.on):
        days |= dict.fromkeys(each.clauses, each.held.on)
    return days


def decision_id(entry: Entry) -> str:
    """Return what a later decision names this one by."""
    return entry.key[:SHORT_ID]


def _clause(given: str) -> str:
    if given not in book().clauses:
        raise RefusedError([finding("clause_unknown", Place(column="clauses"), given=given[:40])])
    return given


def _decision(entry: Entry) -> Decision:
    content = said(entry)
    what, decided_by, reason = (str(content[name]) for name in ("what", "by", "reason"))
    return Decision(decision_id(entry), instant(entry), what, decided_by, reason, amends=content["amends"])


def _exercise(entry: Entry) -> Exercise:
    content = said(entry)
    texts = [str(content[name]) for name in ("register", "kind", "by", "note")]
    held = Held(texts[0], date.fromisoformat(content["on"]), texts[1], texts[2], texts[3])
    return Exercise(held, tuple(str(each) for each in content["clauses"]))
