"""The schema of the record's file, step by step: a file of any earlier schema becomes the newest inside the write lock.

A step is never changed once it is out. A migration killed midway leaves the file as it was: SQLite's commit covers it.
"""

import hashlib
import secrets
import sqlite3
from contextlib import closing
from typing import NamedTuple, Self

from addin.home import DRILL_RECORD
from addin.now import now
from calc.days.cutoff import iso

APPLICATION = 0x48696B61  # "Hika"

_RECORD = b"hikae-record-id-v1\0"
_RANDOM_BYTES = 12
_CHECK_DIGITS = 8
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
_STEPS = (
    (
        """CREATE TABLE entry (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  user TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  previous TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL
)""",
        f"CREATE TRIGGER entry_not_changed BEFORE UPDATE ON entry {_REFUSE}",
        f"CREATE TRIGGER entry_not_deleted BEFORE DELETE ON entry {_REFUSE}",
    ),
    (
        "CREATE INDEX entry_kind ON entry (kind)",
        "CREATE TABLE record (id TEXT NOT NULL, made_at TEXT NOT NULL)",
        f"CREATE TRIGGER record_only_one BEFORE INSERT ON record WHEN EXISTS (SELECT 1 FROM record) {_REFUSE}",  # noqa: S608 - our own words
        f"CREATE TRIGGER record_not_changed BEFORE UPDATE ON record {_REFUSE}",
        f"CREATE TRIGGER record_not_deleted BEFORE DELETE ON record {_REFUSE}",
    ),
)
SCHEMA = len(_STEPS)


class Identity(NamedTuple):
    """Which record this is: 24 random digits and 8 that check them and the instant of making; no entry holds it.

    The id of a drill's record begins with a word that says so, and its check digits cover that word.
    """

    id: str
    made_at: str

    @classmethod
    def new(cls) -> Self:
        """Return the identity of a record that begins now."""
        return cls._checked(secrets.token_hex(_RANDOM_BYTES), iso(now()))

    @classmethod
    def of_drill(cls) -> Self:
        """Return the identity of a drill's record that begins now."""
        return cls._checked(DRILL_RECORD + secrets.token_hex(_RANDOM_BYTES), iso(now()))

    @classmethod
    def _checked(cls, start: str, made_at: str) -> Self:
        return cls(start + _check_digits(start, made_at), made_at)

    @property
    def ok(self) -> bool:
        """Return whether id and instant are what was once made together."""
        name = str(self.id)  # what a damaged file gives may be anything
        start, check = name[:-_CHECK_DIGITS], name[-_CHECK_DIGITS:]
        digits = start.removeprefix(DRILL_RECORD)
        return len(digits) == 2 * _RANDOM_BYTES and check == _check_digits(start, self.made_at)


def _check_digits(start: str, made_at: str) -> str:
    return hashlib.sha256(_RECORD + f"{start}\n{made_at}".encode()).hexdigest()[:_CHECK_DIGITS]


def migrate(connection: sqlite3.Connection, version: int, *, identity: Identity | None = None) -> None:
    """Bring a file from a schema (0: nothing there) to the newest, inside the caller's transaction.

    A file built from another place's entries keeps that `identity`; else the record gets a new one.
    """
    for step in _STEPS[version:]:
        for statement in step:
            connection.execute(statement)
    if version < SCHEMA:
        connection.execute("INSERT INTO record (id, made_at) VALUES (?, ?)", identity or Identity.new())
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")


def schema_of(version: int) -> list[tuple[str, ...]]:
    """Return what the catalogue of a file of this schema holds, in the order of `catalogue`."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        for step in _STEPS[:version]:
            for statement in step:
                fresh.execute(statement)
        return catalogue(fresh)


def catalogue(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Return type, name, table and definition of everything in a file's catalogue."""
    return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
