"""The pack as one file: the tables of a business day, and a page that says what it is and whose, with every hash.

Members are stored, not compressed, in the order of their names and with one fixed date: the same tables under the same
chain head give the same bytes in every office.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from addin.files import read_limited
from calc.outcome import Finding, Place, RefusedError, finding

MANIFEST = "pack.json"
FORMAT = 1
LIMIT = 100_000_000
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack holds: its business date, the day it is for, whose record and which head it was sealed under."""

    business_date: date
    fallback_for: date
    record: str
    head: str
    files: Mapping[str, bytes]

    @property
    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of every table by its file name."""
        return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(self.files.items())}


def pack_bytes(pack: Pack) -> bytes:
    """Return the file of a pack; the same pack gives the same bytes."""
    page = {
        "format": FORMAT,
        "business_date": pack.business_date.isoformat(),
        "for": pack.fallback_for.isoformat(),
        "record": pack.record,
        "head": pack.head,
        "files": pack.hashes,
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        text = json.dumps(page, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for name, data in (*sorted(pack.files.items()), (MANIFEST, text.encode())):
            member = zipfile.ZipInfo(name, _DATE)
            member.create_system, member.external_attr = 3, 0o600 << 16
            archive.writestr(member, data)
    return held.getvalue()


def read_pack(path: Path) -> Pack:
    """Return the pack in a file, every table as its hash says.

    Raises RefusedError `pack_broken` with what is wrong, or what reading the file raises.
    """
    data = read_limited(path, LIMIT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            held = {name: archive.read(name) for name in names if archive.getinfo(name).file_size <= LIMIT}
        page = json.loads(held.pop(MANIFEST))
        pack = _pack(page, held)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, NotImplementedError) as error:
        raise RefusedError([_broken(path, MANIFEST)]) from error
    if len(names) != len(held) + 1 or (wrong := _wrong(pack, page["files"])):
        raise RefusedError([_broken(path, "twice" if len(names) != len(held) + 1 else wrong)])
    return pack


def _pack(page: Mapping[str, Any], files: Mapping[str, bytes]) -> Pack:
    if page["format"] != FORMAT or not isinstance(page["files"], dict):
        raise ValueError(page["format"])
    day, following = (date.fromisoformat(page[name]) for name in ("business_date", "for"))
    return Pack(day, following, str(page["record"]), str(page["head"]), files)


def _wrong(pack: Pack, said: Mapping[str, str]) -> str:
    """Return the first table that is not what the page says, or is no plain file name, "" when all are."""
    own = pack.hashes
    odd = (name for name in sorted({*own, *said}) if own.get(name) != said.get(name) or Path(name).name != name)
    return next(odd, "")


def _broken(path: Path, member: str) -> Finding:
    return finding("pack_broken", Place(path.name), path=path, member=member[:80])
