"""The Python that a kit for Windows carries: a file given when the kit is made, with the hash its publisher names."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from addin.kit.seal import digest_of
from calc.outcome import RefusedError, finding

LIMIT = 60_000_000
_PATHS = re.compile(r"python3([0-9]+)\._pth")  # the file that makes a Python an embeddable one


@dataclass(frozen=True, slots=True)
class Runtime:
    """An embeddable Python: the file, and the SHA-256 that it has to have."""

    path: Path
    sha256: str


def runtime_python(runtime: Runtime | None) -> str:
    """Return which Python a runtime is, such as `3.12`.

    Raises RefusedError `kit_runtime` where there is none, it is no embeddable package, or its hash is another.
    """
    if runtime is None or not runtime.path.is_file():
        raise RefusedError([finding("kit_runtime", path="--python" if runtime is None else runtime.path)])
    try:
        with zipfile.ZipFile(runtime.path) as package:
            minors = [found[1] for name in package.namelist() if (found := _PATHS.fullmatch(name))]
    except zipfile.BadZipFile:
        minors = []
    if len(minors) != 1 or digest_of(runtime.path) != runtime.sha256.strip().lower():
        raise RefusedError([finding("kit_runtime", path=runtime.path)])
    return f"3.{minors[0]}"
