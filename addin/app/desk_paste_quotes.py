"""Pasted quotes on their way into the quotes book: the entry table, or what JSCC keyed of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from addin.app.desk_day import participant_of
from addin.app.desk_quotes import CONFIRM, INSTRUMENT
from addin.app.quotes_sheet import AS_OF, BID, OFFER
from addin.books.desk_cells import day_number, filled, is_blank, written
from addin.books.port import Cell, Rows, Sheet, read_if_there
from addin.books.regions import panel
from addin.books.regions.quotes import KEYED_ENTRY, QUOTE_ENTRY, QUOTE_STATES, RECONCILED
from calc.outcome import RefusedError, finding

Typed = Sequence[Mapping[str, Any]]
COLUMNS = (INSTRUMENT, BID, OFFER, AS_OF, CONFIRM)


def entry_rows(sheet: Sheet, rows: Typed) -> Mapping[str, Rows]:
    """Return the entry table with the participant's quotes of the pasted ones in it, the states of earlier ones gone.

    What stood there of other instruments stays. Raises RefusedError `paste_other_participant`, `region_full`.
    """
    block = read_if_there(sheet, QUOTE_ENTRY.name)
    if block is None:
        return {}
    read, states = filled(block, QUOTE_ENTRY), sheet.read(QUOTE_STATES.name)
    places = [read.table.columns.index(name) for name in COLUMNS]
    made: dict[str, Sequence[Cell]] = {
        str(cells[places[0]]).strip(): tuple(cells[place] for place in places) for _, cells in read.table.rows
    }
    for row in _own(sheet, rows):
        moment = day_number(datetime.fromisoformat(str(row["as_of"])))
        made[str(row[INSTRUMENT])] = (row[INSTRUMENT], float(row["bid_bp"]), float(row["offer_bp"]), moment, None)
    return {
        QUOTE_ENTRY.name: written(block, QUOTE_ENTRY, made.values()),
        QUOTE_STATES.name: written(states, QUOTE_STATES, ()),
    }


def keyed_rows(sheet: Sheet, rows: Typed) -> Mapping[str, Rows]:
    """Return what JSCC keyed of the participant's quotes for the reconciliation, an earlier one taken away."""
    block = read_if_there(sheet, KEYED_ENTRY.name)
    if block is None:
        return {}
    keyed = [(row[INSTRUMENT], float(row["bid_bp"]), float(row["offer_bp"])) for row in _own(sheet, rows)]
    made: dict[str, Rows] = {KEYED_ENTRY.name: written(block, KEYED_ENTRY, keyed)}
    return made | _without_verdicts(sheet)


def _without_verdicts(sheet: Sheet) -> dict[str, Rows]:
    """Return the verdicts of an earlier table gone, what was sent of each instrument with them."""
    return {RECONCILED.name: written(sheet.read(RECONCILED.name), RECONCILED, ())}


def _own(sheet: Sheet, rows: Typed) -> Typed:
    """Return the rows of the book's participant; all of them where it names none."""
    participant = participant_of(sheet)
    own = [row for row in rows if row["participant"] == participant or is_blank(participant)]
    if not own:
        found = " ".join(sorted({str(row["participant"]) for row in rows}))
        place = sheet.read(panel.PARTICIPANT.name).place(0, 0)
        raise RefusedError([finding("paste_other_participant", place, participant=participant, found=found)])
    return own
