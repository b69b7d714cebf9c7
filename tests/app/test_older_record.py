"""The record of a desk that ran the first version: the same day on it, nothing lost, nothing told twice."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from addin.app.approval.desk import desk_entries
from addin.app.approval.state import approvals
from addin.app.plan_record import earlier_decisions
from addin.now import now
from addin.store.journal import Journal
from calc.plan.latch import in_force

OLD = Path(__file__).with_name("version-0.1-record.sqlite3.gz")
ENTRIES = 13


@pytest.fixture
def home(tmp_path):
    """Return a home that holds the record of version 0.1, after its own run of the example day."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "journal.sqlite3").write_bytes(gzip.decompress(OLD.read_bytes()))
    return folder


def test_a_day_runs_on_an_older_record(home, run_day):
    """Its entries stay as they are and first, the chain goes on behind them, and a second run adds nothing."""
    with Journal(home) as journal:
        before = [entry.hash for entry in journal.entries()]
        assert (len(before), journal.verify().ok) == (ENTRIES, True)
    run_day()
    with Journal(home) as journal:
        after = [entry.hash for entry in journal.entries()]
    run_day()
    with Journal(home) as journal:
        assert [entry.hash for entry in journal.entries()] == after
        assert after[:ENTRIES] == before
        assert journal.verify().ok


def test_a_decision_that_named_no_facts_still_stands(home, run_day):
    """The first version recorded rulings alone: the same ruling stands, and another supersedes it by its key."""
    run_day("18:55:00")
    run_day()
    with Journal(home) as journal:
        decisions = earlier_decisions(journal, date(2026, 11, 20))
    for item in ("settlement_price", "margin", "intraday"):
        of_item = [each for each in decisions if each.body["item"] == item]
        assert in_force(of_item) is not None
        assert of_item[0].body["facts"] is None
        later = [each for each in of_item if each.body["supersedes"] == of_item[0].key]
        assert [each.body["because"] for each in later] in ([], [[{"change": "inputs"}]])


def test_files_of_the_first_version_are_not_approved(home):
    """A file that it prepared carries no ruling, so nothing stands for it and nobody can approve it unseen."""
    with Journal(home) as journal:
        assert [entry.kind for entry in desk_entries(journal)][:2] == ["export.prepared"] * 2
        assert approvals(desk_entries(journal), at=now()) == ()
