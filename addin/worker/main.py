"""The worker: answers the calls of one office over its standard input and output, one after another.

Started as `python -I -m addin.worker.main functions|actions`. Nothing but frames reaches the pipe: whatever else is
printed goes to standard error. The end of the input ends it; pricing is loaded by the first call that needs it.
"""

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import IO, Any

from addin.runtime import prepare
from addin.worker.frames import PROTOCOL, FrameError, packed, read_message

Answerer = Callable[[Any, Any], dict[str, Any]]

ROLES = {"functions": "addin.functions.invoke:answer", "actions": "addin.functions.actions:perform"}
GARBLED = 2


def serve(source: IO[bytes], sink: IO[bytes], *, answerer: Answerer) -> None:
    """Answer every message of `source` in order until it ends; FrameError when it is no message."""
    while (message := read_message(source)) is not None:
        number = message.get("id")
        if "hello" in message:
            reply: dict[str, Any] = {"value": PROTOCOL}
        else:
            reply = answerer(message.get("call"), message.get("arguments"))
        sink.write(_fitting({**reply, "id": number}))
        sink.flush()


def _fitting(reply: dict[str, Any]) -> bytes:
    """Return the reply as bytes; one that cannot be sent becomes an error of its call."""
    try:
        return packed(reply)
    except FrameError as problem:
        from addin.functions.invoke import refused  # noqa: PLC0415 - the words are loaded when they are needed
        from calc.outcome import finding  # noqa: PLC0415 - same

        return packed({**refused(finding("worker_message", detail=problem)), "id": reply["id"]})


def own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Return the frame pipes; from now on stray reads find nothing and stray prints go to standard error."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin, sys.stdout = None, sys.stderr
    return source, sink


def main(role: str) -> int:
    """Serve one role until the office ends; returns the exit code."""
    prepare()
    source, sink = own_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    module, _, name = ROLES[role].partition(":")
    try:
        serve(source, sink, answerer=getattr(import_module(module), name))
    except FrameError as problem:
        sys.stderr.write(f"garbled: {problem}\n")
        return GARBLED
    except BrokenPipeError:
        return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
