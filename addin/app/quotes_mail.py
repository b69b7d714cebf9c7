"""気配値のメール / The mail that carries quotes to JSCC when a participant's own line is down (CP-1.1.b.3).

A draft (`.eml`): nothing here sends. What two persons approve is everything but the instant of sending.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from typing import TypeAlias

from addin.app.quotes_sheet import totals
from addin.books.mail.mailbox import typed_mailbox
from addin.export.people import BOM
from addin.export.rows import csv_bytes
from addin.store.chain import Json
from calc.plan.clauses import book
from calc.quotes.letters import both, letter
from calc.quotes.quote import Quote

HEADINGS = ("instrument", "bid", "offer", "as_of")
Desk: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class QuoteMail:
    """A mail ready to be dated: its addresses, subject, body, and the attached table."""

    sender: str
    to: str
    subject: str
    body: str
    attachment: str
    table: bytes
    message_id: str

    @property
    def content(self) -> dict[str, Json]:
        """Return what two persons approve."""
        return {
            "from": self.sender,
            "to": self.to,
            "title": self.subject,
            "body": self.body,
            "attachment": self.attachment,
            "table_sha256": sha256(self.table).hexdigest(),
            "message_id": self.message_id,
        }

    def as_bytes(self, at: datetime) -> bytes:
        """Return the draft as a file, dated; a mail program opens it as one that is still to be sent."""
        message = EmailMessage(policy=policy.SMTP)
        if self.sender:
            message["From"] = self.sender
        message["To"] = self.to
        message["Subject"] = self.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = self.message_id
        message["X-Unsent"] = "1"
        message.set_content(self.body, cte="base64")
        message.add_attachment(self.table, maintype="text", subtype="csv", filename=self.attachment)
        message.set_boundary(f"hikae-{sha256(self.message_id.encode()).hexdigest()[:32]}")  # same mail, same bytes
        return message.as_bytes()


def jscc_desk() -> Desk:
    """Return JSCC's telephone, fax and e-mail as the plan gives them (CP-4.1)."""
    contact = book().clauses["CP-4.1"].then["contact"]
    return {name: str(contact[name]) for name in ("telephone", "fax", "email")}


def quote_mail(
    quotes: Sequence[Quote], business_date: date, *, participant: str, sender: str, to: str, initials: str, head: str
) -> QuoteMail:
    """Return the mail of a participant's quotes; `head` is the short hash of the entry they were recorded under."""
    rows = [(each.instrument, repr(each.bid_bp), repr(each.offer_bp), each.as_of) for each in quotes]
    table = BOM.encode() + csv_bytes(HEADINGS, rows)
    attachment = f"気配値_{participant}_{business_date:%Y%m%d}.csv"
    bids, offers = totals(quotes)
    said = {
        "to": letter("jscc"),
        "participant": participant,
        "business_date": business_date,
        "as_of": max(each.as_of for each in quotes),
        "number": len(quotes),
        "attachment": attachment,
        "bid_total": bids,
        "offer_total": offers,
        "head": head,
        "sender": f"{initials} {sender}".strip(),
        "liability": letter("liability"),
    }
    subject = letter("quote_mail_subject", participant=participant, business_date=business_date)
    host = (typed_mailbox(sender) or "").rpartition("@")[2] or "hikae.invalid"
    digest = sha256(f"{participant} {business_date} {head}".encode() + table).hexdigest()[:32]
    return QuoteMail(
        sender=sender,
        to=to,
        subject=f"{subject.ja} / {subject.en}",
        body=both(letter("quote_mail", **said)),
        attachment=attachment,
        table=table,
        message_id=f"<{digest}@{host}>",
    )
