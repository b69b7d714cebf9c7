"""Reading and marking sheets through UNO objects that the caller hands over, always on the calling thread.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from .cells import sent_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

Uno = Any

ERROR_CELLS = 4  # com.sun.star.sheet.FormulaResult.ERROR
ERROR_TEXTS = {
    503: "#NUM!", 519: "#VALUE!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A",
}  # fmt: skip
CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA
BAR = "hikae"
BAR_DONE, BAR_FAILED = 1, 3  # com.sun.star.frame.InfobarType: SUCCESS, DANGER
MARK_CELL = "HIKAE_RECORD"
OWN_STATE = "HIKAE.FUNCTIONS.CDSSTATUS"  # CDS_STATUS in a formula as LibreOffice keeps it


def range_size(area: Uno) -> tuple[int, int]:
    """Return the number of rows and columns of a range."""
    address = area.RangeAddress
    return address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1


def range_rows(area: Uno) -> list[list[Any]]:
    """Return the content of a range as JSON rows; the way an error value is given is in `cells.sent_rows`."""
    return sent_rows(area.DataArray, error_texts(area))


def error_texts(area: Uno) -> dict[tuple[int, int], str]:
    """Return the text of each error cell by its row and column from 0 within the range.

    By code, not as displayed: during a recalculation LibreOffice shows `...`, and its words differ by language.
    """
    top, left, texts = area.RangeAddress.StartRow, area.RangeAddress.StartColumn, {}
    for part in area.queryFormulaCells(ERROR_CELLS).RangeAddresses:
        for row in range(part.StartRow - top, part.EndRow - top + 1):
            for column in range(part.StartColumn - left, part.EndColumn - left + 1):
                code = area.getCellByPosition(column, row).getError()
                texts[row, column] = ERROR_TEXTS.get(code, f"Err:{code}")
    return texts


def filled_area(sheet: Uno) -> Uno | None:
    """Return the range from A1 to the last cell with content, or None for an empty sheet."""
    parts = sheet.queryContentCells(CONTENT).RangeAddresses
    if not parts:
        return None
    last_row, last_column = max(part.EndRow for part in parts), max(part.EndColumn for part in parts)
    return sheet.getCellRangeByPosition(0, 0, last_column, last_row)


def shown_rows(area: Uno, errors: Mapping[tuple[int, int], str], own: set[tuple[int, int]]) -> list[list[Any]]:
    """Return what a range shows: values, error values as their text; our own state is left out, as it changes."""
    rows = [list(row) for row in area.DataArray]
    for (row, column), text in errors.items():
        rows[row][column] = text
    for row, column in own | _own_state(area):
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = ""
    return rows


def _own_state(area: Uno) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row, formulas in enumerate(area.FormulaArray)
        for column, formula in enumerate(formulas)
        if formula.startswith("=") and OWN_STATE in formula.upper()
    }


def mark_cell(book: Uno) -> Uno | None:
    """Return the cell named HIKAE_RECORD, or None."""
    if not book.NamedRanges.hasByName(MARK_CELL):
        return None
    area = book.NamedRanges.getByName(MARK_CELL).getReferredCells()
    return None if area is None else area.getCellByPosition(0, 0)


def put_mark(cell: Uno | None, text: str) -> None:
    """Write what was recorded into the mark cell; one that cannot be written changes nothing about the record."""
    if cell is not None:
        with contextlib.suppress(Exception):
            cell.String = text


def say(view: Uno, lines: tuple[str, str], kind: int) -> None:
    """Show a headline and a line above the sheet until they are closed or replaced; nothing waits for an answer."""
    with contextlib.suppress(Exception):  # a view without a window has no bar; the journal and the mark tell as well
        if view.hasInfobar(BAR):
            view.removeInfobar(BAR)
        view.appendInfobar(BAR, *lines, kind, (), True)  # noqa: FBT003 - with a button that closes it
