"""A day's inputs in a record as a run of `hikae day` leaves them, without the run."""

from addin.store import snapshots
from addin.store.journal import Journal


def record_day(home, folder, business_date="2026-11-20"):
    """Record the files of a folder as the inputs of a run; returns the entry."""
    contents = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".md"}
    hashes = snapshots.keep(home, contents.values())
    body = {"business_date": str(business_date), "versions": {}, "files": dict(zip(contents, hashes, strict=True))}
    with Journal(home) as journal:
        return journal.append("day.inputs", body)
