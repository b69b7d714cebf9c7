"""One filled row of a form of the continuity book: its texts, choices, days and instants, each refused at its cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.continuity_record import Said
from addin.app.continuity_state import State
from addin.app.desk_lines import Line
from addin.books.desk_cells import Filled, filled, is_blank, moment_of
from addin.books.port import Block, Cell
from addin.books.regions.region import Region
from calc.days.cutoff import JST, iso
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.numeral import iso_date

YES, NO = "はい yes", "いいえ no"
ANSWERS = {"はい": True, "yes": True, "y": True, "いいえ": False, "no": False, "n": False}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form as it was typed; what is refused names its column."""

    cells: Mapping[str, Cell]
    state: State

    @property
    def now(self) -> datetime:
        """The instant that counts where none was typed."""
        return self.state.at

    def text(self, name: str) -> str:
        """Return what was typed, "" for nothing."""
        cell = self.cells[name]
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return "" if is_blank(cell) else str(cell).strip()

    def word(self, name: str) -> str:
        """Return the code of what was chosen, such as `mobile` of `携帯電話 mobile`; "" for nothing."""
        parts = self.text(name).split()
        return parts[-1] if parts else ""

    def yes(self, name: str) -> bool | None:
        """Return whether yes was chosen, None for nothing. Raises RefusedError `continuity_word`."""
        said = self.word(name)
        if not said:
            return None
        if said.lower() not in ANSWERS:
            place = Place(column=name)
            raise RefusedError([finding("continuity_word", place, given=said[:40], known=f"{YES} / {NO}")])
        return ANSWERS[said.lower()]

    def day(self, name: str) -> date | None:
        """Return a day, None for nothing. Raises RefusedError `date_unreadable`."""
        said = self.text(name)
        if not said:
            return None
        moment = moment_of(self.cells[name])
        read = moment.date() if moment is not None else iso_date(said.replace("/", "-"))
        if isinstance(read, Finding):
            raise RefusedError([read.at(Place(column=name))])
        return read

    def moment(self, name: str) -> datetime:
        """Return when it was: a date and time, a time of today, or now where nothing was typed.

        Raises RefusedError `instant_unreadable`, or `continuity_future` for what has not happened yet.
        """
        given = self.optional_moment(name)
        return self.now if given is None else given

    def optional_moment(self, name: str) -> datetime | None:
        """Return the same, None where nothing was typed."""
        line = Line(self.cells, {name: Place(column=name)})
        read = line.instant(name, self.now.astimezone(JST).date())
        if read is not None and read > self.now:
            place = Place(column=name)
            raise RefusedError([finding("continuity_future", place, at=iso(read), now=iso(self.now))])
        return read


Maker = Callable[[FormRow], Sequence[Said]]


@dataclass(frozen=True, slots=True)
class Read:
    """What a form holds: what each filled row says by its place in the region (the header is 0), and what is wrong."""

    said: Mapping[int, tuple[Said, ...]]
    faults: tuple[Finding, ...]
    read: Filled

    def located(self, found: Finding, place: int) -> Finding:
        """Return a finding at the cell of its column in a row."""
        return at_cell(self.read, found, place)


def read_form(block: Block, region: Region, typed: Sequence[str], *, make: Maker, state: State) -> Read:
    """Return what the rows say in which a person has typed something."""
    read = filled(block, region)
    said, faults = dict[int, tuple[Said, ...]](), list(read.faults)
    for number, row in _typed_rows(read, typed):
        try:
            said[number] = tuple(make(FormRow(row, state)))
        except RefusedError as refused:
            faults += [at_cell(read, each, number) for each in refused.findings]
    return Read(said, tuple(faults), read)


def at_cell(read: Filled, found: Finding, place: int) -> Finding:
    """Return a finding at the cell of its column in a row of the region (the header is 0)."""
    return found.at(read.block.place(place, read.places.get(found.place.column, 0)))


def _typed_rows(read: Filled, typed: Sequence[str]) -> Iterator[tuple[int, dict[str, Cell]]]:
    for number, cells in read.table.rows:
        row = dict(zip(read.table.columns, cells, strict=True))
        if any(not is_blank(row[name]) for name in typed):
            yield number - 1, row
