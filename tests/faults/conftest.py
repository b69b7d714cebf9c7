"""The n-th failure loop: make the n-th call of a kind fail, for n = 1, 2, 3 …, until a run passes untouched."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("failing_child.py")
CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "openat", "mkdir")
# One call has other names on other processors.
FAMILIES = {"rename": "?rename,?renameat,?renameat2", "mkdir": "?mkdir,?mkdirat"}
# More calls of a kind than the warm process itself makes: starting an interpreter opens some 200 files.
WHEN = {"openat": 500}
WHEN_ELSE = 150
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder that syncs in no time; ours is made private inside


def when(call):
    """Return the number of the call, counted from the start of a process, that the fault is injected into."""
    return WHEN.get(call, WHEN_ELSE)


@dataclass(frozen=True, slots=True)
class Run:
    """How one run of a use case went: what it acknowledged, whether the fault was hit, how it said no."""

    recorded: tuple[str, ...]
    hit: bool
    refused: str
    traceback: str


@dataclass(frozen=True, slots=True)
class Faults:
    """A warm process under strace with one kind of fault set up, at every call, for all the children it forks."""

    process: subprocess.Popen
    kills: bool

    def run(self, use_case, folder, *, call="write", at=0):
        """Run a use case with the fault at its `at`-th call of a kind; 0 is a run without a fault."""
        asked = {"use_case": use_case, "folder": str(folder), "call": call, "at": at, "when": when(call)}
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        said = [line.partition(" ")[::2] for line in json.loads(self.process.stdout.readline())]
        words = dict(said)
        hit = at > 0 and ("finished" not in words if self.kills else "untouched" not in words)
        recorded = tuple(text for word, text in said if word == "recorded")
        return Run(recorded, hit, words.get("refused", ""), words.get("traceback", ""))

    def every(self, use_case, folder, *, call, before):
        """Yield (n, folder, run) for the fault at the 1st, 2nd, 3rd … call, until a run passes untouched.

        Each run has a folder of its own, in which `before` puts what is there before the run.
        """
        for at in range(1, when(call)):
            own = folder / f"{call}-{at}"
            own.mkdir()
            before(own)
            run = self.run(use_case, own, call=call, at=at)
            if not run.hit:
                return
            yield at, own, run
        raise AssertionError(f"{use_case} makes {when(call)} calls of {call}: the loop cannot reach its end")


@pytest.fixture(scope="session")
def strace():
    """Return the path of strace, without which a fault test on Linux is a failure, never a silent skip."""
    if sys.platform != "linux":
        pytest.skip("strace is a tool of Linux")
    found = shutil.which("strace")
    assert found, "strace がありません / strace is missing: apt-get install strace"
    return found


@pytest.fixture
def place(tmp_path):
    """Return a folder for many small runs, in memory where there is such a place."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="hikae-faults-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def faults(strace, place):
    """Return what opens a warm process for one kind of fault, and closes it again."""

    @contextmanager
    def opened(kind):
        families = {call: FAMILIES.get(call, call) for call in CALLS}
        injected = [f"-einject={names}:{kind}:when={when(call)}" for call, names in families.items()]
        quick = [] if kind.startswith("signal") else ["--seccomp-bpf"]  # which never delivers an injected signal
        command = [strace, "-f", *quick, "-o", "/dev/null", f"-etrace={','.join(families.values())}", *injected]
        program = [sys.executable, "-B", str(CHILD), str(place)]
        with subprocess.Popen([*command, *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            yield Faults(process, kills=kind.startswith("signal"))
            process.stdin.close()
            assert process.wait(30) == 0

    return opened
