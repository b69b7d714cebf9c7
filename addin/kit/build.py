"""A kit made at the main office: everything that a bare computer needs to work, in one folder, sealed and signed.

It grows in a hidden folder beside its place and gets its name last, so that a kit that has its name is whole.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from addin.files import PRIVATE_FILE, ensure_folder, renamed, replace_files
from addin.kit import compiled, parts, seal, sheet
from addin.kit.content import KitRequest, content
from addin.kit.record import Taken, taken_from
from addin.kit.runtime import runtime_python
from addin.kit.target import System, Target, target_of, this_python
from calc.outcome import Finding, RefusedError, finding

MOST_BYTES = 200_000_000
LOCK = Path("installer", "run.lock")  # in the source tree


@dataclass(frozen=True, slots=True)
class BuiltKit:
    """A kit on disk: its size, what stands on paper and is read aloud, and whether it carries compiled kernels."""

    folder: Path
    bytes: int
    fingerprint: str
    sums: str
    head: str
    has_kernels: bool
    findings: tuple[Finding, ...]


def built_kit(request: KitRequest) -> BuiltKit:
    """Return the kit made, in a folder that was not there before or was empty.

    Raises RefusedError `kit_exists`, `kit_no_tree`, `kit_runtime`, `kit_parts`, `kit_kernels`, `kit_too_large`, or as
    taking the record and writing files do; the folder is then as it was.
    """
    target = _target(request)
    _refuse_before(request)
    with _scratch(request.out) as scratch:
        kit = ensure_folder(scratch / "kit")
        taken = _filled(request, target, kit=kit, scratch=scratch)
        sums, size = _sealed(kit, request), sum(path.stat().st_size for path in _files(kit).values())
        if size > MOST_BYTES:
            raise RefusedError([finding("kit_too_large", size=f"{size:,}", most=f"{MOST_BYTES:,}")])
        renamed(kit, request.out)
    shown = seal.fingerprint(seal.public_pem(request.key))
    return BuiltKit(request.out, size, shown, sums, taken.head, target.is_this, taken.findings)


def _target(request: KitRequest) -> Target:
    """Return the target: Windows with the Python that is carried, other systems with the one that runs here."""
    is_windows = request.system is System.WINDOWS
    return target_of(request.system, runtime_python(request.runtime) if is_windows else this_python())


def _refuse_before(request: KitRequest) -> None:
    if request.out.exists() and (not request.out.is_dir() or any(request.out.iterdir())):
        raise RefusedError([finding("kit_exists", path=request.out)])
    if not (request.tree / LOCK).is_file():
        raise RefusedError([finding("kit_no_tree", path=request.tree)])


def _filled(request: KitRequest, target: Target, *, kit: Path, scratch: Path) -> Taken:
    """Put everything but the seal into the kit; kernels are compiled while wheels are fetched."""
    wheels, cache = kit / "wheels", ensure_folder(scratch / "cache")
    with ExitStack() as beside:
        if target.is_this:
            beside.enter_context(compiled.warming(request.program, cache))
        taken = taken_from(request.home, scratch)
        wanted = parts.fetched(target, request.tree / LOCK, into=wheels, scratch=scratch)
        parts.application(request.tree, into=wheels, scratch=scratch)
        own = dict(content(request, target, lock=parts.exact_lock(wheels, wanted), taken=taken))
    if target.is_this:
        own |= {f"kernels/{name}": data for name, data in compiled.carried(cache).items()}
    replace_files({kit / name: data for name, data in own.items()})
    for wheel in wheels.iterdir():
        wheel.chmod(PRIVATE_FILE)
    return taken


def _sealed(kit: Path, request: KitRequest) -> str:
    """Write the list of contents, the sums of every file and their signature; return the SHA-256 of the sums."""
    sizes = {name: path.stat().st_size for name, path in _files(kit).items()}
    replace_files({kit / sheet.CONTENTS: sheet.contents_text(sizes).encode()})
    text = seal.sums_text({name: seal.digest_of(path) for name, path in _files(kit).items()}).encode()
    replace_files({kit / seal.SUMS: text, kit / seal.SIGNATURE: request.key.sign(text)})
    return hashlib.sha256(text).hexdigest()


def _files(kit: Path) -> dict[str, Path]:
    return {path.relative_to(kit).as_posix(): path for path in sorted(kit.rglob("*")) if path.is_file()}


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """Lend a hidden folder beside a kit's place; what is left in it goes, also that of a build that was killed."""
    folder = out.with_name(f".{out.name}.building")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield ensure_folder(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
