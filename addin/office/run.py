"""A program of LibreOffice run to its end, with everything that it starts."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from addin.office.environment import office_environment


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended: its exit code, None when it had to be ended or could not be started; and what it said."""

    code: int | None
    said: str

    @property
    def complaint(self) -> str:
        """The line that says what went wrong: the first that calls itself an error, else the last; else the code."""
        lines = [line.strip() for line in self.said.split("\n") if line.strip()]
        return next((line for line in lines if "error" in line.lower()), lines[-1] if lines else str(self.code))


def ran(command: Sequence[str | Path], *, most: float) -> Ran:
    """Run a program of LibreOffice in its sanitised environment, for at most so many seconds.

    Its programs start others that keep the output open: when the time is over, the whole session is ended.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the LibreOffice that was found
            command, env=office_environment(os.environ), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return Ran(None, type(error).__name__)
    with process:
        try:
            said = process.communicate(timeout=most)[0]
        except subprocess.TimeoutExpired:
            _end(process)
            return Ran(None, f"> {most:g} s")
    return Ran(process.returncode, said.decode("utf-8", "replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
