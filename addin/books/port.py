"""The one way to a workbook: regions by their defined name are read as plain rows, and written once, all together.

Adapters: `addin.books.asked` (the book that is open in the office), `addin.books.built` (one that we build ourselves).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from calc.outcome import Place, RefusedError
from calc.text.wording import Words

Cell: TypeAlias = Any  # a number, a text, "" for a blank cell, {"error": "#N/A"} for an error value
Rows: TypeAlias = Sequence[Sequence[Cell]]

MISSING = "region_missing"


@dataclass(frozen=True, slots=True)
class Block:
    """What a region holds, and where it stands now: its sheet, and row and column of its top left cell, from 1."""

    name: str
    rows: Rows
    sheet: str = ""
    row: int | None = None
    column: int = 1

    @property
    def cell(self) -> Cell:
        """Return the top left cell, which is all of a region of one cell."""
        return self.rows[0][0] if self.rows and self.rows[0] else ""

    def place(self, row: int, column: int) -> Place:
        """Return where a cell of the region stands (both from 0): its address, or its row in the named region."""
        if self.row is None:
            return Place(self.name, row + 1, letters(column + 1))
        return Place(f"{self.sheet}!{letters(self.column + column)}{self.row + row}")


class Sheet(Protocol):
    """An open workbook: its title, and the name of the sheet in front."""

    @property
    def title(self) -> str:
        """Return the name of the book."""

    @property
    def sheet(self) -> str:
        """Return the name of the sheet in front."""

    def read(self, region: str) -> Block:
        """Return what a region holds. Raises RefusedError `region_missing`."""

    def cells(self) -> Rows:
        """Return every cell of the sheet in front, rows from A1, as 控え records it."""

    def write(self, regions: Mapping[str, Rows]) -> None:
        """Put rows into regions, all of them or none; what is left of a region is cleared.

        Raises RefusedError `region_missing`, or what the office says; the book is then as it was.
        """

    def progress(self, words: Words) -> None:
        """Say what is being done."""


def read_if_there(sheet: Sheet, region: str) -> Block | None:
    """Return what a region holds, None in a book that has no such region."""
    try:
        return sheet.read(region)
    except RefusedError as refused:
        if [each.code for each in refused.findings] == [MISSING]:
            return None
        raise


def letters(column: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    return "" if column == 0 else letters((column - 1) // 26) + chr(65 + (column - 1) % 26)
