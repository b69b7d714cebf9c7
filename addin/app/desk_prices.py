"""計算 / Calculate: the day of the book's folder computed and recorded, its settlement prices beside the composite."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from addin.app.day.approvals import DayApprovals
from addin.app.day.finish import default_at
from addin.app.day.labels import STEPS
from addin.app.day.read import FACTS
from addin.app.day.record import recorded
from addin.app.day.run import DayRequest, DayResult, computed_day
from addin.app.day.show import margin_content, step_result
from addin.app.desk_day import Desk, Done, folder_of, refuse_other_day, seen_at
from addin.app.plan_day import day_of_file
from addin.books.desk_cells import written
from addin.books.margin_book import STEP_MARKS, MarginBook
from addin.books.port import Cell, Rows, Sheet, read_if_there
from addin.books.regions.margin import RECORDED
from addin.books.regions.quotes import PRICED
from addin.books.regions.region import Region
from addin.store import snapshots
from addin.store.journal import Journal, short_head
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

# What of a computed day is shown, in whichever of these regions the book has.
SHOWN: Mapping[Region, Callable[[MarginBook], Sequence[Sequence[Cell]]]] = {
    PRICED: lambda made: made.prices,
    RECORDED: lambda made: [(each.account, *each.components) for each in made.requirements],
}
TOLD = ("prices", "margin", "compare")


def computed_book(desk: Desk) -> Done:
    """Return what the day came to, computed and recorded as `hikae day` does it, shown in the regions that are there.

    It is seen from the instant that the book looks from, as every other button of it.

    Raises RefusedError as `computed_done`.
    """
    return computed_done(desk)[1]


def computed_done(desk: Desk) -> tuple[DayResult, Done]:
    """Return the computed day beside what it came to, for a book that shows more of it.

    Raises RefusedError `region_missing` in a book without any of the regions, or what computing and recording raise.
    """
    if not any(read_if_there(desk.sheet, region.name) for region in SHOWN):
        raise RefusedError([finding("region_missing", detail=" / ".join(region.name for region in SHOWN))])
    folder = folder_of(desk.sheet, home=desk.home)
    business_date = day_of_file(folder / FACTS).value.business_date
    refuse_other_day(desk.sheet, business_date)
    request = DayRequest(folder, desk.home, seen_at(desk, business_date))
    result = computed_day(request, default_at=default_at, tell=partial(_progress, desk.sheet))
    with Journal(desk.home) as journal:
        snapshots.keep(desk.home, result.inputs.contents.values())
        recorded(result, journal)
        last = journal.last()
        head = short_head(journal.head())
    desk.sheet.write(shown_rows(desk.sheet, margin_content(result, head, DayApprovals((), ()))))
    steps = [each for each in result.steps if each.name in TOLD]
    ja = "・".join(f"{STEPS[each.name][0]} {STEP_MARKS[each.state].split()[1]}" for each in steps)
    en = ", ".join(f"{STEPS[each.name][1]} {' '.join(STEP_MARKS[each.state].split()[2:])}" for each in steps)
    priced = step_result(result, "prices")
    said = Words(f"{result.business_date} {ja}（{priced}）", f"{result.business_date} {en} ({priced})")
    return result, Done(said, last)


def shown_rows(sheet: Sheet, shown: MarginBook) -> dict[str, Rows]:
    """Return what of a computed day is shown in the regions that the book has. Raises RefusedError `region_full`."""
    blocks = {region: read_if_there(sheet, region.name) for region in SHOWN}
    return {
        block.name: written(block, region, SHOWN[region](shown))
        for region, block in blocks.items()
        if block is not None
    }


def _progress(sheet: Sheet, step: str) -> None:
    ja, en = STEPS[step]
    sheet.progress(Words(f"{ja}…", f"{en} …"))
