"""Quotes on their way out: the normal upload, the tool's file, or a mail for proxy entry (CP-1.1.a.1, CP-1.1.b.3).

The first run prepares what is to leave and asks for the second person's word; once that is given, or solo mode is
declared, the same command lets it leave and records it as sent, not confirmed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person
from addin.app.approval.release import released
from addin.app.approval.steps import Permission, Tell, reason_of
from addin.app.approval.subjects import Content, Subject, SubjectKind, hash_of_content
from addin.app.approval.touches import DECISION, revised
from addin.app.export_make import exported
from addin.app.export_source import ExportSource
from addin.app.outage_facts import told_facts
from addin.app.quote_checks import mail_from
from addin.app.quotes_approval import approved_or_asked
from addin.app.quotes_enter import quotes_of, standing_sheet
from addin.app.quotes_mail import QuoteMail, jscc_desk, quote_mail
from addin.books.mail.mailbox import typed_mailbox
from addin.export.template import ROLES, template_for
from addin.files import ensure_folder, remove_leftovers, replace_file
from addin.settings import Settings
from addin.store.chain import Entry, Json
from addin.store.journal import Journal, short_head
from calc.days.cutoff import JST, instant, iso
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.columns import shown

SENT = "quotes.sent"
PARTICIPANT = "participant"


class Route(StrEnum):
    """The ways out: the participant's own line, JSCC's tool, or mail."""

    UPLOAD = "upload"
    TOOL = "tool"
    MAIL = "mail"


FORMS = {Route.UPLOAD: "quotes_direct", Route.TOOL: "quotes_tool"}


@dataclass(frozen=True, slots=True)
class Sending:
    """Who sends what for whom: the day, the participant, the person, where files go, and what the person says.

    `at` is the instant of sending that the plan looks at, `clock` the desk's own; `override` is why a mail may leave
    before 15:15, `reason` why a file of another business day may leave.
    """

    business_date: date
    participant: str
    person: Person
    out: Path
    at: datetime
    clock: datetime
    reason: str = ""
    override: str = ""
    sender: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What left: the file, its entry, and what a person must know."""

    path: Path
    entry: Entry
    findings: tuple[Finding, ...]


def sent_file(
    journal: Journal, route: Route, sending: Sending, *, home: Path, settings: Settings, tell: Tell = None
) -> Sent:
    """Return the upload file of the standing sheet, released and recorded as sent.

    Raises RefusedError `quotes_not_entered`, `approval_needed` with the file prepared and its approval asked for,
    what a template refuses, or what releasing raises.
    """
    sheet = standing_sheet(journal, sending.business_date, sending.participant)
    form = template_for(FORMS[route], settings.text("role"))
    source = quotes_source(sheet)
    made = exported(
        journal, form, source, home=home, out=sending.out, reason=sending.reason, at=sending.clock, tell=tell
    )
    subject = Subject(sending.business_date, SubjectKind.UPLOAD_CSV, made.upload.name)
    approved_or_asked(
        journal, subject, Content(made.upload.sha256), person=sending.person, clock=sending.clock, tell=tell
    )
    left = released(journal, made.path, sending.person, reason=sending.reason, at=sending.clock, tell=tell)
    said: dict[str, Json] = {"name": left.path.name, "sha256": made.upload.sha256}
    sent = _sending_body(journal, route, sheet, said, sending=sending, permission=left.permission)
    (entry,) = journal.append_all([(SENT, sent)], on_recorded=tell)
    return Sent(left.path, entry, (_sent_finding(left.path, sending),))


