"""Archived years: the oldest entries in files of their own, which stay part of the record.

An archive holds the entries up to a number, `archive/journal-to-N.sqlite3`, with their numbers and hashes; the next
file goes on from its head. It is complete, verified and durable before the same entries leave the live file, in one
transaction with the entry that says so. Nothing goes out of sight: readers ask the archives for what is older.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from addin.files import ensure_folder, is_there
from addin.store import database, table
from addin.store.chain import NO_HASH
from addin.store.migrations import Identity, migrate
from addin.store.verify import Verification, verified
from addin.streams import make_file
from calc.outcome import Place, RefusedError, finding

FOLDER = "archive"
ARCHIVED = "journal.archived"
_GUARD = "entry_not_deleted"
_ROW_BYTES = 800  # of an entry besides its body: its fields, and its share of the indexes

T = TypeVar("T")


class Archives:
    """The archives of one home, opened when something older than the live file is asked for; `first` is its oldest."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._open: dict[Path, sqlite3.Connection] = {}

    def close(self) -> None:
        """Let go of the files."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def chunk(self, kind: str | None, *, after: int, first: int) -> list[table.Row]:
        """Return the next rows (of one kind) above a number that are archived, none when there are no more."""
        found = [rows for rows in self._asked(first, lambda each: table.chunk(each, kind, after=after)) if rows]
        return found[-1] if found else []

    def latest(self, kind: str, *, first: int) -> table.Row | None:
        """Return the newest archived row of a kind, None when there is none."""
        return next(filter(None, self._asked(first, lambda each: table.latest(each, kind))), None)

    def of_key(self, key: str, *, first: int) -> table.Row | None:
        """Return the archived row of an idempotency key, None when there is none."""
        return next(filter(None, self._asked(first, lambda each: table.of_key(each, key))), None)

    def has_hash(self, start: str, *, first: int) -> bool:
        """Return whether some archived entry's hash begins so."""
        return any(self._asked(first, lambda each: table.has_hash(each, start)))

    def end(self, first: int) -> tuple[int, str]:
        """Return number and hash of the entry that the live file's first one must follow."""
        return next(self._asked(first, lambda each: (first - 1, table.end(each)[1])), (0, NO_HASH))

    def verified(self, first: int) -> Verification:
        """Return whether all archives are intact and follow one another, oldest first."""
        result = Verification(ok=True, entries=0, head=NO_HASH)
        for last in [*self._asked(first, lambda each: table.end(each)[0])][::-1]:
            path = archive_path(self._home, last)
            with _named(path):
                check = verified(self._opened(path), base=(result.entries, result.head))
            result = replace(check, source=_place(path).source, archives=(*result.archives, path.name))
            if not result.ok:
                break
        return result

    def _asked(self, first: int, ask: Callable[[sqlite3.Connection], T]) -> Iterator[T]:
        """Yield each archive's answer, newest first.

        Raises RefusedError `journal_archive_missing`, or what opening and reading a record raise.
        """
        while first > 1:
            path = archive_path(self._home, first - 1)
            with _named(path):
                connection = self._opened(path)
                answer, first = ask(connection), table.first(connection)
            yield answer

    def _opened(self, path: Path) -> sqlite3.Connection:
        if path not in self._open:
            if not is_there(path):
                raise RefusedError([finding("journal_archive_missing", _place(path), path=path)])
            connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
            self._open[path] = connection
            database.version(connection, path)
        return self._open[path]


def archive_path(home: Path, last: int) -> Path:
    """Return where the archive that ends with an entry stands."""
    return home / FOLDER / f"journal-to-{last}.sqlite3"


def end_before(connection: sqlite3.Connection, day: str) -> int:
    """Return the number of the last entry of the unbroken beginning of the file that was recorded before a day."""
    (later,) = connection.execute("SELECT min(n) FROM entry WHERE at >= ?", (day,)).fetchone()
    return table.end(connection)[0] if later is None else later - 1


def first_live(connection: sqlite3.Connection) -> int:
    """Return the number of the live file's oldest entry.

    Raises RefusedError `journal_row_missing` when entries before it were never archived.
    """
    first, said = table.first(connection), table.latest(connection, ARCHIVED)
    archived = int(table.entry_of(said).body["to"]) if said else 0
    if archived < first - 1:
        raise RefusedError([finding("journal_row_missing", Place(database.FILE_NAME, archived + 1), row=archived + 1)])
    return first


def archive(connection: sqlite3.Connection, home: Path, last: int, *, base: tuple[int, str]) -> Path:
    """Return the archive of the live file's entries up to one, complete, verified and durable; they stand in both then.

    Inside the caller's write transaction. `base` is number and hash of the entry that the first one follows.
    Raises RefusedError `file_not_written`, `journal_not_written` or `journal_archive_differs`.
    """
    path, needed = archive_path(home, last), size(connection, last)
    ensure_folder(path.parent)
    if not is_there(path):  # else of a run that was killed before its commit; it is verified like a new one
        make_file(path, lambda beside: _fill(beside, connection, last, needed=needed), needed=needed)
    (head,) = connection.execute("SELECT hash FROM entry WHERE n = ?", (last,)).fetchone()
    with _named(path), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as made:
        check = verified(made, base=base)
    if (check.ok, check.entries, check.head) != (True, last, head):
        raise RefusedError([finding("journal_archive_differs", _place(path), path=path)])
    return path


def remove(connection: sqlite3.Connection, last: int) -> None:
    """Take the entries up to one out of the live file; the only place where its guard against that is lifted."""
    (guard,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (_GUARD,)).fetchone()
    connection.execute(f"DROP TRIGGER {_GUARD}")
    connection.execute("DELETE FROM entry WHERE n <= ?", (last,))
    connection.execute(guard)


def size(connection: sqlite3.Connection, last: int) -> int:
    """Return about how many bytes the entries up to one take in a file."""
    query = f"SELECT total(length(CAST(body AS BLOB)) + {_ROW_BYTES}) FROM entry WHERE n <= ?"  # noqa: S608 - a number
    (size,) = connection.execute(query, (last,)).fetchone()
    return int(size)


def _fill(path: Path, source: sqlite3.Connection, last: int, *, needed: int) -> None:
    """Fill an empty file with the entries; nobody sees it before it is synced, so it needs no journal of its own."""
    identity = Identity(*source.execute("SELECT id, made_at FROM record").fetchone())
    with _named(path, needed=needed), closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = OFF")
        made.execute("PRAGMA synchronous = OFF")
        made.execute("BEGIN")
        migrate(made, 0, identity=identity)
        made.executemany(table.INSERT, source.execute(table.UNTIL, (last,)))
        made.execute("COMMIT")


@contextmanager
def _named(path: Path, *, needed: int = 0) -> Iterator[None]:
    """Turn SQLite's errors into findings that name the archive."""
    try:
        yield
    except database.ERRORS as error:
        raise RefusedError([database.as_finding(error, path, needed=needed).at(_place(path))]) from error


def _place(path: Path) -> Place:
    return Place(f"{FOLDER}/{path.name}")
