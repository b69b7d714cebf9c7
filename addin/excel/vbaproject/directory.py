"""The dir stream: what stands in the project, for whatever program reads it (MS-OVBA 2.3.4.2)."""

import struct
from collections.abc import Sequence

from addin.excel.vbaproject.module import CODE_PAGE, ENCODING, Module, ModuleKind

_WINDOWS_64 = 3
_ENGLISH = 0x0409
_NO_COOKIE = 0xFFFF  # ignored on reading (2.3.4.2.3.1)
_VERSION = struct.pack("<IH", 1, 1)  # of the project; its record says 4 where the size of six bytes would stand
# Type libraries that every new project of Excel refers to; the program finds them by their ids, not by these paths.
# VBA and Excel itself are no part of the list. The ribbon's types are in Office.
_LIBRARIES = {
    "stdole": "{00020430-0000-0000-C000-000000000046}#2.0#0#C:\\Windows\\System32\\stdole2.tlb#OLE Automation",
    "Office": "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    "C:\\Program Files\\Common Files\\Microsoft Shared\\OFFICE16\\MSO.DLL#Microsoft Office 16.0 Object Library",
}


def dir_stream(modules: Sequence[Module], *, name: str) -> bytes:
    """Return the dir stream of a project before compression."""
    records = [_information(name), *(_reference(*library) for library in _LIBRARIES.items())]
    records += [_number(0x000F, len(modules), "H"), _number(0x0013, _NO_COOKIE, "H")]
    return b"".join([*records, *map(_module, modules), _record(0x0010)])


def _information(name: str) -> bytes:
    """Return the PROJECTINFORMATION record (2.3.4.2.1)."""
    return b"".join([
        _number(0x0001, _WINDOWS_64),
        _number(0x0002, _ENGLISH),
        _number(0x0014, _ENGLISH),
        _number(0x0003, CODE_PAGE, "H"),
        _record(0x0004, name.encode(ENCODING)),
        _text(0x0005, 0x0040),  # description
        _record(0x0006) + _record(0x003D),  # help file, twice
        _number(0x0007, 0),  # help context
        _number(0x0008, 0),  # flags of the library
        struct.pack("<HI", 0x0009, 4) + _VERSION,
        _text(0x000C, 0x003C),  # constants of conditional compilation
    ])  # fmt: skip


def _reference(name: str, library: str) -> bytes:
    """Return the REFERENCENAME and REFERENCEREGISTERED records of a type library (2.3.4.2.2.5)."""
    identifier = f"*\\G{library}".encode(ENCODING)
    return _text(0x0016, 0x003E, name) + _record(0x000D, _sized(identifier) + bytes(6))


def _module(module: Module) -> bytes:
    """Return the MODULE record (2.3.4.2.3.2); its source begins at the start of its stream: nothing is kept before."""
    return b"".join([
        _text(0x0019, 0x0047, module.name),
        _text(0x001A, 0x0032, module.name),  # of the stream
        _text(0x001C, 0x0048),  # description
        _number(0x0031, 0),  # where the source begins
        _number(0x001E, 0),  # help context
        _number(0x002C, _NO_COOKIE, "H"),
        _record(0x0021 if module.kind is ModuleKind.STANDARD else 0x0022),
        _record(0x002B),
    ])  # fmt: skip


def _text(identifier: int, wide: int, text: str = "") -> bytes:
    """Return a text as a record in the code page and one in UTF-16."""
    return _record(identifier, text.encode(ENCODING)) + _record(wide, text.encode("utf-16-le"))


def _number(identifier: int, number: int, width: str = "I") -> bytes:
    return _record(identifier, struct.pack(f"<{width}", number))


def _record(identifier: int, content: bytes = b"") -> bytes:
    return struct.pack("<H", identifier) + _sized(content)


def _sized(content: bytes) -> bytes:
    return struct.pack("<I", len(content)) + content
