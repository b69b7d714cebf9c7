"""A workbook as it would read with rows laid over it: so that one use case goes on from what another one made."""

from collections.abc import Mapping
from dataclasses import replace

from addin.books.port import Block, Rows, Sheet
from calc.text.wording import Words


class LaidOver:
    """A `Sheet` over another one: the regions in `rows` read as these, every other as it is; nothing is written."""

    def __init__(self, sheet: Sheet, rows: Mapping[str, Rows]) -> None:
        self._sheet, self._rows = sheet, dict(rows)
        self.title, self.sheet = sheet.title, sheet.sheet

    def read(self, region: str) -> Block:
        """Return what a region holds, as wide and as long as it is beneath. Raises RefusedError `region_missing`."""
        block = self._sheet.read(region)
        rows = self._rows.get(region)
        return block if rows is None else replace(block, rows=_filled_up(rows, block.rows))

    def cells(self) -> Rows:
        """Return every cell of the sheet in front, as it is beneath."""
        return self._sheet.cells()

    def write(self, regions: Mapping[str, Rows]) -> None:
        """Lay more rows over it."""
        self._rows.update(regions)

    def progress(self, words: Words) -> None:
        """Say nothing: nobody has pressed a button."""


def _filled_up(rows: Rows, room: Rows) -> Rows:
    """Return rows with blank cells and rows up to the size of the region."""
    width = len(room[0])
    made = [[*row, *[""] * (width - len(row))] for row in rows]
    return [*made, *([""] * width for _ in range(len(room) - len(made)))]
