"""Where LibreOffice is on this computer, and whether it is new enough."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from addin.libreoffice.texts import MINIMUM
from addin.office.run import ran
from calc.outcome import RefusedError, finding

VARIABLE = "HIKAE_SOFFICE"  # names another soffice by its absolute path
ANSWER_SECONDS = 30.0
UNKNOWN = "?"

_NEEDED = tuple(map(int, MINIMUM.split(".")))
_VERSION = re.compile(r"LibreOffice\S* ([0-9]+)\.([0-9]+)\S*")
_LINUX = ("/usr/bin", "/usr/local/bin", "/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program")
_MACOS = "LibreOffice.app/Contents/MacOS/soffice"
_REGISTRY = r"SOFTWARE\LibreOffice\UNO\InstallPath"


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice that is there: its program and the version it says it has."""

    program: Path
    version: str

    @property
    def console(self) -> Path:
        """The program to run from another one that waits for its end."""
        return _console(self.program)

    @property
    def unopkg(self) -> Path:
        """The program beside it that installs extensions."""
        beside = self.program.resolve()
        return _console(beside.with_name(f"unopkg{beside.suffix}"))


def found_office(places: Iterable[Path] | None = None) -> Office:
    """Return the first LibreOffice of these places (else of the usual ones) that is new enough.

    Raises RefusedError `office_missing` where there is none, `office_old` where none is new enough.
    """
    old = list[Office]()
    for program in usual_places(os.environ) if places is None else places:
        if program.is_file():
            office = Office(program, version_of(program))
            if is_new(office.version):
                return office
            old.append(office)
    if not old:
        raise RefusedError([finding("office_missing", needed=MINIMUM, variable=VARIABLE)])
    found = old[0]
    raise RefusedError([finding("office_old", path=found.program, version=found.version, needed=MINIMUM)])


def version_of(program: Path) -> str:
    """Return the version a program says it has, such as `25.2.3.2`; `?` when it says none."""
    found = _VERSION.search(ran([_console(program), "--version"], most=ANSWER_SECONDS).said)
    return found[0].partition(" ")[2] if found else UNKNOWN


def is_new(version: str) -> bool:
    """Return whether a version binds our function names when it reads an .xlsx."""
    numbers = [int(part) for part in version.split(".")[: len(_NEEDED)] if part.isdecimal()]
    return tuple(numbers) >= _NEEDED


def usual_places(environment: Mapping[str, str], *, system: str = sys.platform) -> Iterator[Path]:
    """Yield where LibreOffice may be, the one that the user names first and alone."""
    named = environment.get(VARIABLE)
    if named:
        yield Path(named)
    elif system == "win32":
        yield from _windows(environment)
    elif system == "darwin":
        yield from (folder / _MACOS for folder in (Path("/Applications"), Path.home() / "Applications"))
    else:
        yield from (Path(folder) / "soffice" for folder in _LINUX)
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def _windows(environment: Mapping[str, str]) -> Iterator[Path]:
    yield from (Path(folder) / "soffice.exe" for folder in _registered())
    for name in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"):
        if name in environment:
            yield Path(environment[name]) / "LibreOffice" / "program" / "soffice.exe"


def _registered() -> Iterator[str]:
    """Yield the program folders that LibreOffice's own installer has written down, for the user and the computer."""
    if sys.platform != "win32":
        return
    import winreg  # noqa: PLC0415 - only Windows has it

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        with suppress(OSError):  # not installed there
            yield winreg.QueryValue(root, _REGISTRY)


def _console(program: Path) -> Path:
    """Return the twin of a Windows program that writes to its caller; elsewhere it is the program itself."""
    twin = program.with_suffix(".com")
    return twin if program.suffix == ".exe" and twin.is_file() else program
