"""A compound file, version 3: storages and streams in one file of sectors, without dates (MS-CFB)."""

import struct
from collections.abc import Sequence

from addin.excel.vbaproject.siblings import STREAM, UNUSED, Entry, Storage, directory

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096  # bytes; a stream below the cutoff stands in the mini stream (2.2)
_NUMBERS = _SECTOR // 4  # sector numbers in a sector
_IN_HEADER = 109  # FAT sectors that the header can name (2.5)
_FAT_SECTOR, _END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF  # (2.1)
_HEADER = struct.Struct("<8s16xHHHHH10xII4xIIIII")
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_VERSION = 0x003E, 0x0003, 0xFFFE, 9, 6  # minor, major, byte order, sectors of 2**9 and mini sectors of 2**6 bytes


class _Sectors:
    """Streams one after the other in sectors of a size, and the table that says which sector follows which."""

    def __init__(self, size: int) -> None:
        self.size, self.data, self.table = size, bytearray(), list[int]()

    def add(self, data: bytes) -> int:
        """Append a stream and return the number of its first sector."""
        if not data:
            return _END
        first = len(self.table)
        self.data += _filled(data, self.size)
        self.table += [*range(first + 1, len(self.data) // self.size), _END]
        return first


def compound_file(root: Storage) -> bytes:
    """Return a compound file with these streams and storages.

    Raises ValueError for names that no directory holds, and for more than about 7 MB.
    """
    entries = directory(root)
    sectors, minis = _Sectors(_SECTOR), _Sectors(_MINI)
    placed = [_placed(entry, sectors, minis) for entry in entries]
    mini_stream = bytes(minis.data)
    placed[0] = sectors.add(mini_stream), len(mini_stream)
    mini_fat = sectors.add(_table(minis.table))
    listed = b"".join(entry.packed(*place) for entry, place in zip(entries, placed, strict=True))
    first_entry = sectors.add(_filled(listed, _SECTOR, with_=UNUSED))
    first_fat, fat_sectors = len(sectors.table), -(-len(sectors.table) // (_NUMBERS - 1))  # each also lists itself
    if fat_sectors > _IN_HEADER:
        raise ValueError(f"{len(sectors.data)} bytes are more than a header without further tables can lead to")
    fat = _table([*sectors.table, *[_FAT_SECTOR] * fat_sectors])
    mini_sectors = -(-len(minis.table) // _NUMBERS)
    where = fat_sectors, first_entry, _CUTOFF, mini_fat, mini_sectors, _END, 0  # no further table of FAT sectors
    header = _HEADER.pack(_SIGNATURE, *_VERSION, *where)
    return header + _table(range(first_fat, first_fat + fat_sectors), _IN_HEADER) + bytes(sectors.data) + fat


def _placed(entry: Entry, sectors: _Sectors, minis: _Sectors) -> tuple[int, int]:
    """Return the first sector and the size of an entry's stream, once that is stored; zeros for a storage."""
    if entry.kind != STREAM:
        return 0, 0
    return (minis if len(entry.data) < _CUTOFF else sectors).add(entry.data), len(entry.data)


def _table(numbers: Sequence[int], multiple: int = _NUMBERS) -> bytes:
    """Return sector numbers as bytes, filled up with free ones."""
    return _filled(struct.pack(f"<{len(numbers)}I", *numbers), 4 * multiple, with_=struct.pack("<I", _FREE))


def _filled(data: bytes, size: int, *, with_: bytes = b"\0") -> bytes:
    """Return bytes filled up to a multiple of a size."""
    return data + with_ * (-len(data) % size // len(with_))
