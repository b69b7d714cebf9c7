"""Whether the record has changed, without opening it: what was read from it may be kept until it has."""

from pathlib import Path

from addin.store.database import FILE_NAME

_HEADER = 100  # bytes; SQLite counts in it every transaction that changes the file


def stamp(home: Path) -> bytes:
    """Return the header of a home's record, another after every change of it; nothing where none can be read."""
    try:
        with (home / FILE_NAME).open("rb") as file:
            return file.read(_HEADER)
    except OSError:  # not there yet, or about to be told properly by whoever reads the record itself
        return b""
