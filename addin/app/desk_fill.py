"""What a book shows when it is opened first: the newest recorded day, or the example day that we ship.

Nothing is recorded here: it is what 取込 / Import brings, written into a fresh form, so that nobody starts before empty
tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from addin.app.day.finish import default_at
from addin.app.desk_day import EXAMPLE, RECORDED, example_folder
from addin.app.recorded_day import is_day_of, laid_out, newest_day
from addin.books.desk_cells import day_number, day_of
from addin.books.port import Rows, Sheet
from addin.books.regions import panel


class Filling(Protocol):
    """What turns a day's folder into the rows of a book's regions; it reads what the book says already."""

    def __call__(self, sheet: Sheet, folder: Path, *, home: Path) -> Mapping[str, Rows]:
        """Return rows by region. Raises RefusedError where the day cannot be shown."""


@dataclass(frozen=True, slots=True)
class ShownDay:
    """The day that a fresh book shows: what its folder field says, where that is, and which instant it looks at.

    `looked_at` is None where the book's own instant stays, `business_date` None where its own date does.
    """

    said: str
    folder: Path
    business_date: date | None = None
    looked_at: datetime | None = None


def example_shown() -> ShownDay:
    """Return the example day, looked at from the instant that the book's form names."""
    return ShownDay(EXAMPLE, example_folder())


def shown_day(home: Path) -> ShownDay:
    """Return the newest recorded day of a home; the example where nothing is recorded, or where that is it.

    Raises RefusedError as reading the record and laying out its files do.
    """
    day = newest_day(home)
    if day is None or is_day_of(example_folder(), day):
        return example_shown()
    return ShownDay(RECORDED, laid_out(home, day), day.business_date, default_at(day.business_date))


def fill(sheet: Sheet, shown: ShownDay, filling: Filling, *, home: Path, today: date | None) -> None:
    """Write a day into a fresh book: which day it is first, then what its folder holds.

    Without `today` no day is today's, so that the same book comes out on any day. Raises RefusedError as the filling
    does; the book then names the day, and its tables are empty.
    """
    fields: dict[str, Rows] = {panel.FOLDER.name: [[shown.said]]}
    business_date = shown.business_date or day_of(sheet.read(panel.DATE.name))
    if shown.business_date is not None:
        fields[panel.DATE.name] = [[day_number(shown.business_date)]]
    if today is not None and business_date == today:
        fields[panel.LOOK_AT.name] = [[""]]  # the day itself is looked at as it passes
    elif shown.looked_at is not None:
        fields[panel.LOOK_AT.name] = [[day_number(shown.looked_at)]]
    sheet.write(fields)
    sheet.write(filling(sheet, shown.folder, home=home))
