"""Excel: which one this computer has, and whether it lets our add-in work."""

import sys
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from addin.checks.excel_addin import Installation, addin_findings, installation, version_findings
from addin.checks.excel_trust import trust_findings
from addin.checks.registry import Registry, WindowsRegistry, text
from addin.office.books import FOLDER
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import Words

APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
# Where Windows keeps which packages of its Store a user has; Excel's is named there with its version after it.
PACKAGES = (
    r"HKCU\Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
)
STORE_FOLDER, STORE_PACKAGE = "WindowsApps", "Microsoft.Office.Desktop.Excel"
X86 = 0x014C  # Microsoft's PE format, machine types
_HEADER = 4096
_PLACE_OF_HEADER = slice(0x3C, 0x40)
_SIGNATURE = b"PE\0\0"


def excel(home: Path) -> Words:
    """Return which Excel there is; only Windows has one that takes our add-in.

    Raises RefusedError with everything that keeps our functions and buttons from working in it.
    """
    if sys.platform != "win32":
        return Words("Windowsでのみ使用", "used on Windows only")
    return excel_found(WindowsRegistry(), installation(), home)


def excel_found(registry: Registry, there: Installation, home: Path) -> Words:
    """Return the path of Excel's program.

    Raises RefusedError `excel_missing`, or all of `excel_store`, `excel_bits` and the findings of add-in and trust.
    """
    program = excel_program(registry)
    if not program and not _store_package(registry):
        raise RefusedError([finding("excel_missing")])
    folders = (there.addin.parent, home / FOLDER)
    found = [*kind_findings(registry, program), *addin_findings(registry, there, folders)]
    found += [*version_findings(there.addin), *trust_findings(registry, folders)]
    if found:
        raise RefusedError(found)
    return Words(*[program] * 2)


def excel_program(registry: Registry) -> str:
    """Return the path of Excel's program, "" where Windows has noted none."""
    noted = (text(registry, rf"{root}\{APP_PATHS}", "") for root in ("HKCU", "HKLM"))
    return next((each.strip('"') for each in noted if each), "")


def kind_findings(registry: Registry, program: str) -> Iterator[Finding]:
    """Yield what is wrong with the program: one of the Store starts no server, one of 32 bits loads no part of ours."""
    if not program or STORE_FOLDER in PureWindowsPath(program).parts:
        yield finding("excel_store", path=program or _store_package(registry))
    if _is_32_bit(registry, program):
        yield finding("excel_bits", path=program)


def _store_package(registry: Registry) -> str:
    return next((each for each in registry.keys(PACKAGES) if each.startswith(STORE_PACKAGE)), "")


def _is_32_bit(registry: Registry, program: str) -> bool:
    """Return whether the program says so itself, or else its installation does: some may not be read."""
    try:
        with Path(program).open("rb") as file:
            head = file.read(_HEADER)
    except OSError:
        return text(registry, CLICK_TO_RUN, "Platform") == "x86"
    start = int.from_bytes(head[_PLACE_OF_HEADER], "little")
    return head[start : start + 6] == _SIGNATURE + X86.to_bytes(2, "little")
