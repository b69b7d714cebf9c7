"""An Excel of one shell script, where the registry says that Excel is; it keeps what it was told, behaves as asked."""

import sys

from fake_office import program
from windows_registry import WinregTwin

from addin.checks.excel import APP_PATHS

EXCEL = """#!/bin/sh
here=$(dirname "$0")
env >"$here/environment"
pwd >"$here/folder"
printf '%s\\n' "$@" >"$here/arguments"
for document; do :; done
mark="$(dirname "$document")/~\\$$(basename "$document")"
{behaves}
"""
OPENS = 'touch "$mark"; exec sleep 1'
ASKS = "exec sleep 2"
FAILS = "exit 77"
ENDS = "exit 0"
TRUSTED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\Location7"


def fake_excel(folder, monkeypatch, *, behaves=OPENS, trusted=()):
    """Put an Excel into a folder and into the registry and return its program; `told` reads what it kept there."""
    folder.mkdir(parents=True, exist_ok=True)
    made = program(folder / "excel.exe", EXCEL.format(behaves=behaves))
    noted = {rf"{TRUSTED}{place}": {"Path": f"{path}/"} for place, path in enumerate(trusted)}
    registry = WinregTwin({rf"HKLM\{APP_PATHS}": {"": f'"{made}"'}, **noted})
    monkeypatch.setitem(sys.modules, "winreg", registry)
    return made


def closed(folder):
    """Take away the marks of a folder's documents, as Excel does when it closes them."""
    for mark in folder.glob("~$*"):
        mark.unlink()
