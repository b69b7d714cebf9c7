"""The record: append-only, each entry chained to the one before by its hash.

What `append` returned is on the drive, whatever happens next. The same content is recorded once, however often a run
is repeated. Nothing is added to a record that is damaged.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias, TypeVar

from addin.files import is_there, remove_leftovers, sync_file
from addin.home import refuse_unless_local
from addin.now import now
from addin.store import database, table
from addin.store.archive import ARCHIVED, FOLDER, Archives, archive, end_before, first_live, remove
from addin.store.author import system_user
from addin.store.chain import NO_HASH, Entry, Json, canonical, checked_kind, key_of, short_head
from addin.store.mode import refuse_mixed
from addin.store.second import copied
from addin.store.seen import Seen, refuse_newer
from addin.store.shown import last_shown, mark_shown, not_shown, runs
from addin.store.verify import Verification, not_intact, reaching, verified
from calc.days.cutoff import iso
from calc.outcome import Finding, Place, RefusedError, finding

__all__ = ["Entry", "Journal", "Json", "Verification", "short_head"]

OnRecorded: TypeAlias = Callable[[Entry], object]
AfterCommit: TypeAlias = Callable[[Sequence[Entry]], Finding | None]
T = TypeVar("T")

_NOTHING = Verification(ok=True, entries=0, head=NO_HASH)
_PAGE = 4096
_PAGES_TOUCHED = 12  # header, tables, indexes and sequence, in the file and in the rollback journal
_COPIES = 4  # an archive takes its size for itself, for the check, and for the rollback journal of the live file


class Journal:
    """The record of one home folder; opened at first use, and made by the first append only.

    `after_commit` is told the entries of a call as soon as they are durable (the second copy), and may return a
    finding, kept in `findings`; it must not raise. `on_recorded` is told each of them after that, found ones too.
    """

    def __init__(
        self, home: Path, *, on_recorded: OnRecorded | None = None, after_commit: AfterCommit | None = None
    ) -> None:
        self._home = home.absolute()
        self._path = self._home / database.FILE_NAME
        self._connection: sqlite3.Connection | None = None
        self._archives = Archives(self._home)
        self._is_intact = self._is_clean = False  # as seen since the file was opened; nothing of a killed run is left
        self._on_recorded = on_recorded
        self._after_commit = after_commit or copied(home.absolute())
        self._untold: list[int] = []
        self.findings: tuple[Finding, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._untold.clear()  # who called may never have told anybody
        self.close()

    def close(self) -> None:
        """Let go of the file; what was returned counts as told. The journal opens again when it is used again."""
        if self._untold:
            mark_shown(self._home, self._untold)
            self._untold.clear()
        self._let_go()

    def append(self, kind: str, body: Mapping[str, Json]) -> Entry:
        """Return the entry of this content, durable: recorded now, or found there from before (`added` tells)."""
        return self.append_all([(kind, body)])[0]

    def append_all(
        self, items: Iterable[tuple[str, Mapping[str, Json]]], *, on_recorded: OnRecorded | None = None,
        seen: Seen | None = None,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """Return the entries of several contents, recorded together or not at all; `on_recorded` is told after that.

        The first call verifies the whole record. Raises RefusedError `journal_busy`, `journal_not_written`,
        `journal_not_continued` with what is damaged, `journal_unreadable`, `journal_schema_newer`, `journal_foreign`,
        `home_not_local`, or `journal_moved_on` when there are newer entries of a kind than those that were `seen`;
        nothing is recorded then, and the same call may be tried again.
        """
        contents = [(checked_kind(kind), canonical(body)) for kind, body in items]
        needed = sum(len(text.encode()) for _, text in contents) + 2 * _PAGES_TOUCHED * _PAGE
        with self._findings(needed=needed):
            entries = self._recorded(contents, seen)
        self._tell(entries, on_recorded)
        return entries

    def entries(self, kind: str | None = None, *, after: int = 0) -> Iterator[Entry]:
        """Yield every entry (of one kind) with a number above `after`, oldest first; others may append meanwhile."""
        last, nothing = after, list[table.Row]()
        while chunk := self._read(nothing, partial(self._chunk, kind=kind, after=last)):
            for row in chunk:
                if row[0] <= last:  # a damaged file may lead the reader in circles
                    raise RefusedError([finding("journal_structure", Place(database.FILE_NAME, last), row=last)])
                yield table.entry_of(row)
                last = row[0]

    def last(self) -> Entry | None:
        """Return the newest entry, None when there is none."""
        row = self._read(None, table.last)
        return table.entry_of(row) if row else None

    def latest(self, kind: str) -> Entry | None:
        """Return the newest entry of a kind, None when there is none."""
        row = self._read(None, partial(self._latest, kind=kind))
        return table.entry_of(row) if row else None

    def before_set_back(self, *, after: int = 0) -> tuple[Entry, ...]:
        """Return the entries above a number after which the clock was set back, and the newest one, oldest first."""
        return self._read((), lambda live: tuple(map(table.entry_of, table.before_set_back(live, after=after))))

    def head(self) -> str:
        """Return the hash of the newest entry, 64 zeros when there is none."""
        return self._read((0, NO_HASH), table.end)[1]

    def record_id(self) -> str | None:
        """Return the random id of this record, None before its first entry; copies and bundles are named by it."""
        return self._read(None, table.record_id)

    def unconfirmed(self) -> tuple[Entry, ...]:
        """Return the entries that a killed run may have left without anybody having seen them confirmed."""
        last = self.last() if self.record_id() else None
        missing = runs(not_shown(self._home, last.n)) if last else ()
        return tuple(entry for first, count in missing for entry in islice(self.entries(after=first - 1), count))

    def confirm(self, entries: Iterable[Entry]) -> None:
        """Count entries as told: somebody has seen now that they are recorded."""
        mark_shown(self._home, [entry.n for entry in entries])

    def verify(self, against: str | None = None) -> Verification:
        """Return whether the whole chain with its archives is intact, and if not, the first bad entry and a code.

        `against` is a head from outside, whole or its first digits: without an entry of that hash the record is not
        the one it was taken from (`journal_head_unknown`).
        """
        told = last_shown(self._home)  # before the entries: others may append meanwhile
        try:
            result = self._read(_NOTHING, lambda connection: self._verified(connection, against or ""))
        except RefusedError as refused:
            return not_intact(refused)
        return reaching(result, told)

    def archive(self, day: str) -> Entry | None:
        """Return the entry that says that everything recorded before a day (YYYY-MM-DD) was archived, None if nothing.

        Raises RefusedError as `append_all` does, and `journal_archive_differs`.
        """
        needed = _COPIES * self._path.stat().st_size if is_there(self._path) else 0
        with self._findings(needed=needed):
            entries = self._archived(day)
        self._tell(entries)
        return entries[0] if entries else None

    def _recorded(self, contents: list[tuple[str, str]], seen: Seen | None) -> tuple[Entry, ...]:
        connection = self._writing()
        refuse_mixed(connection, self._home, [kind for kind, _ in contents])
        if seen is not None:
            refuse_newer(self._latest(connection, seen.kind), seen)
        entries = self._appended(connection, contents)
        connection.execute("COMMIT")
        if not all(entry.added for entry in entries):
            # Found entries may stem from a run killed between its commit and the last sync of that commit.
            sync_file(self._path.with_name(f"{self._path.name}-journal"))
        return entries

    def _archived(self, day: str) -> tuple[Entry, ...]:
        connection = self._writing()
        last, first = end_before(connection, day), table.first(connection)
        if last < first:
            connection.execute("ROLLBACK")
            return ()
        _, head = table.end(connection)
        path = archive(connection, self._home, last, base=self._archives.end(first))
        said: dict[str, Json] = {"file": f"{FOLDER}/{path.name}", "from": first, "to": last, "head": head}
        entries = self._appended(connection, [(ARCHIVED, canonical(said))])
        remove(connection, last)
        connection.execute("COMMIT")
        return entries

    def _writing(self) -> sqlite3.Connection:
        """Return the connection inside a write transaction; a record that is damaged is not continued."""
        if self._connection is None:
            refuse_unless_local(self._home)
            self._connection = database.writable(self._path)
        if not self._is_intact:
            self._refuse_damaged(self._connection)
        if database.begin(self._connection, self._path) == 1:  # nobody kept marks then
            mark_shown(self._home, range(1, table.end(self._connection)[0] + 1))
        if not self._is_clean:  # under the lock, where nobody else is making an archive
            for folder in (self._home, self._home / FOLDER):
                remove_leftovers(folder)
            self._is_clean = True
        return self._connection

    def _refuse_damaged(self, connection: sqlite3.Connection) -> None:
        told, check = last_shown(self._home), _NOTHING
        if is_begun := database.version(connection, self._path) != 0:
            check = verified(connection, base=self._archives.end(first_live(connection)))
        check = reaching(check, told)
        if not check.ok:
            place = Place(database.FILE_NAME, check.broken_at)
            what = finding(check.reason, place, row=check.broken_at, path=self._path)
            raise RefusedError([what, finding("journal_not_continued", path=self._path)])
        self._is_intact = is_begun

    def _appended(self, connection: sqlite3.Connection, contents: list[tuple[str, str]]) -> tuple[Entry, ...]:
        at, user, first = iso(now()), system_user(), table.first(connection)
        entries = list[Entry]()
        for kind, text in contents:
            key = key_of(kind.encode(), text.encode())
            found = table.of_key(connection, key) or self._archives.of_key(key, first=first)
            entries.append(table.entry_of(found) if found else table.added(connection, (at, user, kind, key), text))
        return tuple(entries)

    def _tell(self, entries: tuple[Entry, ...], on_recorded: OnRecorded | None = None) -> None:
        """Tell the second copy, then whoever waits; what nobody waits for counts as told when the journal closes."""
        found = self._after_commit(entries) if entries else None
        if found is not None and found not in self.findings:
            self.findings = (*self.findings, found)
        waiting = [tell for tell in (on_recorded, self._on_recorded) if tell is not None]
        for entry in entries:
            for tell in waiting:
                tell(entry)
        if waiting:
            self.confirm(entries)
        else:
            self._untold += [entry.n for entry in entries]

    def _latest(self, connection: sqlite3.Connection, kind: str) -> table.Row | None:
        return table.latest(connection, kind) or self._archives.latest(kind, first=table.first(connection))

    def _chunk(self, connection: sqlite3.Connection, *, kind: str | None, after: int) -> list[table.Row]:
        found = table.chunk(connection, kind, after=after)
        first = table.first(connection)  # asked after the rows: entries archived meanwhile are then seen as archived
        older = self._archives.chunk(kind, after=after, first=first) if after + 1 < first else []
        return older or found

    def _verified(self, connection: sqlite3.Connection, against: str) -> Verification:
        first = first_live(connection)
        older = self._archives.verified(first)
        if not older.ok:
            return older
        result = replace(verified(connection, base=(older.entries, older.head)), archives=older.archives)
        known = NO_HASH.startswith(against) or table.has_hash(connection, against)
        self._is_intact = result.ok
        if result.ok and not (known or self._archives.has_hash(against, first=first)):
            return replace(result, ok=False, reason="journal_head_unknown")
        return result

    def _read(self, nothing: T, ask: Callable[[sqlite3.Connection], T]) -> T:
        """Return what is asked of the record, `nothing` when there is none yet."""
        with self._findings(needed=0):
            if self._connection is None:
                refuse_unless_local(self._home)
                self._connection = database.existing(self._path)
            return nothing if self._connection is None else ask(self._connection)

    @contextmanager
    def _findings(self, *, needed: int) -> Iterator[None]:
        """Turn SQLite's errors into findings; after any error the file is let go, so the next try starts afresh."""
        try:
            yield
        except database.ERRORS as error:
            self._abandon()
            raise RefusedError([database.as_finding(error, self._path, needed=needed)]) from error
        except OSError as error:
            self._abandon()
            raise RefusedError([database.system_finding(error, self._path, needed=needed)]) from error
        except BaseException:
            self._abandon()
            raise

    def _abandon(self) -> None:
        with suppress(sqlite3.Error):
            self._let_go()  # closing rolls back what is open

    def _let_go(self) -> None:
        self._is_intact = self._is_clean = False
        self._archives.close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None
