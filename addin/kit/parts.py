"""The parts of a kit that are wheels: those of the lock for the target, the application from the tree, and their lock.

pip fetches them, by their hashes and never built on the way, from wherever this computer's own settings say.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename

from addin.files import ensure_folder, read_limited, replace_file
from addin.kit.seal import digest_of
from addin.kit.target import Pin, Target, lock_text, pins_for
from calc.outcome import RefusedError, finding

LOCK_LIMIT = 10_000_000
_PIP = (sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")
_EPOCH = "315532800"  # 1980-01-01: the same tree gives the same wheel


def fetched(target: Target, lock: Path, *, into: Path, scratch: Path) -> tuple[Pin, ...]:
    """Return what the target needs, after its wheels were put into a folder, each checked against the lock's hashes.

    Raises RefusedError `kit_parts` with what pip said.
    """
    wanted = pins_for(target, read_limited(lock, LOCK_LIMIT).decode())
    ensure_folder(into)
    asked = scratch / "wanted.lock"
    replace_file(asked, lock_text(wanted).encode())
    tags = [word for each in target.platforms for word in ("--platform", each)]
    kind = ["--implementation", "cp", "--abi", target.abi, "--abi", "abi3", "--abi", "none"]
    how = ["--python-version", target.python, "--require-hashes", "--only-binary", ":all:", "--no-deps"]
    _ran([*_PIP, "download", "--progress-bar", "off", *tags, *kind, *how, "-d", str(into), "-r", str(asked)])
    return wanted


def application(tree: Path, *, into: Path, scratch: Path) -> Path:
    """Return the wheel of the product, built from its tree, in which nothing is written.

    Raises RefusedError `kit_parts` with what the builder said.
    """
    aside = scratch / "application.cfg"
    base = ensure_folder(scratch / "application")
    replace_file(aside, f"[build]\nbuild_base = {base}\n[egg_info]\negg_base = {base}\n".encode())
    how = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(into)]
    _ran([*_PIP, "wheel", *how, str(tree)], DIST_EXTRA_CONFIG=str(aside), SOURCE_DATE_EPOCH=_EPOCH)
    (made,) = into.glob("hikae-*.whl")
    return made


def exact_lock(wheels: Path, wanted: Sequence[Pin]) -> str:
    """Return the lock of what lies in a folder: one hash for each part, the application among them.

    Raises RefusedError `kit_parts` where a wheel is missing, or is none that was wanted.
    """
    found = {}
    for path in sorted(wheels.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(path.name)
        found[canonicalize_name(name)] = Pin(str(name), str(version), (f"sha256:{digest_of(path)}",))
    for pin in wanted:
        have = found.get(canonicalize_name(pin.name))
        if have is None or have.version != pin.version or have.hashes[0] not in pin.hashes:
            raise RefusedError([finding("kit_parts", detail=f"{pin.name}=={pin.version}")])
    return lock_text(tuple(found.values()))


def _ran(command: Sequence[str], **environment: str) -> None:
    done = subprocess.run(  # noqa: S603 - pip of this environment
        command, env=os.environ | environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise RefusedError([finding("kit_parts", detail=lines[-1] if lines else done.returncode)])
