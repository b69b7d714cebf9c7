"""Mails as other programs make them: odd headings, markup with line breaks, workbooks that misstate their size."""

import io
import re
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from addin.books.mail.grid import html_grid, text_grid
from addin.books.mail.message import ATTACHMENT_LIMIT, body_text, mail_of
from addin.books.mail.workbook import workbook_grid

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["instrument", "bid", "offer"], ["S46", 45.5, 47.5]]
TABLE = "instrument,bid,offer\r\nS46,45.5,47.5\r\n"


def read(data):
    """Return what a mail says; no workbook in it is looked into."""
    return mail_of(data, tell=lambda _: None, workbook_grid=lambda _: None)


def mail(*headings, body=TABLE):
    """Return a mail from the lines of its heading."""
    return "\r\n".join([*headings, "Content-Type: text/plain; charset=utf-8", "", body]).encode()


def test_a_line_break_inside_a_cell_of_markup_is_a_space():
    """Mail programs break long lines of HTML wherever a space may stand, and indent its cells."""
    cells = "<td>\r\n  S46\r\n</td><td><p class=x>\n 45.5<o:p></o:p></p></td><td>&nbsp;47.5\n\tbp</td>"
    page = f"<table><tr><th>Instrument</th>\n<th>\nBid</th><th>Offer</th></tr>\n<tr>{cells}</tr></table>"
    assert html_grid(page).rows == ((2, "S46", "45.5", "\u00a047.5 bp"),)


def test_a_line_of_separators_alone_ends_a_table_as_a_blank_one():
    """Nothing was written there that somebody could miss."""
    assert text_grid("instrument\tbid\toffer\nS46\t1\t2\n\t\nbye\n").ended_by is None
    assert text_grid("instrument\tbid\toffer\nS46\t1\t2\n.\t\nbye\n").ended_by == 3


@pytest.mark.parametrize("size", [b'<dimension ref="A1"', b'<dimension ref="A1:B1"', b'<dimension ref="A1:XFD1048576"'])
def test_what_an_attached_sheet_says_of_its_size_is_not_believed(workbook, repacked, size):
    """Programs that write a sheet as a stream put A1 there; every row is read all the same."""
    data = workbook(ROWS)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        changed = re.sub(rb'<dimension ref="[^"]*"', size, package.read(SHEET))
    assert workbook_grid(repacked(data, {SHEET: changed})).rows == ((2, "S46", 45.5, 47.5),)


@pytest.mark.parametrize("said", ["<", "<@", "[", "<a@b", ""])
def test_an_identification_cut_short_does_not_hide_the_mail(said):
    """The standard parser stumbles over it; sender, day and table stand all the same."""
    made = read(mail("From: a@b.example", "Date: Fri, 20 Nov 2026 15:20:00 +0900", f"Message-ID: {said}"))
    assert (made.sender, made.refused) == ("a@b.example", "")
    assert made.sent is not None
    assert len(made.grid.rows) == 1


@pytest.mark.parametrize("said", ["Fri, 31 Dec 9999 23:59:59 -0500", "Fri, 31 Dec 9999 15:00:00 +0000"])
def test_a_time_without_a_day_in_japan_is_none(said):
    """Nothing can be counted from it."""
    assert read(mail("From: a@b.example", f"Date: {said}")).sent is None


def test_the_last_second_of_all_years_is_a_time():
    """Up to there a day in Japan can be told."""
    assert read(mail("From: a@b.example", "Date: Fri, 31 Dec 9999 23:59:59 +0900")).sent.year == 9999


def test_a_mark_of_byte_order_in_a_body_is_no_letter():
    """Some programs begin a body with it, as they do a file."""
    assert body_text(b"\xef\xbb\xbfbid", "utf-8") == ("bid", "utf-8")


@pytest.mark.parametrize(("over", "refused"), [(-1, ""), (0, ""), (1, "mail_too_large")])
def test_a_mail_inside_the_mail_counts_for_its_size(over, refused):
    """It is not looked into, yet it is an attachment as large as what it holds."""
    inner, outer = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    inner.set_content(b"x" * (ATTACHMENT_LIMIT + over), maintype="application", subtype="pdf")
    outer["From"] = "a@b.example"
    outer.set_content(TABLE)
    outer.add_attachment(inner)
    assert read(bytes(outer)).refused == refused


def test_an_attached_workbook_that_lacks_a_sheet_it_names_cannot_be_read(workbook, repacked):
    """Its other sheets are not taken for all of it, and it is not as if no workbook were there."""
    assert workbook_grid(repacked(workbook(ROWS), {SHEET: None})) == "unreadable"
