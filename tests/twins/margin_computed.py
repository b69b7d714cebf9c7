"""A margin book after 計算 / Calculate, from the example day or a changed copy of it; computed once, then only read."""

from contextlib import contextmanager
from shutil import copytree

import pytest
from pressed_book import PressedBook

from addin.app.desk_day import example_folder


@contextmanager
def at_home(home):
    """Let the buttons work in a home of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", str(home))
        yield


def computed_book(folder, *, change=None, settings="", **fields):
    """Return a book after Import and Calculate; `change` edits a copy of the day's folder, fields are typed first."""
    day = copytree(example_folder(), folder / "day")
    if change is not None:
        change(day)
    home = folder / "home"
    home.mkdir()
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    book = PressedBook("margin")
    book.put("HIKAE_FOLDER", str(day))
    for name, value in fields.items():
        book.put(f"HIKAE_{name}", value)
    with at_home(home):
        book.done("IMPORT")
        book.done("CALCULATE")
    return book


def without(name, *starts):
    """Return an edit that takes rows out of a table of the folder, by what they begin with."""

    def change(day):
        path = day / f"{name}.csv"
        rows = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(row for row in rows if not row.startswith(starts)), encoding="utf-8")

    return change


def row_of(book, region, first):
    """Return a filled row of a region by what stands first in it."""
    return next(row for row in book.rows(region) if next(iter(row.values())) == first)
