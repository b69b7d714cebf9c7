import os
from email.message import EmailMessage
from email.policy import SMTP
from random import Random
from time import process_time

import pytest

from addin.books.mail.grid import Grid
from addin.books.mail.message import MAIL_LIMIT, body_text, csv_text, mail_of
from addin.books.mail.workbook import workbook_grid

TABLE = "instrument,bid,offer\nS46,45.5,47.5\n"
# The long form is cut in lots, each of which ends well before a test is taken to hang.
LOTS, MUTATIONS = (200, 5_000) if os.environ.get("HIKAE_LONG") else (1, 1_000)


def made(text="-", *, html=None, files=(), headers=(("From", "a@b.example"),)):
    """Return a mail as bytes."""
    mail = EmailMessage(policy=SMTP)
    for name, value in headers:
        mail[name] = value
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(mail)


def read(data, sheet=None):
    """Return what a mail says, and what was told before each step; any workbook holds `sheet`."""
    told = []
    mail = mail_of(data, tell=told.append, workbook_grid=lambda _: sheet)
    return mail, told


def test_attachments_come_before_bodies_in_their_order():
    """The first source with a table counts: files as they come, then HTML, then text."""
    html = "<table><tr><td>instrument<td>bid<td>offer<tr><td>S2<td>1<td>2</table>"
    files = [("a.csv", b"x,y\n1,2\n"), ("b.csv", TABLE.encode()), ("c.xlsx", b"never read")]
    assert read(made(TABLE, html=html, files=files))[0].source.name == "b.csv"
    assert read(made(TABLE, html=html, files=files[:1]))[0].source.kind == "html"
    assert read(made(TABLE, files=files[:1]))[0].source.kind == "text"


def test_an_unsafe_workbook_refuses_the_mail_and_an_empty_one_does_not():
    """Whatever else the mail holds; a workbook without the headings is passed over."""
    files = [("a.xlsx", b"?"), ("b.csv", TABLE.encode())]
    unsafe, _ = read(made(files=files), "a reason")
    assert (unsafe.refused, unsafe.grid, unsafe.note) == ("xlsx_unsafe", None, "a.xlsx: a reason")
    assert read(made(files=files))[0].source.name == "b.csv"
    assert read(made(files=files), Grid(((2, "S1", 1, 2),)))[0].source.kind == "xlsx"


def test_each_step_is_announced_as_what_it_would_be_if_it_never_ended():
    """A reader that dies is judged by the last thing it said, heading and all."""
    _, told = read(made(files=[("a.xlsx", b"?")], headers=(("From", "a@b.example"), ("Message-ID", "<1@x>"))))
    assert [each.refused for each in told] == ["mail_too_large", "xlsx_unsafe", "mail_too_large"]
    assert {(each.sender, each.message_id) for each in told} == {("a@b.example", "<1@x>")}


def test_the_size_counts_after_decoding():
    """Eight million bytes of content are allowed, one more is not, however they are encoded."""
    half = MAIL_LIMIT // 2
    body = len(b"-\r\n")
    files = [("1.pdf", bytes(half)), ("2.pdf", bytes(half - body)), ("t.csv", b"")]
    assert read(made(files=files))[0].refused == "no_table"
    assert read(made(files=[*files, ("3.pdf", b"x")]))[0].refused == "mail_too_large"


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ((("From", "A@B.Example"),), "a@b.example"),
        ((("From", "T. Sato <a@b.example>"),), "a@b.example"),
        ((("From", "a@b.example, c@d.example"),), None),
        ((("From", "team: a@b.example;"),), None),
        ((("From", ""),), None),
        ((("Reply-To", "a@b.example"),), None),
        ((("From", "a@b.example "), ("Sender", "x@y.example")), "a@b.example"),
    ],
)
def test_the_sender_is_the_one_mailbox_of_from(headers, sender):
    """Exactly one well-formed address in lower case, or nobody."""
    assert read(made(headers=headers))[0].sender == sender


@pytest.mark.parametrize("said", ["a@b.example, ", "<@evil:a@b.example>", ", a@b.example", "a@b.example,\r\n\t,"])
def test_a_list_with_empty_members_or_a_route_is_nobody(said):
    """The standard parser forgives both; whoever wrote them meant something else than one address."""
    assert read(f"From: {said}\r\n\r\n-".encode())[0].sender is None


def test_two_from_lines_are_nobody():
    """A mail that names two senders in two lines has none."""
    data = b"From: a@b.example\r\nFrom: c@d.example\r\n\r\n-"
    assert read(data)[0].sender is None


