"""A second reader of compound files, strict: whatever the specification forbids is refused, not passed over (MS-CFB).

It follows every chain and every link; each sector belongs to one chain, or is free.
"""

import struct
from dataclasses import dataclass

FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
ROOT, STREAM, STORAGE = 5, 2, 1
RED = 0
SECTOR, MINI, CUTOFF = 512, 64, 4096


class DamagedError(ValueError):
    """The file is not as the specification says."""


def demand(holds, what):
    """Refuse the file unless something holds."""
    if not holds:
        raise DamagedError(what)


@dataclass(frozen=True)
class Item:
    """What a directory entry says."""

    number: int
    name: str
    kind: int
    color: int
    left: int
    right: int
    child: int
    start: int
    size: int
    rest: bytes


def numbers(data):
    """Return bytes as sector numbers."""
    return struct.unpack(f"<{len(data) // 4}I", data)


def chain(table, start, *, used, what):
    """Return the sectors of a chain; none of them may belong to another one."""
    sectors = []
    while start != END:
        demand(start < len(table), f"{what} leads to sector {start} of {len(table)}")
        demand(start not in used, f"{what} shares sector {start}")
        used.add(start)
        sectors.append(start)
        start = table[start]
    return sectors


def unused(count, table, used):
    """Return how many of so many sectors no chain passes; they and what the table has behind them are free."""
    demand(max(used, default=-1) < count, "a sector behind the end")
    free = {number for number, following in enumerate(table) if following == FREE}
    demand(used == set(range(len(table))) - free, "sectors in use that belong to nothing")
    return count - len(used)


class Compound:
    """A compound file: `streams` by path, `items` of the directory by number, how many sectors are `unused`."""

    def __init__(self, data):
        demand(data[:8] == bytes.fromhex("d0cf11e0a1b11ae1"), "no compound file")
        demand(len(data) % SECTOR == 0, "the last sector is not whole")
        self._data = data
        self._used = set()
        self._header()
        self._read_fat()
        self.items = self._directory()
        self._mini = self._mini_stream()
        self.streams = dict(self._below(self.items[0], ()))
        self.unused = self._count_unused()

    def _header(self):
        (minor, major, order, shift, mini_shift), reserved = (
            struct.unpack_from("<5H", self._data, 24),
            self._data[34:44],
        )
        demand((minor, major, order, shift, mini_shift) == (0x3E, 3, 0xFFFE, 9, 6), "another version")
        demand(not any(self._data[8:24] + reserved), "reserved bytes of the header")
        self._fat_count, self._first_entry, transaction, cutoff = struct.unpack_from("<4I", self._data, 44)
        self._first_mini_fat, self._mini_count, more, more_count = struct.unpack_from("<4I", self._data, 60)
        demand((transaction, cutoff, more, more_count) == (0, CUTOFF, END, 0), "the end of the header")

    def _sector(self, number):
        return self._data[SECTOR * (number + 1) : SECTOR * (number + 2)]

    def _read_fat(self):
        named = numbers(self._data[76:SECTOR])
        places = named[: self._fat_count]
        demand(set(named[self._fat_count :]) <= {FREE}, "FAT sectors that are not counted")
        demand(max(places) < len(self._data) // SECTOR - 1, "FAT sectors behind the end")
        self._fat = [number for place in places for number in numbers(self._sector(place))]
        demand(all(self._fat[place] == FAT_SECTOR for place in places), "a FAT sector that does not list itself")
        demand(self._fat.count(FAT_SECTOR) == len(places), "a FAT sector nobody knows")
        self._used.update(places)

    def _content(self, start, what):
        return b"".join(map(self._sector, chain(self._fat, start, used=self._used, what=what)))

    def _directory(self):
        listed = self._content(self._first_entry, "the directory")
        found = [self._item(number, listed[128 * number :][:128]) for number in range(len(listed) // 128)]
        demand(found[0].kind == ROOT and found[0].name == "Root Entry", "the first entry is not the root")
        return found

    @staticmethod
    def _item(number, raw):
        name, length, kind, *links = struct.unpack_from("<64sHBBIII", raw)
        start, size = struct.unpack_from("<IQ", raw, 116)
        text = name[: max(length - 2, 0)].decode("utf-16-le")
        demand(not any(name[max(length - 2, 0) :]), f"bytes behind the name of entry {number}")
        if kind == 0:
            demand((length, *links, start, size) == (0, 0, NONE, NONE, NONE, 0, 0), f"unused entry {number}")
        return Item(number, text, kind, *links, start, size, raw[80:116])

    def _mini_stream(self):
        root, table = self.items[0], self._content(self._first_mini_fat, "the mini FAT")
        demand(len(table) == SECTOR * self._mini_count, "the mini FAT is not as long as is said")
        self._mini_fat, self._mini_used = numbers(table), set()
        content = self._content(root.start, "the mini stream")
        demand(0 <= len(content) - root.size < SECTOR, "the size of the mini stream")
        return content[: root.size]

    def _stream(self, item):
        if item.size >= CUTOFF:
            content, unit = self._content(item.start, item.name), SECTOR
        else:
            places = chain(self._mini_fat, item.start, used=self._mini_used, what=item.name)
            content, unit = b"".join(self._mini[MINI * place :][:MINI] for place in places), MINI
        demand(0 <= len(content) - item.size < unit, f"the size of {item.name}")
        return content[: item.size]

    def _below(self, storage, path):
        """Yield (path, bytes) of each stream below a storage; the links are those of a red-black tree."""
        siblings = list(self.siblings(storage))
        order = [(len(item.name), item.name.upper()) for item in siblings]
        demand(order == sorted(set(order)), f"the order below {storage.name}")
        for item in siblings:
            if item.kind == STORAGE:
                demand((item.start, item.size) == (0, 0), f"the storage {item.name} has bytes")
                yield from self._below(item, (*path, item.name))
            else:
                demand((item.kind, item.child) == (STREAM, NONE), f"the kind of {item.name}")
                yield (*path, item.name), self._stream(item)

    def siblings(self, storage):
        """Yield what a storage holds, from left to right."""
        yield from self._walked(storage.child, is_below_red=False)[1]

    def _walked(self, number, *, is_below_red):
        """Return how many black entries each way down passes, and the entries from left to right."""
        if number == NONE:
            return 0, []
        item = self.items[number]
        is_red = item.color == RED
        demand(not (is_red and is_below_red), f"{item.name} is red below red")
        (left_black, left), (right_black, right) = (
            self._walked(side, is_below_red=is_red) for side in (item.left, item.right)
        )
        demand(left_black == right_black, f"ways of different black length below {item.name}")
        return left_black + (not is_red), [*left, item, *right]

    def _count_unused(self):
        """Return how many sectors belong to nothing; each of them is said to be free."""
        sectors = len(self._data) // SECTOR - 1, self._fat, self._used
        minis = len(self._mini) // MINI, self._mini_fat, self._mini_used
        return sum(unused(*each) for each in (sectors, minis))
