"""`hikae proxy enter`: what JSCC keys for others, inside its window, and never on one person's word."""

import csv
import io
import json
from email.message import EmailMessage
from email.policy import SMTP
from unittest.mock import Mock

import pytest

from addin.app import proxy_enter
from calc.outcome import RefusedError, finding

TABLE = "instrument,bid,offer\nITXJS4605,45.5,47.5\nJP003M3112,13.2,16.4\n"
CSV = "quotes_proxy_20261120.csv"


pytestmark = pytest.mark.usefixtures("unconfined")


@pytest.fixture
def mail(tmp_path):
    """Return a function that writes a mail of quotes."""

    def write(table=TABLE, sender="desk@p07.example", sent="15:20:00", message_id="<1@p07>"):
        made = EmailMessage(policy=SMTP)
        made["From"], made["Message-ID"] = sender, message_id
        made["Date"] = f"Fri, 20 Nov 2026 {sent} +0900"
        made.set_content("-")
        made.add_attachment(table.encode(), maintype="text", subtype="csv", filename="q.csv")
        (tmp_path / "mail.eml").write_bytes(bytes(made))
        return tmp_path / "mail.eml"

    return write


def read(house, path, at="15:25:00"):
    """Return the status of a mail that JSCC reads."""
    options = ("--contacts", house.contacts, "--at", f"2026-11-20T{at}+09:00", "--json")
    return json.loads(house.done("proxy", "read", path, *options))["status"]


def enter(house, *words, at="15:26:00", initials="AB", user=1):
    """Return what a proxy entry came to, with its findings."""
    options = ("--date", "2026-11-20", "--at", f"2026-11-20T{at}+09:00", "-o", house.out, "--reason", "drill")
    code, out, error = house.run("proxy", "enter", "--initials", initials, *options, "--json", *words, user=user)
    assert code == 0, error
    return json.loads(out), error


def rows(house):
    """Return the rows of the proxy-entry file without header: participant, instrument, bid, offer, as of."""
    text = (house.out / CSV).read_bytes().decode("cp932")
    return [row[1:] for row in csv.reader(io.StringIO(text, newline=""))][1:]


def test_an_accepted_mail_becomes_rows(house, mail):
    """Each with the instant of sending; the approval of the file is asked for in the same run."""
    assert read(house, mail()) == "accepted"
    made, _ = enter(house)
    assert made["entered"]["P07"]["message_id"] == "<1@p07>"
    assert made["approval"] == "asked"
    assert rows(house) == [
        ["P07", "ITXJS4605", "45.50", "47.50", "2026-11-20T15:20:00+09:00"],
        ["P07", "JP003M3112", "13.20", "16.40", "2026-11-20T15:20:00+09:00"],
    ]


def test_nothing_to_enter_makes_no_file(house):
    """An empty day is no error."""
    made, _ = enter(house)
    assert (made, house.out.exists()) == (
        {"entered": {}, "late": [], "waiting": [], "file": None, "approval": None},
        False,
    )


def test_a_correction_that_is_keyed_again_is_in_force(house, mail):
    """Two entries of one participant: every later run takes the last one."""
    for number, table in enumerate((TABLE, TABLE.replace("45.5", "45.7")), 1):
        read(house, mail(table, message_id=f"<{number}@p07>"))
        enter(house)
    made, _ = enter(house)
    assert made["entered"]["P07"]["message_id"] == "<2@p07>"
    assert rows(house)[0][2] == "45.70"


def test_the_file_leaves_by_two_persons(house, mail):
    """Approved by somebody else it is released; before that it is not."""
    read(house, mail())
    enter(house)
    release = ("release", house.out / CSV, "--initials", "AB", "--reason", "drill")
    assert house.refused(*release) == ["approval_needed"]
    house.approve(CSV)
    house.done(*release)
    assert (house.out / "released" / CSV).read_bytes() == (house.out / CSV).read_bytes()


def test_entering_twice_changes_nothing(house, mail):
    """The same entry with the instant it had, and the approval stands."""
    read(house, mail())
    first, _ = enter(house)
    house.approve(CSV)
    again, _ = enter(house, at="15:50:00")
    assert again["entered"] == first["entered"]
    assert again["approval"] == "given"
    assert len(house.entries("proxy.entered")) == 1


