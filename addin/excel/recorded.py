"""What 控え records of a sheet: every cell as it is shown, without what says only when that was."""

import time
from collections.abc import Mapping
from typing import Any

from addin.excel.areas import computed, own_cells
from addin.excel.given import json_rows, rows_of
from calc.outcome import RefusedError, finding

Com = Any
Cells = list[list[Any]]

MOST_ROWS, MOST_COLUMNS = 500, 50
LOOKED_AT = 500_000  # cells; a sheet that is formatted as a whole is not asked for all it could hold
MOMENT = 0.02  # seconds, more than the step of Excel's clock
MARK_CELL = "HIKAE_RECORD"
OWN_STATE = ("CDS_STATUS", "HIKAE_STATUS", MARK_CELL)


def recorded_cells(book: Com, names: Mapping[str, Com]) -> Cells:
    """Return the cells of the sheet in front from A1 to the last one with content, error values as their text.

    Our own state, our mark and the numbers that go with the clock are left blank. Raises RefusedError
    `sheet_too_large`.
    """
    sheet = book.ActiveSheet
    used = sheet.UsedRange
    rows, columns = used.Row + used.Rows.Count - 1, used.Column + used.Columns.Count - 1
    _refuse_too_large(rows, columns, most=LOOKED_AT)
    formulas = rows_of(sheet.Range(sheet.Cells(1, 1), sheet.Cells(rows, columns)).Formula)
    height = max((number for number, row in enumerate(formulas, start=1) if any(row)), default=0)
    width = max((number for row in formulas for number, cell in enumerate(row, start=1) if cell), default=0)
    if not height:
        return []
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise RefusedError([finding("sheet_too_large", detail=f"{height} × {width}")])
    area = sheet.Range(sheet.Cells(1, 1), sheet.Cells(height, width))
    first, shown = _looked_at_twice(sheet, area)
    own = {*_mark(sheet, names), *_own_state(formulas)}
    return [
        [
            "" if (row, column) in own or _ticks(first[row][column], cell) else _text(cell)
            for column, cell in enumerate(cells)
        ]
        for row, cells in enumerate(shown)
    ]


def _refuse_too_large(rows: int, columns: int, *, most: int) -> None:
    if rows * columns > most:
        raise RefusedError([finding("sheet_too_large", detail=f"{rows} × {columns}")])


def _looked_at_twice(sheet: Com, area: Com) -> tuple[Cells, Cells]:
    """Return the cells as of two instants: what has changed in between goes with the clock."""
    computed(sheet.Parent)
    first = json_rows(area.Value2)
    time.sleep(MOMENT)
    sheet.Calculate()
    return first, json_rows(area.Value2)


def _ticks(was: Any, shown: Any) -> bool:  # noqa: ANN401 - whatever a cell can hold
    return was != shown and isinstance(was, float) and isinstance(shown, float)


def _text(cell: Any) -> Any:  # noqa: ANN401 - same
    return cell["error"] if isinstance(cell, dict) else cell


def _mark(sheet: Com, names: Mapping[str, Com]) -> set[tuple[int, int]]:
    """Return where our mark stands, which we write ourselves; in a book without it, or on another sheet, nowhere."""
    cells = own_cells(names[MARK_CELL]) if MARK_CELL in names else None
    if cells is None or str(cells.Worksheet.Name) != str(sheet.Name):
        return set()
    return {(cells.Row - 1, cells.Column - 1)}


def _own_state(formulas: Any) -> set[tuple[int, int]]:  # noqa: ANN401 - rows as Excel gives them
    return {
        (row, column)
        for row, cells in enumerate(formulas)
        for column, formula in enumerate(cells)
        if str(formula).startswith("=") and any(own in str(formula).upper() for own in OWN_STATE)
    }
