"""取込 / Import: a day's folder into the margin book, what a person typed for the same day left as it is."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from addin.app.day.read import FACTS
from addin.app.desk_day import (
    Desk,
    Done,
    folder_of,
    optional_text,
    participant_of,
    refuse_other_day,
    seen_at,
)
from addin.app.desk_import import IMPORTED
from addin.app.desk_margin import (
    MarginDay,
    account_rows,
    held_rows,
    import_name,
    intraday_rows,
    margin_day,
    market_rows,
    notified_rows,
    part_rows,
    rate_rows,
    setting_cells,
)
from addin.app.desk_margin_compute import computed_regions, shown_result
from addin.app.desk_paste import pasted_table
from addin.app.margin_challenge import challenge_rows
from addin.app.plan_day import day_of_file
from addin.app.versions import versions
from addin.books.desk_cells import day_number, filled, is_blank, written
from addin.books.port import Cell, Rows, Sheet, read_if_there
from addin.books.regions import margin, panel
from addin.books.regions.paste import PASTED
from addin.books.regions.region import Region
from addin.now import now
from addin.store import snapshots
from addin.store.journal import Journal, Json
from calc.outcome import RefusedError
from calc.text.wording import Severity, Words, severity, where, words

Made = dict[str, Rows]
Row = Sequence[Cell]

MADE: Mapping[Region, Callable[[MarginDay], list[Row]]] = {
    margin.HELD: held_rows,
    margin.QUOTED: market_rows,
    margin.ACCOUNT_LIST: account_rows,
    margin.NOTIFIED: notified_rows,
    margin.NOTIFIED_PARTS: part_rows,
    margin.INTRADAY_AMOUNTS: intraday_rows,
    margin.RATES: lambda day: rate_rows(day.inputs.curve or ()),
    margin.PARTICIPANTS: lambda day: [(code,) for code in dict.fromkeys(each.participant for each in day.accounts)],
}
TYPED: Mapping[Region, tuple[str, ...]] = {
    margin.NOTIFIED: ("previous", "first", "last", "challenge"),
    margin.ACCOUNT_LIST: ("collateral",),
    margin.INTRADAY_AMOUNTS: ("first", "last"),
}
NAMED = frozenset({"collateral"})  # what a person typed stays, whatever the settings say


def imported_margin(desk: Desk) -> Done:
    """Return what was read into the book, its files kept and recorded first; on the page 貼付, the pasted table.

    Where the folder has no figure, what was typed since an earlier import of the same day stays, and so do marks and
    collateral. Raises RefusedError `folder_other_day`, `region_full`, or what reading and recording raise.
    """
    page = read_if_there(desk.sheet, PASTED.name)
    if page is not None and page.sheet == desk.sheet.sheet:
        return pasted_table(desk)
    desk.sheet.progress(Words("日次フォルダを読んでいます", "Reading the day's folder"))
    folder = folder_of(desk.sheet, home=desk.home)
    day, made = _filled(desk, folder)
    contents = day.inputs.contents
    with Journal(desk.home) as journal:
        kept = snapshots.keep(desk.home, contents.values())
        body: dict[str, Json] = {
            "business_date": day.business_date.isoformat(),
            "versions": versions(),
            "files": dict(zip(contents, kept, strict=True)),
        }
        (entry,) = journal.append_all([(IMPORTED, body)])
    desk.sheet.write(made)
    return Done(_said(day), entry)


def filling(sheet: Sheet, folder: Path, *, home: Path) -> Made:
    """Return the rows that a day's folder gives to the book's regions, the day computed; nothing is recorded.

    Raises RefusedError as `margin_day` and `computed_day`, or `region_missing` and `region_full`.
    """
    desk = Desk(sheet, home, now())
    day, made = _filled(desk, folder)
    return made | computed_regions(sheet, day, shown_result(folder, desk, day), intraday=_intraday(day))


def _intraday(day: MarginDay) -> list[dict[str, Cell]]:
    return [dict(zip(margin.INTRADAY_AMOUNTS.columns, row, strict=True)) for row in intraday_rows(day)]


def _filled(desk: Desk, folder: Path) -> tuple[MarginDay, Made]:
    sheet = desk.sheet
    business_date = day_of_file(folder / FACTS).value.business_date
    refuse_other_day(sheet, business_date)
    participant = participant_of(sheet)
    try:
        day = margin_day(folder, seen_at(desk, business_date), home=desk.home, participant=participant)
    except RefusedError as refused:
        place = sheet.read(panel.PARTICIPANT.name).place(0, 0)
        raise RefusedError(
            [each.at(place) if each.code == "participant_unknown" else each for each in refused.findings]
        ) from None
    name = import_name(business_date, participant)
    is_again = optional_text(sheet, panel.IMPORTED) == name
    made: Made = {region.name: _table(sheet, region, day, keeps=is_again) for region in MADE}
    gone = (margin.CHECKED,) if is_again else (margin.CHECKED, margin.RECORDED)
    made |= {region.name: written(sheet.read(region.name), region, ()) for region in gone}
    with Journal(desk.home) as journal:
        challenged = challenge_rows(journal, business_date)
    made[margin.CHALLENGES.name] = written(sheet.read(margin.CHALLENGES.name), margin.CHALLENGES, challenged)
    for region in (margin.WHATIF_ACCOUNT, margin.WORST_ACCOUNT):
        made[region.name] = [[_account(optional_text(sheet, region), day)]]
    return day, {
        **computed_regions(sheet, day, None, intraday=_intraday(day)),
        **made,
        **setting_cells(day),
        panel.IMPORTED.name: [[name]],
        panel.DATE.name: [[day_number(business_date)]],
    }


def _account(chosen: str, day: MarginDay) -> str:
    """Return the account that a page shows: the one chosen there, while it is one of the day's, else the first."""
    codes = [each.code for each in day.accounts]
    return chosen if chosen in codes else codes[0]


