"""The add-in for Excel as a kit lays it down: its file, the Python behind it, and what Excel has noted of it."""

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from addin.checks.registry import Registry
from addin.excel.agreed import PROGRAM, library
from addin.excel.normalise import ADDIN_FILE
from addin.home import data_folder
from calc.outcome import Finding, finding

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"  # 16.0: Excel 2016 and every later one
OPTIONS, MANAGER = rf"{EXCEL}\Options", rf"{EXCEL}\Add-in Manager"
RESILIENCY = (rf"{EXCEL}\Resiliency\DisabledItems", rf"{EXCEL}\Resiliency\CrashingAddinList")
_NOTED = re.compile(r"OPEN\d*", re.IGNORECASE)  # one value for each add-in that Excel opens at its start


@dataclass(frozen=True, slots=True)
class Installation:
    """Where a kit lays the product down for a user of Windows."""

    app: Path

    @property
    def addin(self) -> Path:
        """The add-in's file; the same place for every version, as Excel remembers it."""
        return self.app / "excel" / ADDIN_FILE

    @property
    def environment(self) -> Path | None:
        """The folder of the Python that Excel's add-in starts: that of the version that runs, if there is one."""
        try:
            name = (self.app / "current").read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return self.app / "versions" / name / "env"


def installation() -> Installation:
    """Return where this user's product is, or would be."""
    return Installation(data_folder().with_name(f"{data_folder().name}-app"))


def addin_findings(registry: Registry, there: Installation, folders: Iterable[PurePath]) -> Iterator[Finding]:
    """Yield what keeps Excel from loading the add-in, or the add-in from starting its Python.

    Codes: `excel_addin_…`, `excel_python_…`, `excel_part_missing`.
    """
    environment = there.environment
    if environment is None or not there.addin.is_file():
        yield finding("excel_addin_missing", path=there.addin)
        return
    yield from _python(environment)
    yield from _disabled(registry, folders)
    yield from _listed(registry, there.addin)


def version_findings(addin: Path) -> Iterator[Finding]:
    """Yield `excel_addin_old` where macros or ribbon of the add-in that is there are not those of this product."""
    from addin.excel.outfits import excel_addin  # noqa: PLC0415 - loads openpyxl, which no other check of Excel needs
    from addin.excel.package import MACROS, RIBBON  # noqa: PLC0415

    names = (MACROS, RIBBON)  # what Excel runs and shows; the sheet in it is never seen
    if addin.is_file() and _parts(addin.read_bytes(), names) != _parts(excel_addin(), names):
        yield finding("excel_addin_old", path=addin)


def _parts(data: bytes, names: Iterable[str]) -> list[bytes]:
    """Return parts of a package, however it is packed; nothing of what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [package.read(name) for name in names]
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError):
        return []


def _python(environment: Path) -> Iterator[Finding]:
    """Yield what is wrong with the Python that Excel will start, and with the part by which Excel starts it."""
    program, part = environment / PROGRAM, environment / library(64)
    if not program.is_file():
        yield finding("excel_python_missing", path=program)
    elif not program.parent.samefile(Path(sys.executable).parent):
        yield finding("excel_python_other", path=program, here=sys.executable)
    elif not part.is_file():
        yield finding("excel_part_missing", path=part)


def _disabled(registry: Registry, folders: Iterable[PurePath]) -> Iterator[Finding]:
    """Yield a finding for each file of ours that Excel stopped loading because it crashed or was slow."""
    ours = [str(folder).lower() for folder in folders]
    for key in RESILIENCY:
        for name, value in registry.values(key).items():
            said = f"{name}\0{_readable(value)}".lower()
            noted = [each for each in said.split("\0") if any(folder in each for folder in ours)]
            if noted:
                yield finding("excel_addin_disabled", path=noted[0], key=key.rpartition("\\")[2])


def _readable(value: object) -> str:
    """Return the texts in a value: after three numbers of four bytes come letters of two, each text ended by zero."""
    return bytes(value[12:]).decode("utf-16-le", "ignore") if isinstance(value, bytes) else str(value)


def _listed(registry: Registry, addin: PurePath) -> Iterator[Finding]:
    """Yield why Excel does not open our add-in at its start."""
    noted = [str(value) for name, value in registry.values(OPTIONS).items() if _NOTED.fullmatch(name)]
    ours = [each for each in noted if ADDIN_FILE in each.lower()]
    if any(str(addin).lower() in each.lower() for each in ours):
        return
    if ours:
        yield finding("excel_addin_other", found=ours[0], path=addin)
    elif any(ADDIN_FILE in name for name in registry.values(MANAGER)):
        yield finding("excel_addin_unticked")
    else:
        yield finding("excel_addin_unlisted", path=addin)
