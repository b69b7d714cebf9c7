"""Ranges of cells as tables: what stands in a sheet is read by the same readers as what stands in a file.

A range may hold several tables one below the other, each begun by its header row: a market is its instruments and,
below them, its discount curve. In a sheet a date is a day number; here it becomes ISO text again.
"""

import hashlib
import marshal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from addin.app.days_cell import FIRST_DAY, day_of_number
from addin.app.handles import stored_table
from addin.app.kept import good
from calc.days.cutoff import instant, iso
from calc.outcome import Place, RefusedError, finding
from calc.text.columns import Table

Rows = Sequence[Sequence[Any]]
Heads = Mapping[str, frozenset[str]]

DATES = frozenset({"date", "from", "history_from", "maturity", "trade_date", "until"})
INSTANTS = frozenset({"as_of"})

_MIDNIGHT = instant(FIRST_DAY, time())
_SECONDS_A_DAY = 86_400
_STABLE = 2  # the form of marshal in which equal values are equal bytes, and 1, 1.0 and True are not


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows as one argument of a function gave them; two are equal when their content is, so that results can be kept.

    `day` is the business date of a stored table, None for a range.
    """

    digest: str
    source: str
    rows: Rows = field(compare=False, repr=False)
    day: date | None = None


def cells_of(given: Rows | str, source: str, *, home: Path) -> Cells:
    """Return the rows of a range, or of the stored table that a handle names; RefusedError as `stored_table` says."""
    if not isinstance(given, str):
        content: Any = given  # JSON cells: texts, numbers and logical values
        return Cells(hashlib.sha256(marshal.dumps(content, _STABLE)).hexdigest(), source, given)
    one, table = good(stored_table(given, home=home))
    return Cells(one.sha256, source, [table.columns, *(cells for _, cells in table.rows)], one.day)


def tables_of(cells: Cells, heads: Heads) -> dict[str, Table]:
    """Return the tables that stand in a range by name; a row that has all words of a head begins that table.

    Rows are numbered as they stand in the range; blank ones are passed over, and so is what stands above the first
    header. Raises RefusedError `column_repeated`.
    """
    tables = dict[str, Table]()
    numbered = [(number, row) for number, row in enumerate(cells.rows, start=1) if any(cell != "" for cell in row)]
    begins = [(place, name) for place, (_, row) in enumerate(numbered) if (name := _begun_by(row, heads)) is not None]
    ends = [*(place for place, _ in begins), len(numbered)][1:]
    for (place, name), end in zip(begins, ends, strict=True):
        row, header = numbered[place]
        columns = tuple(str(cell).strip() for cell in header)
        repeated = sorted({each for each in columns if each and columns.count(each) > 1})
        if repeated:
            raise RefusedError([finding("column_repeated", Place(cells.source, row, repeated[0]), column=repeated[0])])
        tables[name] = Table(cells.source, columns, _dated(numbered[place + 1 : end], columns))
    return tables


def table_in(cells: Cells, *columns: str) -> Table:
    """Return the table of a range whose header names these columns; RefusedError `column_missing` where none does."""
    tables = tables_of(cells, {"": frozenset(columns)})
    if not tables:
        raise without_head(cells.source, columns)
    return tables[""]


def without_head(source: str, columns: Iterable[str]) -> RefusedError:
    """Return the refusal of a range in which no header row names these columns."""
    return RefusedError([finding("column_missing", Place(source, 1), column=", ".join(columns))])


def _begun_by(row: Sequence[Any], heads: Heads) -> str | None:
    if not all(isinstance(cell, str) for cell in row):
        return None  # headers are texts alone; nearly every row of a sheet is done with here
    words = {cell.strip() for cell in row}
    return next((name for name, head in heads.items() if head <= words), None)


def _dated(
    numbered: Sequence[tuple[int, Sequence[Any]]], columns: Sequence[str]
) -> tuple[tuple[int, tuple[Any, ...]], ...]:
    """Return the rows with day numbers as ISO text where a column holds dates or instants."""
    days = {place for place, name in enumerate(columns) if name in DATES}
    instants = {place for place, name in enumerate(columns) if name in INSTANTS}
    if not days and not instants:
        return tuple((number, tuple(row)) for number, row in numbered)
    return tuple(
        (
            number,
            tuple(
                day_text(cell) if place in days else instant_text(cell) if place in instants else cell
                for place, cell in enumerate(row)
            ),
        )
        for number, row in numbered
    )


def day_text(cell: object) -> object:
    """Return a day number of a sheet as ISO text; anything else as it is, for the reader of the column to judge."""
    on = day_of_number(cell) if isinstance(cell, (int, float)) else None
    return cell if on is None else on.isoformat()


def instant_text(cell: object) -> object:
    """Return a day number with its fraction as an instant in Japan, to the nearest second; anything else as it is."""
    if not isinstance(cell, (int, float)) or day_of_number(cell) is None:
        return cell
    return iso(_MIDNIGHT + timedelta(seconds=round(cell * _SECONDS_A_DAY)))
