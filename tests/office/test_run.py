import os
import time

from fake_office import program

from addin.office.run import ran


def is_gone(pid, *, by):
    """Return whether a process that was killed ends; on a busy machine that takes a moment."""
    while os.path.exists(f"/proc/{pid}/exe"):  # noqa: PTH110 - a dead one may linger without it
        if time.monotonic() > by:
            return False
        time.sleep(0.02)
    return True


def test_a_program_ends_with_its_code_and_its_words(tmp_path):
    """Exit code and everything said come back, without our Python's variables in its environment."""
    done = ran([program(tmp_path / "a", '#!/bin/sh\necho "控え$VIRTUAL_ENV"; echo 1 >&2; exit 3\n')], most=10)
    assert (done.code, done.said) == (3, "控え\n1\n")


def test_a_program_that_does_not_end_is_ended_with_its_children(tmp_path):
    """After the time is over nothing is left of it, and nobody waits for a child that holds the output."""
    child = tmp_path / "child"
    hangs = program(tmp_path / "a", f"#!/bin/sh\nsleep 30 & echo $! >'{child}'\nwait\n")
    start = time.monotonic()
    done = ran([hangs], most=0.5)
    assert (done.code, done.complaint) == (None, "> 0.5 s")
    assert time.monotonic() - start < 5
    assert is_gone(child.read_text().strip(), by=start + 10)


def test_the_complaint_is_the_line_that_says_what_went_wrong(tmp_path):
    """Of several lines the one that calls itself an error counts, else the last, else the exit code."""
    said = {"Warning: x\nERROR: y\nz": "ERROR: y", "x\nz\n": "z", "": "0"}
    for number, (words, complaint) in enumerate(said.items()):
        assert ran([program(tmp_path / str(number), f"#!/bin/sh\nprintf '{words}'\n")], most=10).complaint == complaint


def test_a_program_that_is_not_there_is_no_fault(tmp_path):
    """What cannot be started has no exit code and says why."""
    done = ran([tmp_path / "none"], most=1)
    assert (done.code, done.complaint) == (None, "FileNotFoundError")
