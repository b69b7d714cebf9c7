"""The record: append-only, each entry chained to the one before by its hash.

What `append` returned is on the drive, whatever happens next. The same content is recorded once, however often a run
is repeated.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from addin.files import sync_file
from addin.home import refuse_unless_local
from addin.now import now
from addin.store import database
from addin.store.author import system_user
from addin.store.chain import NO_HASH, Entry, Json, canonical, checked_kind, hash_of, key_of, short_head
from addin.store.verify import Verification, verified
from calc.days.cutoff import iso
from calc.outcome import Place, RefusedError, finding

__all__ = ["Entry", "Journal", "Json", "Verification", "short_head"]

_COLUMNS = "n, at, user, kind, key, previous, body, hash"  # in the order they are hashed
_NOTHING = Verification(ok=True, entries=0, head=NO_HASH)
_CHUNK = 1000
_PAGE = 4096
_PAGES_TOUCHED = 8  # header, table, index and sequence pages, in the file and in the rollback journal


class Journal:
    """The record of one home folder; opened at first use, and made by the first append only."""

    def __init__(self, home: Path) -> None:
        self._path = home.absolute() / database.FILE_NAME
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the journal opens it again when it is used again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def append(self, kind: str, body: Mapping[str, Json]) -> Entry:
        """Return the entry of this content, durable: recorded now, or found there from before (`added` tells)."""
        return self.append_all([(kind, body)])[0]

    def append_all(
        self, items: Iterable[tuple[str, Mapping[str, Json]]], *, on_recorded: Callable[[Entry], object] | None = None
    ) -> tuple[Entry, ...]:
        """Return the entries of several contents, recorded together or not at all; `on_recorded` is told after that.

        Raises RefusedError `journal_busy`, `journal_not_written`, `journal_unreadable`, `journal_schema_newer`,
        `journal_foreign` or `home_not_local`; nothing is recorded then, and the same call may be tried again.
        """
        contents = [(checked_kind(kind), canonical(body)) for kind, body in items]
        needed = sum(len(text.encode()) for _, text in contents) + 2 * _PAGES_TOUCHED * _PAGE
        with self._findings(needed=needed):
            entries = self._recorded(contents)
        for entry in entries:
            if on_recorded is not None:
                on_recorded(entry)
        return entries

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, oldest first; others may append meanwhile."""
        last = 0
        while chunk := self._read(f"SELECT {_COLUMNS} FROM entry WHERE n > ? ORDER BY n LIMIT {_CHUNK}", last):  # noqa: S608
            for row in chunk:
                if row[0] <= last:  # a damaged file may lead the reader in circles
                    raise RefusedError([finding("journal_structure", Place(database.FILE_NAME, last), row=last)])
                yield _entry(row)
                last = row[0]

    def last(self) -> Entry | None:
        """Return the newest entry, None when there is none."""
        rows = self._read(f"SELECT {_COLUMNS} FROM entry ORDER BY n DESC LIMIT ?", 1)  # noqa: S608
        return _entry(rows[0]) if rows else None

    def head(self) -> str:
        """Return the hash of the newest entry, 64 zeros when there is none."""
        last = self.last()
        return NO_HASH if last is None else last.hash

    def verify(self) -> Verification:
        """Return whether the whole chain is intact, and if not, the first bad entry and a finding code."""
        try:
            with self._findings(needed=0):
                connection = self._reading()
                return _NOTHING if connection is None else verified(connection)
        except RefusedError as refused:
            code = refused.findings[0].code
            if code != "journal_unreadable":
                raise
            return replace(_NOTHING, ok=False, reason=code)

    def _recorded(self, contents: list[tuple[str, str]]) -> tuple[Entry, ...]:
        if self._connection is None:
            refuse_unless_local(self._path.parent)
            self._connection = database.writable(self._path)
        database.begin(self._connection, self._path)
        at, user = iso(now()), system_user()
        entries = tuple(_appended(self._connection, at, user=user, kind=kind, text=text) for kind, text in contents)
        self._connection.execute("COMMIT")
        if not all(entry.added for entry in entries):
            # Found entries may stem from a run killed between its commit and the last sync of that commit.
            sync_file(self._path.with_name(f"{self._path.name}-journal"))
        return entries

    def _reading(self) -> sqlite3.Connection | None:
        if self._connection is None:
            refuse_unless_local(self._path.parent)
            self._connection = database.existing(self._path)
        return self._connection

    def _read(self, query: str, number: int) -> list[tuple[Any, ...]]:
        with self._findings(needed=0):
            connection = self._reading()
            return [] if connection is None else connection.execute(query, (number,)).fetchall()

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
            self.close()  # closing rolls back what is open


def _appended(connection: sqlite3.Connection, at: str, *, user: str, kind: str, text: str) -> Entry:
    """Return the entry of a content inside the write lock, where nobody else can move the head."""
    key = key_of(kind.encode(), text.encode())
    found = connection.execute(f"SELECT {_COLUMNS} FROM entry WHERE key = ?", (key,)).fetchone()  # noqa: S608
    if found is not None:
        return _entry(found)
    last = connection.execute("SELECT n, hash FROM entry ORDER BY n DESC LIMIT 1").fetchone() or (0, NO_HASH)
    fields = (last[0] + 1, at, user, kind, key, last[1], text)
    row = (*fields, hash_of([str(field).encode() for field in fields]))
    connection.execute(f"INSERT INTO entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
    return _entry(row, added=True)


def _entry(row: tuple[Any, ...], *, added: bool = False) -> Entry:
    n, at, user, kind, key, previous, text, digest = row
    try:
        body = json.loads(text)
    except (TypeError, ValueError) as error:  # no text, or no JSON
        raise RefusedError([finding("journal_row_changed", Place(database.FILE_NAME, n), row=n)]) from error
    return Entry(n, at, user, kind, key, body, previous, digest, added=added)
