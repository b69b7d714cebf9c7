"""A warm process whose children are the use cases under test, and strace on it: to make calls fail, or to note them."""

import json
import os
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LONG = "HIKAE_LONG" in os.environ
CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "openat", "mkdir")
# One call has other names on other processors.
FAMILIES = {
    "rename": "?rename,?renameat,?renameat2",
    "unlink": "?unlink,?unlinkat",
    "mkdir": "?mkdir,?mkdirat",
}
WHEN = 400  # more calls of any kind than a use case makes
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder that syncs in no time; ours is made private inside


@dataclass(frozen=True, slots=True)
class Run:
    """How one run of a use case went: what it acknowledged, whether the fault was hit, how it said no."""

    recorded: tuple[str, ...]
    hit: bool
    finished: str
    refused: str
    traceback: str


@dataclass(frozen=True, slots=True)
class Warm:
    """The warm process; each use case it is asked for runs in a child of its own."""

    process: subprocess.Popen
    strace: str

    def ask(self, use_case, folder, **more):
        """Run a use case in a folder and return what it said, as (word, text): see `failing_child.py` for the rest."""
        asked = {"call": "write", "at": 0, "when": WHEN, "harm": "", "seconds": 0, **more}
        asked |= {"use_case": use_case, "folder": str(folder)}
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said, "the warm process is gone"
        return [line.partition(" ")[::2] for line in json.loads(said)]

    @contextmanager
    def watched(self, *arguments):
        """Have strace hold on to the process and its children for a while."""
        command = [self.strace, "-f", *arguments, "-p", str(self.process.pid)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as tracer:
            said = tracer.stderr.readline()
            assert b"attached" in said, said
            try:
                yield
            finally:
                tracer.send_signal(signal.SIGINT)
                tracer.communicate()

    def run(self, use_case, folder, **more):
        """Run a use case without a fault, or as `more` says."""
        return run_of(self.ask(use_case, folder, **more), hit=False)


@dataclass(frozen=True, slots=True)
class Faults:
    """A warm process under strace with one kind of fault set up, at every call, for all the children it forks."""

    warm: Warm
    kills: bool

    def run(self, use_case, folder, *, call="write", at=0, harm=""):
        """Run a use case with the fault at its `at`-th call of a kind; 0 is a run without a fault."""
        said = self.warm.ask(use_case, folder, call=call, at=at, harm=harm)
        words = dict(said)
        return run_of(said, hit=at > 0 and ("finished" not in words if self.kills else "untouched" not in words))

    def every(self, use_case, folder, *, call, before, harm=""):
        """Yield (n, folder, run) for the fault at the 1st, 2nd, 3rd … call, until a run passes untouched.

        Each run has a folder of its own, in which `before` puts what is there before the run.
        """
        for at in range(1, WHEN):
            own = folder / f"{call}-{at}"
            own.mkdir()
            before(own)
            run = self.run(use_case, own, call=call, at=at, harm=harm)
            if not run.hit:
                return
            yield at, own, run
        raise AssertionError(f"{use_case} makes {WHEN} calls of {call}: the loop cannot reach its end")


def run_of(said, *, hit):
    """Return a run from what it said."""
    words = dict(said)
    fault = next((f"{word} {text}" for word, text in said if word == "Traceback" or "[internal_fault]" in text), "")
    recorded = tuple(text for word, text in said if word == "recorded")
    return Run(recorded, hit, words.get("finished", ""), words.get("refused", ""), words.get("traceback", fault))
