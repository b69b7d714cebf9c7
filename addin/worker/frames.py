"""One message over a pipe: eight bytes that say how long it is and which question it belongs to, then its body.

A body is the length of a text, a JSON object in UTF-8, and raw doubles (little-endian): the numbers of a large range
travel as those and are null in the text, which takes a fraction of the time. The number of the question stands
outside, so that equal questions have equal bodies. Standard library only and Python 3.8 syntax: the .oxt carries a
copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from itertools import chain
from math import isfinite
from typing import IO, TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PROTOCOL = 2
LIMIT = 16 * 1024 * 1024
_HEAD = struct.Struct(">II")  # bytes of the body, number of the question
_TEXT = struct.Struct(">I")  # bytes of the text
_DOUBLE = 8
_SEQUENCES = {list, tuple}
FEWEST = 64  # numbers that are worth a block: fewer are as quick in JSON


class FrameError(Exception):
    """The bytes are no message of ours: the pipe cannot be trusted any more."""


class Block(NamedTuple):
    """The numbers of a range: where it stands in its message, its columns, and what else it holds (None: nothing)."""

    path: list[Any]
    numbers: list[float]
    columns: int
    rest: list[list[Any]] | None


def _refused_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_refused_constant)


def packed(message: dict[str, Any]) -> bytes:
    """Return the body of a message; FrameError when it is too large or holds a number that JSON does not know."""
    rest, blocks = _lift(message)
    told = [[block.path, len(block.numbers), block.columns] for block in blocks]
    try:
        text = _ENCODER.encode([rest, told] if told else rest).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as problem:
        raise FrameError(str(problem)) from problem
    body = b"".join([_TEXT.pack(len(text)), text, *(_raw(block.numbers) for block in blocks)])
    if len(body) > LIMIT:
        raise FrameError(f"{len(body)} bytes are above the limit of {LIMIT}")
    return body


def framed(number: int, body: bytes) -> bytes:
    """Return what goes over the pipe for a body that belongs to the question of this number."""
    return _HEAD.pack(len(body), number) + body


def read_frame(pipe: IO[bytes]) -> tuple[int, bytes] | None:
    """Return the next body and its question's number, or None when the pipe ended between two; else FrameError."""
    head = _exactly(pipe, _HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise FrameError("the pipe ended inside a length")
    length, number = _HEAD.unpack(head)
    if length > LIMIT:
        raise FrameError(f"a length of {length} bytes is above the limit of {LIMIT}")
    body = _exactly(pipe, length)
    if len(body) < length:
        raise FrameError("the pipe ended inside a message")
    return number, body


def unpacked(body: bytes) -> dict[str, Any]:
    """Return the message of a body, sequences as lists; FrameError when it is none."""
    try:
        message = _content(body)
    except (struct.error, AttributeError, LookupError, TypeError, ValueError, RecursionError) as problem:
        raise FrameError(f"no message: {problem}") from problem
    if not isinstance(message, dict):
        raise FrameError("a message is a JSON object")
    return message


def _content(body: bytes) -> Any:  # noqa: ANN401 - whatever stood on the pipe
    (length,) = _TEXT.unpack_from(body)
    end = _TEXT.size + length
    content = _DECODER.decode(body[_TEXT.size : end].decode("utf-8"))
    if isinstance(content, list):
        content, blocks = content
        _fill(content, blocks, memoryview(body)[end:])
    elif end != len(body):
        raise ValueError("the text and its length differ")
    return content


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    """Return `count` bytes, fewer only at the end of the pipe."""
    part = pipe.read(count)
    if len(part) == count or not part:
        return part
    parts = [part]
    missing = count - len(part)
    while missing:
        part = pipe.read(missing)
        if not part:
            break
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _lift(message: dict[str, Any]) -> tuple[dict[str, Any], list[Block]]:
    """Return a message without the numbers of its ranges, and those: ranges stand under a key or one step below."""
    rest, blocks = message, []
    for key, value in message.items():
        steps: Iterable[Any] = ()
        if type(value) in _SEQUENCES:
            block = _block([key], value) if _may_be_rows(value) else None
            if block:
                blocks.append(block)
                continue
            steps = enumerate(value)
        elif type(value) is dict:
            steps = value.items()
        blocks += filter(None, (_block([key, step], inner) for step, inner in steps if _may_be_rows(inner)))
    for block in blocks:
        rest = _replaced(rest, block.path, block.rest)
    return rest, blocks


def _may_be_rows(value: Any) -> bool:  # noqa: ANN401 - a message holds anything
    """Return whether this is a sequence of sequences by its first one, large enough to be looked at."""
    if type(value) not in _SEQUENCES or not value or type(value[0]) not in _SEQUENCES:
        return False
    return len(value) * len(value[0]) >= FEWEST


def _block(path: list[Any], rows: Sequence[Any]) -> Block | None:
    """Return the numbers of a range; None where they are few, or null has a meaning of its own."""
    if not set(map(type, rows)) <= _SEQUENCES:
        return None
    cells = list(chain.from_iterable(rows))
    kinds = set(map(type, cells))
    numbers = cells if kinds == {float} else [cell for cell in cells if type(cell) is float]
    if len(numbers) < FEWEST or type(None) in kinds or not _all_finite(numbers):
        return None
    if kinds == {float} and set(map(len, rows)) == {len(rows[0])}:
        return Block(path, numbers, len(rows[0]), None)
    return Block(path, numbers, 0, [[None if type(cell) is float else cell for cell in row] for row in rows])


def _all_finite(numbers: Sequence[float]) -> bool:
    """Return whether all are finite; only a sum can tell at once, and only that they are."""
    return isfinite(sum(numbers)) or all(map(isfinite, numbers))


def _replaced(holder: Any, path: list[Any], value: Any) -> Any:  # noqa: ANN401 - a message holds anything
    """Return a copy of a dictionary or sequence with another value at the end of a path."""
    copy = dict(holder) if isinstance(holder, dict) else list(holder)
    first, *others = path
    copy[first] = _replaced(copy[first], others, value) if others else value
    return copy


def _fill(message: Any, blocks: Any, data: memoryview) -> None:  # noqa: ANN401 - whatever stood on the pipe
    """Put the numbers where they belong; ValueError and the like when the bytes are not theirs."""
    at = 0
    for (*way, last), count, columns in blocks:
        end = at + count * _DOUBLE
        holder, numbers, at = message, _doubles(data[at:end]), end
        for step in way:
            holder = holder[step]
        holder[last] = _rows(holder[last], numbers, columns)
        if len(numbers) != count:
            raise ValueError("a block ends before its numbers")
    if at != len(data):
        raise ValueError("numbers without a block")


def _rows(rest: Any, numbers: list[float], columns: int) -> list[list[Any]]:  # noqa: ANN401 - same
    """Return a range from its numbers and what else it holds: None for nothing else, then it has so many columns."""
    if rest is None:
        if columns < 1 or len(numbers) % columns:
            raise ValueError("a range of numbers is a rectangle")
        return [numbers[start : start + columns] for start in range(0, len(numbers), columns)]
    if sum(row.count(None) for row in rest) != len(numbers):
        raise ValueError("as many numbers as places for them")
    feed = iter(numbers)
    return [[next(feed) if cell is None else cell for cell in row] for row in rest]


def _raw(numbers: list[float]) -> bytes:
    doubles = array("d", numbers)
    if sys.byteorder == "big":
        doubles.byteswap()
    return doubles.tobytes()


def _doubles(data: memoryview) -> list[float]:
    doubles = array("d")
    doubles.frombytes(data)
    if sys.byteorder == "big":
        doubles.byteswap()
    numbers = doubles.tolist()
    if not _all_finite(numbers):
        raise ValueError("a block holds finite numbers only")
    return numbers
