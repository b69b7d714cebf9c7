"""A Windows user's Excel with our add-in, all well; each test breaks one thing of it."""

import sys
from functools import cache

from windows_registry import WinregTwin

from addin.checks.excel import APP_PATHS, excel_found
from addin.checks.excel_addin import MANAGER, OPTIONS, Installation
from addin.checks.registry import WindowsRegistry
from addin.excel.outfits import excel_addin
from calc.outcome import RefusedError

TRUSTED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
SECURITY = r"Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
LEADING = 0x80  # of the header of a program, as linkers put it


class ExcelDesk:
    """A folder for what a kit lays down, and a registry; `found()` says what the check finds."""

    def __init__(self, folder, monkeypatch):
        self.home, self.there = folder / "Hikae", Installation(folder / "Hikae-app")
        self.program, self.environment = folder / "EXCEL.EXE", self.there.app / "versions" / "v1" / "env"
        self.program.write_bytes(program_of(0x8664))
        self.environment.mkdir(parents=True)
        self.there.addin.parent.mkdir()
        self.there.addin.write_bytes(product_addin())
        (self.there.app / "current").write_text("v1\n", encoding="utf-8")
        for name in ("pythonw.exe", "xlwings64-0.37.8.dll"):
            (self.environment / name).touch()
        monkeypatch.setattr(sys, "executable", str(self.environment / "python.exe"))
        self.registry = WinregTwin({
            rf"HKLM\{APP_PATHS}": {"": str(self.program)},
            OPTIONS: {"OPEN": '"C:\\other.xlam"', "OPEN1": f'"{self.there.addin}"'}, MANAGER: {},
        })  # fmt: skip
        for place, path in enumerate((self.there.addin.parent, self.home / "books")):
            self.note(rf"{TRUSTED}\Location{place}", Path=f"{path}\\")
        monkeypatch.setitem(sys.modules, "winreg", self.registry)

    def note(self, key, **values):
        """Write into the registry."""
        self.registry.__init__(self.registry.all | {key: self.registry.all.get(key, {}) | values})

    def forget(self, key):
        """Take a key out of the registry, with what is below it."""
        self.registry.__init__({each: values for each, values in self.registry.all.items() if not each.startswith(key)})

    def found(self):
        """Return the findings by code with their details, none where all is well."""
        try:
            self.said = excel_found(WindowsRegistry(), self.there, self.home)
        except RefusedError as refused:
            return {each.code: dict(each.details) for each in refused.findings}
        return {}


@cache
def product_addin():
    """Return the add-in of the product that runs."""
    return excel_addin()


def program_of(machine):
    """Return the beginning of a program for a kind of processor."""
    head = bytearray(LEADING + 8)
    head[0x3C:0x40] = LEADING.to_bytes(4, "little")
    head[LEADING : LEADING + 6] = b"PE\0\0" + machine.to_bytes(2, "little")
    return bytes(b"MZ" + head[2:])
