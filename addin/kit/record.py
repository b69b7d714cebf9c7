"""What leaves a home on a stick: the record as one bundle, the contacts, the newest pack, the settings. Nothing else.

A home may hold more, such as files somebody put there: this module names what is taken, so the rest cannot slip along.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from addin.app.bundle_make import made_bundle
from addin.app.continuity_contacts import contacts, means_in_order
from addin.app.pack_file import LIMIT as PACK_LIMIT
from addin.app.pack_names import FOLDER as PACKS
from addin.files import read_limited
from addin.home import Mode, is_home
from addin.now import now
from addin.settings import FILE_LIMIT, FILE_NAME, PROFILE_FILE, load_settings
from addin.store.chain import short_head
from addin.store.journal import Journal
from addin.store.mode import mode_of
from calc.outcome import Finding, RefusedError, finding

FOLDER = "record"
BUNDLE, CONTACTS = f"{FOLDER}/journal.bundle", f"{FOLDER}/contacts.csv"
SETTINGS = "settings*.toml"  # the desk's, and those of the other places it may move to
PACK = "[!.]*.zip"  # a desktop hides files of its own beside it
BUNDLE_LIMIT = 100_000_000
_SECRET = re.compile(r"(?i)passw|secret|token|credential|api_?key|private|-----BEGIN|://[^/\s:@]+:[^/\s@]+@")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a home gives to a kit: files by their place there, the record's id and head, and what was found."""

    files: dict[str, bytes]
    record: str
    head: str
    findings: tuple[Finding, ...]


def taken_from(home: Path, scratch: Path) -> Taken:
    """Return what of a home goes on the stick; that the bundle was made is itself recorded.

    A home without a record gives none and says so. Raises RefusedError `kit_drill` for a drill's home, `kit_secret` for
    settings that hold what looks like a credential, what is wrong with them, or what making a bundle raises.
    """
    settings = {f"{FOLDER}/{path.name}": _settings(path) for path in settings_files(home)}
    if not is_home(home):
        return Taken(settings, "", "", (finding("kit_no_record", path=home),))
    if mode_of(home) is Mode.DRILL:
        raise RefusedError([finding("kit_drill", path=home)])
    path = scratch / "journal.bundle"
    made = made_bundle(home, path)
    with Journal(home) as journal:
        register = _contacts(journal)
    files = {BUNDLE: read_limited(path, BUNDLE_LIMIT), CONTACTS: register, **settings, **_newest_pack(home)}
    return Taken(files, made.record, short_head(made.head), made.findings)


def looks_secret(text: str) -> bool:
    """Return whether a name or a value looks like a credential: none may leave on a stick."""
    return bool(_SECRET.search(text))


def settings_files(folder: Path) -> Iterator[Path]:
    """Yield the settings of a folder, by name; where a computer is now stays with that computer."""
    found = (path for path in sorted(folder.glob(SETTINGS)) if path.is_file() and path.name != PROFILE_FILE)
    yield from (path for path in found if path.name == FILE_NAME or path.name.count(".") > 1)


def _settings(path: Path) -> bytes:
    data = read_limited(path, FILE_LIMIT)
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        if not line.lstrip().startswith("#") and looks_secret(line):
            raise RefusedError([finding("kit_secret", path=path, row=number)])
    load_settings(path.parent, file=path)  # what cannot be read here would stop the other office
    return data


def _newest_pack(home: Path) -> dict[str, bytes]:
    """Return the pack of the latest business date: its name begins with the date."""
    newest = max((home / PACKS).glob(PACK), key=lambda path: path.name, default=None)
    return {} if newest is None else {f"{FOLDER}/{newest.name}": read_limited(newest, PACK_LIMIT)}


def _contacts(journal: Journal) -> bytes:
    """Return the register as a table for any spreadsheet."""
    out, means = io.StringIO(), means_in_order()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(["name", "role", *means, "verified"])
    for each in contacts(journal, at=now()):
        lines.writerow([each.name, each.role, *(each.means.get(name, "") for name in means), each.verified or ""])
    return out.getvalue().encode("utf-8-sig")
