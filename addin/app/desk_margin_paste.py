"""貼付 / Requirements pasted from a terminal or a FAX: into the notified amounts of the margin book."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from addin.books.desk_cells import Filled, filled, is_blank, written
from addin.books.port import Cell, Rows, Sheet, read_if_there
from addin.books.regions import margin
from addin.books.regions.region import Region
from calc.outcome import RefusedError
from calc.text.wording import Words

TOTAL, FIRST, LAST = "total", "first", "last"
TOLD = 3  # changes that are said one by one
INTRADAY = "intraday_im"
OF_MEASURE: Mapping[str, Region] = {"im": margin.NOTIFIED, INTRADAY: margin.INTRADAY_AMOUNTS}

Typed = Mapping[str, Any]


def notified_rows(sheet: Sheet, rows: Sequence[Typed]) -> Mapping[str, Rows]:
    """Return what the pasted requirements change: the first notified amount where none stands, else the newest one.

    The amount that stands as the newest changes nothing, an older one is the newest again; accounts that the book does
    not know get a row of their own. A book without the regions takes none. Raises RefusedError for error values, or
    `region_full`.
    """
    made: dict[str, Rows] = {}
    for measure, region in OF_MEASURE.items():
        totals = {str(each["account"]): each["amount"] for each in _of(rows, measure) if each["component"] == TOTAL}
        read = _read(sheet, region)
        if totals and read is not None:
            made[region.name] = written(read.block, region, _with_totals(read, region, totals))
    read = _read(sheet, margin.NOTIFIED_PARTS)
    parts = _parts(_of(rows, "im"))
    if parts and read is not None:
        made[read.block.name] = written(read.block, margin.NOTIFIED_PARTS, _with_parts(read, parts))
    return made


def told_changes(sheet: Sheet, rows: Sequence[Typed]) -> Words:
    """Return which accounts' newest amounts the pasted totals change, from what to what; the first three of them."""
    changes: list[str] = []
    for measure, region in OF_MEASURE.items():
        read = _read(sheet, region)
        standing = {} if read is None else {name: _newest(row) for name, row in _by_account(read).items()}
        for each in _of(rows, measure):
            before = standing.get(str(each["account"]), "")
            if read is not None and each["component"] == TOTAL and float(each["amount"]) != before:
                changes.append(f"{each['account']} {_yen(before)} → {_yen(float(each['amount']))}")
    if not changes:
        return Words("所要額の変更なし", "no requirement changed")
    listed, more = ", ".join(changes[:TOLD]), len(changes) - TOLD
    ja, en = (f" 他{more}件", f" +{more} more") if more > 0 else ("", "")
    return Words(f"最新の通知額: {listed}{ja}", f"newest amounts: {listed}{en}")


def _yen(amount: Any) -> str:  # noqa: ANN401 - a cell
    """Return an amount as it is said."""
    return f"{amount:,.0f}" if isinstance(amount, float | int) else str(amount).strip() or "－"


def _of(rows: Sequence[Typed], measure: str) -> list[Typed]:
    """Return the rows of a measure; those of the intraday layout are totals of intraday initial margin."""
    return [each for each in map(_as_said, rows) if each["measure"] == measure]


def _as_said(row: Typed) -> Typed:
    if "measure" in row:
        return row
    return {**row, "measure": INTRADAY, "component": TOTAL, "amount": row["required"]}


def _read(sheet: Sheet, region: Region) -> Filled | None:
    """Return a region as it stands, None in a book that has none."""
    block = read_if_there(sheet, region.name)
    read = None if block is None else filled(block, region)
    if read is not None and read.faults:
        raise RefusedError(read.faults)
    return read


def _by_account(read: Filled) -> dict[str, dict[str, Cell]]:
    rows = [dict(zip(read.table.columns, cells, strict=True)) for _, cells in read.table.rows]
    return {str(row["account"]).strip(): row for row in rows}


def _with_totals(read: Filled, region: Region, totals: Mapping[str, Any]) -> list[Sequence[Cell]]:
    """Return the region's rows with the new totals, each in the column that it belongs into."""
    standing = _by_account(read)
    for account, amount in totals.items():
        row = standing.setdefault(account, {**dict.fromkeys(region.columns, ""), "account": account})
        if is_blank(row[FIRST]):
            row[FIRST] = float(amount)
        elif float(amount) != _newest(row):
            row[LAST] = float(amount)
    return [tuple(row[name] for name in region.columns) for row in standing.values()]


def _newest(row: Mapping[str, Cell]) -> Cell:
    """Return the amount that was said last, "" for none."""
    return row[FIRST] if is_blank(row[LAST]) else row[LAST]


def _parts(rows: Sequence[Typed]) -> dict[str, dict[str, float]]:
    """Return the components that came by account; a total alone brings none."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for each in rows:
        if each["component"] in margin.PARTS_OF:
            found[str(each["account"])][str(each["component"])] = float(each["amount"])
    return found


def _with_parts(read: Filled, parts: Mapping[str, Mapping[str, float]]) -> list[Sequence[Cell]]:
    """Return the components, those that came in place of what stood there, one version further if they differ."""
    standing = _by_account(read)
    for account, amounts in parts.items():
        before = standing.get(account)
        came: dict[str, Cell] = {name: amounts.get(name, "") for name in margin.PARTS_OF}
        version = 1.0 if before is None else float(before["version"] or 0) + any(before[n] != came[n] for n in came)
        standing[account] = {"account": account, "version": version, **came}
    return [tuple(row[name] for name in margin.NOTIFIED_PARTS.columns) for row in standing.values()]
