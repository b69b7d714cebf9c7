"""The one writer of files: whole or not at all, private to the user, durable before it is called written.

In a folder opened to its group (setgid and group write) they are the group's, too: four eyes are two system users.

Everything else in the product asks this module; `tests/architecture` refuses any other open-for-writing.
"""

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path

from calc.outcome import Finding, RefusedError, finding

PRIVATE_FILE, SHARED_FILE = 0o600, 0o660
PRIVATE_FOLDER = 0o700
_OPENED_TO_GROUP = stat.S_ISGID | stat.S_IWGRP  # what an administrator gives a folder that several users work in
ATTEMPTS = 3

_TEMPORARY = re.compile(r"\..+\.hikae-tmp-[0-9a-f]{8}")
NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FOLDER_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
_REASONS = {
    errno.ENOSPC: ("空き容量が足りません", "the disk is full"),
    errno.EDQUOT: ("割当容量を超えました", "the disk quota is used up"),
    errno.EACCES: ("権限がないか、別のプログラムが使用中です", "no permission, or another program holds it"),
    errno.EPERM: ("権限がありません", "not permitted"),
    errno.EROFS: ("読み取り専用の場所です", "the place is read-only"),
    errno.EIO: ("ディスクの入出力エラーです", "the disk reports an input/output error"),
    errno.ETIMEDOUT: ("応答がありません", "no answer"),
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
        raise RefusedError([not_written(path, error, needed=len(data))]) from error


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Put several contents under their paths, each whole at every instant, all durable when this returns.

    Folders that are not there are made (0700), and each folder is synced once, after the last file. Raises RefusedError
    `file_not_written` for the first that cannot be written; those before it may stand.
    """
    named: dict[Path, None] = {}  # the folders whose names changed, in order
    for path, data in contents.items():
        try:
            named |= dict.fromkeys(_made_folders(path.parent))
            _replace(path, data)
        except OSError as error:
            raise RefusedError([not_written(path, error, needed=len(data))]) from error
        named[path.parent] = None
    sync_folders(named)


def replace_file_by(path: Path, pieces: Callable[[], Iterable[bytes]], *, needed: int) -> None:
    """Do as `replace_file` with content too large to hold; it may be asked for twice, `needed` is about its bytes."""
    try:
        _filled(path, lambda temporary: _write_new(temporary, pieces()))
        sync_folder(path.parent)
    except OSError as error:
        raise RefusedError([not_written(path, error, needed=needed)]) from error


def sync_folders(folders: Iterable[Path]) -> None:
    """Make the names in several folders durable; raises RefusedError `file_not_written` where that cannot be done."""
    for folder in folders:
        try:
            sync_folder(folder)
        except OSError as error:
            raise RefusedError([not_written(folder, error, needed=0)]) from error


def ensure_folder(path: Path) -> Path:
    """Return the folder, made with its parents (0700, durable) when it is not there."""
    try:
        for changed in _made_folders(path):
            sync_folder(changed)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    except OSError as error:
        raise RefusedError([not_written(path, error, needed=0)]) from error
    return path


def ensure_file(path: Path) -> Path:
    """Return the file, made empty (private, durable) when it is not there; an existing one is not opened."""
    try:
        if path.exists():
            return path
        with suppress(FileExistsError):  # another process was quicker
            os.close(made_open(path, NEW))
        sync_folder(path.parent)
    except OSError as error:
        raise RefusedError([not_written(path, error, needed=0)]) from error
    return path


def renamed(folder: Path, place: Path) -> None:
    """Give a finished folder its name, in one step and durable; an empty folder there is replaced.

    Raises RefusedError `file_not_written`; the folder is then where it was.
    """
    try:
        folder.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        raise RefusedError([not_written(place, error, needed=0)]) from error


def remove_leftovers(folder: Path) -> int:
    """Return how many temporary files of killed runs were removed from the folder."""
    removed, found = 0, list[Path]()
    with suppress(OSError):  # a folder that cannot be listed keeps them until the next run
        found += folder.glob(".*.hikae-tmp-*")
    for path in found:
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
        raise RefusedError([not_read(path, error)]) from error
    return True


def read_limited(path: Path, limit: int) -> bytes:
    """Return the file's bytes.

    Raises RefusedError `file_not_read` with the reason, `file_over_limit` above `limit` bytes (the limit is allowed).
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise RefusedError([not_read(path, error)]) from error
    if len(data) > limit:
        raise RefusedError([finding("file_over_limit", path=path, limit=limit)])
    return data


def made_open(path: Path, flags: int) -> int:
    """Return the descriptor of a file opened with these flags; one that is made now has the mode its folder asks for.

    Raises OSError.
    """
    if not is_shared(path.parent):
        return os.open(path, flags, PRIVATE_FILE)
    descriptor = os.open(path, flags, SHARED_FILE)
    with suppress(OSError):  # a file that is there and belongs to another user has its mode already
        os.fchmod(descriptor, SHARED_FILE)  # what the process's umask took away
    return descriptor


def is_shared(folder: Path) -> bool:
    """Return whether a folder was opened to its group, with the setgid bit that hands the group on."""
    return sys.platform != "win32" and folder.stat().st_mode & _OPENED_TO_GROUP == _OPENED_TO_GROUP


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


def sync_descriptor(descriptor: int) -> None:
    """Wait until the drive has what an open file holds."""
    _sync(descriptor)


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


def opened_log(path: Path) -> TextIOWrapper:
    """Return a private text file that lines are added to; it and its folder are made when missing."""
    ensure_folder(path.parent)
    flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0)
    return os.fdopen(made_open(path, flags), "a", encoding="utf-8")


