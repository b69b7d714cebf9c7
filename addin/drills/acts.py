"""The acts of a reference run, by their words: each goes through the use case that the desk itself would use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addin.app.approval.people import Person
from addin.app.approval.release import released
from addin.app.approval.steps import declare_solo
from addin.app.continuity_incident import Told, told_incident
from addin.app.continuity_record import Said, record_said
from addin.app.export_make import exported
from addin.app.export_source import source_from_table
from addin.app.hearing_contact import Contact as Heard
from addin.app.hearing_contact import contacted
from addin.app.outage_facts import day_of, told_facts
from addin.app.outage_information import Item, consulted
from addin.app.plan_basis import basis_of
from addin.app.plan_record import record_rulings
from addin.app.settings_record import settings_in_force
from addin.drills.acts_continuity import CONTINUITY
from addin.drills.script import Action, Script
from addin.export.rows import csv_bytes
from addin.export.template import template_for
from addin.files import ensure_folder, replace_file
from addin.now import now
from addin.store.journal import Journal
from addin.store.stamp import stamp
from calc.days.business_day import calendar_named
from calc.outcome import Place, RefusedError, finding
from calc.plan.clauses import book
from calc.plan.evaluate import plan_of


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a reference run is played: the script, the drill's home, its record, and who sits there."""

    script: Script
    home: Path
    journal: Journal
    person: Person


Act = Callable[[Stage, Action], object]


def acted(stage: Stage, action: Action) -> None:
    """Do one act as the desk would.

    Raises RefusedError `drill_script_unreadable` where the act lacks what it takes, or as its use case does.
    """
    try:
        if action.do in CONTINUITY:
            said: Said = CONTINUITY[action.do](action)
            record_said(stage.journal, [said], person=stage.person)
        else:
            ACTS[action.do](stage, action)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        part, reason = f"actions {action.row}", f"{action.do}: {error!r}"[:120]
        raise RefusedError(
            [finding("drill_script_unreadable", Place(stage.script.name), part=part, reason=reason)]
        ) from error


def _facts(stage: Stage, action: Action, facts: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    day = stage.script.business_date
    told_facts(stage.journal, facts, business_date=day, at=action.at, person=stage.person)


def _fact(stage: Stage, action: Action) -> None:
    """Declare a fact of the plan; `happened` says when, where it was learned later than it happened."""
    details = {name: value for name, value in action.details.items() if name not in ("what", "happened")}
    what, happened = action.details["what"], action.details.get("happened")
    facts = [(what, {**details, **({"known_at": action.at} if happened else {})})]
    day = stage.script.business_date
    told_facts(stage.journal, facts, business_date=day, at=happened or action.at, person=stage.person)


def _notice(stage: Stage, action: Action) -> None:
    """Say that a notice went out, by the clause's own channel unless another is named."""
    clause = book().clauses[action.details["clause"]]
    _facts(stage, action, [("notice.sent", {"channel": clause.channel, **action.details})])


def _call(stage: Stage, action: Action) -> None:
    """Say that participants were reached by telephone about a clause."""
    named = [{"clause": action.details["clause"], "participant": each, "reached": True}
             for each in action.details["participants"]]  # fmt: skip
    _facts(stage, action, [("phone.called", each) for each in named])


def _rule(stage: Stage, action: Action) -> None:
    """Record what the plan says at the instant, by all that the record holds."""
    basis = basis_of(stage.home, stage.script.business_date, stamp(stage.home))
    calendar = calendar_named(basis.settings.text("calendar"))
    record_rulings(plan_of(basis.day, action.at, calendar=calendar), basis.day, stage.journal, calendar=calendar)


def _incident(stage: Stage, action: Action) -> None:
    told = Told(action.details["told"])
    details = {name: value for name, value in action.details.items() if name != "told"}
    day = stage.script.business_date
    told_incident(
        stage.journal, told, details=details, business_date=day, at=action.at, home=stage.home, person=stage.person
    )


def _hear(stage: Stage, action: Action) -> None:
    """Contact the price staff of participants, and note what was heard (CP-1.3.R1, CP-1.3.R2)."""
    for participant, heard in action.details["heard"].items():
        contact = Heard(participant, f"{participant} 値段担当", "telephone", reached=True, heard=heard, at=action.at)
        contacted(stage.journal, contact, business_date=stage.script.business_date, person=stage.person)


def _consult(stage: Stage, action: Action) -> None:
    """Agree with JSCC what is done about information that does not come, and say that it was talked about."""
    told, date = action.details, stage.script.business_date
    day = day_of(stage.journal, None, business_date=date, settings=settings_in_force(stage.home, {}))
    item, named = Item(told["item"]), told["participant"]
    consulted(
        stage.journal, day, item, participant=named, response=told["response"], with_whom=told["with"], at=action.at,
        person=stage.person,
    )  # fmt: skip


def _alone(stage: Stage, action: Action) -> None:
    day, reason = stage.script.business_date, action.details["reason"]
    declare_solo(stage.journal, stage.person, business_date=day, reason=reason)


def _export(stage: Stage, action: Action) -> None:
    """Make an upload file from rows of the script and release it, as one person who declared to be alone may."""
    told, date = action.details, stage.script.business_date
    form = template_for(told["template"], stage.script.day.role)
    folder = ensure_folder(stage.home / "out" / date.isoformat())
    table = folder / f"DRILL_{told['template']}_rows.csv"
    head, *rows = told["rows"]
    replace_file(table, csv_bytes(head, rows))
    source = source_from_table(table, form, day=date, named=True)
    made = exported(stage.journal, form, source, home=stage.home, out=folder, reason="", at=now())
    released(stage.journal, made.path, stage.person, at=now())


ACTS: Mapping[str, Act] = {
    "fact": _fact,
    "notice": _notice,
    "call": _call,
    "rule": _rule,
    "incident": _incident,
    "hear": _hear,
    "consult": _consult,
    "alone": _alone,
    "export": _export,
}
