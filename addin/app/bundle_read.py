"""Read another office's bundle: its entries beside the own ones, and where both say different things."""

from dataclasses import dataclass
from pathlib import Path

from addin.store.bundle import contents
from addin.store.copies import opened
from addin.store.journal import Journal
from addin.store.lines import Position
from addin.store.merge import Conflict, View, conflicts, view_of
from addin.store.mode import refuse_other
from addin.store.raw import holds
from calc.outcome import Finding


@dataclass(frozen=True, slots=True)
class ReadBundle:
    """A bundle that was read: whose it is, how far it goes, how many of its entries were new, and all conflicts."""

    record: str
    entries: int
    head: str
    added: int
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]


def read_bundle(path: Path, home: Path) -> ReadBundle:
    """Return what a bundle brought, recorded together or not at all; a second time it brings nothing.

    Raises RefusedError `copy_broken`, `copy_foreign`, `copy_format_newer`, `bundle_not`, `drill_wall`, `file_not_read`,
    `file_over_limit`, or what appending to the record raises.
    """
    with opened(path) as bundle, Journal(home) as journal:
        bundle.refuse_unless_bundle()
        refuse_other(bundle.header.record, home, path=path)
        own = journal.record_id()

        def has(record: str, at: Position) -> bool:
            return record == own and holds(home, at)

        entries = journal.append_all(contents(bundle, has))
        added = sum(entry.added for entry in entries[:-1])  # the last says that it was read
        found = conflicts(view_in(journal))
    return ReadBundle(bundle.header.record, bundle.at.n, bundle.at.hash, added, found, journal.findings)


def view_in(journal: Journal) -> View:
    """Return everything that a record knows, its own entries and those it read."""
    return view_of(journal.entries(), journal.record_id() or "")
