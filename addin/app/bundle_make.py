"""Make a bundle of a record, to be carried to another office."""

from dataclasses import dataclass
from pathlib import Path

from addin.files import replace_file_by
from addin.store.bundle import pieces
from addin.store.database import FILE_NAME
from addin.store.journal import Entry, Journal
from addin.store.lines import Position
from addin.store.merge import MADE
from calc.outcome import Finding, RefusedError, finding


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """A bundle on disk: whose it is and how far it goes; its head is what the other office should compare."""

    record: str
    entries: int
    head: str
    findings: tuple[Finding, ...]


def made_bundle(home: Path, path: Path) -> MadeBundle:
    """Return the bundle made, after that it was made is itself recorded; the same record gives the same bytes.

    Raises RefusedError `bundle_nothing`, `file_not_written`, or what appending to and reading the record raises.
    """
    with Journal(home) as journal:
        last = _made(journal)
        record = journal.record_id()
        needed = (home / FILE_NAME).stat().st_size
        replace_file_by(path, lambda: pieces(home, Position(last.n, last.hash)), needed=needed)
    return MadeBundle(str(record), last.n, last.hash, journal.findings)


def _made(journal: Journal) -> Entry:
    """Return the entry that a bundle was made, the last one in it; one that is the last already stands for it."""
    last = journal.last()
    if last is None:
        raise RefusedError([finding("bundle_nothing")])
    return last if last.kind == MADE else journal.append(MADE, {"entries": last.n, "head": last.hash})
