"""A checked quote sheet put into the record: nothing that blocks, no warning that nobody confirmed (CP-1.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell, reason_of
from addin.app.quotes_sheet import CheckedSheet, asked_name, unconfirmed
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.outcome import RefusedError, finding
from calc.quotes.quote import Quote

ENTERED = "quotes.entered"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person says of the warnings: each by its name, or all of them for a reason."""

    names: tuple[str, ...] = ()
    every_for: str = ""


def entered(
    journal: Journal,
    sheet: CheckedSheet,
    confirmation: Confirmation,
    *,
    business_date: date,
    person: Person,
    as_of: datetime | None = None,
    tell: Tell = None,
) -> Entry:
    """Return the entry of a sheet; the same sheet again is the same entry, another one supersedes it and names it.

    `as_of` is as of when quotes without a time of their own are; without it, as of when they are recorded.
    Raises RefusedError with what blocks, or with each warning left and `quotes_unconfirmed`; `confirm_unknown` where
    something is confirmed that was not asked, `reason_needed`.
    """
    if sheet.blocking:
        raise RefusedError([*sheet.blocking, finding("quotes_blocked", number=len(sheet.blocking))])
    unknown = [name for name in confirmation.names if name not in sheet.names]
    if unknown:
        raise RefusedError([finding("confirm_unknown", name=name) for name in unknown])
    reason = reason_of(confirmation.every_for) if confirmation.every_for else ""
    left = () if reason else unconfirmed(sheet, confirmation.names)
    if left:
        names = " ".join(dict.fromkeys(map(asked_name, left)))
        raise RefusedError([*left, finding("quotes_unconfirmed", names=names)])
    body: dict[str, Json] = {
        "business_date": business_date.isoformat(),
        "participant": sheet.participant,
        "quotes": [[each.instrument, each.bid_bp, each.offer_bp, each.as_of] for each in sheet.quotes],
        "source": {sheet.source: sha256(sheet.content).hexdigest()},
        "confirmed": list(sheet.names),
        "reason": reason,
        "as_of": "" if as_of is None or all(each.as_of for each in sheet.quotes) else iso(as_of),
        **person.body(),
    }
    last = latest_entered(journal, business_date, sheet.participant)
    again = {"supersedes": "", "as_of": ""}
    if last is not None and {**last.body, **again} == {**body, **again}:
        body = dict(last.body)
    else:
        body["supersedes"] = "" if last is None else last.key
    return journal.append_all([(ENTERED, body)], on_recorded=tell)[0]


def sheets_entered(journal: Journal, business_date: date, participant: str) -> tuple[Entry, ...]:
    """Return the sheets a participant entered for a business day, oldest first; the last one stands."""
    wanted = (business_date.isoformat(), participant)
    found = journal.entries(ENTERED)
    return tuple(each for each in found if (each.body["business_date"], each.body["participant"]) == wanted)


def latest_entered(journal: Journal, business_date: date, participant: str) -> Entry | None:
    """Return the sheet that stands, None before the first."""
    found = sheets_entered(journal, business_date, participant)
    return found[-1] if found else None


def standing_sheet(journal: Journal, business_date: date, participant: str) -> Entry:
    """Return the sheet that stands.

    Raises RefusedError `quotes_not_entered`.
    """
    entry = latest_entered(journal, business_date, participant)
    if entry is None:
        raise RefusedError([finding("quotes_not_entered", participant=participant, date=business_date)])
    return entry


def quotes_of(entry: Entry) -> tuple[Quote, ...]:
    """Return the quotes of an entered sheet; those without a time of their own are as of when they were entered."""
    participant, given = str(entry.body["participant"]), str(entry.body.get("as_of") or entry.at)
    return tuple(
        Quote(participant, instrument, bid, offer, as_of or given)
        for instrument, bid, offer, as_of in entry.body["quotes"]
    )
