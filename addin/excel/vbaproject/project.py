"""The project as a whole: its streams and what a person may see of it (MS-OVBA 2.2, 2.3)."""

import struct
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from uuid import NAMESPACE_OID, uuid5

from addin.excel.vbaproject.compound import compound_file
from addin.excel.vbaproject.compression import compressed
from addin.excel.vbaproject.directory import dir_stream
from addin.excel.vbaproject.hidden import hidden
from addin.excel.vbaproject.module import ENCODING, Module, ModuleKind

_NO_CACHE = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 1)  # _VBA_PROJECT: nothing compiled is kept (2.3.4.1, 3.1.1)
_UNPROTECTED = bytes(4)  # nobody, no host and no editor locked the project (2.3.1.15)
_NO_PASSWORD = b"\x00"  # (2.3.1.16)
_VISIBLE = b"\xff"  # (2.3.1.17)
_LISTED = {ModuleKind.STANDARD: "Module={}", ModuleKind.CLASS: "Class={}"}
_DOCUMENT = "Document={}/&H00000000"
_EDITOR = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


def vba_project(modules: Sequence[Module], *, name: str) -> bytes:
    """Return the bytes of a vbaProject.bin that holds these modules in this order; the same modules, the same bytes.

    Raises ValueError when a name stands twice, letter case and the project's own name included, when there is not just
    one module of a workbook, or when the text of a module is such that compression would not keep it.
    """
    named = Counter(each.lower() for each in [name, *(module.name for module in modules)])
    if twice := [each for each, count in named.items() if count > 1]:
        raise ValueError(f"named twice in the project {name}: {', '.join(twice)}")
    if [module.kind for module in modules].count(ModuleKind.WORKBOOK) != 1:
        raise ValueError(f"the project {name} needs one module of its workbook")
    sources = {module.name: _stored(module) for module in modules}
    directory = compressed(dir_stream(modules, name=name))
    return compound_file({
        "VBA": {"dir": directory, "_VBA_PROJECT": _NO_CACHE, **sources},
        "PROJECT": _properties(modules, name=name),
        "PROJECTwm": _names(modules),
    })  # fmt: skip


@lru_cache(maxsize=64)  # the modules of one book are, but for its sheets, those of the next
def _stored(module: Module) -> bytes:
    try:
        return compressed(_bytes(module.source))
    except ValueError as error:
        raise ValueError(f"module {module.name}: {error}") from error


def _properties(modules: Sequence[Module], *, name: str) -> bytes:
    """Return the PROJECT stream: lines that name the modules, and the windows of the editor, all closed (2.3.1)."""
    identifier = f"{{{uuid5(NAMESPACE_OID, name)}}}".upper()  # of the name alone: the same in every build
    lines = [
        f'ID="{identifier}"',
        *(_LISTED.get(module.kind, _DOCUMENT).format(module.name) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{hidden(_UNPROTECTED, identifier)}"',
        f'DPB="{hidden(_NO_PASSWORD, identifier)}"',
        f'GC="{hidden(_VISIBLE, identifier)}"',
        "",
        "[Host Extender Info]",
        _EDITOR,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return _bytes("".join(f"{line}\n" for line in lines))


def _names(modules: Sequence[Module]) -> bytes:
    """Return the PROJECTwm stream: every name in the code page and in UTF-16 (2.3.3)."""
    names = [f"{module.name}\0" for module in modules]
    return b"".join(name.encode(ENCODING) + name.encode("utf-16-le") for name in names) + bytes(2)


def _bytes(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode(ENCODING)
