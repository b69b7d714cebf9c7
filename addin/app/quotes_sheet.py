"""A participant's quote table read and put to every check: what blocks, what a person is asked about (CP-1.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from addin.app.quote_checks import quote_limits
from addin.app.quotes_day import QuoteDay, owed_of
from addin.books.tables import LARGEST_FILE, table_of
from addin.files import read_limited
from calc.days.cutoff import iso, parse_instant
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.quotes.quote import Quote, level
from calc.quotes.sheet import BLOCKING, Beside, checked_sheet
from calc.text.columns import Cell, Column, Table, code, records

BID, OFFER, AS_OF = "bid", "offer", "as_of"


def _instant(cell: Cell) -> str | Finding:
    read = parse_instant(str(cell).strip())
    return read if isinstance(read, Finding) else iso(read)


COLUMNS = (
    Column("instrument", code),
    Column(BID, level),
    Column(OFFER, level),
    Column(AS_OF, _instant, required=False, empty=""),
)


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """A sheet with its findings: `blocking` stop it whatever anybody says, `asked` wait for a person's word."""

    participant: str
    quotes: tuple[Quote, ...]
    owed: frozenset[str]
    blocking: tuple[Finding, ...]
    asked: tuple[Finding, ...]
    source: str
    content: bytes

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name of each warning, as it is confirmed: code and instrument."""
        return tuple(dict.fromkeys(map(asked_name, self.asked)))


def checked_quote_sheet(
    path: Path, day: QuoteDay, *, participant: str, at: datetime, listed: Path | None = None
) -> CheckedSheet:
    """Return a participant's table (`instrument,bid,offer[,as_of]`, bp) with every check applied.

    Errors as `checked_quote_table`, or what reading the file raises.
    """
    content = read_limited(path, LARGEST_FILE)
    table = table_of(content, path.name)
    return checked_quote_table(table, day, content=content, participant=participant, at=at, listed=listed)


def checked_quote_table(
    table: Outcome[Table | None],
    day: QuoteDay,
    *,
    content: bytes,
    participant: str,
    at: datetime,
    listed: Path | None = None,
) -> CheckedSheet:
    """Return the same of rows that are read already; `content` is what they came from, whose hash is recorded.

    Raises RefusedError with the table's findings when nothing of it can be read, `participant_unknown` when the day
    knows no such participant.
    """
    if participant not in day.sizes:
        raise RefusedError([finding("participant_unknown", participant=participant, known=" ".join(day.sizes))])
    if table.value is None:
        raise RefusedError(table.findings)
    read = _quotes(table.value, day, participant)
    if not read.value:
        raise RefusedError((*table.findings, *read.findings))
    owed = owed_of(day, participant, listed=listed)
    beside = Beside(day.previous_bp, {participant: owed}, day.series)
    source = table.value.source
    checked = checked_sheet(read.value, beside, limits=quote_limits(day.settings), at=at)
    found = [each.at(replace(each.place, source=source)) for each in checked]
    blocking = (*table.findings, *read.findings, *(each for each in found if each.code in BLOCKING))
    asked = tuple(each for each in found if each.code not in BLOCKING)
    return CheckedSheet(participant, read.value, owed, blocking, asked, source, content)


def asked_name(asked: Finding) -> str:
    """Return how a warning is named when a person confirms it, such as `quote_spike:ITXJS4605`."""
    details = dict(asked.details)
    return f"{asked.code}:{details.get('instrument') or details.get('newer', '')}"


def unconfirmed(sheet: CheckedSheet, confirmed: Iterable[str]) -> tuple[Finding, ...]:
    """Return the warnings that nobody has confirmed."""
    said = set(confirmed)
    return tuple(each for each in sheet.asked if asked_name(each) not in said)


def _quotes(table: Table, day: QuoteDay, participant: str) -> Outcome[tuple[Quote, ...]]:
    """Return the rows that can be read; every bad cell, and an instrument the day does not know, is a finding."""
    rows = records(table, COLUMNS)
    good, unknown = list[Quote](), list[Finding]()
    for row, values in rows.value:
        instrument = values["instrument"]
        if instrument in day.instruments:
            good.append(Quote(participant, instrument, values[BID], values[OFFER], values[AS_OF], row))
        else:
            place = Place(table.source, row, "instrument")
            unknown.append(finding("instrument_unknown", place, instrument=instrument))
    return Outcome(tuple(good), (*rows.findings, *unknown))


def totals(quotes: Sequence[Quote]) -> tuple[str, str]:
    """Return the sums of bids and of offers as they are read out for control."""
    return tuple(f"{round(sum(getattr(each, side) for each in quotes), 6):.10g}" for side in ("bid_bp", "offer_bp"))  # type: ignore[return-value] # one text for each of the two sides
