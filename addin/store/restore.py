"""A record built anew from its second copy or from a bundle, entry for entry: same numbers, same hashes, same id."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from addin.files import ensure_folder, is_there, not_read, remove_leftovers
from addin.home import DRILL_RECORD, Mode, refuse_unless_local
from addin.store import database
from addin.store.copies import Copy, opened
from addin.store.migrations import Identity, migrate
from addin.store.mode import mode_of, refuse_other
from addin.store.second_wall import copy_name
from addin.store.shown import forget_shown, mark_shown
from addin.store.table import INSERT
from addin.store.verify import verified
from addin.streams import make_file
from calc.outcome import RefusedError, finding


@dataclass(frozen=True, slots=True)
class Restored:
    """What a record was built from, and how far it goes; `is_torn`: an unfinished end of the copy was left out."""

    source: Path
    record: str
    entries: int
    head: str
    is_torn: bool


def restored(source: Path, home: Path) -> Restored:
    """Return what was built in the home: it appears whole under its name, verified, or not at all.

    Raises RefusedError `restore_home_used`, `restore_nothing`, `restore_which`, `drill_wall`, `home_not_local`,
    `file_not_written`, `journal_not_written`, and what reading a copy raises: `copy_broken`, `copy_foreign`, ….
    """
    refuse_unless_local(home)
    path = home / database.FILE_NAME
    if is_there(path):
        raise RefusedError([finding("restore_home_used", path=path)])
    file = copy_in(source, mode_of(home))
    with opened(file) as copy:
        refuse_other(copy.header.record, home, path=file)
        remove_leftovers(ensure_folder(home))
        forget_shown(home)  # the lost record may have been ahead of its copy
        make_file(path, lambda beside: _build(beside, copy), needed=2 * file.stat().st_size)
        mark_shown(home, range(1, copy.at.n + 1))  # all of it was told where it was recorded
    return Restored(file, copy.header.record, copy.at.n, copy.at.hash, copy.torn)


def copy_in(source: Path, mode: Mode) -> Path:
    """Return the file meant: the source itself, or the only copy in the folder that is of a live record or a drill."""
    try:
        if not source.is_dir():
            return source
        every, of_drill = sorted(source.glob(copy_name("*"))), copy_name(f"{DRILL_RECORD}*")
        found = [each for each in every if each.match(of_drill) is (mode is Mode.DRILL)]
    except OSError as error:
        raise RefusedError([not_read(source, error)]) from error
    if not found:
        raise RefusedError([finding("restore_nothing", path=source)])
    if len(found) > 1:
        raise RefusedError([finding("restore_which", path=source, names=", ".join(each.name for each in found))])
    return found[0]


def _build(path: Path, copy: Copy) -> None:
    """Fill an empty file with the record; nobody sees it before it is synced, so it needs no journal of its own."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            migrate(connection, 0, identity=Identity(copy.header.record, copy.header.made_at))
            connection.executemany(INSERT, (line.row() for line in copy.lines()))
            connection.execute("COMMIT")
            check = verified(connection)
    except sqlite3.Error as error:
        raise RefusedError([database.as_finding(error, path, needed=2 * copy.path.stat().st_size)]) from error
    if (check.ok, check.entries, check.head) != (True, *copy.at):
        raise RefusedError([finding("journal_unreadable", path=path)])
