"""A worksheet function as Excel calls it: its cells read by their kinds, its answer shown by its kind.

What comes back is a number, a text or rows of them; an error value comes as a whole number, Excel's own for it, which
no other answer is: the macros make a true error value of it.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from addin.cells import shower
from addin.excel.errors import LAST_ERRORS, NOT_AVAILABLE, VALUE
from addin.excel.given import Json, Variant, is_range, json_argument, json_rows, own_error, rows_of
from addin.functions.invoke import Answer, answer, refused
from calc.outcome import Finding, finding

MOST_CELLS = 500_000
NO_ARGUMENT = {"kind": "cell", "optional": True}
FIRST_DAY_1904 = "1904-01-01"


class Call:
    """One worksheet function, made from its description."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        self.name, self.help = str(described["name"]), described["help"]
        self._arguments = described["arguments"]
        self._shown = shower(described["result"])

    def shown(self, given: Sequence[Variant], *, is_1904: bool) -> Variant:
        """Return what the cell shows. An error value among the arguments passes through, as in Excel's own functions.

        A refused input is #VALUE!, no answer #N/A; the words of both are among the last errors.
        """
        passed = next((number for number in map(self._own_error, given, self._arguments) if number), 0)
        if passed:
            return passed
        made = self._answer(given, is_1904=is_1904)
        if "error" not in made and made["value"] is not None:
            return self._shown(made["value"])
        kept = made if "error" in made else refused(finding("function_failed", function=self.name, fault="None"))
        LAST_ERRORS.keep(self.name, kept["error"])
        return VALUE if "error" in made else NOT_AVAILABLE

    def _answer(self, given: Sequence[Variant], *, is_1904: bool) -> Answer:
        if is_1904:
            return refused(finding("sheet_date_system", detail=FIRST_DAY_1904))
        large = next((found for found in map(_too_large, given) if found), None)
        if large is not None:
            return refused(large)
        pairs = list(zip_longest(given, self._arguments[: len(given)], fillvalue=NO_ARGUMENT))
        return answer(self.name, [_json(value, argument) for value, argument in pairs])

    @staticmethod
    def _own_error(value: Variant, argument: Mapping[str, Any]) -> int:
        return 0 if _is_table(argument) else own_error(value)


def _json(value: Variant, argument: Mapping[str, Any]) -> Json:
    """Return an argument as JSON; a table comes with all its rows, also one of a single cell."""
    return json_rows(value) if _is_table(argument) and is_range(value) else json_argument(value, argument["kind"])


def _is_table(argument: Mapping[str, Any]) -> bool:
    return bool(argument["kind"] == "range" and not argument["optional"])


def _too_large(value: Variant) -> Finding | None:
    if not is_range(value):
        return None
    rows = rows_of(value)
    height, width = len(rows), len(rows[0]) if rows else 0
    return finding("worker_message", detail=f"{height} × {width}") if height * width > MOST_CELLS else None
