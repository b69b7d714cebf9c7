"""LibreOffice started with a document in our profile, or the document handed to the one that runs there already."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from addin.files import opened_log, replace_file
from addin.office.environment import office_environment
from addin.office.extension import extension
from addin.office.find import Office, found_office
from addin.office.profile import Profile, prepare, profile_of
from addin.office.watch import time_of, watched
from calc.outcome import Finding, RefusedError, finding

ARGUMENTS: tuple[str, ...] = ("--nologo",)
OPENED_SECONDS = 30.0
LOG = "soffice.log"  # what the last start said; beside the profile's own folders
_NO_WINDOW = "--headless"


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened where; `handed_over` when a LibreOffice of this profile was running already."""

    document: Path
    office: Office
    profile: Profile
    handed_over: bool
    findings: tuple[Finding, ...]


def usable_office() -> Office:
    """Return the LibreOffice of this computer. Raises RefusedError `office_missing`, `office_old`, `office_display`."""
    office = found_office()
    refuse_without_display()
    return office


def open_document(document: Path, office: Office, *, home: Path) -> Opened:
    """Open a document in a home's profile and return when it is open; LibreOffice runs on.

    Raises RefusedError `office_not_started`, or what `prepare` does.
    """
    profile = profile_of(home)
    replaced = prepare(profile, office, extension=extension(), home=home)
    log, mark = profile.folder / LOG, _mark(document, profile)
    replace_file(log, b"")
    before, since = time_of(mark), time_of(profile.lock)
    process = _started([str(office.program), *ARGUMENTS, *profile.arguments, str(document)], home=home, log=log)
    ended = watched(process, mark, before=before, most=OPENED_SECONDS)
    if ended:
        raise RefusedError([finding("office_not_started", detail=_last_line(log) or f"soffice {ended}")])
    handed_over = ended == 0 or 0 != since == time_of(profile.lock)  # who starts writes the profile's lock anew
    findings = []
    if replaced and handed_over:
        findings.append(finding("office_restart"))
    if ended is None and time_of(mark) == before:
        findings.append(finding("office_waits", path=document, seconds=f"{OPENED_SECONDS:g}"))
    return Opened(document, office, profile, handed_over=handed_over, findings=tuple(findings))


def refuse_without_display() -> None:
    """Raise RefusedError `office_display` where LibreOffice would wait for ever on a screen that is not there."""
    has_one = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if sys.platform.startswith("linux") and not has_one and _NO_WINDOW not in ARGUMENTS:
        raise RefusedError([finding("office_display")])


def _started(command: Sequence[str], *, home: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a program that outlives us: its own session, no terminal, its words in the log."""
    try:
        with opened_log(log) as said:
            return subprocess.Popen(  # noqa: S603 - the LibreOffice that was found
                command, env=office_environment(os.environ, home=home), cwd=log.parent,
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
                creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
            )  # fmt: skip
    except OSError as error:
        raise RefusedError([finding("office_not_started", detail=type(error).__name__)]) from error


def _mark(document: Path, profile: Profile) -> Path:
    """Return the file that LibreOffice makes when it has opened a document; where it may not write, when it starts."""
    if os.access(document, os.W_OK) and os.access(document.parent, os.W_OK):
        return document.with_name(f".~lock.{document.name}#")
    return profile.lock


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
