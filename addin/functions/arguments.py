"""JSON arguments of a worksheet function become what it takes, or a finding that says which of them is bad.

A blank cell is 0 in every host, and a logical value is 1 or 0 in some: null, true and false are read so in all of
them, and one sheet has one value. Where 0 means nothing it is as if nothing were typed.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from addin.functions.registry import Argument, Function, Kind, Zero
from calc.days.cutoff import parse_instant
from calc.outcome import Finding, Place, finding
from calc.text.numeral import iso_date
from calc.text.wording import Words

Json = Any
Value = Any

_NOT = {
    Kind.DATE: Words("日付（例 2026-11-20）で入れてください", "must be a date such as 2026-11-20"),
    Kind.INSTANT: Words(
        "日時（例 2026-11-20T19:00:00+09:00）で入れてください", "must be an instant such as 2026-11-20T19:00:00+09:00"
    ),
    Kind.NUMBER: Words("数値で入れてください", "must be a number"),
    Kind.TEXT: Words("文字で入れてください", "must be text"),
    Kind.RANGE: Words("セル範囲で入れてください", "must be a range of cells"),
    Kind.TABLE: Words("セル範囲か保存名で入れてください", "must be a range of cells or a stored name"),
}
_BLANK = Words("空欄か 0 です", "is blank or 0")
_PLAIN_CELLS = {str, float, int}


def converted(function: Function, arguments: Sequence[Json]) -> list[Value] | Finding:
    """Return what the function is called with, defaults filled in."""
    least = sum(not argument.optional for argument in function.arguments)
    if not least <= len(arguments) <= len(function.arguments):
        return _wrong_count(function, least, len(arguments))
    values: list[Value] = []
    for position, argument in enumerate(function.arguments):
        value = _converted(arguments[position] if position < len(arguments) else None, argument, function.name)
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
    blank = given is None or (argument.zero is Zero.BLANK and _is_zero(given))
    if blank and argument.optional:
        return argument.default
    if blank and argument.zero is Zero.BLANK:
        return _wrong(argument, _BLANK, function)
    value = _READERS[argument.kind](given)
    if isinstance(value, Finding):
        return value.at(Place(function, value.place.row, value.place.column or argument.name))
    if value is None and argument.kind is not Kind.CELL:
        return _wrong(argument, _NOT[argument.kind], function)
    return value


def _is_zero(given: Json) -> bool:
    return given == "" or (isinstance(given, (bool, int, float)) and given == 0)


def _wrong(argument: Argument, said: Words, function: str) -> Finding:
    ja, en = f"引数 {argument.name} は{said.ja}", f"argument {argument.name} {said.en}"
    place = Place(function, column=argument.name)
    return finding("arguments", place, function=function, reason_ja=ja, reason_en=en)


def _date(given: Json) -> date | None:
    read = iso_date(given)
    return None if isinstance(read, Finding) else read


def _instant(given: Json) -> datetime | Finding | None:
    return parse_instant(given) if isinstance(given, str) else None


def _number(given: Json) -> float | None:
    if given is None:
        return 0.0
    if not isinstance(given, (bool, int, float)):
        return None
    try:
        number = float(given)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _text(given: Json) -> str | None:
    if given is None:
        return ""
    return given if isinstance(given, str) else None


def _table(given: Json) -> list[list[Any]] | str | Finding | None:
    """Return rows, or the handle of a stored table, which the function itself looks up."""
    return (given or None) if isinstance(given, str) else _rows(given)


def _rows(given: Json) -> list[list[Any]] | Finding | None:
    """Return the rows of a range; an error cell is refused with its row and column from 1."""
    if not isinstance(given, list) or set(map(type, given)) != {list} or len(set(map(len, given))) != 1:
        return None
    if _PLAIN_CELLS.issuperset(map(type, chain.from_iterable(given))):  # a large table is not looked at cell by cell
        return given
    for number, row in enumerate(given, start=1):
        for column, cell in enumerate(row, start=1):
            if isinstance(cell, (dict, list)):
                said = cell.get("error", "?") if isinstance(cell, dict) else "?"
                return finding("cell_error", Place("", number, str(column)), row=number, column=column, error=said)
    return [[_cell(cell) for cell in row] for row in given]


def _cell(cell: Json) -> Value:
    """Return blank cells as '', logical values as 1 and 0."""
    if cell is None:
        return ""
    return float(cell) if isinstance(cell, bool) else cell


_READERS: dict[Kind, Callable[[Json], Any]] = {
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.RANGE: _rows,
    Kind.TABLE: _table,
    Kind.CELL: lambda cell: cell,
}
