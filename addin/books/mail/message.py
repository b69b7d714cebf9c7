"""A mail as it lies on disk: who sent it and when, and the first table of quotes in it.

Order of sources: attached .csv, .xlsx and .xlsm files as they come, then HTML, then plain text; the first with a table
counts. A forwarded mail inside is not the sender's word and is not looked into.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from addin.books.kinds import is_workbook
from addin.books.mail.grid import Grid, csv_grid, html_grid, text_grid
from addin.books.mail.mailbox import header, mailbox
from calc.days.cutoff import JST

ATTACHMENT_LIMIT = 5_000_000
MAIL_LIMIT = 8_000_000
FILE_LIMIT = 26_000_000  # a mail at its limit, every byte written as `=XX`, with its headers
CSV_ENCODINGS = ("utf-8", "cp932")
ALIASES = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932",
           "windows-31j": "cp932", "ms932": "cp932"}  # fmt: skip

_LINE_ENDS = re.compile(r"[\r\n]")
_FORGIVING = policy.default.clone(header_factory=header)


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the mail the table stands; a workbook has no encoding, a body no name."""

    kind: str
    name: str
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says, unjudged; `refused` is the code of why nothing of it may be used, `note` what it names."""

    sender: str | None
    message_id: str | None
    sent: datetime | None
    source: Source | None = None
    grid: Grid | None = None
    refused: str = ""
    note: str = ""


def mail_of(data: bytes, *, tell: Callable[[Mail], None], workbook_grid: Callable[[bytes], Grid | str | None]) -> Mail:
    """Return what a mail says.

    `tell` hears what would have to be said if the next step never ended: first the heading alone, then that a
    workbook is being read. `workbook_grid` returns a workbook's table, None without one, or why it is unsafe.
    """
    message = BytesParser(EmailMessage, policy=_FORGIVING).parsebytes(data)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the parser was told so
    head = _Head(_sender(message), _text(message, "Message-ID"), _sent(message))
    tell(head.refused("mail_too_large"))
    contents = [(part, _content(part)) for part in _parts(message)]
    attached = [len(content) for part, content in contents if _name(part) or part.is_attachment()]
    forwarded = [sum(len(_content(each)) for each in part.walk()) for part in _forwarded(message)]
    whole = sum(len(content) for _, content in contents) + sum(forwarded)
    if whole > MAIL_LIMIT or max([*attached, *forwarded], default=0) > ATTACHMENT_LIMIT:
        return head.refused("mail_too_large")
    return _with_table(head, contents, tell=tell, workbook_grid=workbook_grid)


@dataclass(frozen=True, slots=True)
class _Head:
    sender: str | None
    message_id: str | None
    sent: datetime | None

    def refused(self, code: str, note: str = "") -> Mail:
        return Mail(self.sender, self.message_id, self.sent, refused=code, note=note)

    def found(self, source: Source, grid: Grid) -> Mail:
        return Mail(self.sender, self.message_id, self.sent, source, grid)


def _with_table(
    head: _Head,
    contents: list[tuple[EmailMessage, bytes]],
    *,
    tell: Callable[[Mail], None],
    workbook_grid: Callable[[bytes], Grid | str | None],
) -> Mail:
    for part, content in contents:
        name = _name(part)
        if is_workbook(name):
            tell(head.refused("xlsx_unsafe", f"{name}: > limits"))
            read = workbook_grid(content)
            if isinstance(read, str):
                return head.refused("xlsx_unsafe", f"{name}: {read}")
            if read is not None:
                return head.found(Source("xlsx", name, None), read)
            tell(head.refused("mail_too_large"))
        elif name.lower().endswith(".csv"):
            decoded = csv_text(content)
            if decoded is not None and (grid := csv_grid(decoded[0])) is not None:
                return head.found(Source("csv", name, decoded[1]), grid)
    return _with_body_table(head, contents)


def _with_body_table(head: _Head, contents: list[tuple[EmailMessage, bytes]]) -> Mail:
    for kind, form, read_grid in (("html", "text/html", html_grid), ("text", "text/plain", text_grid)):
        for part, content in contents:
            if part.get_content_type() == form and not _name(part):
                text, encoding = body_text(content, _charset(part))
                if (grid := read_grid(text)) is not None:
                    return head.found(Source(kind, "", encoding), grid)
    return head.refused("no_table")


def csv_text(content: bytes) -> tuple[str, str] | None:
    """Return an attached CSV's text and its encoding: BOM, else strict UTF-8, else strict cp932, else None."""
    if content.startswith(codecs.BOM_UTF8):
        attempts: tuple[str, ...] = ("utf-8-sig",)
    else:
        attempts = CSV_ENCODINGS
    for encoding in attempts:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None


def body_text(content: bytes, declared: str | None) -> tuple[str, str]:
    """Return a body's text as declared, `shift_jis` read as cp932; without a known declaration as a CSV would be."""
    if declared is not None:
        return content.decode(declared, errors="replace").removeprefix("\ufeff"), declared
    return csv_text(content) or (content.decode("utf-8", errors="replace"), "utf-8")


def _charset(part: EmailMessage) -> str | None:
    """Return the declared encoding under its one name, None when none is declared that Python knows."""
    said = part.get_content_charset()
    if said is None:
        return None
    name = ALIASES.get(said, said)
    try:
        codecs.lookup(name)
        b"a".decode(name, errors="replace")  # not every codec makes text
    except (LookupError, ValueError):
        return None
    return name


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that hold content, in order, none of a mail inside the mail."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "message":
            continue
        if part.is_multipart():
            waiting[:0] = [each for each in part.get_payload() if isinstance(each, EmailMessage)]
        else:
            yield part


def _forwarded(message: EmailMessage) -> Iterator[Message]:
    """Yield the mails inside the mail, of which only the size counts; one inside another counts with it."""
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "message":
            yield part
        elif part.is_multipart():
            waiting += [each for each in part.get_payload() if isinstance(each, Message)]


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _name(part: EmailMessage) -> str:
    return part.get_filename() or ""


def _sender(message: EmailMessage) -> str | None:
    """Return the address of From in lower case; None unless it is exactly one well-formed mailbox."""
    said = [value for name, value in message.raw_items() if name.lower() == "from"]
    return mailbox(_LINE_ENDS.sub("", said[0])) if len(said) == 1 else None


def _text(message: EmailMessage, name: str) -> str | None:
    said = message.get(name)
    return str(said).strip() or None if said is not None else None


def _sent(message: EmailMessage) -> datetime | None:
    """Return when the mail says it was sent; a zone of -0000 is UTC, a time without a day in Japan is none."""
    try:
        sent = parsedate_to_datetime(str(message.get("Date", "")))
        sent = sent.replace(tzinfo=UTC) if sent.tzinfo is None else sent
        sent.astimezone(JST)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return sent
