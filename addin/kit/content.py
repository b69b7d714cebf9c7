"""What lies in a kit beside wheels and kernels, each file by its place there."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from addin.app.versions import versions
from addin.files import read_limited
from addin.kit import runtime, seal, sheet
from addin.kit.record import Taken
from addin.kit.runtime import Runtime
from addin.kit.target import System, Target
from addin.kit.verify import MANIFEST
from addin.now import now
from calc.days.cutoff import iso

LIMIT = 10_000_000
_SHELL = ("start.sh", "remove.sh")
_STARTS = {System.WINDOWS: ("start.cmd", "remove.cmd"), System.LINUX: _SHELL, System.MACOS: _SHELL}
_SCRIPTS = ("kit.py", "stick.py", "changes.py", "excel.py", "python-needed.txt")
_PAPERS = ("LICENSE", "THIRD-PARTY-NOTICES.txt")


@dataclass(frozen=True, slots=True)
class KitRequest:
    """What kit is wanted: for which system, where, from whose home and source tree, signed with which key.

    `program` is the `hikae` that compiles the kernels, `books` are the workbooks and the add-in by their names.
    """

    system: System
    out: Path
    home: Path
    tree: Path
    program: Path
    key: Ed25519PrivateKey
    books: Mapping[str, bytes]
    runtime: Runtime | None = None


def content(request: KitRequest, target: Target, *, lock: str, taken: Taken) -> Iterator[tuple[str, bytes]]:
    """Yield each file by its place in the kit. Raises what reading the source tree raises."""
    tree, pem = request.tree, seal.public_pem(request.key)
    yield from _copied(tree / "installer" / "kit", _STARTS[target.system], into="")
    yield from _copied(tree / "installer" / "kit", _SCRIPTS, into="kit/")
    yield from _copied(tree, _PAPERS, into="")
    day = tree / "workbooks" / "example-day"
    yield from _copied(day, sorted(path.name for path in day.iterdir()), into="example-day/")
    yield from ((f"books/{name}", data) for name, data in request.books.items())
    yield from taken.files.items()
    if request.runtime is not None:
        yield "runtime/python.zip", read_limited(request.runtime.path, runtime.LIMIT)
    yield "kit/install.lock", lock.encode()
    yield "kit/python-version", f"{target.python}\n".encode()
    yield seal.PUBLIC_KEY, pem
    facts = sheet.Facts(
        versions()["hikae"], target.system, target.python, now(), seal.fingerprint(pem), taken.head
    )  # fmt: skip
    yield MANIFEST, _manifest(facts, taken)
    yield sheet.SHEET, sheet.sheet_pdf(facts)


def _copied(folder: Path, names: tuple[str, ...] | list[str], *, into: str) -> Iterator[tuple[str, bytes]]:
    yield from ((f"{into}{name}", read_limited(folder / name, LIMIT)) for name in names)


def _manifest(facts: sheet.Facts, taken: Taken) -> bytes:
    said = versions() | {
        "target": facts.system.value,
        "python": facts.python,
        "made": iso(facts.made),
        "record": taken.record,
        "head": taken.head,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
