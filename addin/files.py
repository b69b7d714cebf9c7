"""The one writer of files: whole or not at all, private to the user, durable before it is called written.

Everything else in the product asks this module; `tests/architecture` refuses any other open-for-writing.
"""

import errno
import logging
import os
import re
import secrets
import sys
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from calc.outcome import Finding, RefusedError, finding

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
LOG_FILES = 5
LOG_BYTES = 1_000_000
ATTEMPTS = 3

_TEMPORARY = re.compile(r"\..+\.hikae-tmp-[0-9a-f]{8}")
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FOLDER_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
_REASONS = {
    errno.ENOSPC: ("空き容量が足りません", "the disk is full"),
    errno.EDQUOT: ("割当容量を超えました", "the disk quota is used up"),
    errno.EACCES: ("権限がないか、別のプログラムが使用中です", "no permission, or another program holds it"),
    errno.EPERM: ("権限がありません", "not permitted"),
    errno.EROFS: ("読み取り専用の場所です", "the place is read-only"),
    errno.EIO: ("ディスクの入出力エラーです", "the disk reports an input/output error"),
    errno.ENOENT: ("ファイルまたはフォルダがありません", "the file or folder is not there"),
    errno.EISDIR: ("ファイルではなくフォルダです", "it is a folder, not a file"),
    errno.ENXIO: ("普通のファイルではありません", "it is no ordinary file"),
    errno.ENOTDIR: ("途中の名前がフォルダではありません", "a part of the path is not a folder"),
    errno.EEXIST: ("同じ名前のものが既にあります", "something of that name is already there"),
    errno.ENAMETOOLONG: ("名前が長すぎます", "the name is too long"),
}


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` under `path`, complete and durable when this returns; at every instant the old or the new is there.

    Raises RefusedError `file_not_written` with the reason and the bytes needed; the old file is then untouched.
    """
    try:
        _replace(path, data)
        sync_folder(path.parent)
    except OSError as error:
        raise RefusedError([_not_written(path, error, needed=len(data))]) from error


def ensure_folder(path: Path) -> Path:
    """Return the folder, made with its parents (0700, durable) when it is not there."""
    try:
        for missing in [folder for folder in (path, *path.parents) if not folder.exists()][::-1]:
            missing.mkdir(PRIVATE_FOLDER, exist_ok=True)
            sync_folder(missing.parent)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    except OSError as error:
        raise RefusedError([_not_written(path, error, needed=0)]) from error
    return path


def ensure_file(path: Path) -> Path:
    """Return the file, made empty and private (0600, durable) when it is not there; an existing one is not opened."""
    try:
        if path.exists():
            return path
        with suppress(FileExistsError):  # another process was quicker
            os.close(os.open(path, _NEW, PRIVATE_FILE))
        sync_folder(path.parent)
    except OSError as error:
        raise RefusedError([_not_written(path, error, needed=0)]) from error
    return path


def remove_leftovers(folder: Path) -> int:
    """Return how many temporary files of killed runs were removed from the folder."""
    removed = 0
    for path in folder.glob(".*.hikae-tmp-*"):
        if _TEMPORARY.fullmatch(path.name):
            with suppress(OSError):  # another process may be quicker, or still hold it
                path.unlink()
                removed += 1
    return removed


def is_there(path: Path) -> bool:
    """Return whether there is something of that name; raises RefusedError `file_not_read` where that cannot be seen."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise RefusedError([_not_read(path, error)]) from error
    return True


def read_limited(path: Path, limit: int) -> bytes:
    """Return the file's bytes.

    Raises RefusedError `file_not_read` with the reason, `file_over_limit` above `limit` bytes (the limit is allowed).
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise RefusedError([_not_read(path, error)]) from error
    if len(data) > limit:
        raise RefusedError([finding("file_over_limit", path=path, limit=limit)])
    return data


def sync_file(path: Path) -> None:
    """Make what an existing file already holds durable; a missing file needs nothing."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        return
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; file systems that cannot, and Windows, do so by themselves."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
    try:
        _sync(descriptor)
    except OSError as error:
        if error.errno not in _FOLDER_CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def reason(error: OSError) -> tuple[str, str]:
    """Return why the system refused, in Japanese and English."""
    number = error.errno or 0
    name = errno.errorcode.get(number, str(number))
    return _REASONS.get(number, (f"システムエラー {name}", f"system error {name}"))


def rotating_log(path: Path) -> logging.Handler:
    """Return a handler for a private text log of at most five files of 1 MB; nothing is made before the first line."""
    return _PrivateLog(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8", delay=True)


class _PrivateLog(RotatingFileHandler):
    """A rotating log that is private and never stops or disturbs the work it tells of."""

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        ensure_folder(path.parent)
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0)
        return os.fdopen(os.open(path, flags, PRIVATE_FILE), "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say nothing: a log that cannot be written is no reason to stop a margin check."""


def _replace(path: Path, data: bytes) -> None:
    """Write beside, then rename; a temporary file that another run's clean-up took is written again.

    Nothing but a file is ever replaced: not a folder, not a pipe, not a device.
    """
    if path.exists() and not path.is_file():
        number = errno.EISDIR if path.is_dir() else errno.ENXIO
        raise OSError(number, os.strerror(number), str(path))
    for attempt in range(1, ATTEMPTS + 1):
        temporary = path.with_name(f".{path.name}.hikae-tmp-{secrets.token_hex(4)}")
        try:
            _write_new(temporary, data)
            temporary.replace(path)
        except BaseException as error:
            with suppress(OSError):
                temporary.unlink()
            taken = isinstance(error, FileNotFoundError) and path.parent.exists()
            if not taken or attempt == ATTEMPTS:
                raise
        else:
            return


def _write_new(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, _NEW, PRIVATE_FILE), "wb") as file:
        file.write(data)
        file.flush()
        _sync(file.fileno())


def _sync(descriptor: int) -> None:
    """Wait until the drive has it: on macOS plain fsync only hands the data to the drive."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - not there on Windows

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def _not_read(path: Path, error: OSError) -> Finding:
    reason_ja, reason_en = reason(error)
    return finding("file_not_read", path=path, reason_ja=reason_ja, reason_en=reason_en)


def _not_written(path: Path, error: OSError, *, needed: int) -> Finding:
    reason_ja, reason_en = reason(error)
    return finding("file_not_written", path=path, reason_ja=reason_ja, reason_en=reason_en, needed=f"{needed:,}")
