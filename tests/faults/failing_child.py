"""The program under strace: a warm process that forks one child per use case, so that a fault costs milliseconds.

strace injects the fault into the WHEN-th call of one kind and counts per process. To have it hit the n-th call of the
use case, a child first spends WHEN − n harmless calls of that kind; whether the fault was hit at all shows afterwards,
when it has, or has not, to be provoked by further harmless calls.
"""

import ctypes
import errno
import io
import json
import os
import signal
import sys
import time
from contextlib import redirect_stderr
from pathlib import Path

from harms import HARMS
from use_cases import COMMANDS, USE_CASES, prepare

from addin import runtime
from addin.files import ensure_folder
from calc.outcome import RefusedError

STDOUT, STDERR = 1, 2
NOWHERE = Path("/nonexistent/hikae")
PR_SET_PTRACER, ANYBODY = 0x59616D61, 2**64 - 1  # strace is no parent of ours

# One harmless call of each kind; where it fails by itself it fails with another error than any injected one.
HARMLESS = {
    "write": lambda scratch: os.write(scratch, b""),
    "pwrite64": lambda scratch: os.pwrite(scratch, b"", 0),
    "fsync": os.fsync,
    "fdatasync": os.fdatasync,
    "ftruncate": lambda scratch: os.ftruncate(scratch, 0),
    "rename": lambda _: NOWHERE.rename(NOWHERE),
    "unlink": lambda _: NOWHERE.unlink(),
    "openat": lambda _: os.open(NOWHERE, os.O_RDONLY),
    "mkdir": lambda _: NOWHERE.mkdir(),
}


def spend(call, times, *, scratch):
    """Make harmless calls; return the error number that one of them failed with and that is not its own."""
    for _ in range(times):
        try:
            HARMLESS[call](scratch)
        except OSError as error:
            if error.errno != errno.ENOENT:
                return error.errno
    return 0


def tell(pipe, line):
    """Write a line through a call that no fault is ever injected into."""
    os.writev(pipe, [f"{line}\n".encode()])


def child(asked, pipe, scratch):
    """Run one use case with the fault at its n-th call, and tell how it ended."""
    call, count = asked["call"], asked["at"]
    if asked["harm"]:
        HARMS[asked["harm"]]()
    if asked["use_case"] in COMMANDS:  # it prints by itself what it recorded
        os.dup2(pipe, STDOUT)
        os.dup2(pipe, STDERR)
    if count:
        spend(call, asked["when"] - count, scratch=scratch)
    code = 0
    try:
        code = USE_CASES[asked["use_case"]](Path(asked["folder"]), lambda key: tell(pipe, f"recorded {key}"))
    except RefusedError as refused:
        tell(pipe, f"refused {refused.findings[0].code}")
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
        tell(pipe, f"traceback {error!r}")
    tell(pipe, f"finished {code or 0}")
    if count and spend(call, count, scratch=scratch):
        tell(pipe, "untouched")


def forked(asked, scratch):
    """Return what a child said about one use case, line by line; it is killed when its seconds are over."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        child(asked, writing, scratch)
        os._exit(0)
    os.close(writing)
    if asked["seconds"]:
        time.sleep(asked["seconds"])
        os.kill(process, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode(errors="replace").splitlines()
    os.waitpid(process, 0)
    return said


def main():
    """Run every use case once, then serve one use case per line of standard input."""
    folder = Path(sys.argv[1])
    channel, nowhere = os.dup(STDOUT), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STDOUT)
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(ANYBODY))
    runtime.prepare()
    prepare(folder / "desk")
    scratch = os.open(folder / "scratch", os.O_CREAT | os.O_RDWR, 0o600)
    for name, use_case in USE_CASES.items():
        with redirect_stderr(io.StringIO()):
            use_case(ensure_folder(folder / f"warm-{name}"), lambda _: None)
    tell(channel, "ready")
    for line in sys.stdin:
        tell(channel, json.dumps(forked(json.loads(line), scratch)))


if __name__ == "__main__":
    main()
