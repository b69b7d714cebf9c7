"""Takes one protection away, in a process of its own, so that a test can show that it would notice."""

import os
import re
import sqlite3
import stat
from functools import partial
from pathlib import Path
from typing import ClassVar

from addin import files


class Lax(sqlite3.Connection):
    """A connection that hears other words than were said."""

    words: ClassVar = {}

    def execute(self, sql, *given):
        """Run a statement with its words exchanged."""
        for pattern, instead in self.words.items():
            sql = re.sub(pattern, instead, sql)
        return super().execute(sql, *given)


def database(words):
    """Have every statement's words exchanged from now on."""
    Lax.words = words
    sqlite3.connect = partial(sqlite3.connect, factory=Lax)


def no_sync_of(is_kind):
    """Have a sync of files, or of folders, do nothing."""
    sync = os.fsync
    os.fsync = lambda handle: None if is_kind(os.fstat(handle).st_mode) else sync(handle)


def in_place():
    """Have files written where they stand, without a second name."""
    files._replace = lambda path, data: Path.write_bytes(path, data) and None


HARMS = {
    "no sync of the record": lambda: database({r"synchronous *= *\w+": "synchronous = OFF"}),
    "no rollback journal": lambda: database({r"journal_mode *= *\w+": "journal_mode = OFF"}),
    "no lock": lambda: database({"BEGIN IMMEDIATE|COMMIT": "SELECT 1"}),
    "no sync of files": lambda: no_sync_of(stat.S_ISREG),
    "no sync of folders": lambda: no_sync_of(stat.S_ISDIR),
    "files written in place": in_place,
}
