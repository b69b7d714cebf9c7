"""A home folder that does not exist yet, and hands for those who would change the record behind our back."""

import sqlite3
from contextlib import closing

import pytest

from addin.store.journal import Journal


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def record(home):
    """Return the home of a record of ten entries."""
    with Journal(home) as journal:
        journal.append_all([("test.number", {"i": i, "text": f"値 {i}"}) for i in range(1, 11)])
    return home


@pytest.fixture
def tampered():
    """Return what runs SQL on a record with its guards off, as somebody with the file in hands could."""

    def run(home, *statements):
        with closing(sqlite3.connect(home / "journal.sqlite3", isolation_level=None)) as database:
            guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in guards:
                database.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                database.execute(statement)
            for _, sql in guards:
                database.execute(sql)

    return run
