"""The SQLite file of the record: its schema, its settings, and its errors as findings.

`journal_mode=TRUNCATE` with `synchronous=FULL` is the promise itself: nothing acknowledged was lost over every kill
point and power-loss state tried, where WAL or weaker syncs lost entries (reliability reference, section 5).
"""

import sqlite3
from pathlib import Path

from addin.files import ensure_file, ensure_folder, is_there, reason
from addin.home import RECORD_FILE, is_marked
from addin.store.migrations import APPLICATION, SCHEMA, Identity, migrate
from calc.outcome import Finding, RefusedError, finding

FILE_NAME = RECORD_FILE
BUSY_SECONDS = 5.0
# What SQLite raises for a bad file; its own message may quote bytes that are no UTF-8.
ERRORS = (sqlite3.Error, UnicodeDecodeError)

_FULL = ("空き容量が足りません", "the disk is full")
_INPUT_OUTPUT = ("ディスクの入出力エラーです", "the disk reports an input/output error")
_READ_ONLY = ("書き込みできない場所です", "the place cannot be written")
_CANNOT_OPEN = ("ファイルを開けません", "the file cannot be opened")
_REASONS = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _INPUT_OUTPUT,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_AUTH: _CANNOT_OPEN,
}
_DAMAGED = {  # the last two: a table is gone, or a rule of ours does not hold for what is there
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PRIMARY = 0xFF  # the low byte of SQLite's extended codes


def existing(path: Path, *, patience: float = BUSY_SECONDS) -> sqlite3.Connection | None:
    """Return a connection to a record that is there, None when there is none or nothing was ever recorded in it.

    Nothing is made; a record that another process holds is waited for so many seconds.
    Raises RefusedError `journal_schema_newer`, `journal_foreign` or what `as_finding` names.
    """
    if not is_there(path) or path.stat().st_size == 0:
        return None
    connection = _connected(path, patience)
    try:
        is_empty = version(connection, path) == 0
    except BaseException:
        connection.close()
        raise
    if is_empty:
        connection.close()
        return None
    return connection


def writable(path: Path) -> sqlite3.Connection:
    """Return a connection to the record, its private file made (0600) when it is not there; the schema comes later."""
    ensure_folder(path.parent)
    return _connected(ensure_file(path), BUSY_SECONDS)


def begin(connection: sqlite3.Connection, path: Path) -> int:
    """Take the write lock and make sure of the newest schema inside it; return the one that was there (0: none)."""
    connection.execute("BEGIN IMMEDIATE")
    found = version(connection, path)
    migrate(connection, found, identity=Identity.of_drill() if is_marked(path.parent) else None)
    return found


def version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema of the file, 0 when nothing was recorded in it yet.

    Raises RefusedError `journal_foreign` or `journal_schema_newer`.
    """
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if (application, found, tables) == (0, 0, 0):
        return 0
    if application != APPLICATION:
        raise RefusedError([finding("journal_foreign", path=path)])
    if found > SCHEMA:
        raise RefusedError([finding("journal_schema_newer", path=path, found=found, known=SCHEMA)])
    return found


def as_finding(error: Exception, path: Path, *, needed: int) -> Finding:
    """Return what an error of SQLite means for the person at the desk; `needed` bytes when something was written."""
    primary = _primary(error)
    if primary in _BUSY:
        return finding("journal_busy", seconds=f"{BUSY_SECONDS:g}")
    if is_damaged(error):
        return finding("journal_unreadable", path=path)
    return _refused(path, _REASONS.get(primary, (f"SQLite {primary}", f"SQLite {primary}")), needed=needed)


def system_finding(error: OSError, path: Path, *, needed: int) -> Finding:
    """Return the same for an error of the operating system."""
    return _refused(path, reason(error), needed=needed)


def _refused(path: Path, words: tuple[str, str], *, needed: int) -> Finding:
    ja, en = words
    if needed:
        return finding("journal_not_written", path=path, reason_ja=ja, reason_en=en, needed=f"{needed:,}")
    return finding("journal_not_read", path=path, reason_ja=ja, reason_en=en)


def is_damaged(error: Exception) -> bool:
    """Return whether the error says that the file is no longer what SQLite wrote."""
    return _primary(error) in _DAMAGED


def _primary(error: Exception) -> int:
    """Return SQLite's main error number; the errors without a number are texts that are no UTF-8."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & _PRIMARY


def _connected(path: Path, patience: float) -> sqlite3.Connection:
    """Return a connection that commits only when told to and waits until the drive has it."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=patience, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: past the drive's own cache
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_mode = TRUNCATE")
    except BaseException:
        connection.close()
        raise
    return connection
