"""計算 / Calculate in the margin book: the day computed and recorded, then every page that rests on it filled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from addin.app.day.finish import default_at
from addin.app.day.read import FACTS
from addin.app.day.run import DayRequest, DayResult, computed_day
from addin.app.desk_day import Desk, Done, folder_of, optional_text, participant_of, refuse_other_day, seen_at
from addin.app.desk_margin import MarginDay, day_of_result, import_name, notified_rows
from addin.app.desk_margin_compare import FROM_DAY, compared_rows, newest_checks, word_rows
from addin.app.desk_margin_explain import component_rows, contribution_rows, day_rows, explained, reading_rows
from addin.app.desk_margin_history import coverage_rows, past_of, past_rows
from addin.app.desk_margin_measures import (
    applied_rows,
    deposit_cell,
    fund_cells,
    fund_rows,
    intraday_note,
    intraday_own,
    variation_note,
    variation_rows,
)
from addin.app.desk_prices import computed_done
from addin.app.plan_day import day_of_file
from addin.books.desk_cells import filled, is_blank, text_of, written
from addin.books.port import Cell, Rows, Sheet, read_if_there
from addin.books.regions import margin, panel
from addin.books.regions.region import Region
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

Row: TypeAlias = Sequence[Cell]

BY_DAY: Mapping[Region, Callable[[MarginDay, DayResult | None], Sequence[Row]]] = {
    margin.VARIATIONS: variation_rows,
    margin.VARIATIONS_APPLIED: applied_rows,
    margin.FUNDS: fund_rows,
}


def computed_margin(desk: Desk) -> Done:
    """Return what the day came to, computed and recorded as in every book; all pages are filled with what it found.

    Where the page of accounts was imported before a newer amount came, that is said. Raises RefusedError `import_other`
    before anything is recorded where other accounts stand in the book, or as `computed_done`, or `region_full`.
    """
    _refuse_other_import(desk)
    result, done = computed_done(desk)
    day = day_of_result(result, participant=participant_of(desk.sheet))
    intraday = _rows_of(desk.sheet, margin.INTRADAY_AMOUNTS)
    unknown = _unknown(desk.sheet, day)
    desk.sheet.write(computed_regions(desk.sheet, day, result, intraday=intraday))
    said = _with_older(done.said, _older(desk.sheet, day))
    return replace(done, said=_with_unknown(said, unknown, shown=_chosen("", day, result)))


def _refuse_other_import(desk: Desk) -> None:
    """Refuse a day whose accounts are not those of the book: its pages would speak of two."""
    business_date = day_of_file(folder_of(desk.sheet, home=desk.home) / FACTS).value.business_date
    refuse_other_day(desk.sheet, business_date)
    block = read_if_there(desk.sheet, panel.IMPORTED.name)
    participant = participant_of(desk.sheet)
    if block is not None and text_of(block) != import_name(business_date, participant):
        named = participant or "(all)"
        raise RefusedError([finding("import_other", block.place(0, 0), date=business_date, participant=named)])


def _older(sheet: Sheet, day: MarginDay) -> list[str]:
    """Return the accounts of which the folder has another notified amount than stands in the book."""
    stood = {str(row["account"]).strip(): row for row in _rows_of(sheet, margin.NOTIFIED)}
    names = margin.NOTIFIED.columns
    told = [dict(zip(names, row, strict=True)) for row in notified_rows(day)]
    return [
        str(row["account"])
        for row in told
        if any(
            not is_blank(row[name]) and row[name] != stood.get(str(row["account"]), {}).get(name)
            for name in ("first", "last")
        )
    ]


def _with_older(said: Words, accounts: Sequence[str]) -> Words:
    if not accounts:
        return said
    ja = f"{said.ja}。「口座」の通知額が日次フォルダと違う口座 {len(accounts)}: 取込 を押すと入ります"
    en = f"{said.en}. Notified amounts on Accounts that differ from the folder: {len(accounts)}; press Import"
    return Words(ja, en)


def _unknown(sheet: Sheet, day: MarginDay) -> dict[str, str]:
    """Return by page the account typed there that the day does not have."""
    codes = {"", *(each.code for each in day.accounts)}
    typed = {each.sheet: optional_text(sheet, each) for each in (margin.EXPLAIN_ACCOUNT, margin.HISTORY_ACCOUNT)}
    return {page: name for page, name in typed.items() if name not in codes}


def _with_unknown(said: Words, unknown: Mapping[str, str], *, shown: str) -> Words:
    """Return what is said, and of each page that shows another account than was typed, which."""
    ja, en = said.ja, said.en
    for page, name in unknown.items():
        of, _, page_en = page.partition(" ")
        ja += f"。「{of}」の口座 {name} は一覧にありません: {shown} を出しました"
        en += f". {page_en}: account {name} is not on the list; {shown} is shown"
    return Words(ja, en)


def shown_result(folder: Path, desk: Desk, day: MarginDay) -> DayResult:
    """Return the day computed for a book that is only shown: nothing is recorded."""
    request = DayRequest(folder, desk.home, seen_at(desk, day.business_date))
    return computed_day(request, default_at=default_at, tell=lambda _: None)


def computed_regions(
    sheet: Sheet, day: MarginDay, result: DayResult | None, *, intraday: Sequence[Mapping[str, Cell]]
) -> dict[str, Rows]:
    """Return the rows of every region that rests on a computed day; without one they say that it is to be computed.

    `intraday` are the rows of intraday margin that stand in the book. Raises RefusedError `region_full`.
    """
    tables = {region: rows(day, result) for region, rows in BY_DAY.items()}
    tables[margin.INTRADAY_AMOUNTS] = intraday_own(intraday, result)
    cells: dict[str, Rows] = {
        margin.VARIATION_NOTE.name: [[variation_note(result)]],
        margin.INTRADAY_NOTE.name: [[intraday_note(day, result)]],
        margin.DEPOSIT_BY.name: [[deposit_cell(day)]],
        **fund_cells(day, result),
    }
    for made in (_compared(day, result), _explained(sheet, day, result), _history(sheet, day, result)):
        tables |= made[0]
        cells |= made[1]
    return {**_tables(sheet, tables), **_present(sheet, cells)}


Made: TypeAlias = tuple[dict[Region, Sequence[Row]], dict[str, Rows]]


def _compared(day: MarginDay, result: DayResult | None) -> Made:
    checks = [] if result is None else newest_checks(result.checks, {each.code for each in day.accounts})
    said = "" if result is None else FROM_DAY
    return (
        {margin.COMPARED: compared_rows(checks), margin.COMPARED_WORDS: word_rows(checks)},
        {margin.COMPARED_FROM.name: [[said]]},
    )


def _explained(sheet: Sheet, day: MarginDay, result: DayResult | None) -> Made:
    book = None if result is None else result.book
    account = _chosen(optional_text(sheet, margin.EXPLAIN_ACCOUNT), day, result)
    made = None if book is None else explained(book, account)
    cells: dict[str, Rows] = {margin.EXPLAIN_ACCOUNT.name: [[account]], margin.EXPLAINED_FOR.name: [[""]]}
    if made is None or book is None:
        shown = (margin.CONTRIBUTIONS, margin.EXPLAINED, margin.EXPLAINED_DAYS, margin.READINGS)
        return {region: [] for region in shown}, cells
    return (
        {
            margin.CONTRIBUTIONS: contribution_rows(made, book),
            margin.EXPLAINED: component_rows(made),
            margin.EXPLAINED_DAYS: day_rows(made),
            margin.READINGS: reading_rows(made),
        },
        {**cells, margin.EXPLAINED_FOR.name: [[account]]},
    )


def _history(sheet: Sheet, day: MarginDay, result: DayResult | None) -> Made:
    account = _chosen(optional_text(sheet, margin.HISTORY_ACCOUNT), day, result)
    cells: dict[str, Rows] = {margin.HISTORY_ACCOUNT.name: [[account]]}
    if result is None:
        return {margin.COVERAGE: [], margin.BACKTEST: []}, {
            **cells,
            margin.HISTORY_NOTE.name: [[""]],
            margin.EXPECTED.name: [[""]],
        }
    past = past_of(result, sheet)
    return (
        {
            margin.COVERAGE: coverage_rows(past, {each.code for each in day.accounts}),
            margin.BACKTEST: past_rows(past, account),
        },
        {**cells, margin.HISTORY_NOTE.name: [[past.note]], margin.EXPECTED.name: [[past.expected]]},
    )


def _chosen(named: str, day: MarginDay, result: DayResult | None) -> str:
    """Return the account that a page shows: the one chosen there, else the first with a fault once that is known."""
    codes = [each.code for each in day.accounts]
    if named in codes or result is None:
        return named if named in codes else ""
    wrong = [each.account for each in result.checks if each.explained is not None]
    return next((each for each in wrong if each in codes), next(iter(codes), ""))


def _rows_of(sheet: Sheet, region: Region) -> list[dict[str, Cell]]:
    """Return the filled rows of a region as they stand in the book, none where it has no such region."""
    block = read_if_there(sheet, region.name)
    if block is None:
        return []
    read = filled(block, region)
    return [dict(zip(read.table.columns, cells, strict=True)) for _, cells in read.table.rows]


def _tables(sheet: Sheet, tables: Mapping[Region, Sequence[Row]]) -> dict[str, Rows]:
    blocks = {region: read_if_there(sheet, region.name) for region in tables}
    return {
        region.name: written(block, region, tables[region]) for region, block in blocks.items() if block is not None
    }


def _present(sheet: Sheet, cells: Mapping[str, Rows]) -> dict[str, Rows]:
    return {name: rows for name, rows in cells.items() if read_if_there(sheet, name) is not None}
