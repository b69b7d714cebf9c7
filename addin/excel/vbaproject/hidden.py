"""The three values that the PROJECT stream does not say openly: protection, password, visibility (MS-OVBA 2.4.3)."""

import struct

_SEED = 0  # any byte will do; this one asks for no bytes that are to be ignored (2.4.3.2)
_VERSION = 2


def hidden(data: bytes, project_id: str) -> str:
    """Return bytes in the form of CMG, DPB and GC: hexadecimal, mixed with a seed and the project's id in braces."""
    before = key = sum(project_id.encode("ascii")) & 0xFF
    mixed = [_SEED, _SEED ^ _VERSION, _SEED ^ key]
    for byte in struct.pack("<I", len(data)) + data:
        mixed.append(byte ^ (mixed[-2] + before & 0xFF))
        before = byte
    return bytes(mixed).hex().upper()
