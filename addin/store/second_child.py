"""The process that writes the second copy: whatever the place does to it, the desk waits no longer than it wants to.

It is asked on standard input, one JSON line and so many bytes of entries each time, and answers with one JSON line:
where the copy stands (`at`), or why it cannot be written (`errno`, `fault`). It only ever appends; a last line that a
power failure tore is cut off first, anything else that is wrong is left as it is and said.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import SEEK_END, FileIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from addin.files import sync_folder
from addin.store.lines import Position, fault, parsed
from addin.store.second_wall import LIVE, is_live, is_of_drill
from addin.streams import shared_file, sync_open

TAIL = 1 << 20  # bytes of the end that are verified at the first look; every write is far below


class Request(NamedTuple):
    """What to append to which copy: lines that follow `after`."""

    path: Path
    header: bytes
    after: Position
    lines: bytes


class Known(NamedTuple):
    """The copy as this process left it: which file, how long, when it changed, and where its chain stands."""

    device: int
    number: int
    size: int
    changed: int
    at: Position


class FaultError(Exception):
    """The copy is not one of this record, somebody changed it, or it has no place there."""


def appended(request: Request, known: Known | None) -> Known:
    """Return the copy after the request: with its lines when they follow, else just where it stands.

    Raises OSError, and FaultError `altered` or `foreign`; the copy is then as it was, but for a torn last line. A
    drill's copy in a live place is FaultError `live`, before anything is made there.
    """
    if known is None and is_of_drill(request.path.name) and is_live(request.path.parent):
        raise FaultError(LIVE)
    with shared_file(request.path) as file:
        if known is None or known[:-1] != _identity(file):
            known = Known(*_identity(file), at=_position(file, request.header))
            sync_open(file)  # whoever wrote it may have been killed before he synced it
            sync_folder(request.path.parent)
        if known.at == request.after and request.lines:
            _write(file, request.lines)
            last = parsed(request.lines[request.lines.rfind(b"\n", 0, -1) + 1 :])
            known = known._replace(at=Position(last.n, last.hash.decode())) if last else known
        return Known(*_identity(file), at=known.at)


def _identity(file: FileIO) -> tuple[int, int, int, int]:
    found = os.fstat(file.fileno())
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _position(file: FileIO, header: bytes) -> Position:
    """Return the last entry of a copy, its end verified; a torn end is cut off, and a new copy gets its header."""
    size, window = file.seek(0, SEEK_END), TAIL
    while True:
        start = max(0, size - window)
        if start and _read(file, 0, len(header)) != header:
            raise FaultError("foreign")
        end = _read(file, start, size - start)
        if start:
            cut = end.find(b"\n") + 1 or len(end)
            start, end = start + cut, end[cut:]
        good, position = _verified(end, None if start else header)
        if position is not None:
            break
        window *= 2  # one entry may be longer than the window
    if start + good < size:
        file.truncate(start + good)
        sync_open(file)
    if start + good == 0:
        _write(file, header)
    return position


def _verified(end: bytes, header: bytes | None) -> tuple[int, Position | None]:
    """Return how many bytes of the end are good, and the last entry in them; None where the end holds none."""
    good, position = 0, None if header is None else Position()
    for line in end.splitlines(keepends=True):
        if header is not None and good == 0:
            if line != header and not header.startswith(line.rstrip(b"\0")):
                raise FaultError("foreign")
            is_good = line == header
        else:
            entry = parsed(line)
            before = position or (Position(entry.n - 1, entry.previous.decode()) if entry else Position())
            is_good = not fault(entry, before)
            if not is_good and line.endswith(b"\n") and b"\0" not in line:
                raise FaultError("altered")
            position = Position(entry.n, entry.hash.decode()) if entry and is_good else position
        if not is_good:
            break  # what was not synced when the power failed: cut short, or never filled
        good += len(line)
    return good, position


def _read(file: FileIO, start: int, count: int) -> bytes:
    file.seek(start)
    pieces = []
    while count > 0 and (piece := file.read(count)):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _write(file: FileIO, data: bytes) -> None:
    """Append, durable when this returns; what could only be written in part is taken back."""
    before, rest = file.seek(0, SEEK_END), memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
        sync_open(file)
    except OSError:
        with suppress(OSError):
            file.truncate(before)
        raise


def answers(asking: BinaryIO, place: Path) -> Iterator[dict[str, Any]]:
    """Yield the answer to each request."""
    known: Known | None = None
    for line in asking:
        asked = json.loads(line)
        lines = asking.read(asked["bytes"])
        request = Request(place / asked["name"], asked["header"].encode(), Position(*asked["after"]), lines)
        try:
            known = appended(request, known)
            yield {"at": known.at, "device": known.device}
        except OSError as error:
            known = None
            yield {"errno": error.errno}
        except FaultError as error:
            known = None
            yield {"fault": str(error)}


def main() -> None:
    """Serve until the desk closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the desk, which then closes the pipe
    for answer in answers(sys.stdin.buffer, Path(sys.argv[1])):
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
