"""The table of quotes in an attached workbook: the first sheet that has one, hidden sheets too, formulas by value."""

from addin.books.mail.grid import Grid, grid_of
from addin.books.xlsx import opened, sheet_rows, unsafe


def workbook_grid(data: bytes) -> Grid | str | None:
    """Return the table, None when no sheet has one, or the reason why the package must not be read."""
    reason = unsafe(data)
    if reason:
        return reason
    try:
        sheets = map(sheet_rows, opened(data).worksheets)
        return next((grid for rows in sheets if (grid := grid_of(rows, pads=True)) is not None), None)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken package makes the parser raise is one reason
        return "unreadable"
