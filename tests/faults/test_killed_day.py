"""`hikae day` is killed at random moments: the record holds what was told, and the next run is as any other."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from use_cases import day_words
from warm_process import LONG, run_of

KILLS = 400 if LONG else 10
COLD_KILLS = 20 if LONG else 2
LATE = [share / 100 for share in range(100, 70, -2)]
PROGRAM = Path(sys.executable).with_name("hikae")


def upload_files(folder):
    """Return the CSV files of a day's output."""
    return {path.name: path.read_bytes() for path in (folder / "out").glob("*.csv")}


def moments(number, longest):
    """Return the seconds after which the runs are killed."""
    chance = random.Random(20261120)  # noqa: S311 - a test's dice
    return [chance.uniform(0, longest) for _ in range(number)]


def cold(folder, seconds):
    """Return what a day in a process of its own had said when it was killed."""
    with subprocess.Popen([PROGRAM, *day_words(folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        time.sleep(seconds)
        process.kill()
        said = process.stdout.read().decode(errors="replace").splitlines()
    done = [("finished", "0")] if process.returncode == 0 else []
    return run_of([line.partition(" ")[::2] for line in said] + done, hit=False)


def wrong_after(folder, run, *, warm, hikae, expected):
    """Return what is wrong after a kill, as the commands themselves tell, and after the next day's run."""
    home = ["--home", folder / "home"]
    verified = hikae("journal", "verify", *home).returncode
    shown = [entry["key"] for entry in json.loads(hikae("journal", "show", "--json", *home).stdout)["entries"]]
    again = warm.run("day", folder)
    keys = [entry["key"] for entry in json.loads(hikae("journal", "show", "--json", *home).stdout)["entries"]]
    wrong = {
        "broken": verified != 0,
        "lost": {key for key in run.recorded if len(key) == 64} - set(shown),
        "not run again": again.finished != "0",
        "other bytes": upload_files(folder) != expected,
        "left over": [path for path in (folder / "out").iterdir() if "hikae-tmp" in path.name],
        "twice": len(keys) != len(set(keys)) or keys[: len(shown)] != shown,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


@pytest.mark.timeout(3600 if LONG else 300)
def test_a_day_that_is_killed_loses_nothing_and_is_run_again(place, warm, hikae):
    """After each kill the record verifies and holds every key told, and the next run gives the same upload bytes."""
    (place / "whole").mkdir()
    began = time.monotonic()
    told = warm.run("day", place / "whole")
    longest, expected = time.monotonic() - began, upload_files(place / "whole")
    assert expected
    assert {len(key) for key in told.recorded} >= {64}, "the day tells no key"
    runs = []
    for number, seconds in enumerate(moments(KILLS, longest)):
        (place / str(number)).mkdir()
        runs.append((place / str(number), warm.run("day", place / str(number), seconds=seconds)))
    for share in LATE:  # the keys are told near the end, and a loaded machine moves that about
        if any(run.recorded and not run.finished for _, run in runs):
            break
        (place / f"late{share}").mkdir()
        runs.append((place / f"late{share}", warm.run("day", place / f"late{share}", seconds=share * longest)))
    for number, seconds in enumerate(moments(COLD_KILLS, 2.5)):
        runs.append((place / f"cold{number}", cold(place / f"cold{number}", seconds)))
    wrong = [(str(folder), wrong_after(folder, run, warm=warm, hikae=hikae, expected=expected)) for folder, run in runs]
    assert [each for each in wrong if each[1]] == []
    assert sum(not run.finished for _, run in runs) >= len(runs) // 4, "too few were killed before their end"
    assert any(run.recorded and not run.finished for _, run in runs), "no kill fell behind an acknowledgement"
