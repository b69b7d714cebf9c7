"""確認 / Check: the amounts of the margin book compared as `hikae margin` compares them, what was found beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from addin.app.accounts_cell import ACCOUNTS_RANGE, POSITIONS_RANGE, AccountRow, BookRun, account_rows, book_run
from addin.app.desk_day import Desk, Done, blocks_of
from addin.app.desk_margin_compare import (
    FROM_BOOK,
    IM,
    MEASURES,
    VERDICTS,
    challenges,
    compared_rows,
    newest_checks,
    typed_checks,
    word_rows,
)
from addin.app.margin_cell import MarginCells
from addin.app.margin_check import CheckRow
from addin.app.margin_run import tolerance
from addin.app.market_cells import MARKET_RANGE
from addin.app.settings_record import settings_in_force
from addin.books.desk_cells import Filled, filled, is_blank, text_of, written
from addin.books.port import Block, Cell, Rows, Sheet, read_if_there
from addin.books.position_inputs import ACCOUNT
from addin.books.regions import margin
from addin.books.regions.panel import SUMMARY_LINE
from calc.margin.causes import Explained
from calc.margin.compare import Comparison, Tolerance, Verdict, comparison
from calc.margin.requirement import Component
from calc.outcome import Finding, RefusedError, finding
from calc.text.columns import whole
from calc.text.wording import Words, where, words

READ = (
    margin.HELD,
    margin.QUOTED,
    margin.SETTINGS,
    margin.ACCOUNT_LIST,
    margin.NOTIFIED,
    margin.NOTIFIED_PARTS,
    margin.SCENARIOS_STORED,
)
RANGES = {POSITIONS_RANGE: margin.HELD, MARKET_RANGE: margin.QUOTED, ACCOUNTS_RANGE: margin.ACCOUNT_LIST}


def checked_margin(desk: Desk) -> Done:
    """Return what the comparison came to: verdict and finding written beside each account; nothing is recorded.

    Own amounts are computed from what stands in the book, edited spreads included, under the settings in force.
    Raises RefusedError `region_missing`, `import_none` where there is no account, what is wrong at its cell with the
    notified components, or what is wrong with the book's tables as a whole.
    """
    blocks = blocks_of(desk.sheet, (*READ, margin.CHECKED, SUMMARY_LINE))
    desk.sheet.progress(Words("照合しています", "Comparing"))
    read, parts = _notified(blocks)
    own, run = _own(blocks, desk)
    within = tolerance(settings_in_force(desk.home, {}))
    checks = newest_checks(typed_checks(_typed(read), _typed(parts), run, within=within), run.order)
    rows = _rows(read, own, within, checks)
    counts = {verdict: sum(row[1] == said for row in rows) for verdict, said in VERDICTS.items()}
    agreed, differing, open_ = (counts[each] for each in Verdict)
    ja, en = (
        f"照合: 一致 {agreed}・相違 {differing}・確認不可 {open_}",
        f"Compared: {agreed} agree, {differing} differ, {open_} cannot be checked",
    )
    desk.sheet.write(
        {
            margin.CHECKED.name: written(blocks[margin.CHECKED.name], margin.CHECKED, rows),
            SUMMARY_LINE.name: [[f"{ja} / {en}"]],
            **_compared(desk.sheet, checks),
        }
    )
    return Done(Words(ja, en))


def _notified(blocks: Mapping[str, Block]) -> tuple[Filled, Filled]:
    """Return what was notified, in all and by component, as it stands in the book; every cell of it can be read."""
    read = filled(blocks[margin.NOTIFIED.name], margin.NOTIFIED)
    parts = filled(blocks[margin.NOTIFIED_PARTS.name], margin.NOTIFIED_PARTS)
    wrong = (*read.faults, *parts.faults, *_unread(parts), *_twice(read), *_twice(parts))
    if wrong:
        raise RefusedError(wrong)
    if not read.table.rows:
        raise RefusedError([finding("import_none", read.block.place(0, 0))])
    return read, parts


def _unread(parts: Filled) -> list[Finding]:
    """Return, each at its cell, the versions and amounts of components that are no whole numbers."""
    return [
        found.at(parts.block.place(row - 1, parts.places[name]))
        for row, cells in parts.table.rows
        for name, cell in zip(parts.table.columns, cells, strict=True)
        if name != ACCOUNT and not is_blank(cell) and isinstance(found := whole(cell), Finding)
    ]


def _twice(read: Filled) -> list[Finding]:
    """Return each row of an account that has one already, at its cell: its amounts would count twice."""
    first, found = dict[str, str](), list[Finding]()
    for row, cells in read.table.rows:
        account = str(cells[read.table.columns.index(ACCOUNT)]).strip()
        place = read.block.place(row - 1, read.places[ACCOUNT])
        if account in first:
            found.append(finding("account_twice", place, account=account, first=first[account].rpartition("!")[2]))
        first.setdefault(account, where(place))
    return found


def _own(blocks: Mapping[str, Block], desk: Desk) -> tuple[dict[str, AccountRow], BookRun]:
    """Return every account's own amounts and the run behind them; what is wrong is told at the book's own cell."""
    given, accounts = _given(blocks), _cells(blocks[margin.ACCOUNT_LIST.name])
    try:
        rows, run = account_rows(given, accounts, home=desk.home), book_run(given, accounts, home=desk.home)
    except RefusedError as refused:
        raise RefusedError([_at_cell(each, blocks) for each in refused.findings]) from None
    return {
        each.account: each if each.why is None else replace(each, why=_at_cell(each.why, blocks)) for each in rows
    }, run


def _at_cell(found: Finding, blocks: Mapping[str, Block]) -> Finding:
    """Return a finding of a function's range with the place in the book that a person can go to."""
    region, row = RANGES.get(found.place.source), found.place.row
    if region is None or row is None:
        return found
    block = blocks[region.name]
    names = block.rows[0]
    return found.at(block.place(row - 1, names.index(found.place.column) if found.place.column in names else 0))


