"""The actions' half of the worker: while one runs it asks the office for cells, has rows written, tells how far it is.

A thread of its own reads the pipe, so that the end of the office is seen during an action too: what is about to be
recorded still is, whatever asks the office next ends, and soon everything does.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from addin.worker.frames import FrameError, framed, packed, read_frame, unpacked
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import words

Json = Any
Message = dict[str, Json]

GRACE_SECONDS = 5.0
GARBLED = 2


class Office:
    """The office at the other end of the pipe: its questions one by one, and its answers to ours."""

    def __init__(self, source: IO[bytes], sink: IO[bytes], *, leave: Callable[[int], object] = os._exit) -> None:
        self._source, self._sink, self._leave = source, sink, leave
        self._came: SimpleQueue[tuple[int, Message] | None] = SimpleQueue()
        self._number, self._code = 0, 0
        Thread(target=self._read, daemon=True).start()

    def questions(self) -> Iterator[tuple[int, Message]]:
        """Yield every question and its number until the office ends; FrameError when what it sent was no message."""
        while (came := self._came.get()) is not None:
            self._number, question = came
            yield self._number, question
        if self._code:
            raise FrameError("the office sent no message")

    def ask(self, message: Message) -> Json:
        """Return the office's answer to a message, None for one with `progress`, which it does not answer.

        Raises RefusedError with the office's finding; SystemExit when there is no office any more.
        """
        self._say(packed(message))
        if "progress" in message:
            return None
        came = self._came.get()
        if came is None or came[0] != self._number:
            raise SystemExit(self._code if came is None else GARBLED)
        if "refused" in came[1]:
            raise RefusedError([refusal(came[1]["refused"])])
        return came[1].get("answer")

    def _say(self, body: bytes) -> None:
        try:
            self._sink.write(framed(self._number, body))
            self._sink.flush()
        except OSError:
            raise SystemExit(0) from None

    def _read(self) -> None:
        try:
            while (frame := read_frame(self._source)) is not None:
                self._came.put((frame[0], unpacked(frame[1])))
        except (FrameError, OSError) as problem:
            sys.stderr.write(f"garbled: {problem}\n")
            self._code = GARBLED
        self._came.put(None)
        time.sleep(GRACE_SECONDS)
        self._leave(self._code)


def refusal(said: Json) -> Finding:
    """Return what the office says it will not do, as a finding that has words here."""
    code, detail = (str(said.get(name, "")) if isinstance(said, dict) else "" for name in ("code", "detail"))
    found = finding(code, detail=detail)
    try:
        words(found)
    except KeyError:  # a code that is not known here, or one whose words ask for more
        return finding("office_failed", detail=f"{code} {detail}".strip())
    return found
