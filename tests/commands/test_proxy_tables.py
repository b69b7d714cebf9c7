"""`hikae proxy read`: tables that end early, hold nothing, or cannot be read, each told and never lost in silence."""

import json
from email.message import EmailMessage
from email.policy import SMTP

import pytest

AT = "2026-11-20T15:25:00+09:00"


def mail(body="", *files, html=None):
    """Return a mail of P01 as bytes; files are (name, content)."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["Date"] = "desk@p01.example", "Fri, 20 Nov 2026 15:20:00 +0900"
    made.set_content(body or "-", cte="base64")
    if html is not None:
        made.add_alternative(html, subtype="html")
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


@pytest.fixture
def read(house, tmp_path):
    """Return a function that reads a mail with the command and returns what it printed."""

    def answer(data):
        (tmp_path / "mail.eml").write_bytes(data)
        options = ("--contacts", house.contacts, "--at", AT, "--json")
        return json.loads(house.done("proxy", "read", tmp_path / "mail.eml", *options))

    return answer


def codes(answer):
    """Return the codes of the findings."""
    return [each["code"] for each in answer["findings"]]


def levels(answer):
    """Return the quotes as rows."""
    return [(each["instrument"], each["bid_bp"], each["offer_bp"], each["row"]) for each in answer["quotes"]]


@pytest.mark.parametrize(
    "data",
    [
        lambda: mail("instrument,bid,offer\n"),
        lambda: mail("", ("q.csv", b"instrument,bid,offer\n")),
        lambda: mail("", html="<table><tr><td>instrument<td>bid<td>offer</table>"),
        lambda: mail("", ("q.csv", b"instrument,bid,offer\nS46,,\n")),
    ],
    ids=["text", "csv", "html", "no good row"],
)
def test_a_table_without_a_good_row_says_so(read, data):
    """Refused, and never without a word."""
    answer = read(data())
    assert answer["status"] == "refused"
    assert "table_empty" in codes(answer)


def test_what_was_not_read_of_a_table_is_told(read):
    """From which row on, and how many lines: fifty good rows behind an open quotation mark are not lost in silence."""
    more = "".join(f"S{n},1,2,x\n" for n in range(50))
    answer = read(mail("", ("q.csv", f'instrument,bid,offer,note\nS46,45.5,47.5,x\nS45,1,2,"x\n{more}'.encode())))
    assert (answer["status"], levels(answer)) == ("accepted", [("S46", 45.5, 47.5, 2)])
    (found,) = [each for each in answer["findings"] if each["code"] == "table_unread"]
    assert (found["where"], "51" in found["en"]) == ("q.csv:3", True)


def test_an_endless_line_does_not_hide_the_sender(read):
    """It is no row; who sent the mail, and the rows above it, stand."""
    answer = read(mail('instrument,bid,offer\nS46,45.5,47.5\n"' + "x" * 140_000 + "\n"))
    assert (answer["participant"], levels(answer)) == ("P01", [("S46", 45.5, 47.5, 2)])
