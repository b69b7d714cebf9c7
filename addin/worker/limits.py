"""How long an office waits for its worker, and when it stops asking: a sheet of a thousand cells freezes once only.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from .child import WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET_SECONDS = 5.0
QUIET_SECONDS = 1.0
LEAST_SECONDS = 0.05  # with less, a worker would be asked only to be ended
FAULTS, FAULTS_SECONDS = 2, 10.0
REST_SECONDS = 30.0


class Budget:
    """The seconds that the calls of one recalculation may wait, all together.

    The office says when a recalculation is over; where it does not, a second without any wait says so too.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._spent, self._last = 0.0, clock()

    def renew(self) -> None:
        """Begin the next recalculation."""
        self._spent = 0.0

    def left(self) -> float:
        """Return the seconds that are left. Raises WorkerError `worker_timeout` when none are."""
        if self._clock() - self._last >= QUIET_SECONDS:
            self._spent = 0.0
        left = BUDGET_SECONDS - self._spent
        if left < LEAST_SECONDS:
            raise WorkerError("worker_timeout", f"{BUDGET_SECONDS:.1f} s")
        return left

    def spend(self, since: float) -> None:
        """Take the wait that began at this instant from what is left."""
        self._last = self._clock()
        self._spent += self._last - since


class Breaker:
    """After two faults in ten seconds every call is refused at once, in the words of the last one, for thirty."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._faults: deque[tuple[float, str, str]] = deque(maxlen=FAULTS)

    def count(self, fault: WorkerError) -> None:
        """Remember a fault: its words only, as an exception holds on to what the caller had in hand."""
        self._faults.append((self._clock(), fault.code, fault.detail))

    def check(self) -> None:
        """Let a call pass, or raise the last fault again."""
        if len(self._faults) < FAULTS:
            return
        (first, *_), (last, code, detail) = self._faults[0], self._faults[-1]
        if last - first <= FAULTS_SECONDS and self._clock() - last < REST_SECONDS:
            raise WorkerError(code, detail)

    def close(self) -> None:
        """Forget the faults: the next call is asked."""
        self._faults.clear()
