"""A whole file brought into the second place by a process of its own: a drive that hangs must not stop the desk."""

import errno
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from addin.files import not_written, replace_file
from addin.home import Mode, is_home
from addin.store.mode import mode_of
from addin.store.second_wall import LIVE, is_live
from calc.outcome import RefusedError, finding

PATIENCE = 20.0  # seconds: a slow stick takes a pack in one, and nobody waits for a dead one


def carried(source: Path, there: Path, *, patience: float = PATIENCE) -> None:
    """Write a copy of a file, whole or not at all, into a place that may not answer.

    Raises RefusedError `file_not_written` with what the system said, or that it said nothing in time, and
    `second_copy_live` for a file of a drill's home in a live place.
    """
    command = [sys.executable, "-I", "-m", __name__, str(source), str(there)]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        cwd=Path(sys.executable).parent, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    try:
        said, _ = child.communicate(timeout=patience)
        if said == LIVE.encode():
            raise RefusedError([finding("second_copy_live", path=there.parent)])
        number = int(said or 0) or (errno.EIO if child.returncode else 0)
    except subprocess.TimeoutExpired:
        _ended(child)
        number = errno.ETIMEDOUT
    if number:
        raise RefusedError([not_written(there, OSError(number, ""), needed=source.stat().st_size)])


def _ended(child: subprocess.Popen[bytes]) -> None:
    """End the process; one that a dead drive holds will not even die before the drive is back."""
    child.kill()
    with suppress(subprocess.TimeoutExpired):
        child.communicate(timeout=1.0)


def main(source: str, there: str) -> str:
    """Return the number of what the system said against the copy, "" where it is written, `live` where it must not."""
    try:
        if _is_of_drill(Path(source)) and is_live(Path(there).parent):
            return LIVE
        replace_file(Path(there), Path(source).read_bytes())
    except OSError as error:  # the place cannot be looked at
        return str(error.errno)
    except RefusedError as refused:
        cause = refused.__cause__
        return str(cause.errno if isinstance(cause, OSError) else errno.EIO)
    return ""


def _is_of_drill(source: Path) -> bool:
    return any(mode_of(folder) is Mode.DRILL for folder in source.parents if is_home(folder))


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
