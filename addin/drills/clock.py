"""The clock of a drill: the script's day, at the script's speed, for every command that works in the drill's home.

It lies as a file in that home. A live home never goes by it: who follows it has seen the home's own marks before. A
drill that was cut short is taken up again by it: it stands after an interruption, and runs on when the computer failed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from addin.drills.script import Script
from addin.files import is_there, read_limited, replace_file
from addin.now import Clock, follow, now, real_now
from calc.outcome import RefusedError, finding

T = TypeVar("T")

CLOCK_FILE = "clock.json"
LIMIT = 10_000


def shown(script: Script, at: datetime) -> datetime:
    """Return what the desk's clock shows at a true instant of the script."""
    skew = script.skew
    return at + timedelta(seconds=skew.seconds) if skew and skew.begins <= at < skew.ends else at


def stopped(script: Script, at: datetime) -> Clock:
    """Return a clock that stands at a true instant of the script."""
    return Clock(shown(script, at), real_now(), 0)


def running(script: Script, at: datetime, *, speed: float) -> Clock:
    """Return a clock that goes on from a true instant of the script."""
    return Clock(shown(script, at), real_now(), speed)


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a drill was when its clock was last laid down: the true instant, at `since` by the real clock.

    It goes on at `speed`, which is 0 while the drill is interrupted; `pace` is the speed at which the drill is held.
    """

    at: datetime
    since: datetime
    speed: float
    pace: float
    is_over: bool

    def reached(self) -> datetime:
        """Return the true instant of the script that the drill has come to by now."""
        return Clock(self.at, self.since, self.speed).at(real_now())


def laid_down(home: Path, clock: Clock, *, until: datetime, at: datetime, pace: float) -> None:
    """Write a clock into a drill's home, for every process that works there, until it shows an instant.

    `at` is the true instant of the script where the clock begins, `pace` the drill's own speed. Raises RefusedError as
    writing does.
    """
    told = {"shown": clock.shown.isoformat(), "since": clock.since.isoformat(), "speed": clock.speed}
    told |= {"until": until.isoformat(), "at": at.isoformat(), "pace": pace}
    replace_file(home / CLOCK_FILE, json.dumps(told).encode())


def stand_of(home: Path) -> Stand | None:
    """Return how far the drill of a home was, None where none ever ran by a clock.

    Raises RefusedError `drill_clock_unreadable`.
    """
    if not is_there(home / CLOCK_FILE):
        return None
    return _read(home / CLOCK_FILE, _stand)


def mark_over(home: Path) -> None:
    """Note in a drill's home that it was scored and registered. Raises RefusedError as reading and writing do."""
    path = home / CLOCK_FILE
    replace_file(path, json.dumps({**_read(path, dict), "over": True}).encode())


def follow_drill(home: Path) -> None:
    """Go by the clock that lies in a drill's home, while its drill runs; by the real one otherwise.

    Raises RefusedError `drill_clock_unreadable`.
    """
    follow(None)
    if not is_there(home / CLOCK_FILE):
        return
    clock, until = _read(home / CLOCK_FILE, _clock)
    follow(clock)
    if now() > until:
        follow(None)


def _clock(table: dict[str, Any]) -> tuple[Clock, datetime]:
    begins, since, until = (datetime.fromisoformat(table[name]) for name in ("shown", "since", "until"))
    return Clock(begins, since, float(table["speed"])), until


def _stand(table: dict[str, Any]) -> Stand:
    at, since = (datetime.fromisoformat(table[name]) for name in ("at", "since"))
    return Stand(at, since, float(table["speed"]), float(table["pace"]), table.get("over") is True)


def _read(path: Path, shaped: Callable[[dict[str, Any]], T]) -> T:
    try:
        return shaped(json.loads(read_limited(path, LIMIT)))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError([finding("drill_clock_unreadable", path=path)]) from error
