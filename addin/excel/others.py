"""What is in a VBA project that others saved: the names and the texts of its modules (MS-CFB 2, MS-OVBA 2.3.4).

Nothing in it is run, and nothing is trusted: a project that is not as it should be has no modules.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from itertools import islice

from addin.excel.vbaproject.decompression import decompressed

_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_SHIFTS, _TABLES, _FIRST_ENTRY, _FIRST_MINI, _FIRST_TABLE = 30, 44, 48, 60, 76  # where the header says it (MS-CFB 2.2)
_IN_HEADER, _MINI, _CUTOFF, _END = 109, 64, 4096, 0xFFFFFFFA
_ENTRY, _NAME, _STREAM, _ROOT = 128, 64, 2, 5  # bytes, bytes, kinds (2.6.1)
_LISTS = {"dir", "_vba_project", "project", "projectwm", "projectlk"}  # streams of the project itself, in small letters
_FORMS = {"f", "o", "\x01compobj", "\x03vbframe"}  # and those of a form, which is a module besides
_VERSION, _STREAM_NAME, _OFFSET = 0x0009, 0x0032, 0x0031  # records of the dir stream (MS-OVBA 2.3.4.2)
_MOST = 4_000_000  # letters of a project that anybody wrote
_OF_A_PROCEDURE = re.compile(r"^Attribute \w+\.VB_.*$", re.MULTILINE)  # the help that Excel keeps of a function
_BROKEN = (struct.error, ValueError, IndexError, KeyError)


def is_compound(data: bytes) -> bool:
    """Return whether a file is of the kind that old, and encrypted, workbooks are, and VBA projects."""
    return data.startswith(_MAGIC)


def module_names(project: bytes) -> tuple[str, ...]:
    """Return the names of the modules in a vbaProject.bin, () for what is none."""
    try:
        names = list(_Compound(project).streams)
    except _BROKEN:
        return ()
    return tuple(each for each in names if each.lower() not in _LISTS | _FORMS and not each.startswith("__SRP_"))


def module_texts(project: bytes) -> dict[str, str]:
    """Return the text of each module in a vbaProject.bin by its name, {} for what is none."""
    try:
        compound, texts, left = _Compound(project), dict[str, str](), _MOST
        for name, offset in _modules(decompressed(compound.stream("dir"), most=_MOST)):
            text = decompressed(compound.stream(name)[offset:], most=left)
            texts[name], left = text.decode("latin-1"), left - len(text)
    except _BROKEN:
        return {}
    return texts


def says_the_same(project: bytes, other: bytes) -> bool:
    """Return whether two projects have the same modules, but for case, spaces, and the help that Excel adds.

    Excel compiles what it saves, so that the bytes are never those that it was given.
    """
    one, two = ({name: _bare(text) for name, text in module_texts(each).items()} for each in (project, other))
    return bool(one) and one == two


def _bare(text: str) -> str:
    return "".join(_OF_A_PROCEDURE.sub("", text.replace("\r", "")).lower().split())


class _Compound:
    """A compound file: the streams in it by their names, whatever storage they are in.

    Raises one of _BROKEN, in every method.
    """

    def __init__(self, data: bytes) -> None:
        if not is_compound(data):
            raise ValueError("no compound file")
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, _SHIFTS)
        if (shift, mini_shift) not in {(9, 6), (12, 6)}:
            raise ValueError("sectors of a size that there is not")
        self._size = 1 << shift
        count, first_entry = struct.unpack_from("<II", data, _TABLES)
        tables = struct.unpack_from(f"<{min(count, _IN_HEADER)}I", data, _FIRST_TABLE)
        self._table = _numbers(b"".join(map(self._sector, tables)))
        self.streams, self._root = dict[str, tuple[int, int]](), (_END, 0)
        listed = self._chained(first_entry, len(data))
        for at in range(0, len(listed) - _ENTRY + 1, _ENTRY):
            self._note(listed[at : at + _ENTRY])

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream; small ones stand together in one that belongs to the root."""
        first, size = self.streams[name]
        if size >= _CUTOFF:
            return self._chained(first, size)
        (first_mini,) = struct.unpack_from("<I", self._data, _FIRST_MINI)
        minis, table = self._chained(*self._root), _numbers(self._chained(first_mini, len(self._data)))
        sectors = islice(_chain(first, table), -(-size // _MINI))
        return b"".join(minis[each * _MINI :][:_MINI] for each in sectors)[:size]

    def _note(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, _NAME)
        place = struct.unpack_from("<II", entry, 116)
        if kind == _STREAM:
            self.streams[entry[: min(max(length, 2), _NAME) - 2].decode("utf-16-le")] = place
        elif kind == _ROOT:
            self._root = place

    def _chained(self, first: int, size: int) -> bytes:
        sectors = islice(_chain(first, self._table), -(-min(size, len(self._data)) // self._size))
        return b"".join(map(self._sector, sectors))[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(first: int, table: Sequence[int]) -> Iterator[int]:
    """Yield a sector and those that follow it; no more of them than there are."""
    for _ in table:
        if first >= _END:
            return
        yield first
        first = table[first]


def _modules(listed: bytes) -> Iterator[tuple[str, int]]:
    """Yield the stream of each module, and where in it the text begins, from the dir stream."""
    at, name = 0, ""
    while at + 6 <= len(listed):
        kind, size = struct.unpack_from("<HI", listed, at)
        content = listed[at + 6 : at + 6 + size]
        if kind == _STREAM_NAME:
            name = content.decode("utf-16-le")
        elif kind == _OFFSET:
            yield name, int.from_bytes(content, "little")
        at += 6 + (6 if kind == _VERSION else size)  # the one record whose size is not what it says (2.3.4.2.1.11)
