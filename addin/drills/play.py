"""A drill played: by its reference run at full speed or paced, or by an officer who sees only what can be seen."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from addin.app.approval.people import person_at_desk
from addin.drills.acts import Stage, acted
from addin.drills.clock import Stand, laid_down, running, stand_of, stopped
from addin.drills.script import BY_PERSONS, Action, Event, Script
from addin.drills.stage import OFFICER, held_before, prepared, without_stick
from addin.home import Mode
from addin.now import Clock, follow, real_now
from addin.store.chain import Entry
from addin.store.journal import Journal
from addin.store.mode import mode_of
from addin.streams import claimed
from calc.outcome import Finding, RefusedError, finding

Moment: TypeAlias = Event | Action | None  # what an instant of the script brings; None where only its clock changes
STICK_MISSING = "stick_missing"
CLAIM_FILE = "drill.lock"  # whoever holds the drill has this file to himself
LONGEST_PAUSE = 0.5  # seconds: an interruption is noticed at once


@dataclass(frozen=True, slots=True)
class Played:
    """What the record of a drill holds, and which acts of the reference run were refused, by their rows."""

    entries: tuple[Entry, ...]
    refused: tuple[tuple[int, Finding], ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a drill goes and who is told what happens; `pause` waits so many real seconds."""

    speed: float
    tell: Callable[[Moment], object]
    pause: Callable[[float], object] = time.sleep


def played(script: Script, home: Path, *, without: int | None = None, pace: Pace | None = None) -> Played:
    """Return what the reference run leaves in a new drill's record, without one act (by its row) if so asked.

    An act that is refused, as one before it is missing, is none. Raises RefusedError as `prepared` does.
    """
    refused = list[tuple[int, Finding]]()
    with _own_clock(), Journal(prepared(script, home)) as journal:
        stage, course = Stage(script, home, journal, person_at_desk(OFFICER)), _Course(script, home, pace)
        for at, each in timeline(script):
            course.reach(at)
            course.tell(each)
            if isinstance(each, Action) and each.row != without:
                refused += _acted(stage, each)
        return Played(tuple(journal.entries()), tuple(refused))


def attended(script: Script, home: Path, pace: Pace) -> Played:
    """Return what an officer left in a drill's record: told what can be seen or heard when it can, and nothing else.

    Raises RefusedError as `prepared` and reading the record do.
    """
    with _own_clock():
        prepared(script, home, held=BY_PERSONS)
        with alone(home):
            return _attended(_Course(script, home, pace), since=script.begins)


def resumed(script: Script, home: Path, pace: Pace) -> Played:
    """Return the same of a drill that was cut short, from the instant its clock has come to; what was told is repeated.

    Raises RefusedError `drill_running` while another process holds it, or as `stand_to_resume` and reading the record
    do.
    """
    stand_to_resume(script, home)  # before anything is made in a folder that is no drill's
    with _own_clock(), alone(home):
        stand = stand_to_resume(script, home)
        course = _Course(script, home, pace, origin=stand.reached())
        course.go_on()
        return _attended(course, since=stand.at)


def stand_to_resume(script: Script, home: Path) -> Stand:
    """Return how far the drill of a home was in which an officer acts by this script.

    Raises RefusedError `drill_not_to_continue` where there is none, `drill_other_script`, or `drill_over` where it is
    in the register already.
    """
    stand = stand_of(home) if mode_of(home) is Mode.DRILL else None
    if stand is None:
        raise RefusedError([finding("drill_not_to_continue", path=home)])
    with Journal(home) as journal:
        name, held = held_before(journal.entries())
    if name != script.name:
        raise RefusedError([finding("drill_other_script", path=home, held=name or "－", given=script.name)])
    if held != BY_PERSONS or stand.is_over:
        raise RefusedError([finding("drill_over" if stand.is_over else "drill_not_to_continue", path=home)])
    return stand


def _attended(course: "_Course", *, since: datetime) -> Played:
    """Bring everything that the instants of a script bring to an officer; before `since` the home has it already."""
    script, home = course.script, course.home
    try:
        for at, each in timeline(script):
            if not isinstance(each, Action):
                course.reach(at)
                if isinstance(each, Event) and each.failure == STICK_MISSING and at >= since:
                    without_stick(script, home)
                course.tell(each)
    except BaseException:  # whatever stops it: the officer's day stands still until the drill is continued
        course.stand_still()
        raise
    with Journal(home) as journal:
        return Played(tuple(journal.entries()))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold a drill within. Raises RefusedError `drill_running` where another process does, or as making its file."""
    with claimed(home / CLAIM_FILE) as is_ours:
        if not is_ours:
            raise RefusedError([finding("drill_running", path=home)])
        yield


def timeline(script: Script) -> list[tuple[datetime, Moment]]:
    """Return what the instants of a script bring, in order; at one instant what is told comes before what is done."""
    skew = [script.skew.begins, script.skew.ends] if script.skew else []
    moments: list[tuple[datetime, Moment]] = [(at, None) for at in (script.begins, *skew, script.ends)]
    moments += [(each.told, each) for each in script.events]
    moments += [(each.at, each) for each in script.actions]
    return sorted(moments, key=lambda each: (each[0], isinstance(each[1], Action), each[1].row if each[1] else 0))


class _Course:
    """The course of one drill by real time; without a pace every instant is there at once, and nobody is told."""

    def __init__(self, script: Script, home: Path, pace: Pace | None, *, origin: datetime | None = None) -> None:
        self.script, self.home, self._pace = script, home, pace
        self._origin, self._begun = origin or script.begins, real_now()

    def reach(self, at: datetime) -> None:
        """Wait until the drill has come to an instant, and let its clock go on from there."""
        if self._pace is None or at < self._origin:
            return
        needed = (at - self._origin).total_seconds() / self._pace.speed
        while (left := needed - (real_now() - self._begun).total_seconds()) > 0:
            self._pace.pause(min(left, LONGEST_PAUSE))
        self._go_by(running(self.script, at, speed=self._pace.speed), at)

    def go_on(self) -> None:
        """Let the clock of a drill that was cut short go on from where it was."""
        if self._pace is not None:
            self._go_by(running(self.script, self._origin, speed=self._pace.speed), self._origin)

    def stand_still(self) -> None:
        """Let the clock stand where the drill is now."""
        if self._pace is not None:
            at = Clock(self._origin, self._begun, self._pace.speed).at(real_now())
            self._go_by(stopped(self.script, at), at)

    def _go_by(self, clock: Clock, at: datetime) -> None:
        follow(clock)
        pace = self._pace.speed if self._pace else 0.0
        laid_down(self.home, clock, until=self.script.ends, at=at, pace=pace)

    def tell(self, brought: Moment) -> None:
        """Tell whoever looks on what an instant brings."""
        if self._pace is not None and brought is not None:
            self._pace.tell(brought)


def _acted(stage: Stage, action: Action) -> Iterator[tuple[int, Finding]]:
    follow(stopped(stage.script, action.at))
    try:
        acted(stage, action)
    except RefusedError as refused:
        yield action.row, refused.findings[0]


@contextmanager
def _own_clock() -> Iterator[None]:
    """Go by the drill's clock within, by the real one ever after."""
    try:
        yield
    finally:
        follow(None)
