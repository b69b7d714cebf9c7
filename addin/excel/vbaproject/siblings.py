"""The directory of a compound file: entries in a list, siblings linked as a red-black tree (MS-CFB 2.6)."""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Storage: TypeAlias = Mapping[str, "bytes | Storage"]

STORAGE, STREAM, ROOT = 1, 2, 5  # (2.6.1)
NONE = 0xFFFFFFFF  # no sibling, no child
RED, BLACK = 0, 1
_ENTRY = struct.Struct("<64sHBBIII36xIQ")
_NAME = re.compile(r"[ -~]{1,31}")  # before the closing zero; other letters have capitals of other lengths
UNUSED = _ENTRY.pack(b"", 0, 0, RED, NONE, NONE, NONE, 0, 0)


@dataclass
class Entry:
    """A directory entry: its name and kind, the bytes of its stream, and the numbers of the entries it leads to."""

    name: str
    kind: int
    data: bytes = b""
    color: int = BLACK
    left: int = NONE
    right: int = NONE
    child: int = NONE

    def packed(self, start: int, size: int) -> bytes:
        """Return the 128 bytes of the entry (2.6.1); classes, state bits and dates stay zero."""
        name = f"{self.name}\0".encode("utf-16-le")
        links = self.color, self.left, self.right, self.child
        return _ENTRY.pack(name, len(name), self.kind, *links, start, size)


def directory(root: Storage) -> list[Entry]:
    """Return the entries of a tree of storages and streams, the root first.

    Raises ValueError for a name that is not of 1 to 31 ASCII characters, and for two in one storage that differ in
    letter case only.
    """
    entries = [Entry("Root Entry", ROOT)]
    entries[0].child = _add(root, entries)
    return entries


def _add(storage: Storage, entries: list[Entry]) -> int:
    """Append what a storage holds, in order, and return the number of the entry at the top of its tree."""
    names, first = sorted(storage, key=_order), len(entries)
    if len({_order(name) for name in names}) < len(names) or not all(map(_NAME.fullmatch, names)):
        raise ValueError(f"not all are names, or two are one: {', '.join(names)}")
    entries += [_entry(name, storage[name]) for name in names]
    last = len(entries)
    for number, color, left, right in _tree(first, last, black_levels=(last - first + 1).bit_length() - 1):
        entries[number].color, entries[number].left, entries[number].right = color, left, right
    for entry, name in zip(entries[first:last], names, strict=True):
        if not isinstance(inner := storage[name], bytes):
            entry.child = _add(inner, entries)
    return _top(first, last)


def _entry(name: str, content: "bytes | Storage") -> Entry:
    return Entry(name, STREAM, content) if isinstance(content, bytes) else Entry(name, STORAGE)


def _order(name: str) -> tuple[int, str]:
    """Return what siblings are sorted by: the length first, then capital letters (2.6.4)."""
    return len(name), name.upper()


def _top(first: int, last: int) -> int:
    return (first + last) // 2 if first < last else NONE


def _tree(first: int, last: int, *, black_levels: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (number, color, left, right) for sorted entries, halved again and again.

    Every way down then passes the full levels, which are black, and at most one entry more, which is red (2.6.4).
    """
    if first < last:
        top, color = _top(first, last), BLACK if black_levels else RED
        yield top, color, _top(first, top), _top(top + 1, last)
        yield from _tree(first, top, black_levels=black_levels - 1)
        yield from _tree(top + 1, last, black_levels=black_levels - 1)
