"""Recomputes the whole chain from what the file holds, byte by byte, and says where it first fails."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from addin.store.chain import NO_HASH, hash_of, key_of
from addin.store.database import DEFINITIONS, ERRORS, is_damaged

_ROWS = "SELECT n, at, user, kind, key, previous, body, hash FROM entry ORDER BY n"
_TEXTS = {bytearray}
_ROW = re.compile(r"row ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the record is intact; if not, the first bad entry and the code of the finding that says what is wrong.

    `entries` and `head` are those of the part before the first bad entry.
    """

    ok: bool
    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""


def verified(connection: sqlite3.Connection) -> Verification:
    """Return whether every entry, the links between them, their number and the file's structure are intact."""
    count, head = 0, NO_HASH.encode()
    try:
        with _raw_texts(connection):
            for number, *fields in connection.execute(_ROWS):
                fault = _fault(number, fields, is_next=number == count + 1, head=head)
                if fault:
                    return Verification(ok=False, entries=count, head=head.decode(), broken_at=count + 1, reason=fault)
                count, head = number, fields[-1]
        broken_at, fault = _structure(connection, count)
    except ERRORS as error:
        if not is_damaged(error):
            raise
        broken_at, fault = count + 1, "journal_structure"
    return Verification(ok=not fault, entries=count, head=head.decode(), broken_at=broken_at, reason=fault)


@contextmanager
def _raw_texts(connection: sqlite3.Connection) -> Iterator[None]:
    """Read texts undecoded, as a damaged one may be no UTF-8; as bytearray, as a text turned blob comes as bytes."""
    connection.text_factory = bytearray
    try:
        yield
    finally:
        connection.text_factory = str


def _fault(number: int, fields: list[bytes], *, is_next: bool, head: bytes) -> str:
    """Return the code of what is wrong with one entry, given the hash of the one before."""
    if not is_next:
        return "journal_row_missing"
    if set(map(type, fields)) != _TEXTS:
        return "journal_row_changed"
    _, _, kind, key, previous, body, digest = fields
    if key_of(kind, body).encode() != key or hash_of((b"%d" % number, *fields[:-1])).encode() != digest:
        return "journal_row_changed"
    return "" if previous == head else "journal_link_broken"


def _structure(connection: sqlite3.Connection, count: int) -> tuple[int | None, str]:
    """Return the entry near which the file itself is wrong: its last entries gone, its guards gone, its index torn."""
    numbered = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone() or (0,)
    if numbered[0] != count:
        return count + 1, "journal_row_missing"
    if _schema(connection) != _schema_of_ours():
        return count, "journal_structure"
    answer: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if answer == "ok":
        return None, ""
    named = _ROW.search(answer)
    return int(named[1]) if named else count, "journal_structure"


def _schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def _schema_of_ours() -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as fresh:
        for definition in DEFINITIONS:
            fresh.execute(definition)
        return _schema(fresh)
