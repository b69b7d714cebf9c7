"""移動 / The steps of moving out and back as people report them, and which profile a computer works with."""

import re
from datetime import datetime
from pathlib import Path

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.app.continuity_record import (
    Kept,
    Said,
    by,
    instant,
    needed,
    optional,
    record_said,
    reports,
    said,
    shaped,
    word,
)  # fmt: skip
from addin.files import is_there, read_limited, replace_file
from addin.settings import FILE_LIMIT, PROFILE_FILE, catalogue, load_settings
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.continuity.move import MoveReport, Progress, Way, steps_of
from calc.outcome import Place, RefusedError, finding

MAIN = "main"
TICKS = (Progress.DONE, Progress.NOT_NEEDED, Progress.OPEN)
_OWN_PROFILE = re.compile(r"^\s*[\"']?profile[\"']?\s*=", re.MULTILINE)


def move_said(report: MoveReport) -> Said:
    """Return what is reported of a step as the record takes it; what is not needed says why.

    Raises RefusedError `continuity_word`, `continuity_blank` or `continuity_long`, its place the column.
    """
    step = word(report.step, [each.name for each in steps_of(report.way)], "step")
    progress = word(report.progress, TICKS, "state")
    note = needed(report.note, "note") if report.progress is Progress.NOT_NEEDED else optional(report.note, "note")
    return Said(Kept.MOVE, {"way": report.way.value, "step": step, "state": progress, "note": note}, report.at)


def move_reports(journal: Journal, *, at: datetime) -> tuple[MoveReport, ...]:
    """Return what was reported of every step by an instant, oldest first. Raises RefusedError `continuity_unread`."""
    return shaped(reports(journal, Kept.MOVE, at=at), _report)


def profiles() -> tuple[str, ...]:
    """Return where a desk may be."""
    return catalogue()["profile"].choices


def used_profile(home: Path, name: str, *, person: Person, at: datetime, tell: Tell = None) -> Entry:
    """Return the entry that this computer works with a profile from now on: its settings beat the desk's own.

    The settings of another place stand in `settings.NAME.toml` of the home, made ready beforehand. Raises RefusedError
    `continuity_word`, `profile_missing`, `profile_named` where the file itself names one, or what is wrong with it;
    the profile in use stays then.
    """
    content = _content(home, word(name, profiles(), "profile"))
    load_settings(home, file=_file(home, name) if name != MAIN else None)
    with Journal(home) as journal:
        entry = record_said(journal, [Said(Kept.PROFILE, {"profile": name}, at)], person=person, tell=tell)[0]
    replace_file(home / PROFILE_FILE, content)
    return entry


def _content(home: Path, name: str) -> bytes:
    path = _file(home, name)
    if name == MAIN:
        return b'profile = "main"\n'
    if not is_there(path):
        raise RefusedError([finding("profile_missing", Place(path.name), path=path, profile=name)])
    data = read_limited(path, FILE_LIMIT)
    text = data.decode("utf-8-sig", errors="replace")
    if _OWN_PROFILE.search(text):
        raise RefusedError([finding("profile_named", Place(path.name), path=path)])
    return f'profile = "{name}"\n{text}'.encode()


def _file(home: Path, name: str) -> Path:
    return home / f"settings.{name}.toml"


def _report(entry: Entry) -> MoveReport:
    content = said(entry)
    way, progress = Way(content["way"]), Progress(content["state"])
    return MoveReport(way, str(content["step"]), progress, instant(entry), by(entry), str(content["note"]))
