"""JSON arguments of a worksheet function become dates, numbers, texts and rows, or a finding that says which is bad."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from addin.functions.registry import Argument, Function, Kind, Zero
from calc.outcome import Finding, Place, finding
from calc.text.numeral import iso_date
from calc.text.wording import Words

Json = Any
Value = Any

_NOT = {
    Kind.DATE: Words("日付（例 2026-11-20）で入れてください", "must be a date such as 2026-11-20"),
    Kind.NUMBER: Words("数値で入れてください", "must be a number"),
    Kind.TEXT: Words("文字で入れてください", "must be text"),
    Kind.RANGE: Words("セル範囲で入れてください", "must be a range of cells"),
}
_BLANK = Words("空欄か 0 です", "is blank or 0")


def converted(function: Function, arguments: Sequence[Json]) -> list[Value] | Finding:
    """Return what the function is called with, defaults filled in."""
    least = sum(not argument.optional for argument in function.arguments)
    if not least <= len(arguments) <= len(function.arguments):
        return _wrong_count(function, least, len(arguments))
    values: list[Value] = []
    for position, argument in enumerate(function.arguments):
        given = arguments[position] if position < len(arguments) else None
        value = argument.default if given is None and argument.optional else _converted(given, argument, function.name)
        if isinstance(value, Finding):
            return value
        values.append(value)
    return values


def _wrong_count(function: Function, least: int, given: int) -> Finding:
    most = len(function.arguments)
    expected = f"{least}" if least == most else f"{least}–{most}"
    ja, en = f"引数は {expected} 個ですが {given} 個あります", f"it takes {expected} arguments, not {given}"
    return finding("arguments", Place(function.name), function=function.name, reason_ja=ja, reason_en=en)


def _converted(given: Json, argument: Argument, function: str) -> Value | Finding:
    place = Place(function, column=argument.name)
    if argument.zero is Zero.BLANK and (given in (None, "") or (given == 0 and not isinstance(given, bool))):
        return _wrong(place, _BLANK)
    if argument.kind is Kind.CELL:
        return given
    value = _READERS[argument.kind](given)
    if value is None:
        return _wrong(place, _NOT[argument.kind])
    return value.at(Place(function, value.place.row, value.place.column)) if isinstance(value, Finding) else value


def _wrong(place: Place, said: Words) -> Finding:
    ja, en = f"引数 {place.column} は{said.ja}", f"argument {place.column} {said.en}"
    return finding("arguments", place, function=place.source, reason_ja=ja, reason_en=en)


def _date(given: Json) -> date | None:
    read = iso_date(given)
    return None if isinstance(read, Finding) else read


def _number(given: Json) -> float | None:
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return None
    try:
        number = float(given)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _text(given: Json) -> str | None:
    return given if isinstance(given, str) else None


def _rows(given: Json) -> list[list[Any]] | Finding | None:
    """Return the rows of a range, blank cells as ''; an error cell is refused with its row and column from 1."""
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        return None
    if not given or len({len(row) for row in given}) != 1:
        return None
    for number, row in enumerate(given, start=1):
        for column, cell in enumerate(row, start=1):
            if isinstance(cell, (dict, list)):
                said = cell.get("error", "?") if isinstance(cell, dict) else "?"
                return finding("cell_error", Place("", number, str(column)), row=number, column=column, error=said)
    return [["" if cell is None else cell for cell in row] for row in given]


_READERS: dict[Kind, Callable[[Json], Any]] = {
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.RANGE: _rows,
}
