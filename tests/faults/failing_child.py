"""The program under strace: a warm process that forks one child per use case, so that a fault costs milliseconds.

strace injects the fault into the WHEN-th call of one kind and counts per process. To have it hit the n-th call of the
use case, a child first spends WHEN − n harmless calls of that kind; whether the fault was hit at all shows afterwards,
when it has, or has not, to be provoked by further harmless calls.
"""

import errno
import json
import os
import sys
from pathlib import Path

from addin.files import ensure_folder, replace_file
from addin.store.journal import Journal
from calc.outcome import RefusedError

DATA = b"new\r\n" * 50_000
STDOUT = 1
NOWHERE = Path("/nonexistent/hikae")


def journal(folder, acknowledge):
    """Record three contents in one call and two alone, then one of them again."""
    with Journal(folder / "home") as record:
        acknowledge(record.append("fault.first", {"value": 1}).key)
        together = [("fault.together", {"value": value, "text": "控え" * 900}) for value in range(3)]
        record.append_all(together, on_recorded=lambda entry: acknowledge(entry.key))
        acknowledge(record.append("fault.last", {"value": 2}).key)
        acknowledge(record.append("fault.first", {"value": 1}).key)


def file(folder, acknowledge):
    """Write a file in a new folder, and one whose folder is there, as the file itself may be."""
    for path in (folder / "replaced.csv", ensure_folder(folder / "out" / "day") / "made.csv"):
        replace_file(path, DATA)
        acknowledge(path.name)


USE_CASES = {"journal": journal, "file": file}

# One harmless call of each kind; where it fails by itself it fails with another error than any injected one.
HARMLESS = {
    "write": lambda scratch: os.write(scratch, b""),
    "pwrite64": lambda scratch: os.pwrite(scratch, b"", 0),
    "fsync": os.fsync,
    "fdatasync": os.fdatasync,
    "ftruncate": lambda scratch: os.ftruncate(scratch, 0),
    "rename": lambda _: NOWHERE.rename(NOWHERE),
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
    if count:
        spend(call, asked["when"] - count, scratch=scratch)
    try:
        USE_CASES[asked["use_case"]](Path(asked["folder"]), lambda key: tell(pipe, f"recorded {key}"))
    except RefusedError as refused:
        tell(pipe, f"refused {refused.findings[0].code}")
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
        tell(pipe, f"traceback {error!r}")
    tell(pipe, "finished")
    if count and spend(call, count, scratch=scratch):
        tell(pipe, "untouched")


def forked(asked, scratch):
    """Return what a child said about one use case, line by line."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        child(asked, writing, scratch)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode().splitlines()
    os.waitpid(process, 0)
    return said


def main():
    """Warm up, then serve one use case per line of standard input."""
    folder = Path(sys.argv[1])
    scratch = os.open(folder / "scratch", os.O_CREAT | os.O_RDWR, 0o600)
    for name, use_case in USE_CASES.items():
        use_case(ensure_folder(folder / f"warm-{name}"), lambda _: None)
    for line in sys.stdin:
        tell(STDOUT, json.dumps(forked(json.loads(line), scratch)))


if __name__ == "__main__":
    main()
