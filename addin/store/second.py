"""The second copy: every entry also in another place before anybody is told that it is recorded, if that takes no 2 s.

A process of its own writes it, as a drive that hangs stops whoever touches it. A place that does not answer costs the
desk two seconds once; after that it is only asked, never waited for, until it has answered. What it missed is caught up
by the first append that reaches it again.
"""

import atexit
import json
import os
import queue
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

from addin.files import reason
from addin.now import seconds
from addin.settings import load_settings
from addin.store.chain import Entry, canonical, key_of
from addin.store.lines import FORMAT, Header, Position, line_of
from addin.store.raw import holds, identity, rows_after
from addin.store.second_wall import LIVE, copy_name
from calc.outcome import Finding, RefusedError, finding

PATIENCE = 2.0  # seconds that a place may cost the desk before it is taken for missing
BATCH = 256_000  # bytes of one request: small enough for a slow stick to make progress within the patience
NO_COPY = "控えなし / no second copy"
_WITHOUT = {"second_copy_missing", "second_copy_behind", "second_copy_differs", "second_copy_live"}

_SILENT = ("応答がありません", "no answer")
_UNREAD = ("記録を読み返せません", "the record cannot be read back")
_LOST = ("控えを書く処理が終了しました", "the process that writes the copy ended")


class _FailedError(Exception):
    """The entries are not in the second copy; carries the finding that says so."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.code)
        self.found = found


class _SilentError(_FailedError):
    """The place did not answer in time."""


def copy_state(findings: Sequence[Finding]) -> str:
    """Return 「控えなし / no second copy」 when one of the findings says so, else nothing: for sheets and lists."""
    return NO_COPY if any(each.code in _WITHOUT for each in findings) else ""


@cache
def second_copy(home: Path, place: Path) -> "SecondCopy":
    """Return this process's writer of a home's second copy, one for all who record there."""
    copy = SecondCopy(home, place)
    atexit.register(copy.close)
    return copy


def copied(home: Path, place: str | None = None) -> Callable[[Sequence[Entry]], Finding | None]:
    """Return what a journal tells its new entries to: the copy in a place, if any is named; else the home's own.

    A place is a matter of one computer, so HOME/settings.toml names it, or the settings of a run.
    """
    named = cache(lambda: load_settings(home).text("second_place") if place is None else place)

    def tell(entries: Sequence[Entry]) -> Finding | None:
        try:
            return second_copy(home.absolute(), Path(named()))(entries) if named() else None
        except RefusedError as refused:  # settings that cannot be read: the entries are recorded all the same
            return refused.findings[0]

    return tell


class SecondCopy:
    """The copy of one home's record in one place; called with the entries of each commit, it never raises."""

    def __init__(self, home: Path, place: Path) -> None:
        self._home, self._place = home.absolute(), place.expanduser().absolute()
        self._patience = PATIENCE
        self._child: _Child | None = None
        self._header: Header | None = None
        self._words = _SILENT
        self._device: int | None = None
        self._is_told = False

    def __call__(self, entries: Sequence[Entry]) -> Finding | None:
        """Return None when the entries are in the copy, durable; else what to tell.

        `second_copy_missing`, `second_copy_behind` (being caught up), `second_copy_differs` (nothing was touched),
        `second_copy_live` (of a drill, in a live place), and once, when the copy is there, `second_copy_same_disk`.
        """
        if not entries:
            return None
        began = seconds()
        try:
            self._bring(entries, began + self._patience)
        except _FailedError as failed:
            self._patience = max(0.0, self._patience - (seconds() - began))
            return failed.found
        except OSError as error:
            return self._missing(reason(error))
        except (sqlite3.Error, RefusedError):
            return self._missing(_UNREAD)
        self._patience = PATIENCE
        return self._note()

    def close(self) -> None:
        """End the process that writes, unless it belongs to the process that this one was forked from."""
        child, self._child = self._child, None
        if child is not None and child.owner == os.getpid():
            child.end()

    def _bring(self, entries: Sequence[Entry], until: float) -> None:
        """Bring the copy to the newest of the entries; asks it only for what follows where it stands."""
        last = max(entries, key=lambda each: each.n)
        target = Position(last.n, last.hash)
        until = self._heard(until)
        after, lines = _fresh(entries)
        at = self._ask(after or target, lines, until)
        while at != target:
            if not holds(self._home, at):
                raise _FailedError(finding("second_copy_differs", path=self._path()))
            if at.n > target.n:
                return
            behind = _FailedError(finding("second_copy_behind", path=self._path(), missing=target.n - at.n))
            if seconds() > until:
                raise behind
            try:
                at = self._ask(at, self._lines(at), until)
            except _SilentError:  # it did answer, but there is too much to bring
                raise behind from None

    def _heard(self, until: float) -> float:
        """Return until when to wait, once what was asked in an earlier call is answered; else refuse at once."""
        child = self._child
        if child is None or not child.is_asked or child.owner != os.getpid():
            return until
        answer = child.answer(until)
        if answer is None:
            if seconds() - child.since >= PATIENCE:
                child.kill()  # a process that a dead drive holds will not even die before the drive is back
            raise _FailedError(self._missing(self._words))
        if "lost" in answer:
            self.close()
        return seconds() + PATIENCE if "at" in answer else until

    def _ask(self, after: Position, lines: bytes, until: float) -> Position:
        """Return where the copy stands after it was asked to append lines that follow a position."""
        if self._child is None or self._child.owner != os.getpid():
            self._child = _Child(self._place)
        asked = {"name": self._path().name, "header": self._known_header().line().decode(), "after": after}
        self._child.ask(json.dumps({**asked, "bytes": len(lines)}).encode() + b"\n" + lines)
        answer = self._child.answer(until)
        if answer is None:
            raise _SilentError(self._missing(_SILENT if self._patience else self._words))
        if "lost" in answer:
            self.close()
            raise _FailedError(self._missing(_LOST))
        if "fault" in answer:
            raise _FailedError(self._faulty(answer["fault"]))
        if "errno" in answer:
            raise _FailedError(self._missing(reason(OSError(answer["errno"], ""))))
        self._device = answer["device"]
        return Position(*answer["at"])

    def _faulty(self, fault: str) -> Finding:
        if fault == LIVE:
            return finding("second_copy_live", path=self._place)
        return finding("second_copy_differs", path=self._path())

    def _missing(self, words: tuple[str, str]) -> Finding:
        self._words = words
        ja, en = words
        return finding("second_copy_missing", path=self._place, reason_ja=ja, reason_en=en)

    def _note(self) -> Finding | None:
        """Return, once, that the copy would be lost together with the record."""
        is_new, self._is_told = not self._is_told, True
        if is_new and self._home.stat().st_dev == self._device:
            return finding("second_copy_same_disk", path=self._place)
        return None

    def _path(self) -> Path:
        return self._place / copy_name(self._known_header().record)

    def _known_header(self) -> Header:
        if self._header is None:
            self._header = Header("copy", FORMAT, *identity(self._home))
        return self._header

    def _lines(self, after: Position) -> bytes:
        """Return what follows in our own record, as much as one request takes and one entry at least."""
        lines, size = list[bytes](), 0
        for line in map(line_of, rows_after(self._home, after.n)):
            if lines and size + len(line) > BATCH:
                break
            lines.append(line)
            size += len(line)
        return b"".join(lines)


