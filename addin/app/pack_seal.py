"""夜間パック / Every evening: what applied today, sealed in one file, as what tomorrow falls back on.

The tables are kept by their hashes first, then the file is written, then the record says that it was sealed: a pack
that the record names was on the disk, whole.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePath

from addin.app.continuity_contacts import contacts
from addin.app.day.finish import default_at
from addin.app.day.run import DayRequest, DayResult, computed_day
from addin.app.drill_wall import output_name
from addin.app.pack_file import Pack, pack_bytes
from addin.app.pack_names import FOLDER
from addin.app.pack_state import SEALED, pack_entry
from addin.app.pack_tables import pack_tables
from addin.app.recorded_day import laid_out, newest_day
from addin.files import ensure_folder, is_there, read_limited, replace_file
from addin.now import now
from addin.store import snapshots
from addin.store.chain import Entry, Json, short_head
from addin.store.journal import Journal
from addin.store.second_file import carried
from calc.days.business_day import calendar_named
from calc.outcome import Finding, RefusedError, finding

OF_THE_DAY = "previous_"  # how the tables begin that hold a day's own figures


@dataclass(frozen=True, slots=True)
class SealedPack:
    """A pack on disk: where, the entry that says so, whether it is new, and what a person must know of it."""

    path: Path
    entry: Entry
    second: Path | None
    findings: tuple[Finding, ...]


def sealed_pack(
    home: Path,
    business_date: date | None,
    *,
    at: datetime | None = None,
    tell: Callable[[Entry], object] | None = None,
) -> SealedPack:
    """Return the pack of the newest recorded day, or of one date, sealed; the same tables again are the same pack.

    Raises RefusedError `pack_no_day`, `pack_nothing`, `pack_lesser`, or as running the day and recording do.
    """
    day = newest_day(home, business_date)
    if day is None:
        raise RefusedError([finding("pack_no_day", date=business_date or "－")])
    result = computed_day(DayRequest(laid_out(home, day), home, at), default_at=default_at, tell=lambda _: None)
    with Journal(home, on_recorded=tell) as journal:
        made = pack_tables(result, contacts(journal, at=max(result.at, now())))
        if not any(name.startswith(OF_THE_DAY) for name in made.files):
            raise RefusedError([finding("pack_nothing", date=result.business_date), *made.findings])
        pack = _pack(journal, result, made.files)
        _refuse_lesser(journal, pack)
        path = ensure_folder(home.absolute() / FOLDER) / pack_name(pack, result)
        entry = _recorded(journal, home, pack, path)
        second, missed = _second(result.settings.text("second_place"), path)
        return SealedPack(path, entry, second, (*made.findings, *missed, *journal.findings))


def pack_name(pack: Pack, result: DayResult) -> str:
    """Return the name of a pack's file: its date, and the head that it was sealed under."""
    return output_name(f"hikae-pack-{pack.business_date}-{short_head(pack.head)}.zip", result.mode)


def _pack(journal: Journal, result: DayResult, files: Mapping[str, bytes]) -> Pack:
    """Return the pack of these tables: under the head that it has already, if the same were sealed before."""
    following = calendar_named(result.settings.text("calendar")).next_open(result.business_date)
    pack = Pack(result.business_date, following, str(journal.record_id()), journal.head(), files)
    before = pack_entry(journal, result.business_date)
    if before is None or before.body["files"] != pack.hashes:
        return pack
    return Pack(pack.business_date, following, pack.record, str(before.body["head"]), files)


def _refuse_lesser(journal: Journal, pack: Pack) -> None:
    """Raise RefusedError `pack_lesser` where the day's sealed pack has figures that this one lacks."""
    before = pack_entry(journal, pack.business_date)
    own = {PurePath(name).stem for name in pack.files}
    held = [] if before is None else [each for each in map(PurePath, before.body["files"]) if each.stem not in own]
    lost = " ".join(each.stem for each in held if each.stem.startswith(OF_THE_DAY))
    if before is not None and lost:
        raise RefusedError([finding("pack_lesser", date=pack.business_date, tables=lost, name=before.body["name"])])


def _recorded(journal: Journal, home: Path, pack: Pack, path: Path) -> Entry:
    data = pack_bytes(pack)
    snapshots.keep(home, pack.files.values())
    if not is_there(path) or read_limited(path, len(data) + 1) != data:
        replace_file(path, data)
    body: dict[str, Json] = {
        "business_date": pack.business_date.isoformat(),
        "for": pack.fallback_for.isoformat(),
        "name": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "head": pack.head,
        "files": pack.hashes,
    }
    return journal.append(SEALED, body)


def _second(place: str, path: Path) -> tuple[Path | None, tuple[Finding, ...]]:
    """Return where the pack also is; a second place that cannot take it is told, and the pack is sealed even so."""
    if not place:
        return None, ()
    there = Path(place).expanduser().absolute() / path.name
    try:
        carried(path, there)
    except RefusedError as refused:
        return None, (finding("pack_not_second", path=there.parent), *refused.findings)
    return there, ()
