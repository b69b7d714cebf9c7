"""External bodies by type, and asking them at a set interval in a wide-area disaster (BCP-1.1, BCP-3.2.b)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Body:
    """One external body; `kind` is one of the plan's four types."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Poll:
    """What one body answered about damage and recovery; not reached is an answer too."""

    body: str
    at: datetime
    reached: bool
    status: str = ""


@dataclass(frozen=True, slots=True)
class PollRow:
    """One body's last answer, and when it is to be asked next; `overdue` once that has passed."""

    body: Body
    last: Poll | None
    next_at: datetime
    overdue: bool


def poll_board(
    bodies: Sequence[Body], polls: Iterable[Poll], *, since: datetime, at: datetime, every: timedelta
) -> tuple[PollRow, ...]:
    """Return when each body is to be asked next: at once, then at the interval after each try that reached it.

    A try that did not reach it leaves the body due.
    """
    asked = sorted((poll for poll in polls if since <= poll.at <= at), key=lambda poll: poll.at)
    return tuple(_row(body, [poll for poll in asked if poll.body == body.name], since=since, at=at, every=every)
                 for body in bodies)  # fmt: skip


def _row(body: Body, polls: Sequence[Poll], *, since: datetime, at: datetime, every: timedelta) -> PollRow:
    reached = [poll.at for poll in polls if poll.reached]
    next_at = reached[-1] + every if reached else since
    return PollRow(body, polls[-1] if polls else None, next_at, at > next_at)
