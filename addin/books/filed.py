"""A workbook that a person saved: the same port without any office, for reading alone.

Its formulas count with the values that the office stored last. Nothing is ever written there: a book that is loaded and
saved again by a program loses what that program does not know of.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from addin.books.confined import last_said
from addin.books.kinds import is_workbook
from addin.books.port import MISSING, Block, Cell, Rows
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.numeral import cell_of
from calc.text.wording import Words

Said = Mapping[str, Any]


class FiledSheet:
    """A `Sheet` over a saved book, of which `addin.books.saved_regions` said what its regions hold."""

    def __init__(self, said: Said, title: str) -> None:
        self.title, self.sheet = title, str(said["front"].get("sheet", ""))
        self._said = said

    def read(self, region: str) -> Block:
        """Return what a region holds; a number that is shown as % keeps that mark.

        Raises RefusedError `region_missing`, `region_broken`, `region_merged`, or `formula_unsaved` with each cell of
        it whose formula has no stored value.
        """
        said = self._said["regions"].get(region)
        if said is None:
            raise RefusedError([finding(MISSING, Place(self.title), detail=region)])
        return self._block(region, said)

    def cells(self) -> Rows:
        """Return every cell of the sheet in front. Raises RefusedError `formula_unsaved`."""
        return self._block("", self._said["front"]).rows

    def write(self, regions: Mapping[str, Rows]) -> NoReturn:
        """Raise RefusedError `book_only_read`."""
        raise RefusedError([finding("book_only_read", Place(self.title), names=" ".join(regions))])

    def progress(self, words: Words) -> None:
        """Say nothing: nobody looks at a closed book."""

    def _block(self, name: str, said: Said) -> Block:
        if "code" in said:
            raise RefusedError([_refusal(said, self.title)])
        rows = [[_cell(cell) for cell in row] for row in said["rows"]]
        block = Block(name, rows, said["sheet"], said["row"], said["column"])
        unsaved = [
            finding("formula_unsaved", block.place(row, column))
            for row, cells in enumerate(said["rows"])
            for column, cell in enumerate(cells)
            if isinstance(cell, Mapping) and "unsaved" in cell
        ]
        if unsaved:
            raise RefusedError(unsaved)
        return block


def filed_book(data: bytes, title: str) -> FiledSheet | None:
    """Return a saved book of ours, None for a plain table: one that has no name of ours.

    Raises RefusedError `xlsx_unsafe`, `xlsx_unreadable`, `sheet_date_system` or `reader_not_started`.
    """
    if not is_workbook(title):
        return None
    said: Said = last_said("book", data)
    if "code" in said:
        raise RefusedError([_refusal(said, title)])
    return FiledSheet(said, title) if said else None


def _refusal(said: Said, title: str) -> Finding:
    details = {name: text for name, text in said.items() if name not in {"code", "at"}}
    return finding(str(said["code"]), Place(str(said.get("at", title))), **details)


def _cell(said: Cell) -> Cell:
    return cell_of(said) if isinstance(said, Mapping) and "percent" in said else said
