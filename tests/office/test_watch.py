"""A program that was started, watched until its mark is new."""

import subprocess
import sys
import time

import pytest

from addin.office.watch import time_of, watched

ENDS_WITH = "raise SystemExit({})"
RUNS = "import time; time.sleep(20)"


@pytest.fixture
def started():
    """Return a function that starts a program, which is ended with the test."""
    running = []

    def start(text):
        running.append(subprocess.Popen([sys.executable, "-I", "-c", text]))
        return running[-1]

    yield start
    for each in running:
        each.kill()
        each.wait()


@pytest.mark.parametrize("code", [0, 5])
def test_a_program_that_ends_is_known_by_its_code(started, tmp_path, code):
    """It is waited for no longer than it runs."""
    assert watched(started(ENDS_WITH.format(code)), tmp_path / "mark", before=0, most=20) == code


def test_a_new_mark_ends_the_watch(started, tmp_path):
    """A mark that appears says that the program has come so far."""
    mark = tmp_path / "mark"
    made = f"import pathlib; pathlib.Path({str(mark)!r}).touch(); {RUNS}"
    assert watched(started(made), mark, before=0, most=20) is None
    assert time_of(mark) > 0


def test_an_old_mark_is_no_sign(started, tmp_path):
    """What an earlier program left does not count: only the time is over."""
    mark = tmp_path / "mark"
    mark.touch()
    begun = time.monotonic()
    assert watched(started(RUNS), mark, before=time_of(mark), most=0.2) is None
    assert time.monotonic() - begun >= 0.2


def test_a_file_that_is_not_there_has_no_time(tmp_path):
    """It is older than any file."""
    assert time_of(tmp_path / "none") == 0
