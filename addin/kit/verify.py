"""A kit checked by a Hikae that was there before it: every file against the sums, the sums against the signature."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from addin.files import not_read, read_limited
from addin.kit import seal
from calc.outcome import Finding, RefusedError, finding

MANIFEST = "kit/manifest.json"
_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class VerifiedKit:
    """A kit that holds what was sealed: who signed it, and what its manifest says of it."""

    folder: Path
    fingerprint: str
    files: int
    bytes: int
    manifest: dict[str, str]
    findings: tuple[Finding, ...]


def verified_kit(folder: Path, *, expected: str = "") -> VerifiedKit:
    """Return what a folder holds, after its signature and each of its files were checked.

    `expected` is the fingerprint that came another way; without one the caller has to compare. Files that the sums do
    not list are warned of: nothing reads them. Raises RefusedError `kit_not`, `kit_sums`, `kit_signature`,
    `kit_other_key`, `kit_file_missing` or `kit_file_changed` with the name of every such file.
    """
    if not (folder / seal.SUMS).is_file():
        raise RefusedError([finding("kit_not", path=folder)])
    sums = read_limited(folder / seal.SUMS, seal.SUMS_LIMIT)
    pem = _beside(folder / seal.PUBLIC_KEY)
    seal.refuse_unsigned(pem, signature=_beside(folder / seal.SIGNATURE), sums=sums)
    shown = seal.fingerprint(pem)
    if expected and _plain(expected) != _plain(shown):
        raise RefusedError([finding("kit_other_key", fingerprint=shown)])
    digests = seal.digests_in(sums.decode("utf-8", "replace"))
    wrong = [found for name, digest in digests.items() for found in _wrong(folder, name, digest)]
    if wrong:
        raise RefusedError(wrong)
    manifest = json.loads(read_limited(folder / MANIFEST, _LIMIT))
    extra = tuple(finding("kit_file_extra", path=name) for name in _extra(folder, set(digests)))
    size = sum((folder / name).stat().st_size for name in digests)
    return VerifiedKit(folder, shown, len(digests), size, manifest, extra)


def _beside(path: Path) -> bytes:
    if not path.is_file():
        raise RefusedError([finding("kit_signature", path=path.name)])
    return read_limited(path, seal.KEY_LIMIT)


def _wrong(folder: Path, name: str, digest: str) -> Iterator[Finding]:
    """Yield what is wrong with one listed file."""
    path = folder / name
    if not path.is_file():
        yield finding("kit_file_missing", path=name)
        return
    try:
        found = seal.digest_of(path)
    except OSError as error:
        yield not_read(path, error)
        return
    if found != digest:
        yield finding("kit_file_changed", path=name)


def _extra(folder: Path, listed: set[str]) -> list[str]:
    own = listed | {seal.SUMS, seal.SIGNATURE}
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name not in own)


def _plain(text: str) -> str:
    return "".join(text.split()).lower()
