"""The wall around live work in the second place: a drill's copies never lie among live ones.

Asked by the processes that write there: a drive that hangs stops whoever looks at it.
"""

from pathlib import Path

from addin.home import Mode, is_home, mode_of_record
from addin.store.mode import mode_of

LIVE = "live"  # what a process answers that must not write there
_BEFORE, _END = "hikae-", ".jsonl"


def copy_name(record: str) -> str:
    """Return the name of a record's copy in the second place."""
    return f"{_BEFORE}{record}{_END}"


def is_of_drill(copy: str) -> bool:
    """Return whether the copy of this name is one of a drill's record."""
    return mode_of_record(copy.removeprefix(_BEFORE)) is Mode.DRILL


def is_live(place: Path) -> bool:
    """Return whether a place is live: a live home or a folder in one, or a folder with a live record's copy.

    Raises OSError where it cannot be looked at.
    """
    real = place.resolve(strict=True)
    if any(mode_of(folder) is Mode.LIVE for folder in (real, *real.parents) if is_home(folder)):
        return True
    return any(not is_of_drill(each.name) for each in real.glob(copy_name("*")))
