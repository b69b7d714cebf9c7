"""The power goes after every operation of a use case, with any part of what was not synced: nothing is lost."""

import re
import tempfile
from pathlib import Path

import pytest
from power_loss import Recorded
from strace_log import recorded

from addin.store.journal import Journal

# The states that each use case must at least be tried in; a harness that finds fewer has gone blind.
AT_LEAST = {"journal": 400, "record": 700, "file": 15, "day": 500, "bundle": 100, "second": 100}
COPY_HARM = "no sync of the second copy"  # which another program writes: its syncs are struck from what it did
HARMS = [
    ("record", "no sync of the record"),
    ("record", "no rollback journal"),
    ("journal", "no sync of folders"),
    ("file", "no sync of files"),
    ("file", "no sync of folders"),
    ("file", "files written in place"),
    ("bundle", "no sync of files"),
    ("second", COPY_HARM),
]
GROWING = ("home/", "other/", "stick/")  # records and their copies grow, other files are replaced
COPIED = re.compile(r'"key":"([0-9a-f]{64})"')
NOW_AND_THEN = 8  # every so many disks the record is also gone on with, which takes as long as looking at it
OLD = b"old\r\n" * 100


def kept_in(home, *, goes_on):
    """Return the keys of a record that the power left; None when it cannot be read, or not be gone on with."""
    with Journal(home) as journal:
        if not journal.verify().ok:
            return None
        keys = {entry.key for entry in journal.entries()}
        return keys if not goes_on or journal.append("fault.after", {"power": "back"}).added else None


class Judge:
    """Looks at what the power left: the record with our own code, the files beside what they were and became."""

    def __init__(self, place, run, before):
        self.place, self.run, self.seen = place, run, {}
        self.new = {name: data for name, data in contents(run).items() if not name.startswith(GROWING)}
        self.whole = {name: {before.get(name, data), data} for name, data in self.new.items()}

    def wrong(self, state):
        """Return what is wrong with a state of the disk: a lost promise, a record or a file that is not whole."""
        there, keys = state.beneath(self.run), self._keys(state)
        half = [f"half {name}" for name, allowed in self.whole.items() if there.get(name) not in {None, *allowed}]
        kept = {Path(name).name for name, data in self.new.items() if there.get(name) == data} | (keys or set())
        kept |= {f"copied {key}" for key in COPIED.findall(b"".join(copies_in(there)).decode())}
        lost = [f"lost {each}" for each in state.acknowledged if each not in kept]
        return half + lost + ([] if keys is not None else ["unreadable"])

    def _keys(self, state):
        mark = tuple(state.beneath(self.run / "home").items())
        if mark not in self.seen:
            with tempfile.TemporaryDirectory(dir=self.place) as folder:
                state.put(Path(folder), instead_of=self.run / "home")
                self.seen[mark] = kept_in(Path(folder), goes_on=len(self.seen) % NOW_AND_THEN == 0)
        return self.seen[mark]


def copies_in(files):
    """Return the second copies among the files of a disk."""
    return [data for name, data in files.items() if name.startswith("stick/") and name.endswith(".jsonl")]


def contents(folder):
    """Return the files of a folder by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replayed(use_case, *, warm, place, harm=""):
    """Yield each state that the power may leave during a use case, as (operation, what is wrong with it)."""
    run = place / "run"
    run.mkdir()
    (run / "replaced.csv").write_bytes(OLD)
    before = contents(run)
    operations = recorded(warm, use_case, folder=run, log=place / "calls", harm="" if harm == COPY_HARM else harm)
    if harm == COPY_HARM:
        operations = [each for each in operations if each.call != "sync" or "/stick" not in each.path]
    judge = Judge(place, run, before)
    for state in Recorded(operations, before={str(run / name): data for name, data in before.items()}).states():
        yield state.at, judge.wrong(state)


@pytest.mark.parametrize("use_case", list(AT_LEAST))
def test_what_was_acknowledged_outlives_the_power(place, warm, use_case):
    """In every state that a power loss may leave, all that was acknowledged is there, whole and readable."""
    states = list(replayed(use_case, warm=warm, place=place))
    assert [state for state in states if state[1]] == []
    assert len(states) >= AT_LEAST[use_case]


def test_the_power_goes_in_more_than_a_thousand_ways():
    """All use cases together are looked at in at least 1,000 states of the disk."""
    assert sum(AT_LEAST.values()) >= 1000


@pytest.mark.parametrize(("use_case", "harm"), HARMS)
def test_a_missing_sync_would_be_noticed(place, warm, use_case, harm):
    """Without one of the protections the same look finds something lost or unreadable."""
    assert any(wrong for _, wrong in replayed(use_case, warm=warm, place=place, harm=harm))
