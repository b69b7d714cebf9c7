"""What is asked of one file of entries, the live record or an archive: every query stands here."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, TypeAlias

from addin.store.chain import NO_HASH, Entry, hash_of
from addin.store.database import FILE_NAME
from calc.outcome import Place, RefusedError, finding

Row: TypeAlias = tuple[Any, ...]

CHUNK = 1000
COLUMNS = "n, at, user, kind, key, previous, body, hash"  # in the order they are hashed
INSERT = f"INSERT INTO entry ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
UNTIL = f"SELECT {COLUMNS} FROM entry WHERE n <= ? ORDER BY n"  # noqa: S608
CHUNK_OF_ALL = f"SELECT {COLUMNS} FROM entry WHERE n > ? ORDER BY n LIMIT {CHUNK}"  # noqa: S608
CHUNK_OF_KIND = f"SELECT {COLUMNS} FROM entry WHERE n > ? AND kind = ? ORDER BY n LIMIT {CHUNK}"  # noqa: S608
_LAST = f"SELECT {COLUMNS} FROM entry ORDER BY n DESC LIMIT 1"  # noqa: S608
_LATEST = f"SELECT {COLUMNS} FROM entry WHERE kind = ? ORDER BY n DESC LIMIT 1"  # noqa: S608
_OF_KEY = f"SELECT {COLUMNS} FROM entry WHERE key = ?"  # noqa: S608
_BEFORE_SET_BACK = (
    f"SELECT {COLUMNS} FROM (SELECT *, lead(at) OVER (ORDER BY n) AS next_at FROM entry WHERE n > ?) "  # noqa: S608
    "WHERE next_at IS NULL OR next_at < at ORDER BY n"
)


def before_set_back(connection: sqlite3.Connection, *, after: int) -> list[Row]:
    """Return the rows above a number that a row of an earlier instant follows, and the newest, oldest first."""
    return connection.execute(_BEFORE_SET_BACK, (after,)).fetchall()


def chunk(connection: sqlite3.Connection, kind: str | None, *, after: int) -> list[Row]:
    """Return the next rows (of one kind) above a number, oldest first; none at the end."""
    if kind is None:
        return connection.execute(CHUNK_OF_ALL, (after,)).fetchall()
    return connection.execute(CHUNK_OF_KIND, (after, kind)).fetchall()


def first(connection: sqlite3.Connection) -> int:
    """Return the number of the oldest entry, 1 when there is none."""
    (number,) = connection.execute("SELECT min(n) FROM entry").fetchone()
    return number or 1


def last(connection: sqlite3.Connection) -> Row | None:
    """Return the newest row, None when there is none."""
    row: Row | None = connection.execute(_LAST).fetchone()
    return row


def end(connection: sqlite3.Connection) -> tuple[int, str]:
    """Return number and hash of the newest entry: (0, 64 zeros) when there is none."""
    row: tuple[int, str] | None = connection.execute("SELECT n, hash FROM entry ORDER BY n DESC LIMIT 1").fetchone()
    return row or (0, NO_HASH)


def latest(connection: sqlite3.Connection, kind: str) -> Row | None:
    """Return the newest row of a kind, None when there is none."""
    row: Row | None = connection.execute(_LATEST, (kind,)).fetchone()
    return row


def of_key(connection: sqlite3.Connection, key: str) -> Row | None:
    """Return the row of an idempotency key, None when the content was not recorded in this file."""
    row: Row | None = connection.execute(_OF_KEY, (key,)).fetchone()
    return row


def has_hash(connection: sqlite3.Connection, start: str) -> bool:
    """Return whether some entry's hash begins so."""
    asked = (len(start), start)
    return connection.execute("SELECT 1 FROM entry WHERE substr(hash, 1, ?) = ?", asked).fetchone() is not None


def record_id(connection: sqlite3.Connection) -> str | None:
    """Return the record's id, None in a file of schema 1, which has none."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'record'").fetchone() is None:
        return None
    (identity,) = connection.execute("SELECT id FROM record").fetchone()
    return str(identity)


def added(connection: sqlite3.Connection, content: tuple[str, str, str, str], text: str) -> Entry:
    """Return a new entry inside the write lock, where nobody else can move the head; content: at, user, kind, key."""
    n, previous = end(connection)
    fields = (n + 1, *content, previous, text)
    row = (*fields, hash_of([str(field).encode() for field in fields]))
    connection.execute(INSERT, row)
    return entry_of(row, added=True)


def entry_of(row: Sequence[Any], *, added: bool = False) -> Entry:
    """Return a row as an entry; raises RefusedError `journal_row_changed` when its body is no JSON."""
    n, at, user, kind, key, previous, text, digest = row
    try:
        body = json.loads(text)
    except (TypeError, ValueError) as error:  # no text, or no JSON
        raise RefusedError([finding("journal_row_changed", Place(FILE_NAME, n), row=n)]) from error
    return Entry(n, at, user, kind, key, body, previous, digest, added=added)
