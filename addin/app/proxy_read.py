"""代行入力 / Quotes that a participant mails when its own line is down, read for proxy entry (CP-1.1.b.3).

Every reading is recorded, whatever it came to; nothing of a refused or held mail is used.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from addin.app.quote_checks import mail_from
from addin.books.mail.grid import MOST_ROWS
from addin.books.mail.message import ATTACHMENT_LIMIT, FILE_LIMIT, MAIL_LIMIT, Mail
from addin.books.mail.spoken import TOO_LARGE, confined_mail
from addin.books.tables import read_table
from addin.files import read_limited
from addin.store.journal import Entry, Journal, Json
from addin.store.seen import recorded_beside
from calc.days.cutoff import JST, iso
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.quotes.mailed import Judged, MailedQuote, Reading, Status, judged, mailed_quotes
from calc.text.columns import Column, code, records, text

KIND = "mail.read"
CONTACT = (
    Column("participant", code),
    Column("role", text, required=False, empty=""),
    Column("name", text, required=False, empty=""),
    Column("email", text, required=False, empty=""),
)


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail read and judged: what it is, for whom, its quotes, and what a person must know about it."""

    mail: Mail
    participant: str | None
    business_date: date | None
    judged: Judged
    quotes: tuple[MailedQuote, ...]
    findings: tuple[Finding, ...]


def senders(contacts: Path | None) -> Outcome[dict[str, str]]:
    """Return the participant of each registered address, in lower case; one of two participants is nobody's.

    Raises RefusedError when the table cannot be used at all.
    """
    if contacts is None:
        return Outcome({})
    read = read_table(contacts)
    if read.value is None:
        raise RefusedError(read.findings)
    rows = records(read.value, CONTACT)
    if not rows.value and rows.findings:
        raise RefusedError(rows.findings)
    owners: dict[str, set[str]] = {}
    for _, values in rows.value:
        owners.setdefault(values["email"].strip().lower(), set()).add(values["participant"])
    sole = {address: min(owner) for address, owner in owners.items() if address and len(owner) == 1}
    return Outcome(sole, (*read.findings, *rows.findings))


def listed_instruments(path: Path | None) -> frozenset[str] | None:
    """Return the codes of an instrument list; None without one. Raises RefusedError when it cannot be used."""
    if path is None:
        return None
    read = read_table(path)
    if read.value is None:
        raise RefusedError(read.findings)
    rows = records(read.value, (Column("instrument", code),))
    if not rows.value:
        raise RefusedError(rows.findings)
    return frozenset(values["instrument"] for _, values in rows.value)


def read_mail(
    path: Path, journal: Journal, *, contacts: Path | None, instruments: Path | None, at: datetime
) -> ReadMail:
    """Return a mail read, judged beside those read before, and recorded.

    Raises RefusedError when a file cannot be read or the reading cannot be recorded.
    """
    registered = senders(contacts)
    listed = listed_instruments(instruments)
    data = _bytes(path)
    mail = TOO_LARGE if data is None else confined_mail(data)
    digest = hashlib.sha256(data or b"").hexdigest()

    def judge(earlier: Sequence[Entry]) -> tuple[ReadMail, dict[str, Json]]:
        beside = [_reading(entry.body) for entry in earlier]
        judged_mail = _judged(mail, registered.value, listed=listed, earlier=beside)
        return judged_mail, _body(judged_mail, digest, at=at, place=len(earlier) + 1)

    made, _ = recorded_beside(journal, KIND, judge)
    return ReadMail(
        made.mail,
        made.participant,
        made.business_date,
        made.judged,
        made.quotes,
        (*registered.findings, *made.findings),
    )


def _bytes(path: Path) -> bytes | None:
    """Return a mail as it lies on disk, None when it is larger than any mail may be."""
    try:
        return read_limited(path, FILE_LIMIT)
    except RefusedError as refused:
        if [each.code for each in refused.findings] == ["file_over_limit"]:
            return None
        raise