def _typed(read: Filled) -> list[dict[str, Cell]]:
    return [dict(zip(read.table.columns, cells, strict=True)) for _, cells in read.table.rows]


def _compared(sheet: Sheet, checks: Sequence[CheckRow]) -> dict[str, Rows]:
    """Return the page of the comparison as this check finds it; what it cannot judge stays as the day was computed."""
    blocks = {region: read_if_there(sheet, region.name) for region in (margin.COMPARED, margin.COMPARED_WORDS)}
    page, told = blocks[margin.COMPARED], blocks[margin.COMPARED_WORDS]
    if page is None or told is None:
        return {}
    stood = [
        (row, words)
        for row, words in zip(page.rows[1:], told.rows[1:], strict=True)
        if not is_blank(row[0]) and row[2] != MEASURES[IM]
    ]
    return {
        page.name: written(page, margin.COMPARED, [*compared_rows(checks), *(row for row, _ in stood)]),
        told.name: written(told, margin.COMPARED_WORDS, [*word_rows(checks), *(words for _, words in stood)]),
        margin.COMPARED_FROM.name: [[FROM_BOOK]],
    }


def _given(blocks: Mapping[str, Block]) -> MarginCells:
    """Return what the book's own functions are given."""
    return MarginCells(
        positions=_cells(blocks[margin.HELD.name]),
        market=_cells(blocks[margin.QUOTED.name]),
        scenarios=text_of(blocks[margin.SCENARIOS_STORED.name]),
        settings=_cells(blocks[margin.SETTINGS.name]),
    )


def _cells(block: Block) -> list[list[Any]]:
    """Return a region's cells as a function gets them; an error value is told at its cell."""
    wrong = [
        finding("cell_error", block.place(row, column), row=row + 1, column=column + 1, error=cell.get("error", ""))
        for row, cells in enumerate(block.rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, Mapping)
    ]
    if wrong:
        raise RefusedError(wrong)
    return [["" if cell is None else cell for cell in cells] for cells in block.rows]


def _rows(
    read: Filled, own: Mapping[str, AccountRow], within: Tolerance, checks: Sequence[CheckRow]
) -> list[list[Cell]]:
    """Return a row for each row of the region, in its place: what was found, the verdict, and what was compared."""
    causes = {each.account: each.explained for each in checks if each.explained is not None}
    texts = challenges(checks)
    by_row = {row: dict(zip(read.table.columns, cells, strict=True)) for row, cells in read.table.rows}
    return [
        _with_cause(_row(by_row[row], own, within), causes, texts)
        if row in by_row
        else [""] * len(margin.CHECKED.columns)
        for row in range(2, max(by_row, default=1) + 1)
    ]


def _with_cause(row: list[Cell], causes: Mapping[str, Explained], texts: Mapping[str, str]) -> list[Cell]:
    """Return a row with the probable cause beneath what was found, and behind it what is said to challenge it."""
    found, *rest = row
    account = str(rest[1])
    if account not in causes:
        return [*row, ""]
    cause = causes[account].words
    told = f"{found}\n考えられる原因: {cause.ja}\nProbably: {cause.en}".strip()
    return [told, *rest, texts.get(account, "")]


def _row(said: Mapping[str, Cell], own: Mapping[str, AccountRow], within: Tolerance) -> list[Cell]:
    account = str(said["account"]).strip()
    cell = next((said[name] for name in ("last", "first") if not is_blank(said[name])), None)
    notified = None if cell is None else whole(cell)
    computed = own.get(account, AccountRow(account, None, finding("account_unknown", account=account)))
    amount = None if computed.amounts is None else computed.amounts[Component.TOTAL]
    if isinstance(notified, Finding):
        return [_told(notified), VERDICTS[Verdict.CANNOT_CHECK], account, amount, cell]
    row = comparison(account, "im", own=amount, notified=notified, within=within)
    version = 1 if is_blank(said["last"]) else 2
    found = computed.why or _difference(row, version)
    return [_told(found), VERDICTS[row.verdict], account, amount, notified]


def _difference(row: Comparison, version: int) -> Finding | None:
    """Return what is found of a comparison: a difference, or nothing to compare with."""
    if row.verdict is Verdict.AGREES:
        return None
    if row.notified is None:
        return finding("challenge_not_notified", account=row.account)
    return finding(
        "requirement_differs",
        version=version,
        account=row.account,
        notified=f"{row.notified:,}",
        own=f"{row.own:,}",
        difference=f"{row.difference:+,}",
    )


def _told(found: Finding | None) -> str:
    if found is None:
        return ""
    said, place = words(found), where(found.place)
    return f"{place} {said.ja}\n{said.en}".strip()
