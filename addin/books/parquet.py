"""Parquet beside CSV: the same tables, read column by column in batches, each cell the text that a CSV would hold.

What a cell may say is decided where CSV cells are judged, by the same readers with the same words; `plain_numbers` only
spares them the numbers that nobody could object to. pyarrow is in the extra `scale` and is imported here alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from addin.files import not_read
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.text.columns import Table, shown

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

HEADER_ROWS = 2  # the first row below the header is row 2, as in a CSV
CELLS_ABREAST = 2_000_000
LARGEST_GROUP = 2_000_000_000  # bytes of one row group's columns, not compressed
MOST_CELLS = 10_000_000  # of a table that is held as text
SMALLEST_PLAIN = 1e-90  # shorter exponents than these are what the grammar of cells reads
EXACT_WHOLE = 2**53

_MIDNIGHT = re.compile(r" 00:00:00(?:\.0+)?$")
P = ParamSpec("P")
T = TypeVar("T")


def needing_parts(work: Callable[P, T]) -> Callable[P, T]:
    """Give a reader the words for a computer that lacks pyarrow: RefusedError `parquet_missing`."""

    @wraps(work)
    def told(*given: P.args, **named: P.kwargs) -> T:
        try:
            import pyarrow.parquet  # noqa: F401, PLC0415 - heavy, and not there without the extra
        except ImportError as error:
            raise RefusedError([finding("parquet_missing")]) from error
        return work(*given, **named)

    return told


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file, column by column; `first` is the number of the first, as a CSV would count it."""

    first: int
    columns: dict[str, "pa.Array"]

    def __len__(self) -> int:
        return max((len(column) for column in self.columns.values()), default=0)

    def table(self, source: str, rows: NDArray[np.intp]) -> Table:
        """Return some rows as cells of text, those without a single cell left out."""
        chosen = [texts(column.take(rows)) for column in self.columns.values()]
        numbered = zip((rows + self.first).tolist(), zip(*chosen, strict=True), strict=True)
        kept = tuple((row, cells) for row, cells in numbered if any(map(str.strip, cells)))
        return Table(source, tuple(self.columns), kept)


