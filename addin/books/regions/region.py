"""A named block of cells: what buttons read and fill, and where its builder puts it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A block of a sheet under a defined name; `row` and `column` are of its top left cell, from 1.

    A region that people or buttons fill has the names of its `columns` in its first row, in small print under the
    labels that people read, and room for so many `rows` beneath; one without columns is a single cell.
    """

    name: str
    sheet: str
    row: int
    column: int = 1
    columns: tuple[str, ...] = ()
    rows: int = 0

    @property
    def last(self) -> tuple[int, int]:
        """Return row and column of its bottom right cell."""
        return self.row + self.rows, self.column + max(len(self.columns), 1) - 1
