"""Reading and marking sheets through UNO objects that the caller hands over, always on the main thread.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from ..cells import sent_rows  # noqa: TID252 - the package has another name in the .oxt
from .writing import compute_clock, lifted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Uno = Any

ERROR_CELLS = 4  # com.sun.star.sheet.FormulaResult.ERROR
ERROR_TEXTS = {
    503: "#NUM!", 519: "#VALUE!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A",
}  # fmt: skip
CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA
DELETED = "#REF!"
BAR = "hikae"
BAR_TOLD, BAR_DONE, BAR_FAILED = 0, 1, 3  # com.sun.star.frame.InfobarType: INFO, SUCCESS, DANGER
MOMENT = 0.02  # seconds, more than the step of any system's clock
LONGEST_SAID, REST = 160, " … → エラー一覧 / Errors"  # characters of one line above the sheet
MARK_CELL = "HIKAE_RECORD"
OWN_STATE = ("HIKAE.FUNCTIONS.CDSSTATUS", "HIKAE_STATUS", MARK_CELL)  # CDS_STATUS as LibreOffice keeps it, and names


def range_size(area: Uno) -> tuple[int, int]:
    """Return the number of rows and columns of a range."""
    address = area.RangeAddress
    return address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1


def range_rows(area: Uno) -> Sequence[Sequence[Any]]:
    """Return the content of a range as JSON rows; the way an error value is given is in `cells.sent_rows`.

    An error cell is None in the data, so only a range that has one costs more than one question to the office.
    """
    values = area.getDataArray()
    has_errors = any(None in row for row in values)
    return sent_rows(values, error_texts(area)) if has_errors else values


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


def filled_rows(area: Uno) -> Uno:
    """Return a range down to its last row with content, at least its first one: a whole column is mostly nothing."""
    first, (_, columns) = area.RangeAddress.StartRow, range_size(area)
    last = max((part.EndRow for part in area.queryContentCells(CONTENT).RangeAddresses), default=first)
    return area.getCellRangeByPosition(0, 0, columns - 1, last - first)


def shown_rows(area: Uno, errors: Mapping[tuple[int, int], str], own: set[tuple[int, int]]) -> list[list[Any]]:
    """Return what a range shows: values, error values as their text; what is `own` and our own state is left out."""
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
        if formula.startswith("=") and any(own in formula.upper() for own in OWN_STATE)
    }


def ticking_cells(area: Uno, book: Uno) -> set[tuple[int, int]]:
    """Return where the numbers stand that change while nobody does anything: the clock, and what counts from it.

    They say when a sheet was recorded, which its entry says as well. A word that follows from the clock is none.
    """
    compute_clock(book)
    first = area.getDataArray()
    time.sleep(MOMENT)
    compute_clock(book)
    return {
        (row, column)
        for row, (old, new) in enumerate(zip(first, area.getDataArray()))  # noqa: B905 - Python 3.8 syntax
        for column, (was, shown) in enumerate(zip(old, new))  # noqa: B905 - same
        if was != shown and isinstance(was, float) and isinstance(shown, float)
    }


def own_cells(area: Uno, book: Uno) -> set[tuple[int, int]]:
    """Return where the mark, which we write ourselves, stands on the sheet of a range."""
    cell = own_cell(book, MARK_CELL)
    if cell is None or cell.CellAddress.Sheet != area.RangeAddress.Sheet:
        return set()
    return {(cell.CellAddress.Row, cell.CellAddress.Column)}


def own_cell(book: Uno, name: str) -> Uno | None:
    """Return the one cell, or the first, behind a defined name of ours; None in a book without it."""
    area = named_area(book, name)
    return None if area is None else area.getCellByPosition(0, 0)


def named_area(book: Uno, name: str) -> Uno | None:
    """Return the one block of cells behind a defined name, or None.

    Where its cells were deleted the office still gives a range, of cells that were never meant; and where a name spans
    several sheets, the cells of the first.
    """
    names = book.NamedRanges
    named = names.getByName(name) if names.hasByName(name) else None
    area = None if named is None or DELETED in named.Content.upper() else named.getReferredCells()
    return area if area is not None and _is_block(area) else None


def _is_block(area: Uno) -> bool:
    place = area.RangeAddress
    corners = (place.StartColumn, place.StartRow, place.EndColumn, place.EndRow)
    return bool(area.Spreadsheet.getCellRangeByPosition(*corners).AbsoluteName == area.AbsoluteName)


def covered_cell(area: Uno) -> str:
    """Return where the first cells of a range are that were merged, such as `Sheet1!B3:B4`; "" for none.

    The first cell of merged ones shows what it holds; the others hide it, or take what nobody sees.
    """
    sheet, (rows, columns) = area.Spreadsheet, range_size(area)
    if not area.IsMerged and _with_merged(sheet, area).AbsoluteName == area.AbsoluteName:
        return ""
    for row in range(rows):
        for column in range(columns):
            cell = area.getCellByPosition(column, row)
            whole, own = _with_merged(sheet, cell), cell.CellAddress
            first = whole.RangeAddress
            if (first.StartRow, first.StartColumn) != (own.Row, own.Column):
                return f"{sheet.Name}!{whole.AbsoluteName.rpartition('.')[2].replace('$', '')}"
    return ""


def _with_merged(sheet: Uno, area: Uno) -> Uno:
    cursor = sheet.createCursorByRange(area)
    cursor.collapseToMergedArea()
    return cursor


def put_mark(book: Uno, text: str) -> None:
    """Write what was recorded into the mark cell; one that cannot be written changes nothing about the record."""
    with contextlib.suppress(Exception):
        cell = own_cell(book, MARK_CELL)
        if cell is not None:
            with lifted(book, [cell.Spreadsheet]):
                book.UndoManager.lock()  # what was recorded stays recorded, whatever a person takes back in the sheet
                try:
                    cell.String = text
                finally:
                    book.UndoManager.unlock()


def status_bar(view: Uno, text: str) -> Uno | None:
    """Return the status bar of a view with a text in it; a view without a window has none."""
    with contextlib.suppress(Exception):
        bar = view.Frame.createStatusIndicator()
        bar.start(text, 0)
        return bar
    return None


def say(view: Uno, lines: tuple[str, str], kind: int) -> None:
    """Show a headline and a line above the sheet until they are closed or replaced; nothing waits for an answer.

    A long refusal is cut, or it would hide the sheet that it is about; the list of errors has it whole.
    """
    unsay(view)
    shown = map(cut, lines) if kind == BAR_FAILED else lines
    with contextlib.suppress(Exception):  # a view without a window has no bar; the journal and the mark tell as well
        view.appendInfobar(BAR, *shown, kind, (), True)  # noqa: FBT003 - with a button that closes it


def cut(line: str) -> str:
    """Return a line that fits above a sheet; one that was cut says where the rest is."""
    return line if len(line) <= LONGEST_SAID else f"{line[: LONGEST_SAID - len(REST)]}{REST}"


def unsay(view: Uno) -> None:
    """Take away what stands above the sheet."""
    with contextlib.suppress(Exception):
        if view.hasInfobar(BAR):
            view.removeInfobar(BAR)
