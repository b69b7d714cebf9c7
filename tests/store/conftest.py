"""A home folder that does not exist yet, and hands for those who would change the record behind our back."""

import sqlite3
from contextlib import closing

import pytest

from addin.app.bundle_read import read_bundle
from addin.store.journal import Journal
from addin.store.raw import rows_after
from calc.outcome import RefusedError


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


@pytest.fixture
def other(tmp_path):
    """Return another office's home, with two entries of its own."""
    with Journal(tmp_path / "other") as journal:
        journal.append_all([("test.number", {"i": 3, "text": "値 3"}), ("test.own", {})])
    return tmp_path / "other"


@pytest.fixture
def refused(other):
    """Return what reads a bundle and gives the finding it was refused with; nothing may be recorded then."""

    def run(path):
        before = rows_after(other, 0)
        with pytest.raises(RefusedError) as error:
            read_bundle(path, other)
        assert rows_after(other, 0) == before
        return error.value.findings[0]

    return run
