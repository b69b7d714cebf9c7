"""Error values as Excel and COM have them, and the list of the last errors."""

from typing import Any

from addin.last_errors import LastErrors
from addin.now import now

VALUE, NOT_AVAILABLE = 2015, 2042  # Excel's own numbers; in Visual Basic CVErr makes the error value of one
TEXTS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!",
    2050: "#CALC!",
}  # fmt: skip
_FIRST = 0x800A0000 - 2**32  # COM hands an error value over as a whole number: this one and Excel's own
_LAST = _FIRST + 0xFFFF

LAST_ERRORS = LastErrors(lambda: now().isoformat())


def error_number(value: Any) -> int:  # noqa: ANN401 - whatever COM hands over
    """Return Excel's number of an error value, 0 for any other: numbers of a sheet always come as fractions."""
    return value - _FIRST if isinstance(value, int) and _FIRST < value <= _LAST else 0


def error_text(number: int) -> str:
    """Return what a cell shows for an error value."""
    return TEXTS.get(number, f"#{number}")
