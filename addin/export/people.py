"""CSV for people to open: UTF-8 with a byte order mark, every cell quoted, and none that a spreadsheet computes.

For an upload file this would be wrong: there a cell like `=1` is refused, never made harmless (`addin/export/upload`).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"  # without it a spreadsheet reads Japanese as something else
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # full-width ones act under some locales


def people_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield the lines of a CSV, its header first; a number stays one, a text that would act gets an apostrophe."""
    yield (BOM + _line(map(harmless, columns))).encode()
    for row in rows:
        yield _line(map(harmless, row)).encode()


def harmless(cell: object) -> object:
    """Return a cell that a spreadsheet shows instead of computing it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(ACTIVE) else cell


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
