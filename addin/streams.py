"""Files that somebody else fills, and files that grow: the part of `addin/files.py` for what is too large to hold."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from addin.files import NEW, made_open, not_written, sync_descriptor, sync_file, sync_folder, temporary_beside
from calc.outcome import RefusedError

if TYPE_CHECKING:
    from tempfile import SpooledTemporaryFile

_SHARED = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def scratch(in_memory: int) -> "SpooledTemporaryFile[bytes]":
    """Return a place for bytes of a running computation: memory up to a size, then a nameless file; nothing durable."""
    from tempfile import SpooledTemporaryFile  # noqa: PLC0415 - few commands need it

    return SpooledTemporaryFile(in_memory)


def make_file(path: Path, fill: Callable[[Path], object], *, needed: int) -> None:
    """Have a file filled beside its final name, then put it there, durable; one that is there is never replaced.

    `needed` is about its bytes. Raises RefusedError `file_not_written`; nothing is left then.
    """
    temporary = temporary_beside(path)
    try:
        os.close(made_open(temporary, NEW))
        try:
            fill(temporary)
            sync_file(temporary)
            _put(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise RefusedError([not_written(path, error, needed=needed)]) from error


@contextmanager
def shared_file(path: Path) -> Iterator[FileIO]:
    """Yield a file to read and to append to, made private when missing, locked against other processes.

    What is appended is durable after `sync_open`. Raises OSError.
    """
    with FileIO(made_open(path, _SHARED), "r+") as file:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only Windows has it

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there on Windows

            fcntl.flock(file, fcntl.LOCK_EX)
        yield file


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Yield whether this process alone has a file, made private when missing; nobody waits for who has it.

    However the process ends, the claim ends with it. Raises RefusedError `file_not_written` where it cannot be made.
    """
    try:
        file = FileIO(made_open(path, _SHARED), "r+")
    except OSError as error:
        raise RefusedError([not_written(path, error, needed=0)]) from error
    with file:
        yield _locked_now(file)


def _locked_now(file: FileIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only Windows has it

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # another process has it
        return False
    return True


def write_at(path: Path, offset: int, data: bytes) -> None:
    """Put bytes at an offset of a private file, made when it is not there.

    Neither whole nor durable: only for what may be lost without harm. Raises OSError.
    """
    flags = os.O_CREAT | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(made_open(path, flags), "wb") as file:
        file.seek(offset)
        file.write(data)


def sync_open(file: FileIO) -> None:
    """Wait until the drive has what an open file holds."""
    sync_descriptor(file.fileno())


def _put(temporary: Path, path: Path) -> None:
    """Give a finished file its final name, unless something has it; not every file system has links."""
    try:
        os.link(temporary, path)
    except OSError:
        if path.exists():
            raise
        temporary.rename(path)
