"""The home of a drill as the officer finds it at the beginning: the day's file, the registers, the clock."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import time
from pathlib import Path

from addin.app.approval.people import person_at_desk
from addin.app.day.read import FACTS
from addin.app.drill_new import new_drill
from addin.app.plan_basis import KEPT
from addin.app.versions import versions
from addin.drills.acts import Stage, acted
from addin.drills.clock import stopped
from addin.drills.script import BY_MACHINE, Script
from addin.files import replace_file
from addin.now import follow
from addin.store import snapshots
from addin.store.chain import Entry
from addin.store.journal import Journal, Json
from calc.outcome import RefusedError, finding
from calc.plan.day import settings_from

OFFICER = "SK"
SETTINGS_FILE = "settings.toml"
SCRIPT, HELD = "script", "held"  # of the first entry after the mark of a drill


def held_before(entries: Iterable[Entry]) -> tuple[str, str]:
    """Return which script a drill's record is of and how it was held, empty names where it is of none."""
    begun = next((each.body for each in entries if each.kind == KEPT[1] and SCRIPT in each.body), {})
    return str(begun.get(SCRIPT, "")), str(begun.get(HELD, ""))


def settings_text(script: Script) -> str:
    """Return the settings of a drill's home: the side, and every reading of the plan that the script sets."""
    usual, own = asdict(settings_from({})), asdict(script.day.settings)
    said = {"role": script.day.role, **{name: value for name, value in own.items() if value != usual[name]}}
    plain = {name: value.isoformat() if isinstance(value, time) else value for name, value in said.items()}
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in plain.items())


def without_stick(script: Script, home: Path) -> None:
    """Name a second place that is not there: what the desk records from now on has no copy, and says so.

    Who makes that folder has found the stick again.
    """
    stick = home.with_name(f"{home.name}-stick")
    text = f"{settings_text(script)}second_place = {json.dumps(str(stick))}\n"
    replace_file(home / SETTINGS_FILE, text.encode())


def prepared(script: Script, home: Path, *, held: str = BY_MACHINE) -> Path:
    """Return a new drill's home with the day and the registers of a script in its record; its clock stands still.

    The record says which script it is and how it is held, so that nobody scores it by another one. Raises
    RefusedError `drill_used` where a drill was already begun there, or as `new_drill` does.
    """
    follow(stopped(script, script.begins))
    made = new_drill(home)
    if not made.first.added:
        raise RefusedError([finding("drill_used", path=home)])
    replace_file(home / SETTINGS_FILE, settings_text(script).encode())
    replace_file(home / FACTS, script.day_file)
    with Journal(home) as journal:
        (kept,) = snapshots.keep(home, [script.day_file])
        named: dict[str, Json] = {"business_date": script.business_date.isoformat(), "versions": versions()}
        journal.append(KEPT[1], {**named, "files": {FACTS: kept}, SCRIPT: script.name, HELD: held})
        stage = Stage(script, home, journal, person_at_desk(OFFICER))
        for given in script.given:
            acted(stage, given)
    return made.home
