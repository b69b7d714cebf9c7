"""What the cells of a filled region say: a table of rows by its columns, days and instants, and where each cell stands.

Columns are found by the names in the region's first row, so one that somebody moved is still that column; one whose
name is gone is a finding, and so is an error value. Nothing is guessed from a position.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from addin.books.port import Block, Cell, Rows
from addin.books.regions.region import Region
from calc.days.cutoff import JST, iso, parse_instant
from calc.outcome import Finding, RefusedError, finding
from calc.text.columns import Table
from calc.text.numeral import iso_date

FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - day numbers of a sheet know no zone; the desk reads them in JST
LAST_NUMBER = 2958465.0  # 9999-12-31
SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Filled:
    """A region read by its columns: `table` with the header as row 1, blank rows left out; `faults` by their cells."""

    block: Block
    table: Table
    places: Mapping[str, int]
    faults: tuple[Finding, ...]

    def located(self, found: Finding) -> Finding:
        """Return a finding of the table at the cell that it is about, as a person finds it in the book."""
        place = found.place
        if place.source != self.table.source or place.row is None:
            return found
        return found.at(self.block.place(place.row - 1, self.places.get(place.column, 0)))


def filled(block: Block, region: Region) -> Filled:
    """Return a region's rows by its columns; a row with an error value is left out, with a finding.

    Raises RefusedError `column_missing` or `column_repeated`, at the header, where it cannot be read as a table.
    """
    places = _places(block, region)
    rows, faults = list[tuple[int, tuple[Cell, ...]]](), list[Finding]()
    for number, cells in enumerate(block.rows[1:], start=2):
        row = tuple(cells[place] for place in places.values())
        bad = [(place, cells[place]) for place in places.values() if isinstance(cells[place], Mapping)]
        if bad:
            faults += [_error_value(block, number, place, cell) for place, cell in bad]
        elif any(not is_blank(cell) for cell in row):
            rows.append((number, row))
    return Filled(block, Table(block.name, tuple(places), tuple(rows)), places, tuple(faults))


def written(block: Block, region: Region, rows: Iterable[Sequence[Cell]]) -> Rows:
    """Return what a region is to hold: its header as it stands, then the rows, nothing as blank text.

    Raises RefusedError `region_full` where they do not fit, as nothing is cut off silently; `column_missing`.
    """
    made = [["" if cell is None else cell for cell in row] for row in rows]
    room = len(block.rows) - 1
    if len(made) > room:
        raise RefusedError([finding("region_full", block.place(0, 0), name=region.name, rows=len(made), room=room)])
    places, width = _places(block, region), len(block.rows[0])
    return [list(block.rows[0]), *(_ordered(row, list(places.values()), width) for row in made)]


def is_blank(cell: Cell) -> bool:
    """Return whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(block: Block) -> str:
    """Return what a person typed into a region of one cell, "" for nothing.

    Raises RefusedError `cell_error` for an error value.
    """
    cell = block.cell
    if isinstance(cell, Mapping):
        raise RefusedError([_error_value(block, 1, 0, cell)])
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if is_blank(cell) else str(cell).strip()


def day_of(block: Block) -> date | None:
    """Return the day in a region of one cell, None for a blank one: a sheet's date, or text like 2026-11-20.

    Raises RefusedError `date_unreadable` at the cell.
    """
    said = text_of(block)
    if not said:
        return None
    moment = moment_of(block.cell)
    read = moment.date() if moment is not None else iso_date(said)
    if isinstance(read, Finding):
        raise RefusedError([read.at(block.place(0, 0))])
    return read


def instant_of(block: Block) -> datetime | None:
    """Return the instant in a region of one cell, None for a blank one: a sheet's date and time in JST, or ISO text.

    Raises RefusedError `instant_unreadable` or `instant_without_offset` at the cell.
    """
    said = text_of(block)
    if not said:
        return None
    moment = moment_of(block.cell)
    read = moment if moment is not None else parse_instant(said)
    if isinstance(read, Finding):
        raise RefusedError([read.at(block.place(0, 0))])
    return read


def moment_of(cell: Cell) -> datetime | None:
    """Return a sheet's day number as an instant in JST, to the nearest second; None when it is none."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not 1.0 <= cell <= LAST_NUMBER:
        return None
    return (FIRST_DAY + timedelta(seconds=round(cell * SECONDS))).replace(tzinfo=JST)


def time_of(cell: Cell, day: date) -> str | Cell:
    """Return the time that a quote is good for as ISO text: a sheet's date and time, or a time of the business date."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0.0 < cell < 1.0:
        return iso(datetime.combine(day, time(0), JST) + timedelta(seconds=round(cell * SECONDS)))
    moment = moment_of(cell)
    return cell if moment is None else iso(moment)


def day_number(moment: datetime | date) -> float:
    """Return a day or an instant as a sheet counts it, in JST."""
    if isinstance(moment, datetime):
        local = moment.astimezone(JST).replace(tzinfo=None)
        return (local - FIRST_DAY) / timedelta(days=1)
    return float((moment - FIRST_DAY.date()).days)


def with_times(read: Filled, column: str, day: date) -> Filled:
    """Return the region with a column of times as ISO text, so that it is read as any other table."""
    at = read.table.columns.index(column)
    rows = tuple((n, (*row[:at], time_of(row[at], day), *row[at + 1 :])) for n, row in read.table.rows)
    return replace(read, table=replace(read.table, rows=rows))


def _ordered(row: Sequence[Cell], order: Sequence[int], width: int) -> list[Cell]:
    made: list[Cell] = [""] * width
    for cell, place in zip(row, order, strict=True):
        made[place] = cell
    return made


def _places(block: Block, region: Region) -> dict[str, int]:
    """Return at which place of the region each of its columns stands."""
    names = [str(cell).strip() for cell in (block.rows[0] if block.rows else ())]
    place = block.place(0, 0)
    wrong = [
        finding("column_repeated" if name in names else "column_missing", place, column=name)
        for name in region.columns
        if names.count(name) != 1
    ]
    if wrong:
        raise RefusedError(wrong)
    return {name: names.index(name) for name in region.columns}


def _error_value(block: Block, row: int, place: int, cell: Mapping[str, object]) -> Finding:
    at = block.place(row - 1, place)
    return finding("cell_error", at, row=row, column=place + 1, error=cell.get("error", ""))