def _table(sheet: Sheet, region: Region, day: MarginDay, *, keeps: bool) -> Rows:
    """Return what a region is to hold: the folder's rows, with what a person typed in their blanks if that is kept.

    A row that a person added for an account that the folder does not know stays, too. An amount that the folder has for
    later does not stay: it was imported at a later instant, and is not known at this one.
    """
    block, rows = sheet.read(region.name), MADE[region](day)
    if not keeps or region not in TYPED:
        return written(block, region, rows)
    read = filled(block, region)
    if read.faults:
        raise RefusedError(read.faults)
    to_come = day.amounts_to_come
    typed = {
        str(cells[0]).strip(): {
            name: "" if (str(cells[0]).strip(), cell) in to_come else cell
            for name, cell in zip(read.table.columns, cells, strict=True)
        }
        for _, cells in read.table.rows
    }
    made = [_completed(row, typed.get(str(row[0]), {}), region) for row in rows]
    known = {str(row[0]) for row in rows}
    added = [tuple(said[name] for name in region.columns) for code, said in typed.items() if code not in known]
    return written(block, region, [*made, *added])


def _completed(row: Row, typed: Mapping[str, Cell], region: Region) -> Row:
    """Return a row whose blank cells have what was typed there, and whose named ones keep it."""
    return [
        typed.get(name, cell) if name in TYPED[region] and _is_open(name, cell, typed) else cell
        for name, cell in zip(region.columns, row, strict=True)
    ]


def _is_open(name: str, cell: Cell, typed: Mapping[str, Cell]) -> bool:
    return cell is None or is_blank(cell) or (name in NAMED and not is_blank(typed.get(name)))


def _said(day: MarginDay) -> Words:
    ja = f"取り込みました {day.business_date}: 口座 {len(day.accounts)}、建玉 {len(held_rows(day))}"
    en = f"Imported {day.business_date}: {len(day.accounts)} accounts, {len(held_rows(day))} positions"
    if day.unseen:
        left = " ".join(map(str, day.unseen))
        ja = f"{ja}。通知 第{left}版は、この時点までに通知された事実がないので入れていません"
        en = f"{en}. Version {left} is left out: no fact says that it was notified by this instant"
    wrong = [each for each in day.inputs.findings if severity(each) is Severity.ERROR]
    if wrong:
        first, place = words(wrong[0]), where(wrong[0].place)
        ja, en = (
            f"{ja}。読めない箇所 {len(wrong)}: {place} {first.ja}",
            f"{en}. Not read, {len(wrong)}: {place} {first.en}",
        )
    return Words(ja, en)
