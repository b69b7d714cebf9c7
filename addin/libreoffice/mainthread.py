"""Work handed to the office's main thread, where alone its objects may be touched.

Standard library and `uno` only, Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[[], Any]


class Awaited:
    """A piece of work whose result another thread waits for: it is begun or given up, never both.

    What was given up does not run any more when the main thread comes to it later.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lock, self._done = threading.Lock(), threading.Event()
        self._taken = False
        self._value: Any = None

    def __call__(self) -> None:
        """Do the work, on the main thread."""
        if self._take():
            try:
                self._value = self._work()
            finally:
                self._done.set()

    def result(self, seconds: float) -> Any:  # noqa: ANN401 - whatever the work returns
        """Return what the work came to; TimeoutError when it was not begun in time and never will be."""
        if not self._done.wait(seconds):
            if self._take():
                raise TimeoutError
            self._done.wait()
        return self._value

    def _take(self) -> bool:
        with self._lock:
            free, self._taken = not self._taken, True
            return free


class MainThread:
    """The way to the main thread; `post` has a piece of work done there soon, from any thread."""

    def __init__(self, post: Callable[[Work], None]) -> None:
        self.post = post

    def result(self, work: Work, seconds: float) -> Any:  # noqa: ANN401 - same
        """Return what a piece of work came to; TimeoutError as `Awaited.result`. Never called on the main thread."""
        awaited = Awaited(work)
        self.post(awaited)
        return awaited.result(seconds)