def test_a_correction_takes_the_place_of_the_mail(house, mail):
    """The whole of it, and what had been approved is void."""
    read(house, mail())
    enter(house)
    house.approve(CSV)
    assert read(house, mail("instrument,bid,offer\nITXJS4605,45,47\n", message_id="<2@p07>")) == "correction"
    made, _ = enter(house)
    assert (made["entered"]["P07"]["message_id"], made["approval"]) == ("<2@p07>", "asked")
    assert rows(house) == [["P07", "ITXJS4605", "45.00", "47.00", "2026-11-20T15:20:00+09:00"]]


@pytest.mark.parametrize(("read_at", "entered_at"), [("15:30:01", "15:30:02"), ("15:29:00", "15:31:00")])
def test_what_comes_after_the_window_is_recorded_and_not_submitted(house, mail, read_at, entered_at):
    """Read too late, or keyed too late: the window does not move for it."""
    read(house, mail(), at=read_at)
    made, error = enter(house, "--set", "quote_window_close=15:30:00", at=entered_at)
    assert (made["entered"], made["file"], len(made["late"])) == ({}, None, 1)
    assert "[proxy_after_close]" in error
    assert len(house.entries("proxy.late")) == 1


def test_the_close_itself_is_in_time(house, mail):
    """15:30:00 is not after 15:30."""
    read(house, mail(), at="15:30:00")
    made, _ = enter(house, "--set", "quote_window_close=15:30:00", at="15:30:00")
    assert list(made["entered"]) == ["P07"]


def test_a_late_correction_leaves_what_was_keyed(house, mail):
    """What was entered in time stays entered."""
    read(house, mail())
    enter(house, "--set", "quote_window_close=15:30:00")
    read(house, mail("instrument,bid,offer\nITXJS4605,45,47\n", message_id="<2@p07>"), at="15:40:00")
    made, _ = enter(house, "--set", "quote_window_close=15:30:00", at="15:41:00")
    assert made["entered"]["P07"]["message_id"] == "<1@p07>"
    assert len(made["late"]) == 1


def test_entering_is_a_fact_of_the_plan(house, mail):
    """The mail as of its sending and its entry, each one a participant, however often the run is repeated by whom."""
    read(house, mail())
    for at, initials in (("15:26:00", "AB"), ("15:27:00", "CD")):
        enter(house, at=at, initials=initials)
    facts = [(each.body["what"], each.body["at"][11:19]) for each in house.entries("fact.recorded")]
    assert facts == [("participant.quotes_mailed", "15:20:00"), ("participant.quotes_proxied", "15:26:00")]
    assert {each.body["details"]["participant"] for each in house.entries("fact.recorded")} == {"P07"}


def test_a_late_mail_has_come_all_the_same(house, mail):
    """The plan no longer waits for it, although nothing of it is keyed."""
    read(house, mail(), at="15:40:00")
    enter(house, "--set", "quote_window_close=15:30:00", at="15:41:00")
    assert [each.body["what"] for each in house.entries("fact.recorded")] == ["participant.quotes_mailed"]


def test_a_file_of_another_day_without_a_reason_records_nothing(house, mail):
    """What refuses the file refuses before anything counts as entered, or the plan hears of it."""
    read(house, mail())
    options = ("--date", "2026-11-20", "--initials", "AB", "-o", house.out, "--at", "2026-11-20T15:26:00+09:00")
    assert house.refused("proxy", "enter", *options) == ["export_other_day"]
    assert {each.kind for each in house.entries()} == {"mail.read"}


def test_without_a_window_nothing_is_judged_late_and_that_is_said(house, mail):
    """A warning as long as the close is not set; an empty day has nothing that could be late."""
    assert "[quote_window_unset]" not in enter(house)[1]
    read(house, mail())
    assert "[quote_window_unset]" in enter(house)[1]
    assert "[quote_window_unset]" not in enter(house, "--set", "quote_window_close=15:30:00")[1]


def test_a_held_mail_waits_for_two_persons(house, mail):
    """Not entered, then asked for, then entered under the participant that two persons named."""
    assert read(house, mail(sender="private@home.example")) == "held"
    made, error = enter(house)
    assert (made["entered"], "[proxy_waits]" in error) == ({}, True)
    (name,) = made["waiting"]
    accept = ("--date", "2026-11-20", "--at", "2026-11-20T15:27:00+09:00", "--initials", "AB", "--reason", "drill")
    command = ("proxy", "enter", *accept, "-o", house.out, "--accept", f"{name}=P07")
    assert house.refused(*command) == ["approval_needed"]
    assert house.entries("mail.accepted") == []
    house.approve(name)
    house.done(*command)
    assert [row[0] for row in rows(house)] == ["P07", "P07"]
    (said,) = house.entries("mail.accepted")
    assert (said.body["participant"], said.body["quotes"][0]) == ("P07", ["ITXJS4605", 45.5, 47.5])


