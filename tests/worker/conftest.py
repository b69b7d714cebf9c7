"""Workers that misbehave on purpose: small programs that stand where the `hikae` command would."""

import os
import sys
import time
from pathlib import Path

import pytest

from addin.worker import limits
from addin.worker.client import Client

HEAD = """import os, signal, sys, time
from addin.worker.frames import framed, packed, read_frame, unpacked
source, sink = sys.stdin.buffer, sys.stdout.buffer
def hear():
    frame = read_frame(source)
    return frame and {"number": frame[0], **unpacked(frame[1])}
def reply(message, **said):
    sink.write(framed(message["number"], packed(said)))
    sink.flush()
hello = hear()
reply(hello, value=hello["hello"])
"""
ECHO = """
while message := hear():
    reply(message, value=[os.getpid(), message["arguments"]])
"""


@pytest.fixture
def hikae():
    """Return the path of the product's command."""
    return str(Path(sys.executable).with_name("hikae"))


@pytest.fixture
def fake_hikae(tmp_path):
    """Return a maker of `hikae` commands: a body that runs after the greeting, or a whole program."""

    def make(body, head=HEAD):
        path, program = tmp_path / "hikae", tmp_path / "hikae.py"
        text = head + body
        if not text.startswith("#!"):  # a path with a space cannot stand in a first line
            program.write_text(text, encoding="utf-8")
            text = f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n'
        path.write_text(text, encoding="utf-8")
        path.chmod(0o700)
        return str(path)

    return make


@pytest.fixture
def echo(fake_hikae):
    """Return a `hikae` whose workers answer with their process id and the arguments."""
    return fake_hikae(ECHO)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        """Return the time it was set to."""
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(clock):
    """Return a maker of clients of a command; all of them are ended with the test."""
    made = []

    def make(command, clock=clock):
        made.append(Client("functions", lambda: command, clock))
        return made[-1]

    yield make
    for each in made:
        each.end()


@pytest.fixture
def impatient(monkeypatch):
    """Return what lets a recalculation wait for a moment only, so that a test of its end does not take seconds."""
    return lambda: monkeypatch.setattr(limits, "BUDGET_SECONDS", 0.4)


@pytest.fixture
def patient(monkeypatch):
    """Return what gives a recalculation its whole time again."""
    whole = limits.BUDGET_SECONDS
    return lambda: monkeypatch.setattr(limits, "BUDGET_SECONDS", whole)


@pytest.fixture
def gone():
    """Return a look at a process that soon is no more (a zombie of ours counts as running)."""

    def is_gone(pid, seconds=5.0):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.01)
        return False

    return is_gone
