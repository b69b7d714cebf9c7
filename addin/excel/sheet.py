"""The workbook in front as the use cases see it: the same `Sheet` as in LibreOffice, asked of Excel."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from addin.books.port import Block, Rows
from addin.excel.areas import area_of, defined_names, filled, held, kept, lifted, put, put_back, rows_in
from addin.excel.recorded import recorded_cells
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

Com = Any


class ExcelSheet:
    """A `Sheet` over an open workbook, for one press of a button: it goes with the press, and so do its objects.

    What Excel itself refuses is RefusedError `office_failed`.
    """

    def __init__(self, book: Com) -> None:
        self._book = book
        with _told():
            self._names = defined_names(book)

    @property
    def title(self) -> str:
        """Return the name of the book."""
        return str(self._book.Name)

    @property
    def sheet(self) -> str:
        """Return the name of the sheet in front."""
        return str(self._book.ActiveSheet.Name)

    def read(self, region: str) -> Block:
        """Return what a region holds. Raises RefusedError `region_missing`, `region_broken` or `region_merged`."""
        with _told():
            area = area_of(self._names, region)
            return Block(region, rows_in(area), str(area.Worksheet.Name), int(area.Row), int(area.Column))

    def cells(self) -> Rows:
        """Return every cell of the sheet in front, as 控え records it. Raises RefusedError `sheet_too_large`."""
        with _told():
            return recorded_cells(self._book, self._names)

    def write(self, regions: Mapping[str, Rows]) -> None:
        """Put rows into regions and read them back: all of them or none; what rows do not fill is cleared.

        Raises RefusedError `region_missing`, `region_broken`, `region_merged`, `region_small`, `region_unwritten` or
        `sheet_password`, and every region is as it was.
        """
        with _told():
            areas = {name: area_of(self._names, name) for name in regions}
            rows = {name: filled(name, area, regions[name]) for name, area in areas.items()}
            with lifted([area.Worksheet for area in areas.values()]), held(self._book.Application):
                before = {name: kept(area) for name, area in areas.items()}
                for name, area in areas.items():
                    if not put(area, rows[name]):
                        for other, old in before.items():
                            put_back(areas[other], old)
                        raise RefusedError([finding("region_unwritten", detail=name)])

    def progress(self, words: Words) -> None:
        """Say what is being done, below the sheet."""
        with contextlib.suppress(Exception):  # a line that cannot be shown stops no work
            self._book.Application.StatusBar = f"{words.ja} / {words.en}"


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Name what Excel refuses by its kind; the words that it has for it depend on its language."""
    try:
        yield
    except RefusedError:
        raise
    except Exception as fault:
        raise RefusedError([finding("office_failed", detail=type(fault).__name__)]) from fault
