"""Entries as lines: what the second copy and a bundle hold, one line of JSON each, oldest first.

    {"n":1,"at":"…","user":"…","kind":"…","key":"…","previous":"…","hash":"…","body":{…}}

The body is the very text that was hashed, so nobody has to trust a text that was read and written again. Plain lines
on purpose: any tool reads them, there is nothing to inflate, and a bad byte costs a line, not everything after it.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from addin.store.chain import NO_HASH, canonical, hash_of, key_of
from calc.outcome import Finding, Place, finding

FORMAT = 1
LONGEST = 32_000_000  # bytes of one line; the longest body of a day is far below

_HASH = rb"[0-9a-f]{64}"
_RECORD = rb"[0-9a-z-]{8,64}"
_INSTANT = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+09:00"
_LINE = re.compile(
    rb'\{"n":([1-9][0-9]{0,15}),"at":"(' + _INSTANT + rb')","user":("(?:[^"\\\x00-\x1f]|\\["\\])*"),'
    rb'"kind":"([a-z][a-z0-9_.]{0,63})","key":"(' + _HASH + rb')","previous":"(' + _HASH + rb')",'
    rb'"hash":"(' + _HASH + rb')","body":(\{[^\x00-\x1f]*\})\}\n'
)
_HEADER = re.compile(
    rb'\{"hikae":"(copy|bundle)","format":([1-9][0-9]{0,3}),"record":"(' + _RECORD + rb')","made_at":"('
    + _INSTANT + rb')"(?:,"entries":(0|[1-9][0-9]{0,15}),"head":"(' + _HASH + rb')")?\}\n'
)  # fmt: skip
REASONS = {
    "form": ("形式が違います", "it is not of the form of an entry"),
    "missing": ("その前の記録が欠けています", "entries before it are missing"),
    "changed": ("内容が書き換えられています", "its content was changed"),
    "link": ("直前の記録とつながっていません", "it does not follow from the entry before"),
    "end": ("途中で切れています", "the file ends too early"),
    "mode": ("訓練の印が記録の番号と先頭とで食い違っています", "record id and first entry differ about a drill"),
    "sum": ("検査値が内容と一致しません", "the checksum does not fit the content"),
}


class Line(NamedTuple):
    """One entry as bytes, `n` and the hash of the one before included; `text` is the body as it was hashed."""

    n: int
    at: bytes
    user: bytes
    kind: bytes
    key: bytes
    previous: bytes
    text: bytes
    hash: bytes

    def row(self) -> tuple[Any, ...]:
        """Return the entry as a row of the record's table."""
        return (self.n, *(field.decode() for field in self[1:]))


class Header(NamedTuple):
    """The first line of a copy or a bundle: which record it is of; a bundle also says how much it holds."""

    what: str
    format: int
    record: str
    made_at: str
    entries: int | None = None
    head: str = NO_HASH

    def line(self) -> bytes:
        """Return the header as it is written."""
        known = {"hikae": self.what, "format": self.format, "record": self.record, "made_at": self.made_at}
        count = {} if self.entries is None else {"entries": self.entries, "head": self.head}
        return json.dumps({**known, **count}, separators=(",", ":")).encode() + b"\n"


class Position(NamedTuple):
    """How far a chain is: number and hash of its last entry."""

    n: int = 0
    hash: str = NO_HASH


def header(line: bytes) -> Header | None:
    """Return the first line of a copy or a bundle, None when it is neither."""
    match = _HEADER.fullmatch(line)
    if match is None or (match[1] == b"bundle") != (match[5] is not None):
        return None
    what, number, record, made_at = (part.decode() for part in match.groups()[:4])
    if match[5] is None:
        return Header(what, int(number), record, made_at)
    return Header(what, int(number), record, made_at, int(match[5]), match[6].decode())


def line_of(row: Iterable[Any]) -> bytes:
    """Return a row of the record's table (n, at, user, kind, key, previous, body, hash) as its line."""
    n, at, user, kind, key, previous, text, digest = row
    said = json.dumps(user, ensure_ascii=False)
    return (
        f'{{"n":{n},"at":"{at}","user":{said},"kind":"{kind}","key":"{key}","previous":"{previous}",'
        f'"hash":"{digest}","body":{text}}}\n'
    ).encode()


def parsed(line: bytes) -> Line | None:
    """Return the entry of a line, None when it has not the form of one; nothing is verified yet."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    n, at, user, kind, key, previous, digest, text = match.groups()
    said = _said(user)
    return None if said is None else Line(int(n), at, said, kind, key, previous, text, digest)


def fault(line: Line | None, after: Position) -> str:
    """Return what is wrong with an entry that should follow a position, by its name in `REASONS`, or nothing."""
    if line is None:
        return "form"
    if line.n != after.n + 1:
        return "missing"
    if not is_whole(line):
        return "changed"
    return "" if line.previous.decode() == after.hash else "link"


def is_whole(line: Line) -> bool:
    """Return whether key and hash are those of the content."""
    return key_of(line.kind, line.text) == line.key.decode() and hash_of((b"%d" % line.n, *line[1:-1])) == (
        line.hash.decode()
    )


def body_of(text: str) -> dict[str, Any] | None:
    """Return the body that a text holds, None when it is no JSON object that a record could have made."""
    try:
        body = json.loads(text, parse_constant=_refuse)
        return body if isinstance(body, dict) and canonical(body) else None
    except (ValueError, RecursionError):
        return None


def is_record(name: object) -> TypeGuard[str]:
    """Return whether something is a record's id."""
    return isinstance(name, str) and re.fullmatch(_RECORD.decode(), name) is not None


def broken(path: Path, row: int, kind: str) -> Finding:
    """Return the finding of a copy or bundle that cannot be used; `row` is the number of the bad entry."""
    ja, en = REASONS[kind]
    return finding("copy_broken", Place(path.name, row), path=path, row=row, reason_ja=ja, reason_en=en)


@lru_cache(maxsize=1000)
def _said(quoted: bytes) -> bytes | None:
    """Return a user's name out of its quotes, None when it is no text; a record knows few."""
    try:
        name: str = json.loads(quoted)
    except ValueError:
        return None
    return name.encode()


def _refuse(name: str) -> object:
    raise ValueError(name)
