"""The office's end of the bridge: one worker process on pipes, its calls, its restarts.

The office thread never touches a pipe: one thread reads, one writes, and both do only bytes, so a stopped or full
pipe costs a call its time limit and nothing more. Standard library only and Python 3.8 syntax: the .oxt carries a
copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import subprocess
import tempfile
import threading
import time
from collections import deque
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from .frames import PROTOCOL, FrameError, packed, read_message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CALL_SECONDS = 5.0
START_SECONDS = 5.0
FAULTS, FAULTS_SECONDS = 2, 10.0
REST_SECONDS = 30.0
LAST_WORDS = 2000

# What a worker may see of the office's environment; PYTHON* and the like never reach it.
_KEPT = (
    "HIKAE_HOME", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "XDG_DATA_HOME", "XDG_CACHE_HOME",
    "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ",
)  # fmt: skip


class WorkerError(Exception):
    """No answer could be had: a closed code and one technical line."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(code, detail)


def worker_command(command: str, role: str) -> list[str]:
    """Return how to start a worker of the `hikae` command at this absolute path.

    Inside a virtual environment that is its interpreter in isolated mode: nothing of the desk's environment, folder
    or user packages can choose the code, and the command line is not loaded. Any other `hikae` starts its own worker.
    """
    path = Path(command)
    if not path.is_absolute() or not path.is_file():
        raise WorkerError("worker_command", command)
    folder = path.resolve().parent
    python = folder / ("python.exe" if os.name == "nt" else "python")
    if (folder.parent / "pyvenv.cfg").is_file() and python.is_file():
        return [str(python), "-I", "-m", "addin.worker.main", role]
    return [command, "worker", role]


def worker_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the few variables a worker gets; the two of Python itself stand for `-I` where it cannot be given."""
    kept = {name: environment[name] for name in _KEPT if name in environment}
    return {**kept, "PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"}


class Child:
    """One running worker process; it is used until its first fault and then ended."""

    def __init__(self, command: list[str]) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - the process writes to it as long as it lives
        self._process = _started(command, self._errors)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Future[dict[str, Any]]] = {}
        self._lost = False
        self._lock = threading.Lock()
        self._to_write: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        threading.Thread(target=self._write, args=(self._process.stdin,), daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether the process runs and its pipe was never broken."""
        return not self._lost and self._process.poll() is None

    def ask(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the answer to one message; WorkerError when it does not come in time or never will."""
        number = next(self._numbers)
        try:
            frame = packed({**message, "id": number})
        except FrameError as problem:
            raise WorkerError("worker_message", str(problem)) from problem
        answer = self._expected(number)
        self._to_write.put(frame)
        try:
            return answer.result(seconds)
        except FutureTimeoutError:
            raise WorkerError("worker_timeout", f"{seconds:g} s") from None

    def _expected(self, number: int) -> Future[dict[str, Any]]:
        with self._lock:
            if self._lost:
                raise WorkerError("worker_lost", self._last_words())
            answer: Future[dict[str, Any]] = Future()
            self._waiting[number] = answer
            return answer

    def _write(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError):
            for frame in iter(self._to_write.get, None):
                pipe.write(frame)
                pipe.flush()
        with contextlib.suppress(OSError):
            pipe.close()

    def _read(self, pipe: IO[bytes]) -> None:
        reason = ""
        try:
            for answer in iter(lambda: read_message(pipe), None):
                self._deliver(answer)
        except (FrameError, OSError) as problem:
            reason = str(problem)
        self._lose(reason)
        pipe.close()

    def _deliver(self, answer: dict[str, Any]) -> None:
        with self._lock:
            waiting = self._waiting.pop(answer.get("id", 0), None)
        if waiting is None:
            raise FrameError("an answer to no question")
        waiting.set_result(answer)

    def _lose(self, reason: str) -> None:
        """Tell every waiting call that its answer will never come."""
        with self._lock:
            self._lost, waiting = True, list(self._waiting.values())
            self._waiting.clear()
        for each in waiting:
            each.set_exception(WorkerError("worker_lost", reason or self._last_words()))

    def _last_words(self) -> str:
        """Return the end of what the worker wrote to its standard error."""
        with contextlib.suppress(OSError, ValueError):
            size = self._errors.seek(0, os.SEEK_END)
            self._errors.seek(max(0, size - LAST_WORDS))
            return self._errors.read().decode("utf-8", "replace").strip()
        return ""

    def end(self) -> None:
        """Kill the worker and give its threads their end."""
        self._process.kill()
        self._process.wait()
        self._to_write.put(None)
        self._errors.close()


def _started(command: list[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - the command comes from our installation, never from a workbook
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            env=worker_environment(os.environ), cwd=str(Path(command[0]).parent),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except OSError as problem:
        errors.close()
        raise WorkerError("worker_command", str(problem)) from problem


class Client:
    """The calls of one role (`functions` or `actions`), over one worker at a time.

    A worker found dead is replaced before the call. One that dies, stalls or talks nonsense during an action costs
    that action; a function changes nothing, so it is asked once more of a new worker when the first one was lost.
    After two faults in 10 s every call fails at once for 30 s, so that a sheet of a thousand cells does not freeze a
    thousand times.
    """

    def __init__(self, role: str, command: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._role, self._command, self._clock = role, command, clock
        self._child: Child | None = None
        self._faults: deque[tuple[float, WorkerError]] = deque(maxlen=FAULTS)
        self._lock = threading.RLock()

    def act(self, name: str, arguments: list[Any], seconds: float) -> dict[str, Any]:
        """Return the answer to an action, `{"value": …}` or `{"error": {"code", "ja", "en"}}`; else WorkerError."""
        self._refuse_while_resting()
        return self._answer(name, arguments, seconds, lives=1)

    def call(self, name: str, arguments: list[Any], seconds: float = CALL_SECONDS) -> dict[str, Any]:
        """Return the answer to a function, `{"value": …}` or `{"error": {"code", "ja", "en"}}`; else WorkerError."""
        self._refuse_while_resting()
        return self._answer(name, arguments, seconds, lives=2)

    def _answer(self, name: str, arguments: list[Any], seconds: float, *, lives: int) -> dict[str, Any]:
        started = self._clock()
        try:
            answer = self._ready().ask({"call": name, "arguments": arguments}, seconds)
        except WorkerError as fault:
            if fault.code == "worker_message":
                raise
            self.end()
            if fault.code == "worker_lost" and lives > 1:
                left = max(0.0, seconds - (self._clock() - started))
                return self._answer(name, arguments, left, lives=lives - 1)
            self._faults.append((self._clock(), fault))
            raise
        return {key: answer[key] for key in ("value", "error") if key in answer}

    def _refuse_while_resting(self) -> None:
        if len(self._faults) < FAULTS:
            return
        (first, _), (last, fault) = self._faults[0], self._faults[-1]
        if last - first <= FAULTS_SECONDS and self._clock() - last < REST_SECONDS:
            raise WorkerError(fault.code, fault.detail)

    def _ready(self) -> Child:
        with self._lock:
            if self._child is None or not self._child.alive:
                self.end()
                self._child = self._greeted(Child(worker_command(self._command(), self._role)))
            return self._child

    def _greeted(self, child: Child) -> Child:
        try:
            hello = child.ask({"hello": PROTOCOL}, START_SECONDS).get("value")
        except WorkerError:
            child.end()
            raise
        if hello != PROTOCOL:
            child.end()
            raise WorkerError("worker_version", f"{hello} / {PROTOCOL}")
        return child

    def end(self) -> None:
        """End the worker, if there is one."""
        with self._lock:
            if self._child is not None:
                self._child.end()
                self._child = None
