"""What a kit brings is taken into a home: its record, its settings where there are none, its pack.

A home without a record goes on with the main office's: same numbers, same hashes, same head. One that has a record
keeps it and merges. It may be done again: nothing is overwritten, nothing comes twice.
"""

from dataclasses import dataclass
from pathlib import Path

from addin.app.bundle_read import read_bundle
from addin.app.pack_file import LIMIT as PACK_LIMIT
from addin.app.pack_names import FOLDER as PACKS
from addin.files import is_there, read_limited, replace_files
from addin.home import RECORD_FILE, refuse_unless_local
from addin.kit.record import BUNDLE, FOLDER, PACK, settings_files
from addin.settings import FILE_LIMIT
from addin.store.chain import short_head
from addin.store.restore import restored
from calc.outcome import Finding


@dataclass(frozen=True, slots=True)
class Received:
    """What was new: entries of the record, files by their place in the home; the kit's head is that on the sheet."""

    added: int
    head: str
    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def received(kit: Path, home: Path) -> Received:
    """Return what of a kit came into a home; the settings and packs that are there stay as they are.

    Opening the record brings it to the schema of this version. Raises RefusedError as restoring a record and reading a
    bundle do.
    """
    refuse_unless_local(home)
    carried = {home / path.name: read_limited(path, FILE_LIMIT) for path in settings_files(kit / FOLDER)}
    carried |= {home / PACKS / path.name: read_limited(path, PACK_LIMIT) for path in (kit / FOLDER).glob(PACK)}
    new = {path: data for path, data in carried.items() if not is_there(path)}
    replace_files(new)
    names = tuple(path.relative_to(home).as_posix() for path in new)
    bundle = kit / BUNDLE
    if not is_there(bundle):
        return Received(0, "", names)
    if not is_there(home / RECORD_FILE):
        begun = restored(bundle, home)
        return Received(begun.entries, short_head(begun.head), names)
    merged = read_bundle(bundle, home)
    return Received(merged.added, short_head(merged.head), names, merged.findings)