def _fresh(entries: Sequence[Entry]) -> tuple[Position | None, bytes]:
    """Return the lines of the entries that were just added and what they follow; nothing when it is not that simple."""
    added = [each for each in entries if each.added]
    texts = [canonical(each.body) for each in added]
    exact = all(key_of(each.kind.encode(), text.encode()) == each.key for each, text in zip(added, texts, strict=True))
    if not added or not exact or sum(map(len, texts)) > BATCH:
        return None, b""
    rows = ((e.n, e.at, e.user, e.kind, e.key, e.previous, t, e.hash) for e, t in zip(added, texts, strict=True))
    return Position(added[0].n - 1, added[0].previous), b"".join(map(line_of, rows))


class _Child:
    """One process that writes; a thread does the talking, as its pipes may be full or dead."""

    def __init__(self, place: Path) -> None:
        self.owner = os.getpid()
        self.is_asked, self.since = False, seconds()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-I", "-m", "addin.store.second_child", str(place)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=Path(sys.executable).parent, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        self._asked: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        pipes = (self._process.stdin, self._process.stdout)
        threading.Thread(target=self._talk, args=pipes, daemon=True).start()

    def ask(self, request: bytes) -> None:
        """Hand a request over; its answer comes in its own time."""
        self.is_asked, self.since = True, seconds()
        self._asked.put(request)

    def answer(self, until: float) -> dict[str, Any] | None:
        """Return the answer, None when it is not there by then."""
        try:
            got = self._answers.get(timeout=max(0.0, until - seconds()))
        except queue.Empty:
            return None
        self.is_asked = False
        return got

    def kill(self) -> None:
        """Have the process end; the answer to what it was asked is then `lost`."""
        self._process.kill()

    def end(self) -> None:
        """Let the process end: at once when it is idle, else killed; nobody waits for a drive."""
        self._asked.put(None)
        if self.is_asked:
            self.kill()
        try:
            self._process.wait(PATIENCE / 4)
        except subprocess.TimeoutExpired:
            self.kill()

    def _talk(self, asking: IO[bytes], answering: IO[bytes]) -> None:
        with suppress(OSError), asking, answering:
            for request in iter(self._asked.get, None):
                self._answers.put(_exchanged(asking, answering, request))


def _exchanged(asking: IO[bytes], answering: IO[bytes], request: bytes) -> dict[str, Any]:
    try:
        asking.write(request)
        asking.flush()
        answer: dict[str, Any] = json.loads(answering.readline())
    except (OSError, ValueError):  # the pipe is broken, or ended in the middle of an answer
        return {"lost": True}
    return answer
