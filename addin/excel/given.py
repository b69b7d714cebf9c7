"""What a worksheet function is handed by Excel becomes the JSON that every host sends.

The macros hand over `Range.Value2`: numbers and dates as fractions, nothing as None, error values as whole numbers. A
range comes as rows, also one of a single cell; an argument that was left out as None. The rules are LibreOffice's: a
blank cell is 0, in a range blank text; a logical value is 1 or 0.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from addin.cells import iso_date, iso_instant
from addin.excel.errors import error_number, error_text

Variant = Any
Json = Any

_PLAIN = {float, str}
_DAYS: dict[str, Callable[[Json], Json]] = {"date": iso_date, "instant": iso_instant}


def is_range(value: Variant) -> bool:
    """Return whether COM hands over an array of cells."""
    return isinstance(value, (tuple, list))


def rows_of(value: Variant) -> Sequence[Sequence[Variant]]:
    """Return an array of cells as rows: a formula's own row has no second dimension, one cell none at all."""
    if not is_range(value):
        return ((value,),)
    return value if value and is_range(value[0]) else (value,)


def is_cell(value: Variant) -> bool:
    """Return whether this is a range of a single cell."""
    return is_range(value) and len(value) == 1 and is_range(value[0]) and len(value[0]) == 1


def json_rows(value: Variant) -> Json:
    """Return the rows of a range as JSON, its error values as `{"error": text}`."""
    rows = rows_of(value)
    if _PLAIN.issuperset(map(type, chain.from_iterable(rows))):  # a large table is not looked at cell by cell
        return [list(row) for row in rows]
    return [[json_cell(cell) for cell in row] for row in rows]


def json_argument(value: Variant, kind: str) -> Json:
    """Return an argument as JSON: a range of one cell by its value, the day numbers of dates and instants as ISO."""
    if is_range(value) and not is_cell(value):
        return json_rows(value)
    if value is None:
        return None
    single = value[0][0] if is_cell(value) else value
    plain = 0.0 if single is None else json_cell(single)
    return _DAYS[kind](plain) if kind in _DAYS else plain


def json_cell(value: Variant) -> Json:
    """Return what one cell of a range holds as JSON: nothing is blank text, a logical value 1 or 0."""
    if value is None:
        return ""
    if isinstance(value, int):
        number = error_number(value)
        return {"error": error_text(number)} if number else float(value)
    return value


def own_error(value: Variant) -> int:
    """Return Excel's number of an argument that is an error value itself, 0 for any other."""
    return error_number(value[0][0] if is_cell(value) else value)
