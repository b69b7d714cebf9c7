"""Handles: names under which a cell asks for a stored table, such as `scen:2026-11-20@7f3a`.

A handle is a kind of table, a business date, and the first digits of the SHA-256 of what a recorded run of that date
read, or an import into a workbook. Nothing about it lives in a process: whoever has the home has the tables, also
after a restart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from addin.app.price_cell import CONVENTION, CURVE_RANGE
from addin.books.kinds import is_workbook
from addin.books.tables import table_of
from addin.home import home_folder
from addin.store import snapshots
from addin.store.journal import Journal
from addin.store.stamp import stamp
from calc.outcome import Finding, RefusedError, finding
from calc.text.columns import Table, shown
from calc.text.numeral import iso_date

KINDS = {"scen": "history", "curve": "curves"}  # the two that formulas use most; any other kind is its table's name
DIGITS = 4
KEEPING = ("day.inputs", "desk.imported")  # a run of the day, and a day's folder taken into a workbook

_FORM = re.compile(r"(?P<kind>[a-z_]{1,30}):(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})@(?P<digits>[0-9a-f]{4,64})", re.ASCII)
_EXAMPLE = "scen:2026-11-20@7f3a"


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored table: which it is, of which business date, and where its content is kept."""

    kind: str
    day: date
    file: str
    sha256: str


def handles_of(day: date, *, home: Path | None = None) -> tuple[str, ...]:
    """Return the handle of every table that the newest recorded run of a business date read, in their order."""
    runs = _runs(home or home_folder(), day)
    return tuple(_handle(each, runs) for each in (runs[0] if runs else ()))


def stored(handle: str, *, home: Path | None = None) -> Stored | Finding:
    """Return what a handle names; `handle_form`, `handle_unknown`, `handle_ambiguous` or `handle_stale`.

    A handle is stale once a later run of the same date has read another table in its place.
    """
    parts = _FORM.fullmatch(handle.strip())
    day = iso_date(parts["day"]) if parts else None
    if parts is None or not isinstance(day, date):
        return finding("handle_form", handle=shown(handle), example=_EXAMPLE)
    runs = _runs(home or home_folder(), day)
    of_kind = list(dict.fromkeys(each for run in runs for each in run if each.kind == parts["kind"]))
    meant = [each for each in of_kind if each.sha256.startswith(parts["digits"])]
    if not meant:
        known = " ".join(_handle(each, runs) for each in (runs[0] if runs else ()))
        return finding("handle_unknown", handle=shown(handle), day=day, known=known or "-")
    if len(meant) > 1:
        return finding("handle_ambiguous", handle=shown(handle), known=" ".join(_handle(each, runs) for each in meant))
    if meant[0] != of_kind[0]:
        return finding("handle_stale", handle=shown(handle), newest=_handle(of_kind[0], runs))
    return meant[0]


def stored_table(handle: str, *, home: Path | None = None) -> tuple[Stored, Table] | Finding:
    """Return what a handle names with the table as its file held it, or what is wrong with handle or content."""
    folder = home or home_folder()
    try:
        found = stored(handle, home=folder)
        return found if isinstance(found, Finding) else (found, _table(folder, found.sha256, file=found.file))
    except RefusedError as refused:
        return refused.findings[0]


def table_of_handle(handle: str, *, home: Path | None = None) -> list[list[Any]] | Finding:
    """Return the rows of a stored table as a range would hold them, the header first.

    A curve's are those of the handle's date with the columns that a cell's curve has.
    """
    found = stored_table(handle, home=home)
    if isinstance(found, Finding):
        return found
    one, table = found
    if one.kind == "curve":
        return _curve_cells(table, one.day)
    return [list(table.columns), *(list(cells) for _, cells in table.rows)]


def _curve_cells(table: Table, day: date) -> list[list[Any]] | Finding:
    """Return the one curve of a day in a table of curves, with the columns of a cell's curve."""
    rows = [dict(zip(table.columns, cells, strict=True)) for _, cells in table.rows]
    of_day = [row for row in rows if row.get("trade_date") == day.isoformat()]
    named = {row.get("curve_id") for row in of_day}
    if len(named) != 1:
        return finding("curve_choice", number=len(named), trade_date=day)
    columns = [*CURVE_RANGE, *([CONVENTION] if CONVENTION in table.columns else [])]
    return [columns, *([row.get(name, "") for name in columns] for row in of_day)]


@lru_cache(maxsize=16)
def _table(home: Path, sha256: str, *, file: str) -> Table:
    """Return a kept content as a table; one that cannot be read whole raises, so that it is asked for again."""
    read = table_of(snapshots.content(home, sha256), file)
    if read.value is None or read.findings:
        raise RefusedError(read.findings)
    return read.value


def _runs(home: Path, day: date) -> tuple[tuple[Stored, ...], ...]:
    """Return the tables that each recorded run or import of a business date read, the newest first."""
    return _runs_of(home, day, stamp(home))


@lru_cache(maxsize=16)
def _runs_of(home: Path, day: date, seen: bytes) -> tuple[tuple[Stored, ...], ...]:
    del seen  # another one for a record that has changed: it is read again
    with Journal(home) as journal:
        kept = (each for kind in KEEPING for each in journal.entries(kind))
        of_day = [each for each in kept if each.body["business_date"] == day.isoformat()]
    bodies = [each.body for each in sorted(of_day, key=lambda each: each.n)]
    return tuple(
        tuple(Stored(_kind(file), day, file, sha256) for file, sha256 in body["files"].items() if _kind(file))
        for body in reversed(bodies)
    )


def _kind(file: str) -> str:
    """Return the kind of table that a file holds, nothing for one that is no table."""
    name, _, ending = file.rpartition(".")
    kinds = {table: kind for kind, table in KINDS.items()}
    return kinds.get(name, name) if ending == "csv" or is_workbook(file) else ""


def _handle(one: Stored, runs: Sequence[Sequence[Stored]]) -> str:
    """Return the shortest handle, of four digits at least, that no other table of its kind and date has."""
    others = {each.sha256 for run in runs for each in run if each.kind == one.kind} - {one.sha256}
    digits = DIGITS
    while any(each.startswith(one.sha256[:digits]) for each in others):
        digits += 1
    return f"{one.kind}:{one.day}@{one.sha256[:digits]}"
