"""Excel started with a document, for one record."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from addin.home import data_folder
from addin.office.watch import time_of, watched
from calc.outcome import Finding, RefusedError, finding

# Microsoft, command-line switches for Office: "/x opens Excel in a new process". One that runs already may have been
# started for another record, such as a drill's, and the buttons of a document that it takes over would write there.
OWN_PROCESS = "/x"
OPENED_SECONDS = 30.0
_HOME = "HIKAE_HOME"


def open_in_excel(document: Path, program: Path, *, home: Path) -> tuple[Finding, ...]:
    """Open a document in an Excel of its own and return when it is open; Excel runs on.

    What a person must know of it: `excel_in_use`, `excel_waits`. Raises RefusedError `excel_not_started`.
    """
    mark = owner_file(document)
    before = time_of(mark)
    process = _started(document, program, home=home)
    if before:  # whether that Excel still runs, the one that starts finds out
        return (finding("excel_in_use", path=document, lock=mark.name),)
    if not os.access(document, os.W_OK):  # opened for reading it gets no mark
        return ()
    ended = watched(process, mark, before=before, most=OPENED_SECONDS)
    if ended:
        raise RefusedError([finding("excel_not_started", path=program, detail=ended)])
    if ended is None and time_of(mark) == before:
        return (finding("excel_waits", path=document, seconds=f"{OPENED_SECONDS:g}"),)
    return ()


def owner_file(document: Path) -> Path:
    """Return the file that Excel keeps beside a document that it has open, and that stays after one that crashed."""
    return document.with_name(f"~${document.name}")


def excel_environment(environment: Mapping[str, str], *, home: Path) -> dict[str, str]:
    """Return the environment for Excel, by which its functions and buttons find the record.

    The usual place is not named: they find it from Windows itself, while a name reaches them in one code page only.
    """
    others = {name: value for name, value in environment.items() if name.upper() != _HOME}
    return others if home == data_folder() else {**others, _HOME: str(home)}


def _started(document: Path, program: Path, *, home: Path) -> subprocess.Popen[bytes]:
    """Start a program that outlives us: its own session, no console."""
    try:
        return subprocess.Popen(  # noqa: S603 - the Excel that Windows has noted
            [str(program), OWN_PROCESS, str(document)],
            env=excel_environment(os.environ, home=home), cwd=program.parent,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
        )  # fmt: skip
    except OSError as error:
        raise RefusedError([finding("excel_not_started", path=program, detail=type(error).__name__)]) from error