def _replace(path: Path, data: bytes) -> None:
    _filled(path, lambda temporary: _write_new(temporary, (data,)))


def temporary_beside(path: Path) -> Path:
    """Return a name for a file that will be this one; `remove_leftovers` knows it."""
    return path.with_name(f".{path.name}.hikae-tmp-{os.urandom(4).hex()}")


def _filled(path: Path, fill: Callable[[Path], object]) -> None:
    """Write beside, then rename; a temporary file that another run's clean-up took is written again.

    Nothing but a file is ever replaced: not a folder, not a pipe, not a device.
    """
    if path.exists() and not path.is_file():
        number = errno.EISDIR if path.is_dir() else errno.ENXIO
        raise OSError(number, os.strerror(number), str(path))
    for attempt in range(1, ATTEMPTS + 1):
        temporary = temporary_beside(path)
        try:
            fill(temporary)
            temporary.replace(path)
        except BaseException as error:
            with suppress(OSError):
                temporary.unlink()
            taken = isinstance(error, FileNotFoundError) and path.parent.exists()
            if not taken or attempt == ATTEMPTS:
                raise
        else:
            return


def _made_folders(path: Path) -> Iterator[Path]:
    """Make a folder and its parents (0700) where they are not there; yield each folder that got a new name."""
    for missing in [folder for folder in (path, *path.parents) if not folder.exists()][::-1]:
        missing.mkdir(PRIVATE_FOLDER, exist_ok=True)
        if is_shared(missing.parent) and missing.stat().st_uid == os.getuid():
            missing.chmod(missing.stat().st_mode | stat.S_IRWXG)  # the setgid bit it has from the folder above
        yield missing.parent


def _write_new(path: Path, pieces: Iterable[bytes]) -> None:
    with os.fdopen(made_open(path, NEW), "wb") as file:
        file.writelines(pieces)
        file.flush()
        _sync(file.fileno())


def _sync(descriptor: int) -> None:
    """Wait until the drive has it: on macOS plain fsync only hands the data to the drive."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - not there on Windows

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def not_read(path: Path, error: OSError) -> Finding:
    """Return the finding `file_not_read` for an error of the system."""
    reason_ja, reason_en = reason(error)
    return finding("file_not_read", path=path, reason_ja=reason_ja, reason_en=reason_en)


def not_written(path: Path, error: OSError, *, needed: int) -> Finding:
    """Return the finding `file_not_written` for an error of the system."""
    reason_ja, reason_en = reason(error)
    return finding("file_not_written", path=path, reason_ja=reason_ja, reason_en=reason_en, needed=f"{needed:,}")
