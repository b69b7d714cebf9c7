"""Every call that the journal and the file helper make is killed or fails once; nothing acknowledged may be lost."""

import pytest

from addin.files import remove_leftovers
from addin.store.journal import Journal

OLD, NEW = b"old\r\n" * 100, b"new\r\n" * 50_000
# What each call can answer: a write or sync meets a full or failing disk, a name also a place that refuses it.
ANY_CALL = ("signal=KILL", "error=ENOSPC", "error=EIO")
NAMING_ONLY = ("error=EROFS", "error=EACCES")
WRITING = {"journal": ("pwrite64", "fdatasync", "fsync", "ftruncate"), "file": ("write", "fsync")}
NAMING = {"journal": ("openat", "mkdir"), "file": ("openat", "rename", "unlink", "mkdir")}

# The faults that each must at least be tried with; a loop that finds fewer has gone blind.
AT_LEAST = {
    ("journal", "signal=KILL"): 80,
    ("journal", "error=ENOSPC"): 80,
    ("journal", "error=EIO"): 80,
    ("journal", "error=EROFS"): 15,
    ("journal", "error=EACCES"): 15,
    ("file", "signal=KILL"): 18,
    ("file", "error=ENOSPC"): 18,
    ("file", "error=EIO"): 18,
    ("file", "error=EROFS"): 10,
    ("file", "error=EACCES"): 10,
}


def calls_of(use_case, kind):
    """Return the calls of a use case that this kind of fault is tried on."""
    return NAMING[use_case] if kind in NAMING_ONLY else (*WRITING[use_case], *NAMING[use_case])


def broken_journal(folder, run, faults):
    """Return what is wrong with the record after a fault: lost, broken, doubled, or not to be taken up again."""
    with Journal(folder / "home") as journal:
        intact = journal.verify().ok
        kept = {entry.key for entry in journal.entries()} if intact else set()
    again = faults.run("journal", folder)
    with Journal(folder / "home") as journal:
        after = journal.verify()
        keys = [entry.key for entry in journal.entries()] if after.ok else []
    wrong = {
        "broken": not intact or not after.ok,
        "lost": not set(run.recorded) <= kept,
        "not retried": len(again.recorded) != 6 or set(again.recorded) != set(keys),
        "doubled": after.entries != 5,
        "traceback": run.traceback or again.traceback,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def broken_file(folder, run, faults):
    """Return what is wrong with the files after a fault: half, lost, left over, or not to be written again."""
    paths = {"replaced.csv": folder / "replaced.csv", "made.csv": folder / "out" / "day" / "made.csv"}
    found = {name: path.read_bytes() if path.exists() else b"" for name, path in paths.items()}
    csv = {path.name for path in folder.rglob("*.csv")}
    for path in paths.values():
        remove_leftovers(path.parent)
    left = {path.name for path in folder.rglob("*") if path.is_file()}
    again = faults.run("file", folder)
    wrong = {
        "half": found["made.csv"] not in {b"", NEW} or found["replaced.csv"] not in {OLD, NEW} or not csv <= set(paths),
        "lost": any(found[name] != NEW for name in run.recorded),
        "left over": not left <= set(paths),
        "not retried": again.recorded != tuple(paths) or any(path.read_bytes() != NEW for path in paths.values()),
        "traceback": run.traceback or again.traceback,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def nothing(_folder):
    """Leave the folder empty before the run."""


def an_old_file(folder):
    """Have a file there before the run, and one that a killed run left half-written."""
    (folder / "replaced.csv").write_bytes(OLD)
    (folder / ".replaced.csv.hikae-tmp-0123abcd").write_bytes(OLD)


CASES = {"journal": (nothing, broken_journal), "file": (an_old_file, broken_file)}


def points_of(use_case, kind, *, place, faults, harm=""):
    """Yield (call, n, what is wrong) for the fault at every call of the use case that it is tried on."""
    before, broken = CASES[use_case]
    with faults(kind) as failing:
        for call in calls_of(use_case, kind):
            for at, folder, run in failing.every(use_case, place, call=call, before=before, harm=harm):
                yield call, at, broken(folder, run, failing)


@pytest.mark.parametrize(("use_case", "kind"), list(AT_LEAST))
def test_a_fault_at_any_call_loses_nothing(place, faults, use_case, kind):
    """Whichever call is killed or fails, nothing acknowledged is lost, nothing is half done, and a retry works."""
    points = list(points_of(use_case, kind, place=place, faults=faults))
    assert [point for point in points if point[2]] == []
    assert {call for call, _, _ in points} == set(calls_of(use_case, kind)), "the list of calls is out of date"
    assert len(points) >= AT_LEAST[use_case, kind]


def test_more_than_three_hundred_faults_are_tried():
    """The faults of these two use cases and of the sampled ones together are at least 300."""
    assert sum(AT_LEAST.values()) >= 300


@pytest.mark.parametrize(("use_case", "harm"), [("journal", "no rollback journal"), ("file", "files written in place")])
def test_a_missing_protection_would_be_noticed(place, faults, use_case, harm):
    """Without the rollback journal, or without the second name, the same loop finds something broken."""
    assert any(wrong for _, _, wrong in points_of(use_case, "signal=KILL", place=place, faults=faults, harm=harm))