def sent_mail(journal: Journal, sending: Sending, *, settings: Settings, tell: Tell = None) -> Sent:
    """Return the mail of the standing sheet as a draft on disk, recorded as sent; a person sends it.

    Raises RefusedError `mail_role` at the other side of the desk, `mailbox_refused`, `quotes_not_entered`,
    `mail_too_early` before 15:15 JST without an override, and on any earlier day, `approval_needed` with the mail
    prepared and its approval asked for, or what writing and recording raise: nothing counts as sent then.
    """
    if settings.text("role") != PARTICIPANT:
        own_ja, own_en = ROLES[settings.text("role")]
        raise RefusedError([finding("mail_role", own_ja=own_ja, own_en=own_en)])
    _refuse_addresses(sending)
    sheet = standing_sheet(journal, sending.business_date, sending.participant)
    early = sending.at < instant(sending.business_date, mail_from())
    if early and (not sending.override.strip() or sending.at.astimezone(JST).date() < sending.business_date):
        raise RefusedError([finding("mail_too_early", at=iso(sending.at), earliest=f"{mail_from():%H:%M}")])
    mail = _mail(sheet, sending)
    name = f"quotes_{sending.participant}_{sending.business_date:%Y%m%d}.eml"
    subject = Subject(sending.business_date, SubjectKind.QUOTE_MAIL, name)
    content = Content(hash_of_content(mail.content))
    body: dict[str, Json] = {**subject.body(), **mail.content, "content_hash": content.content_hash}
    journal.append_all([(DECISION, revised(desk_entries(journal), DECISION, body, subject))], on_recorded=tell)
    permission = approved_or_asked(journal, subject, content, person=sending.person, clock=sending.clock, tell=tell)
    said: dict[str, Json] = {"name": name, "sha256": content.content_hash, "message_id": mail.message_id}
    if early:
        said["override"] = reason_of(sending.override)
    sent = _sending_body(journal, Route.MAIL, sheet, said, sending=sending, permission=permission)
    left_at = datetime.fromisoformat(str(sent["at"]))
    path = sending.out / name
    remove_leftovers(ensure_folder(sending.out))
    replace_file(path, mail.as_bytes(left_at))  # before the record: what counts as sent is there
    (entry,) = journal.append_all([(SENT, sent)], on_recorded=tell)
    mailed = ("participant.quotes_mailed", {"participant": sending.participant})
    told_facts(journal, [mailed], business_date=sending.business_date, at=left_at, person=sending.person, tell=tell)
    return Sent(path, entry, (_sent_finding(path, sending), *_late(sending, settings)))


def quotes_source(sheet: Entry) -> ExportSource:
    """Return the rows of an entered sheet as an upload file has them."""
    day = str(sheet.body["business_date"])
    rows = tuple(
        {
            "business_date": day,
            "participant": each.participant,
            "instrument": each.instrument,
            "bid_bp": each.bid_bp,
            "offer_bp": each.offer_bp,
            "as_of": each.as_of,
        }
        for each in quotes_of(sheet)
    )
    return ExportSource(date.fromisoformat(day), rows, {})


def sendings_of(journal: Journal, business_date: date, participant: str) -> tuple[Entry, ...]:
    """Return what a participant has sent for a business day, oldest first."""
    wanted = (business_date.isoformat(), participant)
    found = journal.entries(SENT)
    return tuple(each for each in found if (each.body["business_date"], each.body["participant"]) == wanted)


def _mail(sheet: Entry, sending: Sending) -> QuoteMail:
    return quote_mail(
        quotes_of(sheet),
        sending.business_date,
        participant=sending.participant,
        sender=sending.sender,
        to=sending.to or jscc_desk()["email"],
        initials=str(sheet.body["initials"]),
        head=short_head(sheet.hash),
    )


def _refuse_addresses(sending: Sending) -> None:
    """Refuse what is not one address: a list would send quotes to others, a line's end would make a heading."""
    typed = (("--from", sending.sender), ("--to", sending.to))
    wrong = [(option, text) for option, text in typed if text and typed_mailbox(text) is None]
    if wrong:
        raise RefusedError([finding("mailbox_refused", Place(option), text=shown(text)) for option, text in wrong])


def _sent_finding(path: Path, sending: Sending) -> Finding:
    return finding("quotes_sent", name=path.name, participant=sending.participant)


def _sending_body(
    journal: Journal,
    route: Route,
    sheet: Entry,
    said: Mapping[str, Json],
    *,
    sending: Sending,
    permission: Permission,
) -> Mapping[str, Json]:
    """Return what is recorded of a sending; the same sheet by the same route again is found, as of when it left."""
    earlier = sendings_of(journal, sending.business_date, sending.participant)
    wanted = (sheet.key, route.value, said["sha256"])
    same = [each for each in earlier if tuple(each.body[name] for name in ("entered", "route", "sha256")) == wanted]
    return same[-1].body if same else {
        "business_date": sending.business_date.isoformat(),
        "participant": sending.participant,
        "route": route.value,
        "entered": sheet.key,
        "at": iso(sending.at),
        **said,
        **permission.body(),
        **sending.person.body(),
    }  # fmt: skip


def _late(sending: Sending, settings: Settings) -> tuple[Finding, ...]:
    """Return a finding when the mail leaves after the quote window, which proxy entry never moves (CP-1.1.R2)."""
    close = settings.local_time("quote_window_close")
    if close is None or sending.at <= instant(sending.business_date, close):
        return ()
    return (finding("mail_after_close", at=iso(sending.at), close=f"{close:%H:%M}"),)
