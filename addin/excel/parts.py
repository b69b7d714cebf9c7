"""An Office package as its parts, and the same package with some of them changed and nothing else touched."""

import io
import zipfile
from collections.abc import Callable, Mapping
from zlib import error as ZlibError  # noqa: N812 - a class, named as one

Parts = dict[str, bytes]

FIXED_DATE = (2026, 1, 1, 0, 0, 0)
NO_PACKAGE = (zipfile.BadZipFile, ZlibError, EOFError, LookupError, NotImplementedError, RuntimeError, ValueError)
_BYTE_ORDERS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def parts_of(data: bytes) -> Parts:
    """Return the parts of a package by name, as they lie in it.

    Raises one of NO_PACKAGE where it is damaged, and ValueError where two parts have one name.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if len({name.lower() for name in names}) < len(names):
            raise ValueError("two parts of one name")
        return {name: package.read(name) for name in names}


def repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a package with these parts; `data` itself where they are its own.

    What stays has its place, its date and its way of packing; what is new comes last, with a fixed date.
    """
    if parts == parts_of(data):
        return data
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(held, "w") as after:
        kept = [member for member in before.infolist() if member.filename in parts]
        added = [_member(name) for name in parts if name not in before.namelist()]
        for member in (*kept, *added):
            after.writestr(member, parts[member.filename], member.compress_type)
        after.comment = before.comment
    return held.getvalue()


def edited(data: bytes, edit: Callable[[str], str]) -> bytes:
    """Return a part whose text was edited, in the encoding it had; the same bytes where nothing changed.

    Raises ValueError for bytes that are neither UTF-8 nor UTF-16.
    """
    text = text_of(data)
    changed = edit(text)
    return data if changed == text else changed.encode(_encoding(data))


def text_of(data: bytes) -> str:
    """Return a part as text, its mark of byte order included. Raises ValueError as `edited` does."""
    return data.decode(_encoding(data))


def _encoding(data: bytes) -> str:
    return _BYTE_ORDERS.get(data[:2], "utf-8")


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, FIXED_DATE)
    member.create_system, member.external_attr = 3, 0o600 << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
