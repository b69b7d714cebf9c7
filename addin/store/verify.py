"""Recomputes the whole chain from what the file holds, byte by byte, and says where it first fails.

A fast pass reads texts and stops at the first entry that is not as it was recorded; a careful one, byte by byte, then
says what is wrong with that entry. SQLite's own check of the file's pages and indexes runs beside the fast pass where
the record is large.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from addin.store.chain import NO_HASH, hash_of, is_whole, key_of
from addin.store.database import ERRORS, FILE_NAME, is_damaged
from addin.store.migrations import Identity, catalogue, schema_of
from addin.store.table import COLUMNS, Row
from calc.outcome import RefusedError

_ROWS = f"SELECT {COLUMNS} FROM entry ORDER BY n"  # noqa: S608 - our own names
_ONE = f"{_ROWS} LIMIT 1 OFFSET ?"
_TEXTS = {bytearray}
_ROW = re.compile(r"row ([0-9]+)")
_CACHE = 64_000  # kB: the check of an index looks into it at random places
_MANY_PAGES = 1000  # of 4 kB; below, a thread takes longer to start than the check itself
_BROKEN = {
    "journal_unreadable",
    "journal_foreign",
    "journal_archive_missing",
    "journal_row_missing",
    "journal_row_changed",
}


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the record is intact; if not, the first bad entry and the code of the finding that says what is wrong.

    `entries` and `head` are those of the part before the first bad entry; `source` is the file it should stand in;
    `archives` are the files of archived years that were verified too.
    """

    ok: bool
    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""
    source: str = FILE_NAME
    archives: tuple[str, ...] = ()


def verified(connection: sqlite3.Connection, *, base: tuple[int, str] = (0, NO_HASH)) -> Verification:
    """Return whether every entry, the links between them, their number and the file's structure are intact.

    `base` is number and hash of the entry that the file's first one must follow. Others may append meanwhile.
    """
    count, head = base
    try:
        with _pages_looked_at(connection) as pages:
            with _one_state(connection):
                count, head = intact(connection, base)
                broken_at, fault = _entry_fault(connection, count - base[0], (count, head)) or _frame(connection, count)
            if not fault:  # asked for after the state was let go: who writes may wait for that, and the check for him
                broken_at, fault = _page_fault(pages(), count)
    except ERRORS as error:
        if not is_damaged(error):
            raise
        broken_at, fault = count + 1, "journal_structure"
    return Verification(ok=not fault, entries=count, head=head, broken_at=broken_at, reason=fault)


def reaching(check: Verification, told: int) -> Verification:
    """Return a verification that also finds the entries missing which somebody was told of, up to a number."""
    if check.ok and told > check.entries:
        return replace(check, ok=False, broken_at=check.entries + 1, reason="journal_row_missing")
    return check


def not_intact(refused: RefusedError) -> Verification:
    """Return what a refusal says about the record; one that says nothing about it is raised again."""
    found = refused.findings[0]
    if found.code not in _BROKEN:
        raise refused
    source = found.place.source or FILE_NAME
    return Verification(ok=False, entries=0, head=NO_HASH, broken_at=found.place.row, reason=found.code, source=source)


@contextmanager
def _one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Read one state of the file: who commits meanwhile waits, which the check of a year takes less than allowed."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a killed commit is rolled back here
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def intact(connection: sqlite3.Connection, base: tuple[int, str]) -> tuple[int, str]:
    """Return number and hash of the last entry before the first one that is not intact."""
    count, head = base
    try:
        for row in connection.execute(_ROWS):
            if row[0] != count + 1 or row[5] != head or not is_whole(row):
                break
            count, head = row[0], row[7]
    except UnicodeDecodeError:
        pass
    except sqlite3.OperationalError as error:  # so Python calls a text that is no UTF-8
        if not is_damaged(error):
            raise
    return count, head


def _entry_fault(connection: sqlite3.Connection, at: int, after: tuple[int, str]) -> tuple[int, str] | None:
    """Return the entry after the last intact one and what is wrong with it, None at the end of the record."""
    count, head = after
    with _raw_texts(connection):
        row = connection.execute(_ONE, (at,)).fetchone()
    if row is None:
        return None
    return count + 1, _fault(row[0], row[1:], is_next=row[0] == count + 1, head=head.encode())


@contextmanager
def _raw_texts(connection: sqlite3.Connection) -> Iterator[None]:
    """Read texts undecoded, as a damaged one may be no UTF-8; as bytearray, as a text turned blob comes as bytes."""
    connection.text_factory = bytearray
    try:
        yield
    finally:
        connection.text_factory = str


def _fault(number: int, fields: Row, *, is_next: bool, head: bytes) -> str:
    """Return the code of what is wrong with one entry, given the hash of the one before."""
    if not is_next:
        return "journal_row_missing"
    if set(map(type, fields)) != _TEXTS:
        return "journal_row_changed"
    _, _, kind, key, previous, body, digest = fields
    if key_of(kind, body).encode() != key or hash_of((b"%d" % number, *fields[:-1])).encode() != digest:
        return "journal_row_changed"
    return "journal_structure" if previous == head else "journal_link_broken"


def _frame(connection: sqlite3.Connection, count: int) -> tuple[int | None, str]:
    """Return the entry near which what surrounds the entries is wrong: the last ones gone, the guards gone, the id."""
    numbered = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone() or (0,)
    if numbered[0] != count:
        return count + 1, "journal_row_missing"
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if catalogue(connection) != schema_of(version):
        return count, "journal_structure"
    if version > 1 and [Identity(*row).ok for row in connection.execute("SELECT id, made_at FROM record")] != [True]:
        return None, "journal_id_changed"
    return None, ""


@contextmanager
def _pages_looked_at(connection: sqlite3.Connection) -> Iterator[Callable[[], str]]:
    """Yield what gives SQLite's own word on the file; at a large one it looks from now on, beside the other pass."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    if connection.execute("PRAGMA page_count").fetchone()[0] < _MANY_PAGES:
        yield lambda: _pages(path)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only a large record pays for it

    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(_pages, path).result


def _pages(path: str) -> str:
    """Return what SQLite says of the file's pages and indexes; `ok` when nothing is wrong."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        answer: str = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        return answer


def _page_fault(answer: str, count: int) -> tuple[int | None, str]:
    if answer == "ok":
        return None, ""
    named = _ROW.search(answer)
    return int(named[1]) if named else count, "journal_structure"
