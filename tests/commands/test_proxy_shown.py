"""What `hikae proxy` says to people: every state in words of both languages, or of the one that is asked for."""

import pytest

from addin.commands.proxy import STATES
from calc.quotes.mailed import Status

CSV = "quotes_proxy_20261120.csv"
MAIL = """From: desk@p07.example
Date: Fri, 20 Nov 2026 15:20:00 +0900
Message-ID: <1@p07>
Content-Type: text/plain

instrument,bid,offer
ITXJS4605,45.5,47.5
JP003M3112,13.2,16.4
"""


@pytest.fixture
def mail(tmp_path):
    """Return a mail of quotes as a file."""
    path = tmp_path / "mail.eml"
    path.write_text(MAIL, encoding="utf-8")
    return path


def read(house, mail, *words):
    """Return the lines that reading the mail prints."""
    at = ("--at", "2026-11-20T15:25:00+09:00")
    return house.done("proxy", "read", mail, "--contacts", house.contacts, *at, *words).splitlines()


def entered(house, *words):
    """Return the lines that proxy entry prints."""
    options = ("--date", "2026-11-20", "--at", "2026-11-20T15:26:00+09:00", "-o", house.out, "--reason", "drill")
    return house.done("proxy", "enter", "--initials", "AB", *options, *words).splitlines()


def test_every_status_is_said_in_both_languages():
    """No state that a mail may come to is shown as a bare word."""
    assert set(STATES) == set(Status)
    assert all(ja and not ja.isascii() and en == status.value for status, (ja, en) in STATES.items())


@pytest.mark.parametrize(("lang", "said"), [("ja", "受付"), ("en", "accepted"), ("both", "受付 / accepted")])
def test_people_read_status_and_quotes(house, mail, lang, said):
    """A line says what the mail is, for whom and of which day, then come its quotes."""
    first, *quotes = read(house, mail, "--lang", lang)
    assert first == f"{said}  P07  2026-11-20"
    assert [line.split() for line in quotes] == [["ITXJS4605", "45.5", "47.5"], ["JP003M3112", "13.2", "16.4"]]


def test_an_unknown_sender_is_told_with_the_status(run, mail):
    """Held, for nobody yet, and why."""
    code, out, error = run("proxy", "read", mail, "--at", "2026-11-20T15:40:00+09:00")
    assert (code, out.splitlines()[0]) == (0, "保留 / held  -  2026-11-20")
    assert "[sender_unknown]" in error


@pytest.mark.parametrize(
    ("lang", "who", "standing"),
    [
        ("ja", "代行入力", "承認待ち"),
        ("en", "entered for", "waiting for approval"),
        ("both", "代行入力 / entered for", "承認待ち / waiting for approval"),
    ],
)
def test_people_read_who_was_entered(house, mail, lang, who, standing):
    """A line a participant, then the file with where its approval stands."""
    read(house, mail)
    *_, participant, file = entered(house, "--lang", lang)
    assert participant == f"{who} P07  2  <1@p07>"
    assert file.endswith(f"{CSV}  △ {standing}")
