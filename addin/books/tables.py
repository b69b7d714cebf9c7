"""From a file on disk to plain rows: CSV (UTF-8, optional BOM), Parquet or the first sheet of an .xlsx, in limits."""

import csv
import io
from pathlib import Path
from typing import Any

from addin.books.confined import last_said
from addin.books.kinds import WORKBOOKS, is_workbook
from addin.files import read_limited
from calc.outcome import Outcome, Place, finding
from calc.text.columns import Table, shape_findings, shown
from calc.text.numeral import cell_of

LARGEST_FILE = 20_000_000
LONGEST_FIELD = 1_000_000
PARQUET = ".parquet"


def is_parquet(source: str | Path) -> bool:
    """Return whether a file's name says that it is a Parquet file."""
    return str(source).lower().endswith(PARQUET)


def table_path(folder: Path, name: str) -> Path | None:
    """Return the table's file in a folder, `NAME.csv` before `NAME.xlsx` before `NAME.xlsm`, or None."""
    places = (folder / f"{name}{ending}" for ending in (".csv", *WORKBOOKS))
    return next((path for path in places if path.exists()), None)


def read_table(path: Path) -> Outcome[Table | None]:
    """Return the rows of one file; None with the findings when it cannot be trusted at all."""
    return table_of(read_limited(path, LARGEST_FILE), path.name)


def table_of(data: bytes, source: str) -> Outcome[Table | None]:
    """Return the rows of a file's content; its name says whether it is a workbook or Parquet."""
    if not data.strip():
        return Outcome(None, (finding("file_empty", Place(source)),))
    if is_parquet(source):
        from addin.books.parquet import parquet_rows  # noqa: PLC0415 - loads numpy, which CSV does without

        return parquet_rows(data, source)
    if not is_workbook(source):
        return csv_rows(data, source)
    return _workbook_rows(data, source)


def csv_rows(data: bytes, source: str) -> Outcome[Table | None]:
    """Return the rows of a CSV text; rows with another number of cells than the header are findings."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Outcome(None, (finding("encoding_refused", Place(source), byte=error.start + 1),))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    csv.field_size_limit(LONGEST_FIELD)
    numbered: list[tuple[int, tuple[object, ...]]] = []
    try:
        numbered.extend((reader.line_num, tuple(cells)) for cells in reader if any(map(str.strip, cells)))
    except csv.Error as error:
        return Outcome(None, (finding("csv_unreadable", Place(source, reader.line_num), reason=error),))
    return _shaped(numbered, source)


def _workbook_rows(data: bytes, source: str) -> Outcome[Table | None]:
    """Return the rows of a workbook's first sheet, each as wide as the widest: a sheet has no ends of rows."""
    said: dict[str, Any] = last_said("workbook", data)
    if "code" in said:
        details = {name: text for name, text in said.items() if name != "code"}
        return Outcome(None, (finding(said["code"], Place(source), **details),))
    width = max((len(cells) for _, cells in said["rows"]), default=0)
    rows = [(row, (*map(cell_of, cells), *[""] * (width - len(cells)))) for row, cells in said["rows"]]
    return _shaped(rows, source)


def _shaped(numbered: list[tuple[int, tuple[object, ...]]], source: str) -> Outcome[Table | None]:
    """Return a table whose first row is the header and whose rows all have its width."""
    if not numbered:
        return Outcome(None, (finding("file_empty", Place(source)),))
    columns = tuple(shown(str(cell).strip()) for cell in numbered[0][1])
    named = [column for column in columns if column]
    repeated = sorted({column for column in named if named.count(column) > 1})
    if repeated:
        return Outcome(
            None, tuple(finding("column_repeated", Place(source, 1, name), column=name) for name in repeated)
        )
    rows = tuple(each for each in numbered[1:] if len(each[1]) == len(columns))
    misshapen = tuple(each for each in numbered[1:] if len(each[1]) != len(columns))
    table = Table(source, columns, rows, misshapen)
    return Outcome(table, shape_findings(table))
