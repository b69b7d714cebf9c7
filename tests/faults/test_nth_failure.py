"""Every call that the journal and the file helper make is killed or fails once; nothing acknowledged may be lost."""

import pytest

from addin.files import remove_leftovers
from addin.store.journal import Journal

OLD, NEW = b"old\r\n" * 100, b"new\r\n" * 50_000
# What each call can answer: a write or sync meets a full or failing disk, a name also a place that refuses it.
ANY_CALL = ("signal=KILL", "error=ENOSPC", "error=EIO")
NAMING_ONLY = ("error=EROFS", "error=EACCES")
WRITING = {"journal": ("pwrite64", "fdatasync", "fsync", "ftruncate"), "file": ("write", "fsync")}
NAMING = {"journal": ("openat", "mkdir"), "file": ("openat", "rename", "mkdir")}


def calls_of(use_case, kind):
    """Return the calls of a use case that this kind of fault is tried on."""
    return NAMING[use_case] if kind in NAMING_ONLY else (*WRITING[use_case], *NAMING[use_case])


def broken_journal(folder, run, faults):
    """Return what is wrong with the record after a fault: lost, broken, doubled, or not to be taken up again."""
    with Journal(folder / "home") as journal:
        intact, kept = journal.verify().ok, {entry.key for entry in journal.entries()}
    again = faults.run("journal", folder)
    with Journal(folder / "home") as journal:
        after, keys = journal.verify(), [entry.key for entry in journal.entries()]
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
    """Have a file there before the run."""
    (folder / "replaced.csv").write_bytes(OLD)


@pytest.mark.parametrize("kind", [*ANY_CALL, *NAMING_ONLY])
@pytest.mark.parametrize(("use_case", "before", "broken"), [("journal", nothing, broken_journal),
                                                            ("file", an_old_file, broken_file)])  # fmt: skip
def test_a_fault_at_any_call_loses_nothing(place, faults, use_case, before, broken, kind):
    """Whichever call is killed or fails, nothing acknowledged is lost, nothing is half done, and a retry works."""
    with faults(kind) as failing:
        for call in calls_of(use_case, kind):
            runs = failing.every(use_case, place, call=call, before=before)
            points = [(call, at, broken(folder, run, failing)) for at, folder, run in runs]
            assert points, f"{use_case} makes no {call}: the list of calls is out of date"
            assert [point for point in points if point[2]] == []
