"""障害連絡 / The report of a participant's failure to JSCC: what to say, by when, to whom, three ways (CP-1.1.b.2)."""

from collections.abc import Mapping
from datetime import date, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from addin.app.outage_facts import Affects, Due, outage_of
from addin.app.quotes_mail import jscc_desk
from calc.days.cutoff import iso
from calc.outcome import RefusedError, finding
from calc.plan.types import Fact
from calc.quotes.letters import both, letter
from calc.text.wording import Words

CLAUSE = {Affects.QUOTES: "CP-1.1.b.2", Affects.INFORMATION: "CP-1.2.b.2"}


def report_files(
    due: Due, business_date: date, *, initials: str, sender: str = "", at: datetime
) -> Mapping[str, bytes]:
    """Return the telephone script, the fax page and the mail draft of an outage's report, by file name.

    The fax page is plain text of at most 90 narrow columns, so that it prints at 10.5 points on A4.

    Raises RefusedError `outage_not_declared`.
    """
    outage = outage_of(due.answer.day, due.participant)
    if outage is None:
        raise RefusedError([finding("outage_not_declared", participant=due.participant)])
    said = _said(due, outage, initials=initials, at=at)
    name = f"{due.participant}_{business_date:%Y%m%d}"
    texts = {f"report_{part}_{name}.txt": both(letter(part, **said)).encode() for part in ("telephone", "fax")}
    return {**texts, f"report_mail_{name}.eml": _mail(said, business_date, due.participant, sender=sender, at=at)}


def _said(due: Due, outage: Fact, *, initials: str, at: datetime) -> dict[str, object]:
    desk, affects = jscc_desk(), Affects(outage.details["affects"])
    return {
        "to": letter("jscc"),
        "telephone": desk["telephone"],
        "fax": desk["fax"],
        "email": desk["email"],
        "participant": due.participant,
        "sender": initials,
        "at": iso(outage.at),
        "connection": letter(f"connection_{outage.details['connection']}"),
        "affects": letter(f"affects_{affects.value}"),
        "request": _request(due, affects),
        "clause": CLAUSE[affects],
        "by": _by(due, at=at),
    }


def _request(due: Due, affects: Affects) -> Words:
    """Return what the participant asks for, by the ways that the plan leaves it."""
    routes = due.routes
    if affects is Affects.QUOTES:
        by_mail = routes is None or routes.quotes is None or "email" in routes.quotes.routes
        return letter("request_email" if by_mail else "request_tool")
    tool_first = routes is not None and routes.information == ("tool",)
    return letter("request_information_tool" if tool_first else "request_information")


def _by(due: Due, *, at: datetime) -> Words:
    """Return by when the report is due, as far as the plan names a time."""
    report_by = due.routes.quotes.report_by if due.routes and due.routes.quotes else None
    if report_by is None:
        return letter("by_promptly")
    return letter("by_1515" if at <= report_by else "by_1515_late", by=f"{report_by:%H:%M}")


def _mail(said: Mapping[str, object], business_date: date, participant: str, *, sender: str, at: datetime) -> bytes:
    subject = letter("report_mail_subject", participant=participant, business_date=business_date)
    message = EmailMessage(policy=policy.SMTP)
    if sender:
        message["From"] = sender
    message["To"] = str(said["email"])
    message["Subject"] = f"{subject.ja} / {subject.en}"
    message["Date"] = format_datetime(at)
    message["X-Unsent"] = "1"
    message.set_content(both(letter("report_mail", **said)), cte="base64")
    return message.as_bytes()
