"""記録 / Record: what a sheet shows at this moment goes into the journal, as evidence that nobody can edit later."""

import hashlib
import json
import math
from collections.abc import Sequence

from addin.books.stamp import Stamp, stamp_of
from addin.store.journal import Entry, Journal, Json
from calc.outcome import Place, RefusedError, finding

MOST_ROWS, MOST_COLUMNS = 500, 50
STAMPED = 10  # rows within which our own sheets say what they show
RUN = ("day.inputs", "prices.settled", "margin.computed", "plan.ruled")  # what a run of the day records when it is new


def record_sheet(journal: Journal, *, title: str, sheet: str, cells: Sequence[Sequence[object]]) -> Entry:
    """Return the journal entry of a sheet's used cells, rows from A1, blank cells as ''.

    The same sheet of the same book with the same content is one entry, however often it is recorded. Raises
    RefusedError `sheet_empty`, `sheet_too_large`, `sheet_cell`, `sheet_foreign` or `sheet_stale`; nothing is recorded
    then.
    """
    rows = _recordable(cells, sheet)
    stamp = stamp_of(row[0] for row in rows[:STAMPED])
    if stamp is not None:
        _refuse_other(journal, stamp, sheet)
    content = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return journal.append("sheet.recorded", {"title": title, "sheet": sheet, "content": digest, "cells": rows})


def _refuse_other(journal: Journal, stamp: Stamp, sheet: str) -> None:
    """Raise RefusedError where a sheet of ours was made from another record, or before the newest run of this one."""
    detail = f"{stamp.business_date} {stamp.head}"
    if journal.verify(stamp.head).reason == "journal_head_unknown":
        raise RefusedError([finding("sheet_foreign", Place(sheet), detail=detail)])
    newest = max((entry.n for kind in RUN if (entry := journal.latest(kind)) is not None), default=1)
    if not any(entry.hash.startswith(stamp.head) for entry in journal.entries(after=newest - 1)):
        raise RefusedError([finding("sheet_stale", Place(sheet), detail=detail)])


def _recordable(cells: Sequence[Sequence[object]], sheet: str) -> list[list[Json]]:
    width = max((len(row) for row in cells), default=0)
    if len(cells) > MOST_ROWS or width > MOST_COLUMNS:
        raise RefusedError([finding("sheet_too_large", Place(sheet), detail=f"{len(cells)} × {width}")])
    if all(cell == "" for row in cells for cell in row):
        raise RefusedError([finding("sheet_empty", Place(sheet), detail=sheet)])
    return [[_plain(cell, Place(sheet, row)) for cell in cells_of] for row, cells_of in enumerate(cells, start=1)]


def _plain(cell: object, place: Place) -> Json:
    """Return a cell's value; only text and finite numbers can stand in the journal."""
    if isinstance(cell, str) or (isinstance(cell, (int, float)) and math.isfinite(cell)):
        return cell
    raise RefusedError([finding("sheet_cell", place, detail=repr(cell)[:40])])
