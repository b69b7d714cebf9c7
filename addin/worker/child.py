"""One worker process on pipes: questions go in, what it sends back for each of them comes out.

One thread starts the process and writes, one reads, and both do only bytes: what they hand over is bytes, so nothing
of the office can end on them, and a stopped or full pipe costs a caller its time limit and nothing more. Standard
library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from .frames import PROTOCOL, FrameError, framed, packed, read_frame, unpacked

if TYPE_CHECKING:
    from collections.abc import Mapping

START_SECONDS = 15.0
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


class Question:
    """One question to a worker, open until it is answered: what the worker sends for it, in the order of sending."""

    def __init__(self, child: Child, number: int) -> None:
        self._child, self.number = child, number
        self.came: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def say(self, body: bytes) -> None:
        """Send something more that belongs to this question; where it is lost, the next `hear` tells."""
        self._child.send(self.number, body)

    def wait(self, seconds: float) -> bytes | None:
        """Return the next body, None when none came in time; WorkerError when none ever will."""
        try:
            body = self.came.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None
        if body is None:
            raise self._child.fault()
        return body

    def hear(self, seconds: float) -> tuple[bytes, dict[str, Any]]:
        """Return the next body and its message; silence and nonsense end the worker with a WorkerError."""
        body = self.wait(seconds)
        if body is None:
            self._child.end("worker_timeout", f"{seconds:.1f} s")
            raise self._child.fault()
        try:
            return body, unpacked(body)
        except FrameError as problem:
            self._child.end("worker_lost", str(problem))
            raise self._child.fault() from None

    def close(self) -> None:
        """Expect nothing more: whatever still comes is an answer to no question."""
        self._child.close(self.number)


class Child:
    """One running worker process, greeted before anything else is asked; its first fault ends it."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._open: dict[int, Question] = {}
        self._fate: tuple[str, str] | None = None
        self._lock, self._greeting = threading.Lock(), threading.Lock()
        self._to_write: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._patience = START_SECONDS
        self._hello: Question | None = self.ask(packed({"hello": PROTOCOL}))
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether the process runs, or is about to, and its pipe was never broken."""
        return self._fate is None and (self._process is None or self._process.poll() is None)

    @property
    def trusted(self) -> bool:
        """Whether what it answered may be used: a worker that was only too slow told the truth until then."""
        return self._fate is None or self._fate[0] == "worker_timeout"

    def greet(self, seconds: float) -> None:
        """Wait until the worker has greeted; WorkerError when it does not in time or speaks another protocol.

        One that is slow to start is left starting for the next who asks, up to START_SECONDS of waiting in all.
        """
        if self._hello is None:
            return
        with self._greeting:
            if self._hello is None:
                return
            waited = min(seconds, self._patience)
            body = self._hello.wait(waited)
            if body is None:
                self._patience -= waited
                if self._patience <= 0:
                    self.end("worker_timeout", f"{START_SECONDS:.1f} s")
                raise WorkerError("worker_timeout", f"{seconds:.1f} s")
            self._greeted(body)
            self._hello = None

    def _greeted(self, body: bytes) -> None:
        with contextlib.suppress(FrameError):
            said = unpacked(body).get("value")
            if said == PROTOCOL:
                return
            self.end("worker_version", f"{said} / {PROTOCOL}")
        self.end()
        raise self.fault()

    def answer(self, body: bytes, seconds: float) -> tuple[bytes, dict[str, Any]]:
        """Return the one answer to a question, as it came and as a message; else WorkerError."""
        question = self.ask(body)
        answer = question.hear(seconds)
        question.close()
        return answer

    def ask(self, body: bytes) -> Question:
        """Send a question and return it; WorkerError when the worker is no more."""
        question = Question(self, next(self._numbers))
        with self._lock:
            lost = self._fate is not None
            if not lost:
                self._open[question.number] = question
        if lost:
            raise self.fault()
        question.say(body)
        return question

    def send(self, number: int, body: bytes) -> None:
        """Hand a body to the writing thread."""
        self._to_write.put(framed(number, body))

    def close(self, number: int) -> None:
        """Expect nothing more for a question."""
        with self._lock:
            self._open.pop(number, None)

    def fault(self) -> WorkerError:
        """Return why the worker is no more. Made anew each time: a raised one would keep its callers' objects."""
        return WorkerError(*(self._fate or ("worker_lost", "")))

    def end(self, code: str = "worker_lost", detail: str = "") -> None:
        """Kill the worker, from any thread and without waiting for it; whoever waits for an answer is told `code`."""
        self._lose(code, detail)
        self._to_write.put(None)

    def _run(self) -> None:
        """Start the process and write to it until the end."""
        try:
            process, errors = _started(self._command)
        except OSError as problem:
            self._lose("worker_command", str(problem))
            return
        with self._lock:
            self._process, lost = process, self._fate is not None
        if lost:
            process.kill()
        threading.Thread(target=self._read, args=(process, errors), daemon=True).start()
        self._write(cast("IO[bytes]", process.stdin))

    def _write(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError):
            for frame in iter(self._to_write.get, None):
                pipe.write(frame)
                pipe.flush()
        with contextlib.suppress(OSError):
            pipe.close()

    def _read(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        """Hand out what the worker sends until its end, then see the process off."""
        pipe, reason = cast("IO[bytes]", process.stdout), ""
        with pipe, errors:
            try:
                for number, body in iter(lambda: read_frame(pipe), None):
                    self._deliver(number, body)
            except (FrameError, OSError, MemoryError) as problem:
                reason = str(problem)
            self.end("worker_lost", reason or _last_words(errors))
        process.wait()

    def _deliver(self, number: int, body: bytes) -> None:
        question = self._open.get(number)
        if question is None:
            raise FrameError("an answer to no question")
        question.came.put(body)

    def _lose(self, code: str, detail: str) -> None:
        """Kill the process and tell every open question that no answer will come; only the first reason counts."""
        with self._lock:
            self._fate = self._fate or (code, detail)
            left, process = list(self._open.values()), self._process
            self._open.clear()
        for question in left:
            question.came.put(None)
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()


def _last_words(errors: IO[bytes]) -> str:
    """Return the end of what the worker wrote to its standard error."""
    with contextlib.suppress(OSError):
        size = errors.seek(0, os.SEEK_END)
        errors.seek(max(0, size - LAST_WORDS))
        return errors.read().decode("utf-8", "replace").strip()
    return ""


def _started(command: list[str]) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """Return the process and the file of its last words, which has no name and ends with the last who holds it."""
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - the process writes to it as long as it lives
    try:
        process = subprocess.Popen(  # noqa: S603 - the command comes from our installation, never from a workbook
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            env=worker_environment(os.environ), cwd=str(Path(command[0]).parent),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except OSError:
        errors.close()
        raise
    return process, errors
