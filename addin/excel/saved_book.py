"""A workbook that a person saved, as `hikae normalise` and `hikae repair` take it and put it back; nothing is lost.

It is looked at first by the confined reader, within its limits of size, memory and time. The file as it was is kept
beside under another name before the changed one takes its place.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from addin.books.confined import last_said
from addin.books.regions.excel import ADDIN
from addin.books.regions.panel import ASOF, BOOK
from addin.books.tables import LARGEST_FILE
from addin.excel.others import is_compound
from addin.files import is_there, read_limited, replace_file
from addin.streams import make_file, write_at
from calc.outcome import Place, RefusedError, finding

KEPT = "before"
_LOCKS = (".~lock.{}#", "~${}")  # LibreOffice's and Excel's, beside a file that somebody has open
UNSAFE = {"xlsx_unsafe", "xlsx_unreadable"}  # codes of a package that nothing is to be done with


def read_saved(path: Path) -> bytes:
    """Return a workbook's file that may be changed.

    Raises RefusedError `book_in_use`, `book_encrypted`, or as `addin.files.read_limited` does.
    """
    data = read_limited(path, LARGEST_FILE)
    for place in {path, _real_place(path)}:
        for lock in (place.with_name(form.format(place.name)) for form in _LOCKS):
            if is_there(lock):
                raise RefusedError([finding("book_in_use", Place(path.name), lock=lock.name)])
    if is_compound(data):
        raise RefusedError([finding("book_encrypted", Place(path.name))])
    return data


def looked_at(data: bytes) -> dict[str, Any]:
    """Return what the confined reader says of a workbook: its `regions`, {} without names of ours, or a `code`.

    Raises RefusedError `reader_not_started`.
    """
    said: dict[str, Any] = last_said("book", data)
    return said


def is_book(said: Mapping[str, Any]) -> bool:
    """Return whether this is said of one of our four books: two names of theirs that no report of ours has."""
    return {BOOK.name, ASOF.name} <= set(said.get("regions", ()))


def is_addin(said: Mapping[str, Any]) -> bool:
    """Return whether this is said of the add-in."""
    return ADDIN.name in said.get("regions", ())


def put_beside(path: Path, data: bytes) -> None:
    """Write a new file; one that is there is never replaced. Raises RefusedError `file_not_written`."""
    make_file(path, lambda temporary: write_at(temporary, 0, data), needed=len(data))


def put_in_place(path: Path, data: bytes, *, before: bytes) -> Path:
    """Replace a file, or the one that a link leads to, by changed content; return where it is kept as it was.

    Raises RefusedError `book_in_use` where somebody saved it since it was read, or `file_not_written`; it is then as it
    was.
    """
    path = _real_place(path)
    kept = next(free for n in count(1) if not is_there(free := _kept_name(path, n)))
    put_beside(kept, before)
    if read_limited(path, LARGEST_FILE) != before:
        raise RefusedError([finding("book_in_use", Place(path.name), lock=path.name)])
    try:
        replace_file(path, data)
    except RefusedError:
        with suppress(OSError):  # one copy more of what is there anyway, and the disk may be full
            kept.unlink()
        raise
    return kept


def _kept_name(path: Path, number: int) -> Path:
    more = f"-{number}" if number > 1 else ""
    return path.with_name(f"{path.stem}-{KEPT}{more}{path.suffix}")


def _real_place(path: Path) -> Path:
    """Return the file that a symbolic link leads to: that is what is replaced, and the link goes on leading to it."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path
