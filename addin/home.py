"""Where the record, the settings and the registers live, whether the record may, and the mark of a drill."""

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from calc.outcome import RefusedError, finding

BANNER = "訓練 / DRILL"
RECORD_FILE = "journal.sqlite3"
DRILL_FILE = "DRILL"  # in the home, made before anything else
DRILL_RECORD = "drill-"  # how the id of a drill's record begins

_MOUNTS = Path("/proc/self/mountinfo")
_SYNCHRONISED = re.compile(
    r"(onedrive|dropbox|google ?drive|google ドライブ|icloud ?drive|icloud|mobile documents|com~apple~clouddocs"
    r"|cloudstorage|box sync|nextcloud|owncloud|pcloud ?drive)([ \-(（].*)?",
    re.IGNORECASE,
)
_REMOTE = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "gpfs",
           "davfs", "ftpfs", "sshfs"}  # fmt: skip
_LOCAL_FUSE = {"fuse.fuse-overlayfs"}  # the root of an unprivileged container
_DRIVE_REMOTE = 4  # GetDriveTypeW: a mapped network drive


class Mode(StrEnum):
    """Whether a home is for the work itself or for a drill; it is born so and never changes."""

    LIVE = "live"
    DRILL = "drill"


def is_marked(home: Path) -> bool:
    """Return whether the home has the mark file of a drill; `addin.store.mode` asks the record, too."""
    return os.path.lexists(home / DRILL_FILE)


def is_home(folder: Path) -> bool:
    """Return whether a folder is somebody's home: it holds a record, or the mark under which one will be made."""
    return os.path.lexists(folder / RECORD_FILE) or is_marked(folder)


def mode_of_record(record: str) -> Mode:
    """Return which kind of home the record of this id belongs to; copies and bundles carry the id."""
    return Mode.DRILL if record.startswith(DRILL_RECORD) else Mode.LIVE


def home_folder(option: Path | None = None) -> Path:
    """Return the state folder: `--home`, else $HIKAE_HOME, else the per-user data folder; nothing is made."""
    if option is not None:
        return option.expanduser().absolute()
    named = os.environ.get("HIKAE_HOME")
    return Path(named).expanduser().absolute() if named else data_folder()


def refuse_unless_local(home: Path) -> None:
    """Raise RefusedError `home_not_local` when the folder is on a network or kept in step by a cloud program.

    SQLite's promise rests on locks and syncs that such places do not keep (reliability bar D8).
    """
    kind = not_local(home)
    if kind:
        raise RefusedError([finding("home_not_local", path=home, kind=kind)])


def not_local(folder: Path) -> str:
    """Return why the folder is no place for the record (`UNC`, `OneDrive`, `nfs` …), or nothing."""
    real = folder.resolve()
    return (
        _unc(str(folder))
        or _unc(str(real))
        or _synchronised([*folder.parts, *real.parts])
        or _remote_drive(real)
        or _remote_since(real, _device(real))
    )


@lru_cache
def _remote_since(folder: Path, device: int) -> str:  # noqa: ARG001 - what is mounted over a folder is another device
    return remote_mount(folder, _mount_table())


def remote_mount(folder: Path, table: str) -> str:
    """Return the file system type when the mount that holds the folder is remote, by a mountinfo table."""
    found, kind = -1, ""
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(_unescaped(before.split(" ")[4]))
        if folder.is_relative_to(point) and len(point.parts) >= found:  # the last of equals is on top
            found, kind = len(point.parts), after.split(" ")[0]
    remote = kind in _REMOTE or (kind.startswith("fuse.") and kind not in _LOCAL_FUSE)
    return kind if remote else ""


def data_folder() -> Path:
    """Return the per-user data folder; nothing is made."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Hikae"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Hikae"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hikae"


def _unc(text: str) -> str:
    plain = text.replace("/", "\\")
    if plain.startswith(("\\\\?\\UNC\\", "\\\\?\\unc\\")):
        return "UNC"
    return "UNC" if plain.startswith("\\\\") and not plain.startswith(("\\\\?\\", "\\\\.\\")) else ""


def _synchronised(parts: Iterable[str]) -> str:
    return next((part for part in parts if _SYNCHRONISED.fullmatch(part)), "")


def _remote_drive(folder: Path) -> str:
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - only Windows has the call

    return "network drive" if ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE else ""


def _device(folder: Path) -> int:
    """Return the device that holds a folder, or will: the system tells its number sooner than all its mounts."""
    for place in (folder, *folder.parents):
        with suppress(OSError):
            return place.stat().st_dev
    return 0


def _mount_table() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # not there, or hidden by a sandbox: the other signs still count
        return ""


def _unescaped(text: str) -> str:
    """Return a mount point with the table's octal escapes undone: a blank is written 040 after a backslash."""
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), text)
