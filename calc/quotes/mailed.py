"""Quotes that came by mail: which rows can be used, and what the mail is beside those read before (CP-1.1.b.3).

A mail speaks for its sender alone; nothing of a refused or held mail is entered, and a correction replaces all that the
same participant sent before for the day.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calc.outcome import Finding, Outcome, Place, finding
from calc.quotes.quote import level
from calc.text.columns import shown

CODE = re.compile(r"[A-Z0-9]+")


class Status(StrEnum):
    """What became of a mail."""

    ACCEPTED = "accepted"
    CORRECTION = "correction"
    DUPLICATE = "duplicate"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class MailedQuote:
    """One good row: the instrument, its bid and offer in bp, and the row of its source."""

    instrument: str
    bid_bp: float
    offer_bp: float
    row: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What an earlier mail came to: who for, for which day, under which identification, with which quotes."""

    status: Status
    message_id: str | None
    participant: str | None
    business_date: date | None
    quotes: frozenset[tuple[str, float, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """The mail's status, and the identification of the mail that it supersedes."""

    status: Status
    supersedes: str | None = None


def mailed_quotes(
    rows: Iterable[tuple[int, object, object, object]],
    source: str,
    *,
    participant: str,
    instruments: Collection[str] | None,
) -> Outcome[tuple[MailedQuote, ...]]:
    """Return the good rows; each bad one is a finding, and of a repeated instrument the first row counts.

    `instruments` None leaves the codes unchecked. Findings: `cell_unsafe`, `instrument_unknown`, `number_refused`,
    `instrument_repeated`, and `quote_crossed` beside a row that is kept.
    """
    kept: dict[str, MailedQuote] = {}
    found: list[Finding] = []
    for row, *cells in rows:
        read = _row(row, cells, source, instruments)
        found += read.findings
        if read.value is None:
            continue
        first = kept.setdefault(read.value.instrument, read.value)
        if first is not read.value:
            place = Place(source, row, "instrument")
            found.append(finding("instrument_repeated", place, instrument=first.instrument, first=first.row))
        elif first.bid_bp > first.offer_bp:
            found.append(_crossed(first, Place(source, row), participant))
    return Outcome(tuple(kept.values()), tuple(found))


def judged(
    *,
    refused: bool,
    participant: str | None,
    message_id: str | None,
    business_date: date | None,
    quotes: Iterable[MailedQuote],
    earlier: Sequence[Reading],
) -> Judged:
    """Return what a mail is beside the `earlier` ones, in the order of their reading.

    Refused beats held beats duplicate beats correction. Only mails that were accepted or corrected count: the same
    identification as any of them, or the same quotes as the last one in force, is a duplicate.
    """
    if refused:
        return Judged(Status.REFUSED)
    if participant is None:
        return Judged(Status.HELD)
    counted = [each for each in earlier if each.status in {Status.ACCEPTED, Status.CORRECTION}]
    if message_id is not None and any(each.message_id == message_id for each in counted):
        return Judged(Status.DUPLICATE)
    mine = [each for each in counted if (each.participant, each.business_date) == (participant, business_date)]
    if not mine:
        return Judged(Status.ACCEPTED)
    if mine[-1].quotes == frozenset((each.instrument, each.bid_bp, each.offer_bp) for each in quotes):
        return Judged(Status.DUPLICATE)
    return Judged(Status.CORRECTION, mine[-1].message_id)


def _row(
    row: int, cells: Sequence[object], source: str, instruments: Collection[str] | None
) -> Outcome[MailedQuote | None]:
    instrument = str(cells[0]).strip() if isinstance(cells[0], str | int) else ""
    place = Place(source, row, "instrument")
    if not CODE.fullmatch(instrument):
        return Outcome(None, (finding("cell_unsafe", place, text=shown(str(cells[0]))),))
    if instruments is not None and instrument not in instruments:
        return Outcome(None, (finding("instrument_unknown", place, instrument=instrument),))
    bid, offer = level(cells[1]), level(cells[2])
    if isinstance(bid, Finding) or isinstance(offer, Finding):
        sides = (("bid", bid), ("offer", offer))
        return Outcome(None, tuple(x.at(Place(source, row, name)) for name, x in sides if isinstance(x, Finding)))
    return Outcome(MailedQuote(instrument, bid, offer, row))


def _crossed(quote: MailedQuote, place: Place, participant: str) -> Finding:
    return finding(
        "quote_crossed",
        place,
        participant=participant,
        instrument=quote.instrument,
        bid_bp=quote.bid_bp,
        offer_bp=quote.offer_bp,
    )
