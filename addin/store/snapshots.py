"""The inputs behind the record: each file's content kept once, under its own SHA-256, as `HOME/snapshots/ab/abcd…`.

A content is durable here before the entry that names it is recorded. One that is there is never written again, unless
its bytes no longer fit their name: then it is mended by whoever has the content at hand.
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from addin.files import is_there, read_limited, remove_leftovers, replace_files, sync_folders
from addin.home import refuse_unless_local
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.outcome import Finding, RefusedError, finding

FOLDER = "snapshots"
LIMIT = 20_000_000  # as much as a table may have

# The entries that name contents, and where.
_NAMING = {
    "day.inputs": "files",
    "margin.computed": "inputs",
    "export.source": "files",
    "table.imported": "files",
    "desk.imported": "files",
    "desk.quotes": "files",
    "pack.sealed": "files",
}


def snapshot_path(home: Path, sha256: str) -> Path:
    """Return where the content of a hash is kept."""
    return home.absolute() / FOLDER / sha256[:2] / sha256


def keep(home: Path, contents: Iterable[bytes]) -> tuple[str, ...]:
    """Return the hash of each content, all of them durable in the home when this returns.

    Raises RefusedError `home_not_local`, `snapshot_over_limit`, `file_not_read` or `file_not_written`.
    """
    refuse_unless_local(home)
    hashed = [(hashlib.sha256(data).hexdigest(), data) for data in contents]
    for sha256, data in hashed:
        if len(data) > LIMIT:
            raise RefusedError([finding("snapshot_over_limit", sha256=sha256, limit=f"{LIMIT:,}")])
    paths = {snapshot_path(home, sha256): data for sha256, data in hashed}
    folders = {path.parent for path in paths}
    for folder in folders:
        remove_leftovers(folder)
    replace_files({path: data for path, data in paths.items() if not _holds(path, data)})
    # Also for what was found: it may stem from a run that was killed before it could sync the folders.
    sync_folders([*folders, home.absolute() / FOLDER, home.absolute()] if paths else ())
    return tuple(sha256 for sha256, _ in hashed)


def content(home: Path, sha256: str) -> bytes:
    """Return a kept content; raises RefusedError `snapshot_missing` or `snapshot_damaged`, or `file_not_read`."""
    fault = _fault(home, sha256)
    if isinstance(fault, Finding):
        raise RefusedError([fault])
    return fault


def lay_out(home: Path, names: Mapping[str, str], *, folder: Path) -> None:
    """Put kept contents into a folder as files again, by {plain file name: hash}; errors as `content`."""
    found = {folder / Path(name).name: content(home, sha256) for name, sha256 in names.items()}
    replace_files(found)


def damaged(home: Path, journal: Journal) -> tuple[Finding, ...]:
    """Return a finding for each content that the record names and that is not there, or is not what it was."""
    entries = chain.from_iterable(map(journal.entries, _NAMING))
    named = dict.fromkeys(chain.from_iterable(map(named_by, entries)))
    return tuple(fault for fault in (_fault(home, sha256) for sha256 in named) if isinstance(fault, Finding))


def named_by(entry: Entry) -> tuple[str, ...]:
    """Return the hashes of the contents that an entry names."""
    return tuple(entry.body.get(_NAMING.get(entry.kind, ""), {}).values())


def _holds(path: Path, data: bytes) -> bool:
    """Return whether the content is there, whole; what cannot even be read is not."""
    with suppress(RefusedError):
        return is_there(path) and read_limited(path, LIMIT) == data
    return False


def _fault(home: Path, sha256: str) -> bytes | Finding:
    """Return the content of a hash, or what is wrong with it."""
    path = snapshot_path(home, sha256)
    if not is_there(path):
        return finding("snapshot_missing", sha256=sha256, path=path)
    try:
        data = read_limited(path, LIMIT)
    except RefusedError as refused:
        return refused.findings[0]
    if hashlib.sha256(data).hexdigest() != sha256:
        return finding("snapshot_damaged", sha256=sha256, path=path)
    return data