@dataclass(frozen=True, slots=True)
class Opened:
    """A Parquet file that is open: its name, its columns in order, and how many rows it has."""

    source: str
    columns: tuple[str, ...]
    rows: int
    _file: "pq.ParquetFile"

    def batches(self, names: Sequence[str] | None = None) -> Iterator[Batch]:
        """Yield the rows in order, only the named columns that are there; raises RefusedError `parquet_unreadable`."""
        chosen = [name for name in self.columns if names is None or name in names]
        places = dict(zip(self.columns, self._file.schema_arrow.names, strict=True))
        size, first = max(1, CELLS_ABREAST // max(1, len(chosen))), HEADER_ROWS
        made = self._file.iter_batches(batch_size=size, columns=[places[name] for name in chosen], use_threads=False)
        with _told(self.source):
            for each in made:
                found = {name: each.column(places[name]) for name in chosen}
                yield Batch(first, {name: _plain_array(column) for name, column in found.items()})
                first += each.num_rows

    def missing(self, names: Sequence[str]) -> tuple[Finding, ...]:
        """Return `column_missing` for each column that is wanted and not there, `column_type` for what is no cell."""
        absent = [
            finding("column_missing", Place(self.source, 1, name), column=name)
            for name in names
            if name not in self.columns
        ]
        return (*absent, *self.strange([name for name in names if name in self.columns]))

    def strange(self, names: Sequence[str]) -> tuple[Finding, ...]:
        """Return a finding for each of these columns whose values are no text, number or day."""
        kinds = dict(zip(self.columns, self._file.schema_arrow.types, strict=True))
        return tuple(
            finding("column_type", Place(self.source, 1, name), column=name, type=shown(str(kinds[name])))
            for name in names
            if not _is_cell(kinds[name])
        )


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a Parquet file for as long as the context lasts.

    Raises RefusedError `parquet_missing`, `file_not_read`, `file_empty`, `parquet_unreadable`, `column_repeated`,
    `row_group_large`.
    """
    try:
        with path.open("rb") as file:
            yield _opened(file, path.name)
    except OSError as error:
        raise RefusedError([not_read(path, error)]) from error


def parquet_rows(data: bytes, source: str) -> Outcome[Table | None]:
    """Return a small Parquet file's content as cells of text; None with the findings when it cannot be trusted."""
    try:
        made = _opened(BytesIO(data), source)
        cells = made.rows * len(made.columns)
        if cells > MOST_CELLS:
            return Outcome(None, (finding("parquet_large", Place(source), cells=cells, limit=MOST_CELLS),))
        if strange := made.strange(made.columns):
            return Outcome(None, strange)
        parts = [each.table(source, np.arange(len(each))) for each in made.batches()]
    except RefusedError as refused:
        return Outcome(None, refused.findings)
    return Outcome(Table(source, made.columns, tuple(row for part in parts for row in part.rows)))


@needing_parts
def _opened(file: IO[bytes], source: str) -> Opened:
    import pyarrow.parquet as pq  # noqa: PLC0415

    with _told(source):
        made = pq.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
        about = made.metadata
        largest = max((about.row_group(i).total_byte_size for i in range(about.num_row_groups)), default=0)
    if largest > LARGEST_GROUP:
        raise RefusedError([finding("row_group_large", Place(source), bytes=largest, limit=LARGEST_GROUP)])
    names = tuple(shown(name.strip()) for name in made.schema_arrow.names)
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise RefusedError(finding("column_repeated", Place(source, 1, name), column=name) for name in repeated)
    return Opened(source, names, about.num_rows, made)


@contextmanager
def _told(source: str) -> Iterator[None]:
    """Turn what the library says of a damaged file into `parquet_unreadable`."""
    from pyarrow import ArrowException  # noqa: PLC0415

    try:
        yield
    except (ArrowException, OSError, ValueError, UnicodeDecodeError) as error:
        reason = shown(str(error).partition("\n")[0])
        raise RefusedError([finding("parquet_unreadable", Place(source), reason=reason)]) from error


def _plain_array(column: "pa.Array") -> "pa.Array":
    """Return a column without its dictionary, its texts of the one kind that rows can be taken from."""
    import pyarrow as pa  # noqa: PLC0415

    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    return plain.cast(pa.large_string()) if _is_text(plain.type) else plain


def _is_cell(kind: "pa.DataType") -> bool:
    """Return whether a column of this type holds texts, numbers, days or nothing."""
    from pyarrow import types as t  # noqa: PLC0415

    if t.is_dictionary(kind):
        return _is_cell(kind.value_type)
    zoned = t.is_timestamp(kind) and kind.tz is not None
    tests = (_is_text, t.is_boolean, t.is_integer, t.is_floating, t.is_decimal, t.is_date, t.is_timestamp, t.is_null)
    return not zoned and any(test(kind) for test in tests)


def _is_text(kind: "pa.DataType") -> bool:
    from pyarrow import types as t  # noqa: PLC0415

    return bool(t.is_string(kind) or t.is_large_string(kind) or t.is_string_view(kind))


def texts(column: "pa.Array") -> list[str]:
    """Return each value as a CSV would hold it: nothing as no text, floats in full, a midnight as its day."""
    import pyarrow as pa  # noqa: PLC0415

    kind = column.type
    if pa.types.is_floating(kind):
        return ["" if each is None else repr(float(each)) for each in column.to_pylist()]
    if pa.types.is_decimal(kind):
        return ["" if each is None else format(each, "f") for each in column.to_pylist()]
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return ["" if each is None else _MIDNIGHT.sub("", each) for each in column.cast(pa.string()).to_pylist()]
    return ["" if each is None else str(each) for each in column.to_pylist()]


def plain_numbers(column: Any, low: float, high: float) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:  # noqa: ANN401
    """Return a column as numbers, and which of them are plain: in [low, high), and what their text would be read as.

    Texts, decimals and empty cells are not plain: whoever asks reads them cell by cell.
    """
    import pyarrow as pa  # noqa: PLC0415

    kind, size = column.type, len(column)
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind)):
        return np.zeros(size), np.zeros(size, np.bool_)
    there = column.is_valid().to_numpy(zero_copy_only=False)
    known = column.fill_null(0).to_numpy(zero_copy_only=False)
    numbers = known.astype(np.float64) + 0.0  # minus zero is zero
    plain = there & (numbers >= low) & (numbers < high)  # which nothing that is not finite is
    if pa.types.is_integer(kind):
        return numbers, plain & (numbers > -EXACT_WHOLE) & (numbers < EXACT_WHOLE)
    size_of = np.abs(numbers)
    return numbers, plain & ((size_of >= SMALLEST_PLAIN) | (size_of == 0.0))
