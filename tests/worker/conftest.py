"""Workers that misbehave on purpose: small programs that stand where the `hikae` command would."""

import sys

import pytest

from addin.worker.client import Client

HEAD = """import os, signal, sys, time
from addin.worker.frames import packed, read_message
source, sink = sys.stdin.buffer, sys.stdout.buffer
def reply(message, **said):
    sink.write(packed({"id": message["id"], **said}))
    sink.flush()
hello = read_message(source)
reply(hello, value=hello["hello"])
"""


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

    def make(command):
        made.append(Client("functions", lambda: command, clock))
        return made[-1]

    yield make
    for each in made:
        each.end()
