"""The office's end of the bridge: calls and actions of one role, over one worker process at a time.

The calling thread hands bytes over and waits for bytes; it never touches a pipe (`child.py`). Standard library only
and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from .child import Child, WorkerError, worker_command
from .frames import FrameError, packed, unpacked
from .limits import Breaker, Budget
from .results import Results

if TYPE_CHECKING:
    from collections.abc import Callable

    Host = Callable[[dict[str, Any]], dict[str, Any] | None]

SILENCE_SECONDS = 120.0


class Client:
    """The worker of one role (`functions` or `actions`) and what is asked of it.

    A worker found dead is replaced before the call. One that dies, stalls or talks nonsense while it is asked is
    ended and costs that call; nothing is asked twice, so the next recalculation or press meets one new worker.
    """

    def __init__(self, role: str, command: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._role, self._command, self._clock = role, command, clock
        self._budget, self._breaker, self._results = Budget(clock), Breaker(clock), Results()
        self._child: Child | None = None
        self._acting = self._cancelled = False
        self._lock = threading.RLock()

    def call(self, name: str, arguments: list[Any], *, cached: bool = True) -> dict[str, Any]:
        """Return the answer of a function, `{"value": …}` or `{"error": {"code", "ja", "en"}}`; else WorkerError.

        It waits for what is left of the recalculation's budget. Values are kept by their arguments unless the
        function is not to be `cached`.
        """
        self._breaker.check()
        asked = _sendable({"call": name, "arguments": arguments})
        known = self._results.get(asked) if cached and self._is_trusted() else None
        if known is not None:
            return unpacked(known)
        came, answer = self._asked(asked)
        if cached and answer.get("value") is not None:
            self._results.keep(asked, came)
        return answer

    def act(self, name: str, book: dict[str, Any], host: Host, *, seconds: float = SILENCE_SECONDS) -> dict[str, Any]:
        """Return the answer of an action, `{"value": …}` or `{"error": …}`; else WorkerError.

        `host` is called on this thread with each `{"ask": …}` and `{"progress": …}` and returns the reply to send,
        None for no reply. `seconds` is the longest silence of the worker; `cancel` ends the wait from any thread.
        """
        with self._lock:
            self._acting, self._cancelled = True, False
        try:
            return self._conversation(_sendable({"act": name, "book": book}), host, seconds)
        finally:
            with self._lock:
                self._acting = self._cancelled = False

    def cancel(self) -> bool:
        """End the action that is under way, which fails with `worker_cancelled`; returns whether there was one."""
        with self._lock:
            if not self._acting:
                return False
            self._cancelled = True
            if self._child is not None:
                self._child.end("worker_cancelled")
        return True

    def recalculated(self) -> None:
        """Take note that a recalculation is over: the next one has its whole budget."""
        self._budget.renew()

    def retry(self) -> None:
        """Ask again at once, of a new worker and with nothing kept; an action under way is left alone."""
        self._breaker.close()
        self._budget.renew()
        self.forget()
        with self._lock:
            if not self._acting:
                self.end()

    def forget(self) -> None:
        """Forget the kept results: what they rest on may have changed."""
        self._results.clear()

    def end(self) -> None:
        """End the worker, if there is one."""
        with self._lock:
            if self._child is not None:
                self._child.end()
                self._child = None

    def _is_trusted(self) -> bool:
        child = self._child
        return child is not None and child.trusted

    def _asked(self, asked: bytes) -> tuple[bytes, dict[str, Any]]:
        """Return the answer to a call, as it came and as a message, within the budget."""
        seconds, since = self._budget.left(), self._clock()
        try:
            child = self._ready(seconds)
            return child.answer(asked, seconds - (self._clock() - since))
        except WorkerError as fault:
            self._breaker.count(fault)
            raise
        finally:
            self._budget.spend(since)

    def _conversation(self, asked: bytes, host: Host, seconds: float) -> dict[str, Any]:
        """Ask for an action, and answer what the worker asks, until it is done."""
        child = self._ready(seconds)
        try:
            question = child.ask(asked)
            while True:
                _, said = question.hear(seconds)
                if "ask" not in said and "progress" not in said:
                    question.close()
                    return said
                reply = host(said)
                if reply is not None:
                    question.say(_replied(reply))
        except BaseException:  # an action that is not known to have ended must not go on by itself
            child.end()
            raise

    def _ready(self, seconds: float) -> Child:
        """Return a worker that has greeted: the one that lives, else a new one."""
        child = self._child
        if child is None or not child.alive:
            child = self._replaced(worker_command(self._command(), self._role))
        child.greet(seconds)
        return child

    def _replaced(self, command: list[str]) -> Child:
        with self._lock:
            if self._cancelled:
                raise WorkerError("worker_cancelled")
            child = self._child
            if child is None or not child.alive:
                self.end()
                if child is not None and not child.trusted:
                    self.forget()
                child = self._child = Child(command)
            return child


def _sendable(message: dict[str, Any]) -> bytes:
    try:
        return packed(message)
    except FrameError as problem:
        raise WorkerError("worker_message", str(problem)) from problem


def _replied(reply: dict[str, Any]) -> bytes:
    """Return a reply of the office; one that cannot be sent becomes the refusal of what was asked."""
    try:
        return packed(reply)
    except FrameError as problem:
        return packed({"refused": {"code": "worker_message", "detail": str(problem)}})
