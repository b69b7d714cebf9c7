"""The lines of a region that people fill: each cell by its column, where it stands, and its times read as instants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from addin.app.desk_day import Desk, seen_at
from addin.books.desk_cells import day_of, filled, is_blank, time_of, written
from addin.books.port import Block, Cell, Rows, Sheet
from addin.books.regions import panel
from addin.books.regions.region import Region
from calc.days.cutoff import JST, iso, parse_instant
from calc.outcome import Finding, Place, RefusedError, finding


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a region: what its cells say by column, and where each stands."""

    cells: Mapping[str, Cell]
    places: Mapping[str, Place]

    def text(self, column: str) -> str:
        """Return a cell as plain text, a whole number without its point."""
        cell = self.cells[column]
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return "" if is_blank(cell) else str(cell).strip()

    @property
    def is_blank(self) -> bool:
        """Return whether nothing stands in the row."""
        return all(is_blank(cell) for cell in self.cells.values())

    def instant(self, column: str, day: date) -> datetime | None:
        """Return a cell as an instant: a time is one of the business date; None for a blank cell.

        Raises RefusedError `instant_unreadable` or `instant_without_offset` at the cell.
        """
        if is_blank(self.cells[column]):
            return None
        said = time_of(self.cells[column], day)
        read = _clock_time(str(said), day) or parse_instant(str(said))
        if isinstance(read, Finding):
            raise RefusedError([read.at(self.places[column])])
        return read


def lines_of(block: Block, region: Region) -> list[Line]:
    """Return every row of a region beneath its column names, blank ones too, in their places.

    Raises RefusedError `cell_error` with every error value, or where the region cannot be read by its columns.
    """
    read = filled(block, region)
    if read.faults:
        raise RefusedError(read.faults)
    return [
        Line(
            {name: row[read.places[name]] for name in region.columns},
            {name: block.place(n, read.places[name]) for name in region.columns},
        )
        for n, row in enumerate(block.rows[1:], start=1)
    ]


def rows_with(block: Block, region: Region, lines: Sequence[Line], changes: Mapping[int, Mapping[str, Cell]]) -> Rows:
    """Return the region as it is to stand: its rows in their places, with the changes of some of them, by number."""
    rows = [{**line.cells, **changes.get(n, {})} for n, line in enumerate(lines)]
    return written(block, region, [[row[name] for name in region.columns] for row in rows])


def business_date_of(desk: Desk) -> date:
    """Return the business date that the book names, today where it names none."""
    return day_of(desk.sheet.read(panel.DATE.name)) or desk.clock.date()


def instant_now(desk: Desk) -> tuple[date, datetime]:
    """Return the book's business date, and the instant that counts as now there. Errors as `seen_at`."""
    day = business_date_of(desk)
    return day, seen_at(desk, day)


def refuse_ahead(line: Line, column: str, at: datetime, *, now: datetime) -> datetime:
    """Return an instant that has come already. Raises RefusedError `declare_ahead` at its cell."""
    if at > now:
        raise RefusedError([finding("declare_ahead", line.places[column], at=iso(at), now=iso(now))])
    return at


def refuse_nothing(block: Block, lines: Iterable[object]) -> None:
    """Raise RefusedError `declare_nothing` at the region where not one line says anything."""
    if not list(lines):
        raise RefusedError([finding("declare_nothing", block.place(0, 0), name=block.name)])


def shown_rows(sheet: Sheet, region: Region, rows: Iterable[Sequence[Cell]]) -> Rows:
    """Return a region with these rows alone. Raises RefusedError `region_full`."""
    return written(sheet.read(region.name), region, rows)


def _clock_time(text: str, day: date) -> datetime | None:
    """Return a time of day such as 18:05 on the business date, None for anything else."""
    try:
        return datetime.combine(day, time.fromisoformat(text), JST) if len(text) <= len("18:05:00") else None
    except ValueError:
        return None
