"""A second reader of VBA projects, strict about every byte: containers, the dir stream, hidden values (MS-OVBA)."""

import re
import struct

from compound_reader import Compound, demand

CHUNK = 4096
LIBRARY = re.compile(r"\*\\G\{[0-9A-F-]{36}\}#\d+\.\d+#\d+#[^#]*#([^#]*)")
KINDS = {0x0021: "standard", 0x0022: "document or class"}


def opened(container):
    """Return the bytes of a CompressedContainer; every chunk but the last has 4,096 (2.4.1.3.1)."""
    demand(container[:1] == b"\x01", "the signature of the container")
    out, at = b"", 1
    while at < len(container):
        demand(len(out) % CHUNK == 0, "a short chunk before the last")
        header = int.from_bytes(container[at : at + 2], "little")
        demand(header >> 12 & 7 == 3, "the signature of a chunk")
        body = container[at + 2 : at + 3 + (header & 0xFFF)]
        demand(len(body) == (header & 0xFFF) + 1, "a chunk that is cut off")
        demand(bool(header >> 15) or len(body) == CHUNK, "a plain chunk that is not whole")
        out += unpacked(body) if header >> 15 else body
        at += 2 + len(body)
    return out


def unpacked(body):
    """Return the bytes of a compressed chunk (2.4.1.3.4), built up one at a time."""
    out, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        demand(at < len(body), "a flag byte without tokens")
        for bit in range(8):
            if at < len(body) and flags >> bit & 1:
                copy(out, int.from_bytes(body[at : at + 2], "little"))
                at += 2
            elif at < len(body):
                out.append(body[at])
                at += 1
    demand(len(out) <= CHUNK, "a chunk of more than 4,096 bytes")
    return bytes(out)


def copy(out, token):
    """Append what a copy token stands for; its bits are split by where it stands (2.4.1.3.19.1)."""
    offset_bits = next(bits for bits in range(4, 13) if len(out) <= 2**bits)
    length = (token & (1 << 16 - offset_bits) - 1) + 3
    offset = (token >> 16 - offset_bits) + 1
    demand(offset <= len(out), "a copy from before the chunk")
    for _ in range(length):
        out.append(out[-offset])


def shown(value, identifier):
    """Return (data, ignored bytes) of one of the hidden values of the PROJECT stream (2.4.3.3)."""
    raw, key = bytes.fromhex(value), sum(identifier.encode()) & 0xFF
    seed = raw[0]
    demand((raw[1] ^ seed, raw[2] ^ seed) == (2, key), "the version or the key of a hidden value")
    plain, before = [], key
    for place in range(3, len(raw)):
        before = raw[place] ^ (raw[place - 2] + before & 0xFF)
        plain.append(before)
    ignored = (seed & 6) // 2
    said = struct.unpack_from("<I", bytes(plain), ignored)[0]
    data = bytes(plain[ignored + 4 :])
    demand(said == len(data), "the length of a hidden value")
    return data, ignored


class Records:
    """The records of a dir stream, taken one after the other; each must be the one that is asked for (2.3.4.2)."""

    def __init__(self, data):
        self._data, self._at = data, 0

    def take(self, *identifiers, size=None):
        """Return (identifier, content) of the next record, one of these; `size` where its length says otherwise."""
        found, said = struct.unpack_from("<HI", self._data, self._at)
        demand(found in identifiers, f"record {found:#06x} where {identifiers} are due")
        start = self._at + 6
        self._at = start + (said if size is None else size)
        demand(self._at <= len(self._data), f"record {found:#06x} is cut off")
        return found, self._data[start : self._at]

    def number(self, identifier, width):
        """Return a number of so many bytes."""
        content = self.take(identifier)[1]
        demand(len(content) == width, f"the width of {identifier:#06x}")
        return int.from_bytes(content, "little")

    def text(self, identifier, wide):
        """Return a text that stands there twice, in the code page and in UTF-16."""
        text = self.take(identifier)[1].decode("cp1252")
        demand(self.take(wide)[1].decode("utf-16-le") == text, f"the two texts of {identifier:#06x}")
        return text

    def is_next(self, identifier):
        """Return whether the next record is of this kind."""
        return int.from_bytes(self._data[self._at : self._at + 2], "little") == identifier

    def end(self):
        """Refuse anything behind the terminator."""
        demand(self._data[self._at :] == bytes.fromhex("100000000000"), "the end of the dir stream")


class Project:
    """A VBA project: `name`, `system`, `code_page`, `libraries`, `modules` as (name, kind, source), and its `lines`."""

    def __init__(self, data):
        self.compound = Compound(data)
        streams = self.compound.streams
        records = Records(opened(streams["VBA", "dir"]))
        self.system = records.number(0x0001, 4)
        if records.is_next(0x004A):
            records.number(0x004A, 4)
        demand(records.number(0x0002, 4) == records.number(0x0014, 4) == 0x0409, "the languages")
        self.code_page = records.number(0x0003, 2)
        self.name = records.take(0x0004)[1].decode("cp1252")
        records.text(0x0005, 0x0040)
        demand(records.take(0x0006)[1] == records.take(0x003D)[1], "the two help files")
        demand((records.number(0x0007, 4), records.number(0x0008, 4)) == (0, 0), "help context and flags")
        records.take(0x0009, size=6)
        records.text(0x000C, 0x003C)
        self.libraries = list(self._libraries(records))
        count = records.number(0x000F, 2)
        records.number(0x0013, 2)
        self.modules = [self._module(records, streams) for _ in range(count)]
        records.end()
        self.lines = streams[("PROJECT",)].decode("cp1252").split("\r\n")

    @staticmethod
    def _libraries(records):
        while records.is_next(0x0016):
            name = records.text(0x0016, 0x003E)
            content = records.take(0x000D)[1]
            length = int.from_bytes(content[:4], "little")
            demand(content[4 + length :] == bytes(6), f"the end of the reference {name}")
            library = LIBRARY.fullmatch(content[4 : 4 + length].decode("cp1252"))
            demand(library is not None, f"the library of {name}")
            yield name, library[1]

    @staticmethod
    def _module(records, streams):
        name, stream = records.text(0x0019, 0x0047), records.text(0x001A, 0x0032)
        records.text(0x001C, 0x0048)
        offset = records.number(0x0031, 4)
        records.number(0x001E, 4)
        records.number(0x002C, 2)
        kind, empty = records.take(*KINDS)
        demand(empty == records.take(0x002B)[1] == b"", f"the end of {name}")
        return name, KINDS[kind], opened(streams["VBA", stream][offset:]).decode("cp1252")

    def value(self, key):
        """Return what the PROJECT stream says of a key, without quotation marks."""
        (found,) = [line.partition("=")[2] for line in self.lines if line.startswith(f"{key}=")]
        return found.strip('"')

    def section(self, title):
        """Return the lines of a section of the PROJECT stream."""
        rest = self.lines[self.lines.index(f"[{title}]") + 1 :]
        return rest[: rest.index("")]
