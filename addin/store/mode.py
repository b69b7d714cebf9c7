"""Whether a home is live or a drill: three signs, any one of which makes a drill, and all of which must agree.

The mark file of the home, the id of its record (copies and bundles carry it), and the record's first entry, on which
every later hash rests. Losing one sign does not make a drill live; putting one into a live home makes it no drill, but
a home in which nothing more is recorded.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from addin.home import Mode, is_marked, mode_of_record
from addin.store import database, table
from calc.outcome import RefusedError, finding

BEGUN = "drill.begun"
MODE_WORDS = {Mode.LIVE: ("本番", "live"), Mode.DRILL: ("訓練", "drill")}


def mode_of(home: Path, *, patience: float = database.BUSY_SECONDS) -> Mode:
    """Return what a home is; one without any sign of a drill is live, and so is one that does not exist yet.

    A record that another process holds is waited for so many seconds.
    """
    return Mode.DRILL if is_marked(home) or Mode.DRILL in _said_by_record(home, patience) else Mode.LIVE


def refuse_mixed(connection: sqlite3.Connection, home: Path, kinds: Sequence[str]) -> None:
    """Raise RefusedError `drill_mixed` when mark, record id and first entry (of `kinds`, if there is none yet) differ.

    Asked inside the write lock, before anything is added.
    """
    said = _said_by(connection) if table.last(connection) else {*_said_by(connection), *map(_mode_of_first, kinds[:1])}
    if len({*said, *([Mode.DRILL] if is_marked(home) else [])}) > 1:
        raise RefusedError([finding("drill_mixed", path=home)])


def refuse_other(record: str, home: Path, *, path: Path) -> None:
    """Raise RefusedError `drill_wall` when a copy or bundle is of a drill and the home is live, or the other way."""
    own, other = mode_of(home), mode_of_record(record)
    if own is not other:
        (own_ja, own_en), (ja, en) = MODE_WORDS[own], MODE_WORDS[other]
        raise RefusedError([finding("drill_wall", path=path, own_ja=own_ja, own_en=own_en, other_ja=ja, other_en=en)])


def is_of_one_kind(record: str, first: str) -> bool:
    """Return whether a record's id and the kind of its first entry say the same."""
    return mode_of_record(record) is _mode_of_first(first)


def _said_by_record(home: Path, patience: float) -> set[Mode]:
    """Return what a record says of itself; one that cannot be read says nothing, and takes no entry either."""
    with suppress(*database.ERRORS, OSError, RefusedError):
        connection = database.existing(home.absolute() / database.FILE_NAME, patience=patience)
        if connection is not None:
            with closing(connection):
                return _said_by(connection)
    return set()


def _said_by(connection: sqlite3.Connection) -> set[Mode]:
    """Return what id and first entry say; an archived entry says no more, but the id was archived with it."""
    record = table.record_id(connection)
    rows = connection.execute("SELECT kind FROM entry WHERE n = 1").fetchall()
    return {*(_mode_of_first(kind) for (kind,) in rows), *([mode_of_record(record)] if record else [])}


def _mode_of_first(kind: str) -> Mode:
    return Mode.DRILL if kind == BEGUN else Mode.LIVE
