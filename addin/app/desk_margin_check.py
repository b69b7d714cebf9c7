"""確認 / Check: the amounts of the margin book compared as `hikae margin` compares them, what was found beside each."""

from collections.abc import Mapping, Sequence
from typing import Any

from addin.app.accounts_cell import AccountRow, account_rows
from addin.app.desk_day import Desk, Done, blocks_of
from addin.app.margin_cell import MarginCells
from addin.app.margin_run import tolerance
from addin.app.settings_record import settings_in_force
from addin.books.desk_cells import Filled, filled, is_blank, text_of, written
from addin.books.port import Block, Cell
from addin.books.regions import margin
from addin.books.regions.panel import SUMMARY_LINE
from calc.margin.compare import Comparison, Tolerance, Verdict, comparison
from calc.margin.requirement import Component
from calc.outcome import Finding, RefusedError, finding
from calc.text.columns import whole
from calc.text.wording import Words, words

READ = (margin.HELD, margin.QUOTED, margin.SETTINGS, margin.ACCOUNT_LIST, margin.NOTIFIED, margin.SCENARIOS_STORED)
VERDICTS: Mapping[Verdict, str] = {
    Verdict.AGREES: "● 一致 agrees",
    Verdict.DIFFERS: "✗ 相違 differs",
    Verdict.CANNOT_CHECK: "－ 確認不可 cannot check",
}


def checked_margin(desk: Desk) -> Done:
    """Return what the comparison came to: verdict and finding written beside each account; nothing is recorded.

    Own amounts are computed from what stands in the book, edited spreads included, under the settings in force.
    Raises RefusedError `region_missing`, or what is wrong with the book's tables as a whole.
    """
    blocks = blocks_of(desk.sheet, (*READ, margin.CHECKED, SUMMARY_LINE))
    desk.sheet.progress(Words("照合しています", "Comparing"))
    own = {each.account: each for each in _own(blocks, desk)}
    within = tolerance(settings_in_force(desk.home, {}))
    read = filled(blocks[margin.NOTIFIED.name], margin.NOTIFIED)
    if read.faults:
        raise RefusedError(read.faults)
    rows = _rows(read, own, within)
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
        }
    )
    return Done(Words(ja, en))


def _own(blocks: Mapping[str, Block], desk: Desk) -> Sequence[AccountRow]:
    """Return every account's own requirement from the book's cells, as its live block shows it."""
    given = MarginCells(
        positions=_cells(blocks[margin.HELD.name]),
        market=_cells(blocks[margin.QUOTED.name]),
        scenarios=text_of(blocks[margin.SCENARIOS_STORED.name]),
        settings=_cells(blocks[margin.SETTINGS.name]),
    )
    return account_rows(given, _cells(blocks[margin.ACCOUNT_LIST.name]), home=desk.home)


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


def _rows(read: Filled, own: Mapping[str, AccountRow], within: Tolerance) -> list[list[Cell]]:
    """Return a row for each row of the region, in its place: what was found, the verdict, and what was compared."""
    by_row = {row: dict(zip(read.table.columns, cells, strict=True)) for row, cells in read.table.rows}
    return [
        _row(by_row[row], own, within) if row in by_row else [""] * len(margin.CHECKED.columns)
        for row in range(2, max(by_row, default=1) + 1)
    ]


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
    said = words(found)
    return f"{said.ja}\n{said.en}"
