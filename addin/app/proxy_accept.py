"""What a person takes responsibility for before it is keyed: a held mail, an early one, a table told by telephone.

Such a reading counts once a second person has agreed to whose it is, or solo mode is declared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.app.approval.subjects import Content, Subject, SubjectKind, hash_of_content
from addin.app.approval.touches import DECISION, revised
from addin.app.proxy_read import KIND, listed_instruments
from addin.app.quotes_approval import approved_or_asked
from addin.books.mail.grid import csv_grid, text_grid
from addin.books.mail.message import csv_text
from addin.books.tables import LARGEST_FILE
from addin.files import read_limited
from addin.store.chain import Entry, Json
from addin.store.journal import Journal, short_head
from addin.store.seen import recorded_beside
from calc.days.cutoff import iso
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.quotes.mailed import MailedQuote, Status, mailed_quotes
from calc.text.numeral import Unit, number

ACCEPTED = "mail.accepted"
EARLY = "mail_before_1515"
USABLE = {Status.ACCEPTED.value, Status.CORRECTION.value}


class Told(StrEnum):
    """How a table reached the desk that is no mail."""

    PASTED = "pasted"
    TELEPHONE = "telephone"
    FAX = "fax"


@dataclass(frozen=True, slots=True)
class Typed:
    """A table that somebody pasted or keyed: whose it says it is, how it came, and the totals told beside it."""

    participant: str
    business_date: date
    told: Told
    bid_total: str
    offer_total: str


def needs_acceptance(reading: Entry) -> bool:
    """Return whether a reading counts only once two persons say so: held, or sent before 15:15."""
    status = reading.body["status"]
    return status == Status.HELD.value or (status in USABLE and EARLY in reading.body["findings"])


def acceptances(journal: Journal) -> Mapping[str, Entry]:
    """Return who was accepted as the sender of which reading, by the reading's key."""
    return {str(entry.body["reading"]): entry for entry in journal.entries(ACCEPTED)}


def accepted(
    journal: Journal, name: str, participant: str, *, person: Person, clock: datetime, tell: Tell = None
) -> Entry:
    """Return the entry that a reading counts as a participant's; `name` is the beginning of the reading's key.

    Raises RefusedError `reading_unknown`, `reading_other_participant`, or `approval_needed` with the approval asked
    for.
    """
    reading = _reading(journal, name)
    said = reading.body["participant"]
    if said not in {None, participant}:
        raise RefusedError([finding("reading_other_participant", name=name, participant=said)])
    day = date.fromisoformat(reading.body["business_date"])
    subject = Subject(day, SubjectKind.QUOTE_MAIL, f"mail-{short_head(reading.key)}")
    told: dict[str, Json] = {"reading": reading.key, "participant": participant, "quotes": reading.body["quotes"]}
    content = Content(hash_of_content(told))
    body = {**subject.body(), **told, "content_hash": content.content_hash}
    journal.append_all([(DECISION, revised(desk_entries(journal), DECISION, body, subject))], on_recorded=tell)
    permission = approved_or_asked(journal, subject, content, person=person, clock=clock, tell=tell)
    accepted_body: dict[str, Json] = {
        "business_date": day.isoformat(),
        "reading": reading.key,
        "participant": participant,
        "quotes": reading.body["quotes"],
        **permission.body(),
    }
    return journal.append_all([(ACCEPTED, accepted_body)], on_recorded=tell)[0]


def typed_reading(
    journal: Journal, path: Path, typed: Typed, *, instruments: Path | None, at: datetime, tell: Tell = None
) -> tuple[Entry, tuple[Finding, ...]]:
    """Return a pasted or keyed table as a held reading, its control totals compared, with its rows' findings.

    Raises RefusedError `no_table`, `total_differs`, the findings of a bad row of it, or what reading raises.
    """
    data = read_limited(path, LARGEST_FILE)
    text = csv_text(data)
    grid = text and (csv_grid(text[0]) or text_grid(text[0]))
    if not grid:
        raise RefusedError([finding("no_table").at(Place(path.name))])
    listed = listed_instruments(instruments)
    read = mailed_quotes(grid.rows, path.name, participant=typed.participant, instruments=listed)
    if not read.value or grid.misshapen or grid.too_many:
        shape = [finding("row_shape", Place(path.name, row), expected=wide, found=n) for row, wide, n in grid.misshapen]
        raise RefusedError([*read.findings, *shape, finding("no_table").at(Place(path.name))])
    _refuse_other_totals(read.value, typed, path.name)
    digest = sha256(data).hexdigest()

    def judge(earlier: Sequence[Entry]) -> tuple[None, Mapping[str, Json]]:
        same = [each for each in earlier if each.body["sha256"] == digest and each.body.get("told")]
        return None, same[-1].body if same else {"place": len(earlier) + 1, "sha256": digest, **_held(typed, read, at)}

    _, reading = recorded_beside(journal, KIND, judge, on_recorded=tell)
    return reading, read.findings


def _held(typed: Typed, read: Outcome[tuple[MailedQuote, ...]], at: datetime) -> dict[str, Json]:
    """Return what is recorded of a told table, with the same names as a mail that is held."""
    return {
        "read_at": iso(at),
        "sent": iso(at),
        "status": Status.HELD.value,
        "supersedes": None,
        "message_id": None,
        "sender": typed.participant,
        "participant": None,
        "business_date": typed.business_date.isoformat(),
        "quotes": [[each.instrument, each.bid_bp, each.offer_bp] for each in read.value],
        "rows": [each.row for each in read.value],
        "findings": [each.code for each in read.findings],
        "told": typed.told.value,
    }


def _refuse_other_totals(quotes: tuple[MailedQuote, ...], typed: Typed, source: str) -> None:
    """Refuse a table whose sums are not the totals that were told with it: a digit was heard or typed wrong."""
    refused = []
    for side, told in (("bid", typed.bid_total), ("offer", typed.offer_total)):
        found = sum((Decimal(str(getattr(each, f"{side}_bp"))) for each in quotes), Decimal(0))
        if number(told, unit=Unit.BP) != found:
            refused.append(finding("total_differs", Place(source, None, side), column=side, told=told, found=found))
    if refused:
        raise RefusedError(refused)


def _reading(journal: Journal, name: str) -> Entry:
    plain = name.removeprefix("mail-")
    found = [each for each in journal.entries(KIND) if plain and each.key.startswith(plain)]
    if len(found) != 1 or not needs_acceptance(found[0]):
        raise RefusedError([finding("reading_unknown", name=name)])
    return found[0]
