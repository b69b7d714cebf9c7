"""A bundle: one record in one file, to be carried to another office and merged there.

It is the record's lines between a header that says how many there are and a last line with the SHA-256 of everything
before, so no byte of it can change unseen. Reading one puts each foreign entry into the own record as an entry of kind
`bundle.entry` that holds it whole, hash included; what the other office had itself read travels on as itself, so that
the same entry is the same content on every way and is recorded once.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from addin.home import mode_of_record
from addin.store import lines
from addin.store.chain import NO_HASH, Json
from addin.store.copies import Copy, sum_line
from addin.store.database import FILE_NAME
from addin.store.lines import FORMAT, Header, Line, Position, broken, fault, line_of, parsed
from addin.store.merge import FOREIGN, READ, bridges, bridges_in
from addin.store.raw import identity, rows_to
from calc.outcome import Place, RefusedError, finding

_FAULTS = {"missing": "journal_row_missing", "link": "journal_link_broken"}
_SAID = ("n", "at", "user", "kind", "key", "previous", "body", "hash")  # in the order of a row


def pieces(home: Path, last: Position) -> Iterator[bytes]:
    """Yield a bundle of a home's record up to an entry, verified on the way.

    Raises RefusedError `journal_row_changed`, `journal_row_missing` or `journal_link_broken`, or what `rows_to` names.
    """
    head = Header("bundle", FORMAT, *identity(home), entries=last.n, head=last.hash).line()
    digest = hashlib.sha256(head)
    yield head
    at = Position()
    for data in map(line_of, rows_to(home, last.n)):
        line = parsed(data)
        _refuse(at.n + 1, fault(line, at))
        at = Position(at.n + 1, line.hash.decode()) if line else at
        digest.update(data)
        yield data
    _refuse(at.n + 1, "" if at == last else "missing")
    yield sum_line(digest.hexdigest())


def contents(copy: Copy, holds: Callable[[str, Position], bool]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield what reading a bundle records, last of all that it was read; `holds` says what the own record has itself.

    Raises RefusedError `copy_broken` or what reading a copy raises, at the latest before the last content: whoever
    records nothing before all of it was taken never merges a broken bundle.
    """
    runs, known, needed = list[tuple[str, str, str]](), {NO_HASH}, dict[str, int]()
    for line in copy.lines():
        runs.append((line.kind.decode(), line.previous.decode(), line.hash.decode()))
        record, meant = _meant(copy, line)
        own = meant.hash.decode()
        known |= {line.hash.decode(), own, *(after for _, after in bridges_in(meant.kind.decode(), _body(meant)))}
        needed.setdefault(meant.previous.decode(), line.n)
        if not holds(record, Position(meant.n, own)):
            yield FOREIGN, {"record": record, **dict(zip(_SAID, meant.row(), strict=True))}
    for previous, n in needed.items():
        if previous not in known:
            raise RefusedError([broken(copy.path, n, "link")])
    yield READ, {"record": copy.header.record, "entries": copy.at.n, "head": copy.at.hash, "bridges": bridges(runs)}


def _meant(copy: Copy, line: Line) -> tuple[str, Line]:
    """Return the record and the entry that a line brings: its own, or one that its office had read, verified again."""
    if line.kind.decode() != FOREIGN:
        return copy.header.record, line
    said = _body(line)
    try:
        meant = parsed(line_of(said[name] for name in _SAID))
    except (KeyError, TypeError, ValueError):  # not what reading a bundle records
        meant = None
    record = said.get("record")
    if meant is None or not lines.is_whole(meant) or not lines.is_record(record) or meant.kind.decode() == FOREIGN:
        raise RefusedError([broken(copy.path, line.n, "changed")])
    if mode_of_record(record) is not mode_of_record(copy.header.record):  # what a drill knows stays in drills
        raise RefusedError([broken(copy.path, line.n, "changed")])
    return record, meant


def _body(line: Line) -> dict[str, Any]:
    return lines.body_of(line.text.decode()) or {}


def _refuse(n: int, wrong: str) -> None:
    if wrong:
        raise RefusedError([finding(_FAULTS.get(wrong, "journal_row_changed"), Place(FILE_NAME, n), row=n)])