@pytest.mark.parametrize(
    ("said", "stamp"),
    [
        ("Fri, 20 Nov 2026 15:15:00 +0900", "2026-11-20T15:15:00+09:00"),
        ("20 Nov 2026 06:15 GMT", "2026-11-20T06:15:00+00:00"),
        ("Fri, 20 Nov 2026 06:15:00 -0000", "2026-11-20T06:15:00+00:00"),
        ("Fri, 99 Nov 2026 06:15:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_date_is_read_or_nothing(said, stamp):
    """A date without a zone is UTC, and one that is no date is none."""
    sent = read(f"From: a@b.example\r\nDate: {said}\r\n\r\n-".encode())[0].sent
    assert (sent and sent.isoformat()) == stamp


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"\xef\xbb\xbfa", "utf-8-sig"),
        ("銘".encode(), "utf-8"),
        ("銘".encode("cp932"), "cp932"),
        (b"\x80\xff\x81", None),
    ],
)
def test_a_csv_has_one_of_three_encodings(content, encoding):
    """Strictly: bytes that fit none of them are no table."""
    read_as = csv_text(content)
    assert (read_as and read_as[1]) == encoding


def test_a_body_is_read_as_declared():
    """What does not fit its declaration is replaced, never guessed; without one it is read as a CSV."""
    assert body_text("銘".encode("cp932"), "cp932") == ("銘", "cp932")
    assert body_text(b"\xff", "ascii") == ("\ufffd", "ascii")
    assert body_text("銘".encode("cp932"), None) == ("銘", "cp932")
    assert body_text(b"\x80\xff\x81", None)[1] == "utf-8"


@pytest.mark.parametrize("declared", ["shift_jis", "x-sjis", "Windows-31J", "SHIFT-JIS"])
def test_shift_jis_is_what_windows_means_by_it(declared):
    """A body declared as Shift JIS is read as cp932, under that name."""
    text = f"{TABLE}髙,1,2\n".encode("cp932")
    data = f"From: a@b.example\r\nContent-Type: text/plain; charset={declared}\r\n\r\n".encode() + text
    assert read(data)[0].source.encoding == "cp932"


def test_a_wrong_declaration_is_none():
    """An encoding that Python does not know, or that makes no text, is not asked."""
    for declared in ("klingon", "base64", "zip"):
        data = f"From: a@b.example\r\nContent-Type: text/plain; charset={declared}\r\n\r\n{TABLE}".encode()
        assert read(data)[0].source.encoding == "utf-8"


@pytest.mark.parametrize("lot", range(LOTS))
def test_damaged_mails_are_judged(lot):
    """Flipped, cut, doubled and swapped bytes: a table or a reason within a second, and never anything else."""
    draw = Random(20261120 + lot)  # noqa: S311 - the same mails every time
    html = "<table><tr><td>instrument<td>bid<td>offer<tr><td>S2<td>1<td>2</table>"
    whole = made(TABLE, html=html, files=[("気配.csv", TABLE.encode("cp932")), ("b.xlsx", b"PK\3\4")])
    for _ in range(MUTATIONS):
        data = bytearray(whole)
        for _ in range(draw.randrange(1, 12)):
            place = draw.randrange(len(data))
            match draw.randrange(4):
                case 0:
                    data[place] = draw.randrange(256)
                case 1:
                    del data[place : place + draw.randrange(1, 200)]
                case 2:
                    data[place:place] = data[place : place + draw.randrange(1, 200)]
                case _:
                    data[place:place] = draw.choice(
                        [b"\r\n--", b"=?utf-8?B?", b"<table>", b'"', b"\0", b"charset=utf-7"]
                    )
            data = data or bytearray(b"x")
        began = process_time()
        mail = mail_of(bytes(data), tell=lambda _: None, workbook_grid=workbook_grid)
        assert (mail.grid is None) == bool(mail.refused)
        assert process_time() - began < 1


@pytest.mark.parametrize(
    "heading",
    [
        b'Content-Type: text/plain; charset=\0"utf-8"',
        b"Content-Type: text/plain; charset*=utf-\x008''utf-8",
        b"Content-Disposition: inline; filename*=utf-\x008''q.csv",
        b"Content-Transfer-Encoding: \0",
    ],
)
def test_a_heading_that_cannot_be_read_says_nothing(heading):
    """A NUL in one heading of a part hides neither the part's table nor who sent the mail."""
    mail, _ = read(b"From: a@b.example\r\n" + heading + b"\r\n\r\n" + TABLE.replace("\n", "\r\n").encode())
    assert (mail.sender, mail.refused) == ("a@b.example", "")
    assert (mail.source.kind, mail.source.encoding) == ("text", "utf-8")


@pytest.mark.parametrize("heading", [b"From: <a@b.example", b'From: "=?utf-8?B?\0', b"From: a@b.example\0"])
def test_a_sender_that_cannot_be_read_is_nobody(heading):
    """The table is there, and whose it is must be found out by a person."""
    mail, _ = read(heading + b"\r\n\r\n" + TABLE.replace("\n", "\r\n").encode())
    assert (mail.sender, mail.refused) == (None, "")