def test_an_early_mail_waits_as_well(house, mail):
    """Before 15:15 a mail does not count by the plan; two persons may still say that it does."""
    assert read(house, mail(sent="15:10:00"), at="15:11:00") == "accepted"
    made, _ = enter(house)
    assert (made["entered"], len(made["waiting"])) == ({}, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mail-ffffff=P07", "reading_unknown"),
        ("P07", "accept_form"),
        ("=P07", "accept_form"),
        ("mail-=P07", "reading_unknown"),
    ],
)
def test_an_acceptance_names_a_mail_that_waits(house, mail, text, code):
    """A mistyped name is told, and an empty one names nothing."""
    read(house, mail())
    options = ("--date", "2026-11-20", "--initials", "AB", "-o", house.out, "--accept", text)
    assert house.refused("proxy", "enter", *options) == [code]


def test_a_registered_senders_mail_is_nobody_elses(house, mail):
    """An early mail of P07 cannot be accepted as P01's."""
    read(house, mail(sent="15:10:00"))
    (name,) = enter(house)[0]["waiting"]
    options = ("--date", "2026-11-20", "--initials", "AB", "-o", house.out, "--accept", f"{name}=P01")
    assert house.refused("proxy", "enter", *options) == ["reading_other_participant"]


def test_a_crossed_quote_is_left_out_and_told(house, mail):
    """The other rows go on."""
    read(house, mail("instrument,bid,offer\nITXJS4605,48,47\nJP003M3112,13,16\n"))
    _, error = enter(house)
    assert "[quote_crossed]" in error
    assert [row[1] for row in rows(house)] == ["JP003M3112"]


def test_a_level_the_file_cannot_hold_is_left_out_and_told(house, mail):
    """With participant, mail, row and column; the rest of the mail and every other participant go on."""
    read(house, mail("instrument,bid,offer\nJP003M3112,13,16\nITXJS4605,45.123,47\n"))
    read(house, mail(TABLE.replace("45.5", "45.6"), sender="desk@p08.example", message_id="<1@p08>"))
    made, error = enter(house)
    (reading, _) = house.entries("mail.read")
    assert f"mail-{reading.key[:12]}:3 bid_bp [proxy_quote_unfit] P07" in error
    assert [row[:2] for row in rows(house)] == [["P07", "JP003M3112"], ["P08", "ITXJS4605"], ["P08", "JP003M3112"]]
    assert list(made["entered"]) == ["P07", "P08"]


def test_who_has_no_quote_that_fits_is_not_entered(house, mail):
    """Nothing counts as entered that is in no file."""
    read(house, mail("instrument,bid,offer\nITXJS4605,45.123,47\n"))
    made, error = enter(house)
    assert (made["entered"], made["file"], "[proxy_quote_unfit]" in error) == ({}, None, True)
    assert house.entries("proxy.entered") == []


def test_a_fact_that_a_killed_run_did_not_tell_is_told_by_the_next(house, mail, monkeypatch):
    """As of when it was keyed, by whom; and once, however often the command is run."""
    read(house, mail())
    options = ("--date", "2026-11-20", "--at", "2026-11-20T15:26:00+09:00", "-o", house.out, "--reason", "drill")
    busy = RefusedError([finding("journal_busy", seconds=30)])
    with monkeypatch.context() as broken:
        broken.setattr(proxy_enter, "told_facts", Mock(side_effect=[(), busy]))
        assert house.refused("proxy", "enter", "--initials", "AB", *options) == ["journal_busy"]
    assert (len(house.entries("proxy.entered")), house.entries("fact.recorded")) == (1, [])
    for at in ("15:27:00", "15:28:00"):
        enter(house, at=at, initials="CD")
    (_, fact) = house.entries("fact.recorded")
    assert (fact.body["what"], fact.body["details"]) == ("participant.quotes_proxied", {"participant": "P07"})
    assert (fact.body["at"], fact.body["initials"]) == ("2026-11-20T15:26:00+09:00", "AB")
