"""The example day as a sheet would hold it: dates as day numbers, numbers as doubles, tables one below the other."""

import csv
from datetime import date
from pathlib import Path

from addin.store import snapshots
from addin.store.journal import Journal

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "example-day"
DAY = date(2026, 11, 20)


def table(name):
    """Return a table of the example day as its file has it, the header first."""
    with (EXAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def cell(text):
    """Return what a sheet makes of a text: a number, a day number, or the text."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return float((date.fromisoformat(text) - date(1899, 12, 30)).days)
    except ValueError:
        return text


def as_cells(rows):
    """Return the rows as a sheet holds them."""
    return [rows[0], *([cell(text) for text in row] for row in rows[1:])]


def stacked(*tables):
    """Return tables one below the other with a blank row between them, all rows of one width."""
    width = max(len(row) for rows in tables for row in rows)
    gapped = [row for rows in tables for row in (*rows, [])]
    return [[*row, *[""] * (width - len(row))] for row in gapped[:-1]]


def spreads():
    """Return the example day's last spreads by instrument."""
    names, *_, last = table("history")
    return dict(zip(names, last, strict=True))


def instruments():
    """Return the instruments with their last spread in a column of its own."""
    (head, *rows), last = table("instruments"), spreads()
    return [[*head, "spread_bp"], *([*row, last[row[0]]] for row in rows)]


def market():
    """Return the market of the example day as one range: instruments, curve, constituents."""
    return stacked(as_cells(instruments()), as_cells(table("curves")), as_cells(table("constituents")))


def record_run(home, on=DAY, /, **contents):
    """Record that a day's run has read these files, as `hikae day` does; returns the hashes by file name."""
    named = {f"{name}.{'toml' if name == 'day' else 'csv'}": data for name, data in contents.items()}
    hashes = snapshots.keep(home, named.values())
    files = dict(zip(named, hashes, strict=True))
    with Journal(home) as journal:
        journal.append("day.inputs", {"business_date": on.isoformat(), "versions": {}, "files": files})
    return files
