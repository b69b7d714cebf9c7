"""The days that runs of `hikae day` left in the record, as folders again for books and buttons.

A folder is laid out once, under the home; what is in it is what the record names: a file that somebody changed there
is put right before it is read again.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from addin.files import is_there, read_limited, sync_folders
from addin.home import RECORD_FILE
from addin.store import snapshots
from addin.store.chain import short_head
from addin.store.journal import Journal
from calc.outcome import RefusedError

FOLDER = "days"  # in the home
KIND = "day.inputs"


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """A recorded run's inputs: their business date, and each file's hash by its name; `key` names the run."""

    business_date: date
    files: Mapping[str, str]
    key: str


def newest_day(home: Path, business_date: date | None = None) -> RecordedDay | None:
    """Return the inputs of the run that was recorded last, of one business date if any; None where there is none.

    Raises RefusedError as reading the record does.
    """
    if not is_there(home / RECORD_FILE):
        return None
    with Journal(home) as journal:
        runs = [
            RecordedDay(date.fromisoformat(each.body["business_date"]), each.body["files"], short_head(each.key))
            for each in journal.entries(KIND)
        ]
    of_date = [each for each in runs if business_date in {None, each.business_date}]
    return of_date[-1] if of_date else None


def laid_out(home: Path, day: RecordedDay) -> Path:
    """Return the folder of a recorded day, with its files as they were read.

    Raises RefusedError as `snapshots.content` and the writing of files do.
    """
    folder = home.absolute() / FOLDER / f"{day.business_date}-{day.key}"
    gone = {name: sha256 for name, sha256 in day.files.items() if not _holds(folder / name, sha256)}
    snapshots.lay_out(home, gone, folder=folder)
    if gone:
        sync_folders([folder, folder.parent, home.absolute()])
    return folder


def is_day_of(folder: Path, day: RecordedDay) -> bool:
    """Return whether a recorded day was read from files that a folder holds now."""
    return all(_holds(folder / name, sha256) for name, sha256 in day.files.items())


def _holds(path: Path, sha256: str) -> bool:
    """Return whether a file has this content; one that cannot be read has not."""
    with suppress(RefusedError):
        return is_there(path) and hashlib.sha256(read_limited(path, snapshots.LIMIT)).hexdigest() == sha256
    return False
