"""Typed columns: plain rows of text become records; every bad cell is a finding with its row and column.

A row with a bad cell is left out and the good rows go on; a missing column or a table without a single good row
makes the whole table untrusted.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from calc.outcome import Finding, Outcome, Place, finding
from calc.text.numeral import iso_date, plain_number

Cell = Any
Reader = Callable[[Cell], Any]

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_WHOLE_LIMIT = 10**15
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they stood in a file or sheet: the header's names and numbered rows (the header is row 1).

    `misshapen` are the rows that do not have the header's width: of them only the first cell may be trusted.
    """

    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    misshapen: tuple[tuple[int, tuple[Cell, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column a table must or may have; `empty` is what an empty or absent cell of an optional column means."""

    name: str
    read: Reader
    required: bool = True
    empty: Any = None


def code(cell: Cell) -> str | Finding:
    """Return an identifier: ASCII letters, digits, `_ . -`, 40 characters at most."""
    text = str(cell).strip()
    return text if _CODE.fullmatch(text) else finding("code_refused", text=shown(text))


def text(cell: Cell) -> str | Finding:
    """Return free text without control characters, 200 characters at most."""
    said = str(cell).strip()
    return said if said.isprintable() and len(said) <= 200 else finding("text_refused", text=repr(said[:40]))  # noqa: PLR2004


def number(cell: Cell) -> float | Finding:
    """Return a finite number, full-width digits included, without unit."""
    return plain_number(cell)


def whole(cell: Cell) -> int | Finding:
    """Return a whole number of yen or days; a fraction is refused, never cut."""
    value = plain_number(cell)
    if isinstance(value, Finding):
        return value
    return int(value) if value == int(value) and abs(value) < _WHOLE_LIMIT else finding("number_not_whole", text=cell)


def day(cell: Cell) -> date | Finding:
    """Return a calendar date written as YYYY-MM-DD, of a year that a contract can have."""
    value = iso_date(cell)
    if isinstance(value, Finding) or _FIRST_DAY <= value <= _LAST_DAY:
        return value
    return finding("date_range", date=value, first=_FIRST_DAY, last=_LAST_DAY)


def shown(text: str) -> str:
    """Return what a finding repeats of a text: its beginning, without anything that would act on a screen."""
    beginning = text[:60]
    return beginning if beginning.isprintable() else repr(beginning)


def choice(kind: type[E]) -> Reader:
    """Return a reader of one of an enumeration's words."""

    def read(cell: Cell) -> E | Finding:
        said = str(cell).strip()
        allowed = [member.value for member in kind]
        if said in allowed:
            return kind(said)
        return finding("choice_refused", text=shown(said), allowed=" / ".join(allowed))

    return read


def one_of(*allowed: str) -> Reader:
    """Return a reader of one of a few words."""

    def read(cell: Cell) -> str | Finding:
        said = str(cell).strip()
        return said if said in allowed else finding("choice_refused", text=shown(said), allowed=" / ".join(allowed))

    return read


def within(read: Reader, low: float, high: float) -> Reader:
    """Return a reader that also refuses numbers outside [low, high)."""

    def bounded(cell: Cell) -> Any:
        value = read(cell)
        if isinstance(value, Finding) or low <= value < high:
            return value
        return finding("number_range", text=cell, low=low, high=high)

    return bounded


def shape_findings(table: Table) -> tuple[Finding, ...]:
    """Return a finding for each row that does not have the header's width."""
    return tuple(
        finding(
            "row_shape",
            Place(table.source, row),
            expected=len(table.columns),
            found=len(cells),
            first=shown(str(cells[0])),
        )
        for row, cells in table.misshapen
    )


def records(table: Table, columns: Sequence[Column]) -> Outcome[tuple[tuple[int, Mapping[str, Any]], ...]]:
    """Return the good rows as (row number, values by column name), with a finding for every bad cell."""
    places = {name: position for position, name in enumerate(table.columns)}
    missing = [column.name for column in columns if column.required and column.name not in places]
    if missing:
        return Outcome(
            (), tuple(finding("column_missing", Place(table.source, 1, name), column=name) for name in missing)
        )
    names = tuple(column.name for column in columns)
    read = [_values(column, places.get(column.name), table.rows) for column in columns]
    faulty = {place for values in read for place, value in enumerate(values) if isinstance(value, Finding)}
    good: list[tuple[int, Mapping[str, Any]]] = []
    bad: list[Finding] = []
    for place, ((row, _), values) in enumerate(zip(table.rows, zip(*read, strict=True), strict=True)):
        if place in faulty:
            faults = zip(names, values, strict=True)
            bad.extend(value.at(Place(table.source, row, name)) for name, value in faults if isinstance(value, Finding))
        else:
            good.append((row, dict(zip(names, values, strict=True))))
    if not good and not bad and not table.misshapen:
        bad.append(finding("table_without_rows", Place(table.source)))
    return Outcome(tuple(good), tuple(bad))


def _values(column: Column, position: int | None, rows: Sequence[tuple[int, tuple[Cell, ...]]]) -> list[Any]:
    """Return what stands in a column, a finding for each bad cell; a text that stands there often is read once."""
    if position is None:
        return [_value(column, None)] * len(rows)
    known: dict[str, Any] = {}
    values: list[Any] = []
    for _, cells in rows:
        cell = cells[position]
        if type(cell) is not str:  # 1, 1.0 and True would be one key
            values.append(_value(column, cell))
            continue
        if cell not in known:
            known[cell] = _value(column, cell)
        values.append(known[cell])
    return values


def _value(column: Column, cell: Cell) -> Any:
    """Return what a cell says, what an empty one means, or why it is refused."""
    if cell is None or (isinstance(cell, str) and (not cell or cell.isspace())):
        return finding("cell_empty", column=column.name) if column.required else column.empty
    return column.read(cell)


def unique(
    rows: Iterable[tuple[int, Mapping[str, Any]]], keys: Sequence[str], source: str
) -> Outcome[tuple[tuple[int, Mapping[str, Any]], ...]]:
    """Return the rows whose key stands once; a repeated key is a finding and its later rows are left out."""
    seen: dict[tuple[Any, ...], int] = {}
    kept: list[tuple[int, Mapping[str, Any]]] = []
    found: list[Finding] = []
    for row, values in rows:
        key = tuple(values[name] for name in keys)
        if key in seen:
            said = " ".join(str(part) for part in key)
            found.append(finding("key_repeated", Place(source, row, keys[-1]), key=said, first=seen[key]))
        else:
            seen[key] = row
            kept.append((row, values))
    return Outcome(tuple(kept), tuple(found))
