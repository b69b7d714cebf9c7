"""The worker: answers the questions of one office over its standard input and output, one after another.

Started as `python -I -m addin.worker.main functions|actions`. Nothing but frames reaches the pipe: whatever else is
printed goes to standard error. The end of the input ends it; pricing is loaded by the first call that needs it.
"""

import os
import signal
import sys
from collections.abc import Iterator
from typing import IO, Any, Protocol

from addin.runtime import prepare
from addin.worker.frames import PROTOCOL, FrameError, framed, packed, read_frame, unpacked

Message = dict[str, Any]
GARBLED = 2


class Answerer(Protocol):
    """Whatever answers a question that is no greeting."""

    def __call__(self, question: Message, /) -> Message:
        """Return the answer, without its number."""


def serve(questions: Iterator[tuple[int, Message]], sink: IO[bytes], *, answerer: Answerer) -> None:
    """Answer every question in order, each under its number, until there are no more."""
    for number, question in questions:
        reply = {"value": PROTOCOL} if "hello" in question else answerer(question)
        sink.write(framed(number, _fitting(reply)))
        sink.flush()


def questions_of(source: IO[bytes]) -> Iterator[tuple[int, Message]]:
    """Yield every question and its number until the pipe ends; FrameError when what comes is none."""
    while (frame := read_frame(source)) is not None:
        yield frame[0], unpacked(frame[1])


def _fitting(reply: Message) -> bytes:
    """Return the reply as bytes; one that cannot be sent becomes an error of its question."""
    try:
        return packed(reply)
    except FrameError as problem:
        from addin.functions.invoke import refused  # noqa: PLC0415 - the words are loaded when they are needed
        from calc.outcome import finding  # noqa: PLC0415 - same

        return packed(refused(finding("worker_message", detail=problem)))


def serve_functions(source: IO[bytes], sink: IO[bytes]) -> None:
    """Serve the worksheet functions; a call is never longer than the office waits for it."""
    from addin.functions import invoke  # noqa: PLC0415 - each role loads its own half

    def answered(question: Message) -> Message:
        return invoke.carried(invoke.answer(question.get("call"), question.get("arguments")))

    serve(questions_of(source), sink, answerer=answered)


def serve_actions(source: IO[bytes], sink: IO[bytes]) -> None:
    """Serve the buttons, which ask the office back while they work."""
    from addin.functions import actions  # noqa: PLC0415 - each role loads its own half
    from addin.worker.acting import Office  # noqa: PLC0415 - same

    office = Office(source, sink)

    def done(question: Message) -> Message:
        return actions.perform(question.get("act"), question.get("book"), office.ask)

    serve(office.questions(), sink, answerer=done)


ROLES = {"functions": serve_functions, "actions": serve_actions}


def own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return the frame pipes; from now on stray reads find nothing and stray prints go to standard error.

    The copies are not inherited, so no process that is started later can reach them.
    """
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin, sys.stdout = None, sys.stderr
    return source, sink


def main(role: str) -> int:
    """Serve one role until the office ends; returns the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    source, sink = own_pipes()
    try:
        ROLES[role](source, sink)
    except FrameError as problem:
        sys.stderr.write(f"garbled: {problem}\n")
        return GARBLED
    except BrokenPipeError:
        return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
