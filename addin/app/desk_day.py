"""What a workbook's own cells say to the use case behind a button: which day, for whom, by whom, seen from when."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from addin.app.approval.people import Person, person_at_desk
from addin.app.day.finish import default_at
from addin.app.quotes_day import QuoteDay, quote_day
from addin.app.recorded_day import laid_out, newest_day
from addin.books.desk_cells import day_of, instant_of, text_of
from addin.books.port import Block, Sheet, read_if_there
from addin.books.regions import panel
from addin.books.regions.region import Region
from addin.home import home_folder
from addin.store.chain import Entry, short_head
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

EXAMPLE, RECORDED = "example", "recorded"  # instead of a path


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a button was pressed: the open book, the home of the record, and what time it is."""

    sheet: Sheet
    home: Path
    clock: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What a button came to: what the person is told, and the entry that it left in the record, if any."""

    said: Words
    entry: Entry | None = None

    @property
    def mark(self) -> str:
        """Return how the entry is named in the book, "" without one."""
        return "" if self.entry is None else f"#{self.entry.n} {short_head(self.entry.hash)}"


def example_folder() -> Path:
    """Return where the example day lies that is shipped with us."""
    return Path(str(files("workbooks"))) / "example-day"


def folder_of(sheet: Sheet, *, home: Path | None = None) -> Path:
    """Return the day's folder that the book names: an absolute path, `example`, or `recorded`.

    `example` is the example day shipped with us, `recorded` the newest run of the book's business date in the record of
    the home, else of the one that the environment names. Raises RefusedError `folder_named`, `folder_missing` or
    `folder_unrecorded` at the cell, or as reading the record does.
    """
    block = sheet.read(panel.FOLDER.name)
    said = text_of(block)
    if said.lower() == RECORDED:
        return _recorded_folder(block, day_of(sheet.read(panel.DATE.name)), home_folder(home))
    folder = example_folder() if said.lower() == EXAMPLE else Path(said).expanduser()
    if not said or not folder.is_absolute():
        raise RefusedError([finding("folder_named", block.place(0, 0), path=said)])
    if not folder.is_dir():
        raise RefusedError([finding("folder_missing", block.place(0, 0), path=folder)])
    return folder


def _recorded_folder(block: Block, business_date: date | None, home: Path) -> Path:
    day = newest_day(home, business_date)
    if day is None:
        raise RefusedError([finding("folder_unrecorded", block.place(0, 0), date=business_date or "－")])
    return laid_out(home, day)


def day_folder(desk: Desk) -> QuoteDay:
    """Return the day of the book's folder, which must be the business date that the book names, if it names one.

    Raises RefusedError `folder_other_day`, or what reading the folder raises.
    """
    folder = folder_of(desk.sheet, home=desk.home)
    desk.sheet.progress(Words("日次フォルダを読んでいます", "Reading the day's folder"))
    day = quote_day(folder, home=desk.home)
    refuse_other_day(desk.sheet, day.business_date)
    return day


def refuse_other_day(sheet: Sheet, business_date: date) -> None:
    """Raise RefusedError `folder_other_day` where the book names another business date than its folder holds."""
    block = sheet.read(panel.DATE.name)
    named = day_of(block)
    if named not in {None, business_date}:
        raise RefusedError([finding("folder_other_day", block.place(0, 0), date=named, found=business_date)])


def participant_of(sheet: Sheet) -> str:
    """Return the participant that the book names, "" for none."""
    return text_of(sheet.read(panel.PARTICIPANT.name))


def person_of(sheet: Sheet) -> Person:
    """Return who presses the button. Raises RefusedError `initials_refused` at the cell."""
    block = sheet.read(panel.INITIALS.name)
    try:
        return person_at_desk(text_of(block))
    except RefusedError as refused:
        raise RefusedError([each.at(block.place(0, 0)) for each in refused.findings]) from None


def optional_text(sheet: Sheet, region: Region) -> str:
    """Return what stands in a region of one cell, "" in a book that has none."""
    block = read_if_there(sheet, region.name)
    return "" if block is None else text_of(block)


def seen_at(desk: Desk, business_date: date) -> datetime:
    """Return the instant that a day is looked at from: now on the day itself.

    For another day it is the one that the book fixes (for a drill, or the example), its as-of if that is of the day,
    else 20:30 of it. Raises RefusedError `fixed_today` where an instant is fixed on the day itself.
    """
    fixed = _instant(desk.sheet, panel.LOOK_AT)
    if desk.clock.date() == business_date:
        if fixed is not None:
            raise RefusedError([finding("fixed_today", fixed[0].place(0, 0), date=business_date)])
        return desk.clock
    as_of = _instant(desk.sheet, panel.ASOF)
    if fixed is not None:
        return fixed[1]
    return as_of[1] if as_of is not None and as_of[1].date() == business_date else default_at(business_date)


def ruled_at(desk: Desk, business_date: date) -> datetime:
    """Return the instant that rulings are asked for: the fixed one, else the book's as-of, else now.

    Raises RefusedError `fixed_today`, as `seen_at`.
    """
    if _instant(desk.sheet, panel.LOOK_AT) is not None:
        return seen_at(desk, business_date)
    as_of = _instant(desk.sheet, panel.ASOF)
    return desk.clock if as_of is None else as_of[1]


@contextmanager
def reason_named(sheet: Sheet) -> Iterator[str]:
    """Yield the reason that the book gives; where one is missing, the refusal names the cell that it belongs into."""
    block = read_if_there(sheet, panel.REASON.name)
    try:
        yield "" if block is None else text_of(block)
    except RefusedError as refused:
        if block is None:
            raise
        place = block.place(0, 0)
        raise RefusedError(
            [each.at(place) if each.code == "export_other_day" else each for each in refused.findings]
        ) from None


def blocks_of(sheet: Sheet, needed: Iterable[Region]) -> dict[str, Block]:
    """Return regions by their names, all of them read before anything is done. Raises RefusedError `region_missing`."""
    return {region.name: sheet.read(region.name) for region in needed}


def _instant(sheet: Sheet, region: Region) -> tuple[Block, datetime] | None:
    block = read_if_there(sheet, region.name)
    moment = None if block is None else instant_of(block)
    return None if block is None or moment is None else (block, moment)
