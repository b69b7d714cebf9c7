"""`hikae proxy enter` and `paste`: what JSCC keys for others, inside its window, and never on one person's word."""

import csv
import io
import json
from email.message import EmailMessage
from email.policy import SMTP

import pytest

TABLE = "instrument,bid,offer\nITXJS4605,45.5,47.5\nJP003M3112,13.2,16.4\n"
CSV = "quotes_proxy_20261120.csv"


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
    """One a participant, however often the run is repeated."""
    read(house, mail())
    for at in ("15:26:00", "15:27:00"):
        enter(house, at=at)
    (fact,) = house.entries("fact.recorded")
    assert (fact.body["what"], fact.body["details"]) == ("participant.quotes_proxied", {"participant": "P07"})


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


def test_a_level_the_file_cannot_hold_stops_it_before_the_record(house, mail):
    """Refused with its cell; nothing counts as entered that is in no file."""
    read(house, mail("instrument,bid,offer\nITXJS4605,45.123,47\n"))
    options = ("--date", "2026-11-20", "--initials", "AB", "-o", house.out, "--reason", "drill")
    assert house.refused("proxy", "enter", *options, "--at", "2026-11-20T15:26:00+09:00") == ["export_cell"]
    assert house.entries("proxy.entered") == []


def paste(house, path, *words, bids="58.7", offers="63.9", by="telephone"):
    """Return exit code, output and findings of a table that was told."""
    totals = ("--bid-total", bids, "--offer-total", offers, "--by", by, "--participant", "P07")
    return house.run("proxy", "paste", path, *totals, "--at", "2026-11-20T15:22:00+09:00", *words)


def test_a_told_table_waits_with_its_source(house, tmp_path):
    """Its totals compared, it is held like a mail from nobody, and entered once two persons accept it."""
    (tmp_path / "told.txt").write_text(
        "銘柄  ビッド  オファー\nITXJS4605  45.5  47.5\nJP003M3112  13.2  16.4\n", encoding="utf-8"
    )
    for _ in range(2):
        code, out, error = paste(house, tmp_path / "told.txt")
        assert code == 0, error
    name = out.split()[-1]
    (entry,) = house.entries("mail.read")
    assert (entry.body["told"], entry.body["status"]) == ("telephone", "held")
    options = (
        "--date",
        "2026-11-20",
        "--initials",
        "AB",
        "-o",
        house.out,
        "--reason",
        "drill",
        "--accept",
        f"{name}=P07",
    )
    at = ("--at", "2026-11-20T15:26:00+09:00")
    house.refused("proxy", "enter", *options, *at)
    house.approve(name)
    house.done("proxy", "enter", *options, *at)
    assert len(rows(house)) == 2


@pytest.mark.parametrize(("totals", "code"), [({"bids": "58.6"}, "total_differs"), ({"offers": ""}, "total_differs")])
def test_totals_that_differ_stop_a_told_table(house, tmp_path, totals, code):
    """A digit was heard wrong; nothing is recorded."""
    (tmp_path / "told.csv").write_text(TABLE, encoding="utf-8")
    result, _, error = paste(house, tmp_path / "told.csv", **totals)
    assert (result, f"[{code}]" in error, house.entries()) == (2, True, [])


@pytest.mark.parametrize(
    ("text", "by", "code"),
    [
        ("no table", "fax", "no_table"),
        ("instrument,bid,offer\nX,1\n", "fax", "row_shape"),
        (TABLE, "pigeon", "choice_refused"),
    ],
)
def test_what_is_no_table_is_not_pasted(house, tmp_path, text, by, code):
    """With words, and without an entry."""
    (tmp_path / "told.csv").write_text(text, encoding="utf-8")
    result, _, error = paste(house, tmp_path / "told.csv", by=by)
    assert (result, f"[{code}]" in error, house.entries()) == (2, True, [])


def test_people_read_who_was_entered(house, mail):
    """A line a participant, then the file with where its approval stands."""
    read(house, mail())
    options = ("--date", "2026-11-20", "--at", "2026-11-20T15:26:00+09:00", "-o", house.out, "--reason", "drill")
    out = house.done("proxy", "enter", "--initials", "AB", *options)
    assert "代行入力 / entered for P07  2  <1@p07>" in out
    assert f"{CSV}  △ 承認待ち / waiting for approval" in out
