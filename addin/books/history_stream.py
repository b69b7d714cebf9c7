"""The spread history of a Parquet file, read a batch of days at a time; only its numbers are held, eight bytes each."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from addin.books.history_inputs import DATE, Row, history_of
from addin.books.inputs import HIGHEST_SPREAD_BP, SPREAD
from addin.books.parquet import Batch, opened, plain_numbers, texts
from calc.days.business_day import Calendar
from calc.market.history import SpreadHistory
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.text.columns import Column, day, records


def history_of_parquet(path: Path, *, calendar: Calendar) -> Outcome[SpreadHistory | None]:
    """Return the spread history as `addin.books.history_inputs.history` does; RefusedError as `opened` says."""
    rows, found = list[Row](), list[Finding]()
    with opened(path) as file:
        names = tuple(name for name in file.columns if name != DATE)
        if missing := file.missing([DATE, *names]):
            raise RefusedError(missing)
        for batch in file.batches():
            made, wrong = _rows(batch, file.source, names)
            rows += made
            found += wrong
        if not rows and not found:
            found.append(finding("table_without_rows", Place(file.source)))
        return history_of(rows, names, file.source, found=tuple(found), calendar=calendar)


def _rows(batch: Batch, source: str, names: Sequence[str]) -> tuple[list[Row], tuple[Finding, ...]]:
    """Return a batch's days with their spreads, zero where there is none; what is not plain is read cell by cell."""
    matrix, plain = np.empty((len(batch), len(names))), np.ones(len(batch), np.bool_)
    for place, name in enumerate(names):
        matrix[:, place], good = _spreads(batch, name)
        plain &= good
    rows = list[Row]()
    for row, said in enumerate(texts(batch.columns[DATE])):
        on = day(said)
        if isinstance(on, date) and plain[row]:
            rows.append((batch.first + row, on, matrix[row]))
        else:
            plain[row] = False
    table = batch.table(source, np.flatnonzero(~plain))
    if not table.rows:
        return rows, ()
    columns = [Column(DATE, day), *(Column(name, SPREAD, required=False, empty=np.nan) for name in names)]
    read = records(table, columns)
    rows += [(row, values[DATE], [values[name] for name in names]) for row, values in read.value]
    return rows, read.findings


def _spreads(batch: Batch, name: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return a column's spreads and which of them are plain; nothing is zero, a day without a price like any zero."""
    column = batch.columns[name]
    numbers, plain = plain_numbers(column, 0.0, HIGHEST_SPREAD_BP)
    return numbers, plain | column.is_null().to_numpy(zero_copy_only=False)
