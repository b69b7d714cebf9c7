"""The table of quotes in an attached workbook: the first sheet that has one, hidden sheets too, formulas by value."""

import io
from collections.abc import Iterator

import openpyxl

from addin.books.mail.grid import Grid, Row, grid_of
from addin.books.xlsx import unsafe

PERCENT = {"shown_as": "%"}  # what the cell means in bp cannot be told


def workbook_grid(data: bytes) -> Grid | str | None:
    """Return the table, None when no sheet has one, or the reason why the package must not be read."""
    reason = unsafe(data)
    if reason:
        return reason
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return next((grid for sheet in book.worksheets if (grid := grid_of(_rows(sheet), pads=True)) is not None), None)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken package makes the parser raise is one reason
        return "unreadable"


def _rows(sheet: object) -> Iterator[Row]:
    """Yield numbered rows without the blank cells at their ends; a number shown as % is replaced by that mark."""
    # What a file says of its own size may be wrong.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    for number, cells in enumerate(sheet.iter_rows(), 1):  # type: ignore[attr-defined]
        values = [_value(cell.value, cell.number_format) if cell.value is not None else None for cell in cells]
        while values and values[-1] is None:
            values.pop()
        yield number, values


def _value(value: object, form: str) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in form:
        return PERCENT
    return value if isinstance(value, str | int | float) else str(value)
