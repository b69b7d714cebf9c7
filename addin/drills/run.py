"""One drill from its script to its report: played or attended, scored, written, and registered in the live record."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.app.drill_wall import output_name, refuse_other_folder
from addin.drills.clock import mark_over
from addin.drills.play import Pace, Played, alone, attended, played, resumed, stand_to_resume
from addin.drills.register import refuse_unless_live, registered
from addin.drills.report import Report, report_json
from addin.drills.report_book import report_book
from addin.drills.score import scored
from addin.drills.script import BY_PERSONS, Script
from addin.drills.stage import held_before
from addin.files import ensure_folder, replace_files
from addin.home import Mode
from addin.store.chain import Entry, short_head
from addin.store.journal import Journal
from addin.store.mode import mode_of
from calc.outcome import Finding, RefusedError, finding


@dataclass(frozen=True, slots=True)
class Order:
    """What drill is held: whether an officer acts or the reference run does, how fast, where, and who registers it.

    `live` is the home whose register is kept; without a `person` nothing is registered, and no live home is opened.
    `continues` takes up a drill that an officer's session was cut short in.
    """

    script: Script
    drill: Path
    live: Path
    hidden: bool
    pace: Pace | None
    person: Person | None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """A drill that is over: its report, and the acts of a reference run that were refused."""

    report: Report
    refused: tuple[Finding, ...]


def held(order: Order) -> Ended:
    """Return a drill held from beginning to end, or from where it was cut short.

    Raises RefusedError `drill_person_needed` where an officer acts and nobody says who, `drill_register_live`, or as
    `new_drill`, `resumed` and reading the record do; the live record is not touched.
    """
    if order.person is not None:
        refuse_unless_live(order.live)
    if order.hidden and (order.person is None or order.pace is None):
        raise RefusedError([finding("drill_person_needed")])
    if order.hidden and order.pace is not None:
        made = (resumed if order.continues else attended)(order.script, order.drill, order.pace)
    else:
        made = played(order.script, order.drill, pace=order.pace)
    return Ended(report_of(order.script, made, attended=order.hidden), tuple(each for _, each in made.refused))


def report_of(script: Script, made: Played, *, attended: bool) -> Report:  # the word of the report, too
    """Return the report of what the record of a drill holds. Raises RefusedError as reading its facts does."""
    head = short_head(made.entries[-1].hash) if made.entries else ""
    return Report(script, scored(script, made.entries), attended=attended, head=head)


def rescored(script: Script, home: Path) -> Report:
    """Return the report of a drill that was held before, from its own record.

    Raises RefusedError `drill_not_one` for a home that is no drill's, `drill_other_script` where the drill was one by
    another script or by none, or as reading the record does.
    """
    if mode_of(home) is not Mode.DRILL:
        raise RefusedError([finding("drill_not_one", path=home)])
    with Journal(home) as journal:
        entries = tuple(journal.entries())
    name, held_by = held_before(entries)
    if name != script.name:
        raise RefusedError([finding("drill_other_script", path=home, held=name or "－", given=script.name)])
    return report_of(script, Played(entries), attended=held_by == BY_PERSONS)


def written(report: Report, folder: Path) -> tuple[Path, ...]:
    """Return the report's two files: a workbook that prints, and JSON. Raises RefusedError `drill_folder`."""
    refuse_other_folder(folder, Mode.DRILL)
    name = f"report_{report.script.name}"
    text = json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n"
    contents = {f"{name}.xlsx": report_book(report), f"{name}.json": text.encode()}
    files = {ensure_folder(folder) / output_name(each, Mode.DRILL): data for each, data in contents.items()}
    replace_files(files)
    return tuple(files)


def put_on_register(order: Order, report: Report, *, at: datetime, tell: Tell = None) -> Entry | None:
    """Return the register's entry in the live record, None where nobody signs for the drill. Raises as recording.

    A drill in which an officer acted is over then: it is continued no more, so that none counts twice. Raises
    RefusedError `drill_over` or `drill_running` where another process was faster.
    """
    if order.person is None:
        return None
    if not order.hidden:
        return _entered(order, report, order.person, at=at, tell=tell)
    with alone(order.drill):
        stand_to_resume(order.script, order.drill)
        entry = _entered(order, report, order.person, at=at, tell=tell)
        mark_over(order.drill)
        return entry


def _entered(order: Order, report: Report, person: Person, *, at: datetime, tell: Tell) -> Entry:
    with Journal(order.live) as journal:
        return registered(journal, report, person=person, at=at, tell=tell)
