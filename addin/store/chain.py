"""What an entry of the record is, and how its key and its hash are made.

    key  = SHA-256( "hikae-journal-key-v1"   NUL  kind LF body )
    hash = SHA-256( "hikae-journal-entry-v1" NUL  n LF at LF user LF kind LF key LF previous LF body )

`body` is canonical JSON (sorted names, no spaces, UTF-8), so no field holds a line feed and the fields cannot run into
each other. The key is made from content alone: the same day in a new record gives the same keys. The leading words
keep the two uses of SHA-256 apart.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

NO_HASH = "0" * 64
SHORT = 12

_KEY = b"hikae-journal-key-v1\0"
_ENTRY = b"hikae-journal-entry-v1\0"
_KEY_WORD, _ENTRY_WORD = _KEY.decode(), _ENTRY.decode()
_SURROGATE = re.compile("[\ud800-\udfff]")
_KIND = re.compile(r"[a-z][a-z0-9_.]{0,63}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded thing; `added` tells whether this call recorded it or found it there already."""

    n: int
    at: str
    user: str
    kind: str
    key: str
    body: Mapping[str, Any]
    previous: str
    hash: str
    added: bool = False


def canonical(body: Mapping[str, Json]) -> str:
    """Return the one JSON text of a body; NaN, infinity and what is not JSON raise ValueError or TypeError."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)  # half a character has no UTF-8 form


def key_of(kind: bytes, body: bytes) -> str:
    """Return the idempotency key of a content."""
    return hashlib.sha256(_KEY + kind + b"\n" + body).hexdigest()


def hash_of(fields: Sequence[bytes]) -> str:
    """Return the chain hash over n, at, user, kind, key, previous, body."""
    return hashlib.sha256(_ENTRY + b"\n".join(fields)).hexdigest()


def is_whole(row: Sequence[Any]) -> bool:
    """Return whether key and hash of a row (n, at, user, kind, key, previous, body, hash) are those of its content.

    The two formulas once more, over texts: half a second a year that every start of a use case would wait for.
    """
    n, at, user, kind, key, previous, body, digest = row
    content = hashlib.sha256(f"{_KEY_WORD}{kind}\n{body}".encode())
    entry = hashlib.sha256(f"{_ENTRY_WORD}{n}\n{at}\n{user}\n{kind}\n{key}\n{previous}\n{body}".encode())
    return bool(content.hexdigest() == key and entry.hexdigest() == digest)


def checked_kind(kind: str) -> str:
    """Return the kind; a name that is not lower-case ASCII words raises ValueError."""
    if not _KIND.fullmatch(kind):
        raise ValueError(f"not a kind of entry: {kind!r}")
    return kind


def short_head(head: str) -> str:
    """Return the first twelve digits of a head, as printed on sheets, mails and CSV sidecars."""
    return head[:SHORT]


def entry_as_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as `hikae journal show --json` prints it."""
    return {
        "n": entry.n,
        "at": entry.at,
        "user": entry.user,
        "kind": entry.kind,
        "key": entry.key,
        "body": entry.body,
        "previous": entry.previous,
        "hash": entry.hash,
    }
