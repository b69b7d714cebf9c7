"""Asks the check of Excel on Wine's real registry, case by case; what a case notes there is gone after it.

Told {"app", "home", "cases": {name: [[key, value's name, kind, value], …]}}; answers {name: {code: details}}.
"""

import json
import sys
import winreg
from pathlib import Path

from addin.checks.excel import excel_found
from addin.checks.excel_addin import Installation
from addin.checks.registry import WindowsRegistry
from calc.outcome import RefusedError

OURS = (r"Software\Microsoft\Office", r"Software\Policies\Microsoft\Office",
        r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe")  # fmt: skip


def noted(key, name, kind, value):
    """Write a value of the user."""
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as there:
        data = bytes.fromhex(value) if kind == "REG_BINARY" else value
        winreg.SetValueEx(there, name, 0, getattr(winreg, kind), data)


def forgotten(key):
    """Take a key of the user away, with all that is below it."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as there:
            below = [winreg.EnumKey(there, place) for place in range(winreg.QueryInfoKey(there)[0])]
        for name in below:
            forgotten(f"{key}\\{name}")
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
    except FileNotFoundError:
        return


def found(there, home):
    """Return the findings by code."""
    try:
        excel_found(WindowsRegistry(), there, home)
    except RefusedError as refused:
        return {each.code: dict(each.details) for each in refused.findings}
    return {}


told = json.load(sys.stdin)
installation, answers = Installation(Path(told["app"])), {}
sys.executable = str(installation.environment / "python.exe")
for case, values in told["cases"].items():
    for each in OURS:
        forgotten(each)
    for each in values:
        noted(*each)
    answers[case] = found(installation, Path(told["home"]))
for each in OURS:
    forgotten(each)
sys.stdout.write(json.dumps(answers))
