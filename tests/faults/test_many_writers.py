"""Four programs append to one record at once and are killed again and again: one chain, nothing lost, nothing twice."""

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from warm_process import LONG

from addin.store.journal import Journal

CHILD = Path(__file__).with_name("appending_child.py")
WRITERS = 4
APPENDS = 1000
KILLS = 20 if LONG else 5  # of each writer


def lines_of(program):
    """Yield (number, key) of each acknowledgement of a running writer."""
    for line in program.stdout:
        word, _, told = line.strip().partition(" ")
        if word == "recorded" and told.count(" ") == 1:
            yield int(told.split()[0]), told.split()[1]


def started(home, worker, first, *, last, harm=""):
    """Start a writer at a number."""
    words = [sys.executable, "-B", str(CHILD), str(home), *map(str, (worker, first, last)), harm]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def driven(home, worker):
    """Return the keys that a writer told, killed at random numbers and started anew one before where it was."""
    stops = sorted(random.Random(worker).sample(range(1, APPENDS), KILLS))  # noqa: S311 - a test's dice
    keys, first = {}, 0
    for stop in [*stops, None]:
        with started(home, worker, first, last=APPENDS) as program:
            for number, key in lines_of(program):
                keys[number] = key
                if number == stop:
                    program.kill()
                    break
            keys |= dict(lines_of(program))  # what it had told before it died
        first = max(0, max(keys, default=0) - 1)
    return list(keys.values())


@pytest.mark.timeout(600 if LONG else 120)
def test_four_killed_writers_make_one_chain(place):
    """4 × 1,000 appends with kills: the chain is intact, every key told is there, and each of the 4,000 once."""
    with ThreadPoolExecutor(WRITERS) as pool:
        told = [set(keys) for keys in pool.map(lambda worker: driven(place / "home", worker), range(WRITERS))]
    with Journal(place / "home") as journal:
        check, entries = journal.verify(), list(journal.entries())
    assert (check.ok, check.entries) == (True, WRITERS * APPENDS)
    assert {entry.key for entry in entries} == set.union(*told)
    found = {(entry.body["worker"], entry.body["number"]) for entry in entries}
    assert found == {(worker, number) for worker in range(WRITERS) for number in range(APPENDS)}


def test_without_the_lock_the_chain_would_break(place):
    """Without the write lock the same writers lose entries, fail or break the chain: the test above can fail."""
    last = 200
    writers = [started(place / "home", worker, 0, last=last, harm="no lock") for worker in range(WRITERS)]
    for program in writers:
        program.communicate()
    with Journal(place / "home") as journal:
        check = journal.verify()
    failed = [program.returncode for program in writers if program.returncode]
    assert failed or not check.ok or check.entries != WRITERS * last
