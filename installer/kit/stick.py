# noqa: INP001 - a script, not a package
"""Looks at every file of a kit: `kit.py` runs it before it installs anything. Only the standard library."""

import hashlib
import json
import re
from pathlib import Path

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  ([^\0\n]+)")
READ = ("kit", "wheels", "kernels", "runtime", "record")  # folders out of which files are taken by their form


def examined(kit: Path) -> tuple[str, list[str]]:
    """Return the SHA-256 of the list of sums, and the name of every file that is not as the list says.

    A file that the list does not name is wrong where installing would read it; elsewhere it is somebody's own, and
    stays unread. Raises OSError where there is no list.
    """
    data = (kit / SUMS).read_bytes()
    there, sums = files_of(kit), dict[str, str]()
    for line in data.decode("utf-8", "replace").removesuffix("\n").split("\n"):  # splitlines knows other ends, too
        read = LINE.fullmatch(line)
        sums[read[2] if read else SUMS] = read[1] if read else ""
    wrong = [name for name, digest in sums.items() if name not in there or not is_as_sealed(kit / name, digest)]
    wrong += sorted(name for name in there - set(sums) if name.split("/")[0] in READ)
    return hashlib.sha256(data).hexdigest(), wrong if sums else [SUMS]


def files_of(kit: Path) -> set[str]:
    """Return the names of a kit's own files: none behind a link, none that a desktop hides for itself."""
    paths = (path for path in kit.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(kit).as_posix() for path in paths if not path.name.startswith(".")}


def is_as_sealed(path: Path, digest: str) -> bool:
    """Return whether a file can be read and has this SHA-256."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def made(manifest: Path) -> str:
    """Return when a kit was made, as its manifest says; nothing where there is none."""
    text = manifest.read_text(encoding="utf-8") if manifest.exists() else ""
    return str(json.loads(text)["made"]) if text else ""
