"""`hikae day --acks`: what is recorded is said at once, one line for each entry, and never before."""

import json
import re
import sys
from contextlib import suppress

import pytest

from addin.commands.day import acknowledger
from addin.store.journal import Journal

RECORDED = re.compile(r"^recorded ([0-9a-f]{64})$", re.MULTILINE)


@pytest.fixture
def day(run, tmp_path):
    """Return a function that runs the example day into the test's folder."""

    def once(*words):
        place = ("--home", tmp_path / "home", "--out", tmp_path / "out")
        return run("day", *place, "--at", "2026-11-20T20:30:00+09:00", "--json", *words)

    return once


@pytest.fixture
def keys(tmp_path):
    """Return a function that gives the keys of the record, oldest first."""

    def read():
        with Journal(tmp_path / "home") as journal:
            return [entry.key for entry in journal.entries()]

    return read


def test_each_entry_is_acknowledged_once(day, keys):
    """Every entry of the run is acknowledged on a line of its own, once, in the order of the record."""
    code, out, _ = day("--acks")
    assert (code, RECORDED.findall(out)) == (0, keys())
    assert json.loads(out.splitlines()[-1])["journal"]["added"] == len(keys())


def test_entries_found_again_are_acknowledged_too(day, keys):
    """A second run of the same day records nothing and acknowledges the same keys."""
    first = RECORDED.findall(day("--acks")[1])
    assert sorted(RECORDED.findall(day("--acks")[1])) == sorted(first)
    assert keys() == first


def test_without_the_option_nothing_is_said(day):
    """Without --acks standard output holds the result alone."""
    assert RECORDED.findall(day()[1]) == []


def test_an_acknowledged_entry_is_there(day, monkeypatch, tmp_path):
    """At the moment a line is written, and flushed, the entry is in the record for everybody."""
    seen = []

    class Lines:
        def __init__(self, real):
            self.real, self.last = real, ""

        def write(self, text):
            self.last = text
            return self.real.write(text)

        def flush(self):
            if found := RECORDED.match(self.last.strip()):
                with Journal(tmp_path / "home") as other:
                    seen.append(found[1] in {entry.key for entry in other.entries()})
            self.real.flush()

    monkeypatch.setattr(sys, "stdout", Lines(sys.stdout))
    day("--acks")
    assert seen
    assert all(seen)


def test_a_killed_run_is_told_at_the_next_one_and_once(day, tmp_path):
    """Entries that a killed run left are told by the next day run, and then count as seen."""
    with suppress(KeyboardInterrupt), Journal(tmp_path / "home") as journal:
        journal.append("quote.entered", {"bid_bp": 1})
        raise KeyboardInterrupt
    first, second = (json.loads(day()[1])["findings"] for _ in range(2))
    told = [[each["en"] for each in found if each["code"] == "journal_unconfirmed"] for found in (first, second)]
    assert [len(each) for each in told] == [1, 0]
    assert told[0][0].startswith("Found 1 entries you may not have seen confirmed")


def test_a_key_is_acknowledged_once_a_run(capsys, tmp_path):
    """A content that a run records twice is said once."""
    with Journal(tmp_path / "home", on_recorded=acknowledger()) as journal:
        keys = [journal.append("a", {"i": i}).key for i in (1, 2, 1)]
    assert RECORDED.findall(capsys.readouterr().out) == keys[:2]
