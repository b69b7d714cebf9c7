"""A fixed draw of calls that whole commands make is killed or fails; every one of them in the long form."""

import random
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from warm_process import CALLS, FAMILIES, LONG

from addin.store.journal import Journal

ROOT = Path(__file__).parents[2]
KINDS = ("signal=KILL", "error=ENOSPC", "error=EIO", "error=EROFS", "error=EACCES")
CALL = re.compile(r"\d+ +(\w+)\(")
# A program whose own parts cannot be read, or whom nobody hears any more, says so and ends: no matter of its work.
PROGRAM = ("write(1, ", "write(2, ", f'"{sys.prefix}/', f'"{sys.base_prefix}/', f'"{ROOT}/addin/', f'"{ROOT}/calc/')
# How many faults are drawn for each command, and how many calls it must at least make.
DRAWN = {"day": 12, "bundle": 12, "quotes": 14, "proxy": 12, "outage": 8, "exchange": 10}
AT_LEAST = {"day": 120, "bundle": 40, "quotes": 200, "proxy": 120, "outage": 50, "exchange": 60}
KEY = re.compile(r"[0-9a-f]{64}|[a-z_.]+ [0-9a-f]{12}")
EXACT = re.compile(r".*\.csv|.*\.totals\.txt|.*\.sha256")  # what the record's own instants do not change


def calls_made(use_case, *, warm, place):
    """Return the calls that a fault is tried on, as (call, n), but for those that open the program's own parts."""
    names = {name.strip("?"): call for call in CALLS for name in FAMILIES.get(call, call).split(",")}
    log, folder = place / "calls", place / "counted"
    folder.mkdir()
    with warm.watched("-o", str(log), f"-etrace={','.join(FAMILIES.get(call, call) for call in CALLS)}"):
        assert warm.run(use_case, folder).finished == "0"
    made, counts = [], Counter()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if found := CALL.match(line):
            call = names[found[1]]
            counts[call] += 1
            made += [] if any(part in line for part in PROGRAM) else [(call, counts[call])]
    return made


def drawn(calls, number):
    """Return the faults to try, as {kind: [(call, n)]}: a fixed draw, or every one in the long form."""
    every = [(kind, *each) for kind in KINDS for each in calls]
    chosen = every if LONG else random.Random(20261120).sample(every, number)  # noqa: S311 - a test's dice
    return {kind: [(call, n) for asked, call, n in chosen if asked == kind] for kind in KINDS}


def not_whole(path, expected):
    """Return whether a file under its final name is not whole: another upload, no workbook, a text without its end."""
    if EXACT.fullmatch(path.name):
        return path.read_bytes() != expected.get(path.name)
    if path.suffix == ".xlsx":
        return not zipfile.is_zipfile(path) or zipfile.ZipFile(path).testzip() is not None
    return not path.read_bytes().endswith(b"\n")


def left_by(folder):
    """Return what a run left: its files by name, and how many entries of each kind."""
    with Journal(folder / "home") as journal:
        kinds = Counter(entry.kind for entry in journal.entries())
    return {path.name: path.read_bytes() for path in files_of(folder / "out")}, kinds


def wrong_after(use_case, folder, run, *, failing, undisturbed):
    """Return what is wrong after a fault and after the same command once more, beside a run without any."""
    expected, expected_kinds = undisturbed
    whole = [path for path in files_of(folder / "out") if ".hikae-tmp-" not in path.name]
    half = [path.name for path in whole if not_whole(path, expected)]
    with Journal(folder / "home") as journal:
        intact = journal.verify().ok
        kept = [entry.key for entry in journal.entries()]
    lost = {key for key in keys_told(run) if not any(each.startswith(key) for each in kept)}
    again = failing.run(use_case, folder)
    made, kinds = left_by(folder)
    with Journal(folder / "home") as journal:
        after, keys = journal.verify(), [entry.key for entry in journal.entries()]
    wrong = {
        f"half {half}": half,
        f"lost {lost}": lost,
        "broken": not intact or not after.ok,
        "doubled": len(keys) != len(set(keys)),
        f"never recorded {expected_kinds - kinds}": expected_kinds - kinds,
        f"not retried {again}": again.finished != "0" or set(made) != set(expected),
        "other bytes": [name for name in expected if EXACT.fullmatch(name) and made.get(name) != expected[name]],
        f"traceback {run.traceback}": run.traceback or again.traceback,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def keys_told(run):
    """Return the keys that a run told, whole or their first digits after the kind; files have none."""
    return {said.split()[-1] for said in run.recorded if KEY.fullmatch(said)}


def files_of(folder):
    """Return the files in a folder that may not be there, and in the folders in it."""
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.timeout(7200 if LONG else 300)
@pytest.mark.parametrize("use_case", list(DRAWN))
def test_a_fault_in_a_whole_command_loses_nothing(place, warm, faults, use_case):
    """Wherever a command is killed or fails, what it told stays, no file is half, and the next run is as any other."""
    calls = calls_made(use_case, warm=warm, place=place)
    undisturbed = left_by(place / "counted")
    tried, wrong = 0, []
    for kind, points in drawn(calls, DRAWN[use_case]).items():
        with faults(kind) as failing:
            for call, n in points:
                folder = place / f"{kind}-{call}-{n}"
                folder.mkdir()
                run = failing.run(use_case, folder, call=call, at=n)
                tried += run.hit
                found = wrong_after(use_case, folder, run, failing=failing, undisturbed=undisturbed)
                wrong += [(kind, call, n, found)] if found else []
    assert wrong == []
    assert len(calls) >= AT_LEAST[use_case]
    assert tried >= DRAWN[use_case] * 9 // 10, "faults are set at calls that are not made"
