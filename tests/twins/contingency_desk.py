"""The contingency book in memory, with the hand of a person who declares, ticks, notes and hands over."""

from datetime import datetime

from pressed_book import PressedBook

from addin.books.desk_cells import day_number
from addin.books.regions import contingency as regions
from addin.store.journal import Journal

DAY = "2026-11-20"
EVENING = f"{DAY}T18:55:00+09:00"


def at(clock):
    """Return a time of the example day as a cell holds it."""
    return day_number(datetime.fromisoformat(f"{DAY}T{clock}+09:00"))


class ContingencyDesk(PressedBook):
    """A desk at 18:55 of the example day; its home is the one that the environment names."""

    def __init__(self, home, *, initials="SK"):
        super().__init__("contingency")
        self.home = home
        self.put("HIKAE_INITIALS", initials)

    def look_at(self, clock):
        """Fix the instant at which the book looks."""
        self.put("HIKAE_AT", at(clock))

    def fill(self, region, row, **cells):
        """Type into a row of a region, counted from 0 beneath its column names."""
        names, *rows = [list(each) for each in self.sheet.read(region.name).rows]
        for name, value in cells.items():
            rows[row][names.index(name)] = value
        self.sheet.write({region.name: [names, *rows]})

    def line(self, region, row):
        """Return a row of a region by the names of its columns."""
        names, *rows = self.sheet.read(region.name).rows
        return dict(zip(names, rows[row], strict=True))

    def row_where(self, region, **cells):
        """Return at which row of a region the cells say this."""
        names, *rows = self.sheet.read(region.name).rows
        wanted = {names.index(name): value for name, value in cells.items()}
        return next(n for n, row in enumerate(rows) if all(row[place] == value for place, value in wanted.items()))

    def tell(self, row=0, **cells):
        """Fill in a line of the form."""
        self.turn_to(regions.DECLARE)
        self.fill(regions.DECLARED, row, **cells)

    def declare(self, sheet=regions.DECLARE):
        """Press 宣言 / Declare with a sheet in front; returns what it came to."""
        self.turn_to(sheet)
        return self.done("DECLARE")

    def declare_refused(self, sheet=regions.DECLARE):
        """Press it where it must be refused; returns the error."""
        self.turn_to(sheet)
        return self.refused("DECLARE")

    def entries(self, kind=None):
        """Return the bodies that the record holds of a kind."""
        with Journal(self.home) as journal:
            return [each.body for each in journal.entries(kind)]

    def kinds(self):
        """Return the kinds of what the record holds, in order."""
        with Journal(self.home) as journal:
            return [each.kind for each in journal.entries()]

    def facts(self):
        """Return what happened by the record, with its details, in order."""
        return [(each["what"], each["details"]) for each in self.entries("fact.recorded")]
