"""Reads what came from outside in a process of its own, which may take little memory and little time.

    python -I -m addin.books.confined mail < MAIL
    python -I -m addin.books.confined workbook < WORKBOOK
    python -I -m addin.books.confined book < WORKBOOK
    python -I -m addin.books.confined days < WORKBOOK

A mail or a workbook may be made to harm. Before each step the child says what is to be said should the step never
end, so the parent knows where it died: a JSON value a line, of which the last whole one counts. Windows and macOS keep
no limit of address space; there the limit of time holds alone, and those that are looked at before parsing.
"""

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from calc.outcome import RefusedError, finding

if TYPE_CHECKING:
    from types import ModuleType

LONGEST_LINE = 20_000_000  # bytes of what is said; the same table as CSV would be no smaller, and refused too


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may take: bytes of address space, and seconds from its start."""

    memory: int
    seconds: float

    def __str__(self) -> str:
        return f"> {self.memory // 1_000_000} MB / {self.seconds:g} s"


# A mail's are those of `hikae proxy read` as a whole, 400 MB and 5 s, less what the command itself takes.
READERS = {"mail": Limits(330_000_000, 3.0), "workbook": Limits(200_000_000, 10.0)}
READERS["book"] = READERS["days"] = READERS["workbook"]


def last_said(reader: str, data: bytes) -> Any:  # noqa: ANN401 - what a reader says is JSON
    """Return the last thing that a reader said of a content, as JSON has it.

    Raises RefusedError `reader_not_started` when it never came to say anything: nothing is known of the content then.
    """
    command = [sys.executable, "-I", "-m", "addin.books.confined", reader]
    try:
        told = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=READERS[reader].seconds,
            check=False, cwd=Path(sys.executable).parent, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ).stdout  # fmt: skip
    except subprocess.TimeoutExpired as late:
        told = late.stdout or b""
    except OSError as error:
        raise RefusedError([finding("reader_not_started")]) from error
    *whole, _ = told.split(b"\n")  # what a child that died was just writing does not count
    if not whole:
        raise RefusedError([finding("reader_not_started")])
    return json.loads(whole[-1])


def main() -> None:
    """Read the content on standard input and say what is in it, one JSON value a line."""
    reader = sys.argv[1]
    _limit_memory(READERS[reader])
    sys.modules["numpy"] = cast("ModuleType", None)  # openpyxl takes it when it is there, and it is large
    if reader == "mail":
        from addin.books.mail.spoken import speak  # noqa: PLC0415 - each after the limit is set, openpyxl only if asked
    elif reader == "book":
        from addin.books.saved_regions import speak  # noqa: PLC0415
    elif reader == "days":
        from addin.books.day_count import speak  # noqa: PLC0415
    else:
        from addin.books.xlsx import speak  # noqa: PLC0415
    speak(sys.stdin.buffer.read(), _tell)


def _tell(said: object) -> None:
    line = json.dumps(said)
    if len(line) > LONGEST_LINE:  # ASCII: as many bytes; the parent would have to hold it
        raise MemoryError
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _limit_memory(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    with suppress(ValueError, OSError):  # macOS takes none; a stricter one that is there already stays
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


if __name__ == "__main__":
    main()