def _judged(
    mail: Mail, registered: dict[str, str], *, listed: frozenset[str] | None, earlier: Sequence[Reading]
) -> ReadMail:
    participant = registered.get(mail.sender or "")
    sent = None if mail.sent is None else mail.sent.astimezone(JST)
    read = _quotes(mail, participant=participant, listed=listed)
    found = [*_refusals(mail, sent), *read.findings]
    if participant is None:
        found.append(finding("sender_unknown", sender=mail.sender or "?"))
    if sent is not None and sent.time() < mail_from():
        found.append(finding("mail_before_1515", sent=iso(sent), participant=participant or mail.sender or "?"))
    day = None if sent is None else sent.date()
    what = judged(
        refused=bool(mail.refused) or sent is None or not read.value,
        participant=participant,
        message_id=mail.message_id,
        business_date=day,
        quotes=read.value,
        earlier=earlier,
    )
    found += _beside(what, participant, mail)
    used = read.value if what.status not in {Status.REFUSED, Status.DUPLICATE} else ()
    return ReadMail(mail, participant, day, what, used, tuple(found))


def _quotes(mail: Mail, *, participant: str | None, listed: frozenset[str] | None) -> Outcome[tuple[MailedQuote, ...]]:
    if mail.grid is None or mail.source is None:
        return Outcome(())
    source = mail.source.name or mail.source.kind
    if mail.grid.too_many:
        return Outcome((), (finding("rows_too_many", Place(source), limit=f"{MOST_ROWS:,}"),))
    read = mailed_quotes(mail.grid.rows, source, participant=participant or mail.sender or "?", instruments=listed)
    shape = tuple(
        finding("row_shape", Place(source, row), expected=expected, found=found)
        for row, expected, found in mail.grid.misshapen
    )
    end = () if mail.grid.ended_by is None else (finding("table_ended", Place(source, mail.grid.ended_by)),)
    row, lines = mail.grid.unread or (None, 0)
    lost = (finding("table_unread", Place(source, row), lines=lines),) if lines else ()
    empty = () if read.value else (finding("table_empty", Place(source)),)
    return Outcome(read.value, (*read.findings, *shape, *end, *lost, *empty))


def _refusals(mail: Mail, sent: datetime | None) -> Iterator[Finding]:
    """Yield why nothing of the mail may be used, as far as its own form says so."""
    match mail.refused:
        case "mail_too_large":
            yield finding("mail_too_large", attachment=f"{ATTACHMENT_LIMIT:,}", mail=f"{MAIL_LIMIT:,}")
        case "xlsx_unsafe":
            yield finding("xlsx_unsafe", reason=mail.note)
        case "mail_unreadable":
            yield finding("mail_unreadable")
        case "no_table":
            yield finding("no_table")
    if sent is None and mail.refused in {"", "no_table"}:
        yield finding("mail_date_missing")


def _beside(what: Judged, participant: str | None, mail: Mail) -> Iterator[Finding]:
    if what.status is Status.DUPLICATE:
        yield finding("mail_duplicate", message_id=mail.message_id or "-")
    if what.status is Status.CORRECTION:
        yield finding("mail_correction", participant=participant, supersedes=what.supersedes or "-")


def _body(made: ReadMail, sha256: str, *, at: datetime, place: int) -> dict[str, Json]:
    """Return what is recorded; `place` tells readings apart that are alike, as when a third mail repeats the first."""
    return {
        "place": place,
        "read_at": iso(at),
        "sent": None if made.mail.sent is None else iso(made.mail.sent),
        "sha256": sha256,
        "status": made.judged.status.value,
        "supersedes": made.judged.supersedes,
        "message_id": made.mail.message_id,
        "sender": made.mail.sender,
        "participant": made.participant,
        "business_date": None if made.business_date is None else made.business_date.isoformat(),
        "quotes": [[each.instrument, each.bid_bp, each.offer_bp] for each in made.quotes],
        "rows": [each.row for each in made.quotes],
        "findings": [each.code for each in made.findings],
    }


def _reading(body: Any) -> Reading:  # noqa: ANN401 - what an entry holds is JSON
    return Reading(
        Status(body["status"]),
        body["message_id"],
        body["participant"],
        date.fromisoformat(body["business_date"]) if body["business_date"] else None,
        frozenset((instrument, bid, offer) for instrument, bid, offer in body["quotes"]),
    )
