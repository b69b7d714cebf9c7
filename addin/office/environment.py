"""What LibreOffice may see of our environment.

LibreOffice brings a Python of its own, or takes the system's. With a virtual environment or another Python first on
the PATH it would take that one's library, and the add-in would be missing without a word.
"""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

_PYTHON = re.compile(r"python[0-9.]*(\.exe)?", re.IGNORECASE)
_OF_PYTHON = ("PYTHON", "VIRTUAL_ENV", "CONDA_", "PYENV_", "UNO_", "URE_")
_OWN_ANSWERS = {"HIKAE_COMMAND"}  # the profile says which program computes: the one that opened it
_SYSTEM = ("/usr/bin", "/bin", "/usr/sbin", "/sbin")
_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set decides
_READS_ANY_NAME = "C.UTF-8"
_JAPAN = "JST-9"  # needs no time zone data


def office_environment(environment: Mapping[str, str], *, home: Path | None = None) -> dict[str, str]:
    """Return the environment for LibreOffice; `home` is the record that its workers use."""
    kept = {
        name: value
        for name, value in environment.items()
        if not name.upper().startswith(_OF_PYTHON) and name not in _OWN_ANSWERS
    }
    kept["PATH"] = os.pathsep.join(_folders(environment.get("PATH", os.defpath)))
    if sys.platform.startswith("linux") and "UTF" not in _locale(kept).upper():
        kept.pop("LC_ALL", None)  # else LibreOffice opens no file with a Japanese name
        kept["LC_CTYPE"] = _READS_ANY_NAME
    kept["TZ"] = _JAPAN  # so that NOW() in a workbook is the time that the cut-offs are given in
    return kept if home is None else {**kept, "HIKAE_HOME": str(home)}


def _folders(path: str) -> list[str]:
    """Return the folders of a PATH without those that hold a Python, the system's own at the end at the latest."""
    given = [folder for folder in path.split(os.pathsep) if folder in _SYSTEM or not _has_python(folder)]
    system = () if sys.platform == "win32" else _SYSTEM
    return [*given, *(folder for folder in system if folder not in given)]


def _has_python(folder: str) -> bool:
    """Return whether a folder holds a Python; one that is no absolute path may be any folder, so it counts as one."""
    try:
        return not Path(folder).is_absolute() or any(_PYTHON.fullmatch(each.name) for each in Path(folder).iterdir())
    except OSError:
        return False


def _locale(environment: Mapping[str, str]) -> str:
    return next((environment[name] for name in _LOCALE if environment.get(name)), "")
