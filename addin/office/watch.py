"""A program that was started with a document, watched until the document is open or the program has ended."""

import subprocess
import time
from pathlib import Path

from addin.now import seconds

_LOOK_SECONDS = 0.05


def watched(process: subprocess.Popen[bytes], mark: Path, *, before: int, most: float) -> int | None:
    """Wait, so many seconds at most, until the mark is new or the program has ended.

    Returns the program's exit code, None while it runs; `before` is what `time_of` said of the mark before the start.
    """
    end = seconds() + most
    while process.poll() is None and seconds() < end:
        if time_of(mark) != before:
            return None
        time.sleep(_LOOK_SECONDS)
    return process.returncode


def time_of(path: Path) -> int:
    """Return when a file was last written, 0 when it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
