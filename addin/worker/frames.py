"""One message over a pipe: a length (four bytes, big-endian), then a JSON object in UTF-8.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any, NoReturn

PROTOCOL = 1
LIMIT = 16 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class FrameError(Exception):
    """The bytes are no message of ours: the pipe cannot be trusted any more."""


def packed(message: dict[str, Any]) -> bytes:
    """Return a message as bytes; FrameError when it is too large or holds a number that JSON does not know."""
    try:
        body = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as problem:
        raise FrameError(str(problem)) from problem
    if len(body) > LIMIT:
        raise FrameError(f"{len(body)} bytes are above the limit of {LIMIT}")
    return _LENGTH.pack(len(body)) + body


def read_message(pipe: IO[bytes]) -> dict[str, Any] | None:
    """Return the next message, or None when the pipe ended between two messages; else FrameError."""
    head = _exactly(pipe, _LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise FrameError("the pipe ended inside a length")
    (length,) = _LENGTH.unpack(head)
    if length > LIMIT:
        raise FrameError(f"a length of {length} bytes is above the limit of {LIMIT}")
    body = _exactly(pipe, length)
    if len(body) < length:
        raise FrameError("the pipe ended inside a message")
    return _message(body)


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    """Return `count` bytes, fewer only at the end of the pipe."""
    parts, missing = [], count
    while missing:
        part = pipe.read(missing)
        if not part:
            break
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _message(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body.decode("utf-8"), parse_constant=_refused_constant)
    except (ValueError, RecursionError) as problem:
        raise FrameError(str(problem)) from problem
    if not isinstance(message, dict):
        raise FrameError("a message is a JSON object")
    return message


def _refused_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
