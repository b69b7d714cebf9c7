"""A day that starts from the pack: tables that its folder lacks, as they were sealed the evening before."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from addin.app.pack_file import Pack, read_pack
from addin.app.pack_names import FALLBACK_DAYS, FOLDER, HISTORY, PRICES, REQUIREMENTS, STANDING
from addin.app.pack_state import pack_entry
from addin.books.tables import table_path
from addin.files import ensure_folder, is_there, read_limited, replace_files
from addin.home import RECORD_FILE
from addin.settings import load_settings
from addin.store import snapshots
from addin.store.chain import Entry, short_head
from addin.store.journal import Journal
from addin.store.mode import refuse_other
from calc.days.business_day import Calendar
from calc.outcome import Finding, Place, RefusedError, finding

SPARE = (REQUIREMENTS, HISTORY, *STANDING)


@dataclass(frozen=True, slots=True)
class Spare:
    """Tables from a pack by their names, and what a person must know of it.

    `prices` are the previous day's, for a history that stops before it: read only then.
    """

    paths: Mapping[str, Path]
    findings: tuple[Finding, ...] = ()
    prices: Mapping[str, Path] = field(default_factory=dict)


NONE_SPARE = Spare({})


def spare_tables(home: Path, folder: Path, business_date: date, calendar: Calendar) -> Spare:
    """Return the tables that a day's folder lacks and the pack of the business day before has; reading makes no record.

    Raises RefusedError as reading the record does.
    """
    if not is_there(home / RECORD_FILE):
        return Spare({})
    lacking = [name for name in SPARE if table_path(folder, name) is None]
    with Journal(home) as journal:
        entry = pack_entry(journal, calendar.previous_open(business_date))
    if entry is None:
        return Spare({})
    place = laid_out_pack(home, entry)
    wanted = [*lacking, *([FALLBACK_DAYS] if HISTORY in lacking else [])]
    found = {name: path for name in wanted if (path := table_path(place, name)) is not None}
    prices = {PRICES: path} if (path := table_path(place, PRICES)) is not None else {}
    if not found:
        return Spare({}, prices=prices)
    told = finding(
        "pack_used", Place(folder.name), tables=" ".join(found), date=entry.body["business_date"],
        head=short_head(str(entry.body["sha256"])),
    )  # fmt: skip
    return Spare(found, (told,), prices)


def laid_out_pack(home: Path, entry: Entry) -> Path:
    """Return the folder of a recorded pack's tables, each as its hash says; what somebody changed there is put right.

    Tables come from the snapshots, else from the pack's file in the home or the second place. Raises RefusedError
    `snapshot_missing`, `snapshot_damaged`, or as reading and writing files does.
    """
    day, sha256 = str(entry.body["business_date"]), str(entry.body["sha256"])
    place = ensure_folder(home.absolute() / FOLDER / f"{day}-{short_head(sha256)}")
    gone = {name: digest for name, digest in entry.body["files"].items() if not _holds(place / name, digest)}
    if not gone:
        return place
    try:
        snapshots.lay_out(home, gone, folder=place)
    except RefusedError:
        pack = _from_file(home, str(entry.body["name"]), sha256)
        if pack is None:
            raise
        replace_files({place / name: pack.files[name] for name in gone})
    return place


def opened_pack(file: Path, home: Path, out: Path) -> Pack:
    """Return a pack that was brought along, its tables written into a folder.

    Raises RefusedError `pack_broken`, `drill_wall`, or as reading and writing files does.
    """
    pack = read_pack(file)
    refuse_other(pack.record, home, path=file)
    replace_files({out.absolute() / name: data for name, data in pack.files.items()})
    return pack


def _from_file(home: Path, name: str, sha256: str) -> Pack | None:
    """Return the pack of a record from the first file that holds it, None without one."""
    second = load_settings(home).text("second_place")
    places = [home / FOLDER, *([Path(second).expanduser()] if second else [])]
    for path in (place / name for place in places):
        with suppress(RefusedError):
            pack = read_pack(path)
            if hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                return pack
    return None


def _holds(path: Path, sha256: str) -> bool:
    with suppress(RefusedError):
        return is_there(path) and hashlib.sha256(read_limited(path, snapshots.LIMIT)).hexdigest() == sha256
    return False
