"""A margin book with the example day imported: imported once, and written into a fresh book for each test."""

from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from pressed_book import PressedBook


@cache
def _imported():
    """Return what the import wrote into the book, the home that it has left, and what keeps its folder."""
    folder = TemporaryDirectory(prefix="hikae-margin-")  # gone with the process
    home = Path(folder.name) / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", str(home))
        book = PressedBook("margin")
        book.done("IMPORT")
    return book.writes, home, folder


def imported_book(home):
    """Return a margin book at 18:55 of the example day, its import recorded in a home of its own."""
    writes, made, _ = _imported()
    copytree(made, home)
    book = PressedBook("margin")
    book.put("HIKAE_INITIALS", "SK")
    for regions in writes:
        book.sheet.write(regions)
    return book
