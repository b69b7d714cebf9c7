"""The record's rows as they stand in the file, bodies undecoded: for copies, which must be equal to the last byte.

A connection of its own for each look, read-only and soon given up: nobody who writes waits for a copy.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from addin.store import database, table
from addin.store.archive import Archives
from addin.store.lines import Position
from calc.outcome import RefusedError

BUSY_SECONDS = 0.5


def identity(home: Path) -> tuple[str, str]:
    """Return id and instant of making of a home's record, which must be there; raises sqlite3.Error."""
    with _live(home) as live:
        found: tuple[str, str] = live.execute("SELECT id, made_at FROM record").fetchone()
        return found


def holds(home: Path, at: Position) -> bool:
    """Return whether the record has this entry: then everything before it is the same too; raises as `rows_after`."""
    if at.n == 0:
        return at == Position()
    with _live(home) as live:
        row = live.execute("SELECT n, hash FROM entry WHERE n = ?", (at.n,)).fetchone()
        if row is None and at.n < table.first(live):
            row = next(((row[0], row[-1]) for row in _archived(home, live, at.n - 1)), None)
        return bool(row == at)


def rows_after(home: Path, n: int) -> list[table.Row]:
    """Return the next rows after an entry, at most a chunk, as n, at, user, kind, key, previous, body, hash.

    Raises sqlite3.Error, or RefusedError where an archived year is missing.
    """
    with _live(home) as live:
        return _archived(home, live, n) if n + 1 < table.first(live) else table.chunk(live, None, after=n)


def rows_to(home: Path, last: int) -> Iterator[table.Row]:
    """Yield the rows up to an entry; others may append meanwhile.

    Raises RefusedError `journal_busy`, `journal_unreadable`, `journal_not_read` or `journal_archive_missing`.
    """
    n = 0
    while n < last:
        try:
            chunk = rows_after(home, n)
        except database.ERRORS as error:
            raise RefusedError([database.as_finding(error, home / database.FILE_NAME, needed=0)]) from error
        yield from (row for row in chunk if n < row[0] <= last)
        n = chunk[-1][0] if chunk and chunk[-1][0] > n else last


def _archived(home: Path, live: sqlite3.Connection, n: int) -> list[table.Row]:
    with closing(Archives(home)) as archives:
        return archives.chunk(None, after=n, first=table.first(live))


@contextmanager
def _live(home: Path) -> Iterator[sqlite3.Connection]:
    path = f"{(home.absolute() / database.FILE_NAME).as_uri()}?mode=ro"
    with closing(sqlite3.connect(path, uri=True, timeout=BUSY_SECONDS)) as connection:
        yield connection
