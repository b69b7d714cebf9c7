"""`hikae quotes send`: every way out, two persons, nothing before 15:15, and the mail as others read it."""

import hashlib
import json
import re

import plain_mime
import pytest

NAME = "quotes_P07_20261120.eml"
FROM = ("--from", "desk@p07.example")
CSV = {"upload": "quotes_direct_20261120.csv", "tool": "quotes_tool_20261120.csv"}


@pytest.fixture
def entered(participant, sheet):
    """Return the participant's home with its clean sheet entered."""
    assert participant.quotes("enter", sheet(), "--initials", "SK")[0] == 0
    return participant


def send(side, route, *words, at="15:20:00", user=1, initials="SK"):
    """Return exit code, output and findings of a sending."""
    named = ("--route", route, "--initials", initials, "-o", side.out, *words)
    return side.quotes("send", *named, at=at, user=user)


def mailed(side):
    """Return the mail's bytes once two persons agreed."""
    assert send(side, "mail", *FROM)[0] == 2
    side.approve(NAME)
    code, _, error = send(side, "mail", *FROM)
    assert code == 0, error
    return (side.out / NAME).read_bytes()


def test_nothing_is_sent_that_was_not_entered(participant):
    """There is no sheet to send."""
    assert "[quotes_not_entered]" in send(participant, "mail", *FROM)[2]
    assert "[quotes_not_entered]" in send(participant, "tool")[2]


def test_a_mail_waits_for_the_second_person(entered):
    """The first run asks, writes nothing and records no sending; once approved the same command lets it leave."""
    code, _, error = send(entered, "mail", *FROM)
    assert (code, "[approval_needed]" in error, (entered.out / NAME).exists()) == (2, True, False)
    assert entered.entries("quotes.sent") == []
    entered.approve(NAME)
    code, out, _ = send(entered, "mail", *FROM)
    assert (code, "送信済・未確認 / sent, not confirmed" in out) == (0, True)
    (sent,) = entered.entries("quotes.sent")
    assert (sent.body["route"], sent.body["at"]) == ("mail", "2026-11-20T15:20:00+09:00")
    assert sent.body["approval"] == entered.entries("approval.given")[0].key


def test_a_refused_mail_stays(entered):
    """What a second person refused is not asked for again, nor let out in solo mode."""
    send(entered, "mail", *FROM)
    entered.done("approve", "refuse", NAME, "--initials", "TY", "--reason", "wrong levels", user=2)
    entered.done("solo", "declare", "--initials", "SK", "--reason", "alone", "--date", "2026-11-20")
    code, _, error = send(entered, "mail", *FROM)
    assert (code, "wrong levels" in error) == (2, True)
    assert len(entered.entries("approval.asked")) == 1


def test_another_sheet_needs_another_approval(entered, sheet, sheet_rows):
    """An approval is for the quotes that were seen, not for a name."""
    send(entered, "mail", *FROM)
    entered.approve(NAME)
    changed = sheet({sheet_rows[0][0]: ["27.00", "31.00", sheet_rows[0][3]]})
    assert entered.quotes("enter", changed, "--initials", "SK")[0] == 0
    assert send(entered, "mail", *FROM)[0] == 2
    assert entered.entries("quotes.sent") == []


@pytest.mark.parametrize(("at", "early"), [("15:14:59", True), ("15:15:00", False)])
def test_a_mail_does_not_leave_before_a_quarter_past_three(entered, at, early):
    """15:15:00 itself is not before; the words say when."""
    entered.done("solo", "declare", "--initials", "SK", "--reason", "alone", "--date", "2026-11-20")
    code, _, error = send(entered, "mail", *FROM, at=at)
    assert (code, "[mail_too_early]" in error) == ((2, True) if early else (0, False))
    assert len(entered.entries("quotes.sent")) == (0 if early else 1)


def test_an_override_needs_its_reason_and_is_recorded(entered):
    """On the day itself, for a reason; never on a day before."""
    entered.done("solo", "declare", "--initials", "SK", "--reason", "alone", "--date", "2026-11-20")
    assert "[mail_too_early]" in send(entered, "mail", *FROM, "--override", at="15:00:00")[2]
    assert send(entered, "mail", *FROM, "--override", "--reason", "JSCC asked for it", at="15:00:00")[0] == 0
    assert entered.entries("quotes.sent")[0].body["override"] == "JSCC asked for it"
    eve = ("--data", entered.day, "--participant", "P07", "--at", "2026-11-19T15:20:00+09:00", "-o", entered.out)
    named = ("--route", "mail", "--initials", "SK", "--override", "--reason", "early", *FROM)
    assert entered.refused("quotes", "send", *named, *eve) == ["mail_too_early"]


def test_a_mail_after_the_window_is_warned_of(entered):
    """Proxy entry never moves the window; the mail leaves all the same."""
    entered.done("solo", "declare", "--initials", "SK", "--reason", "alone", "--date", "2026-11-20")
    code, _, error = send(entered, "mail", *FROM, "--set", "quote_window_close=15:30:00", at="15:30:01")
    assert (code, "[mail_after_close]" in error) == (0, True)


def test_sending_again_gives_the_same_mail(entered):
    """One entry, the same bytes, the instant of the first time; a lost file is made again."""
    first = mailed(entered)
    (entered.out / NAME).unlink()
    assert send(entered, "mail", *FROM, at="15:40:00")[0] == 0
    assert (entered.out / NAME).read_bytes() == first
    assert len(entered.entries("quotes.sent")) == 1


def test_a_second_parser_reads_the_mail(entered, sheet_rows):
    """Headers, both languages, the Japanese attachment's name and its table, by a reader that knows the standards."""
    header, ((_, body), (attached, table)) = plain_mime.parts(mailed(entered))
    assert (header["from"], header["to"]) == ("desk@p07.example", "otc@jscc.co.jp")
    assert header["date"] == "Fri, 20 Nov 2026 15:20:00 +0900"
    assert plain_mime.words(header["subject"]) == "【気配値】P07 2026-11-20 / Quotes P07 2026-11-20"
    assert plain_mime.parameters(attached["content-disposition"])["filename"] == "気配値_P07_20261120.csv"
    assert "filename*=utf-8''" in attached["content-disposition"].lower()
    lines = table.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "instrument,bid,offer,as_of"
    assert [line.split(",")[0] for line in lines[1:-1]] == [row[0] for row in sheet_rows]
    text = body.decode("utf-8")
    assert text.index("代理入力をお願いします") < text.index("for proxy entry")


def test_the_mail_says_what_the_clause_asks(entered):
    """Participant, business date, as-of time, number, totals, the short head of its entry, and who is liable."""
    _, ((_, body), (_, table)) = plain_mime.parts(mailed(entered))
    text = body.decode("utf-8")
    (entry,) = entered.entries("quotes.entered")
    bids = round(sum(float(line.split(",")[1]) for line in table.decode("utf-8-sig").split("\r\n")[1:-1]), 6)
    for said in ("P07", "2026-11-20", "2026-11-20T15:16:00+09:00", entry.hash[:12], f"{bids:.10g}", "CP-1.1.R3"):
        assert text.count(said) >= 2, said
    assert "gross negligence" in text
    assert "故意または重過失" in text


def test_what_was_approved_is_the_mail_that_leaves(entered):
    """The hash of the attached table in the approved content is that of the table in the mail."""
    _, (_, (_, table)) = plain_mime.parts(mailed(entered))
    (asked,) = entered.entries("decision.entered")
    assert asked.body["table_sha256"] == hashlib.sha256(table).hexdigest()


def test_our_own_reader_accepts_the_draft(entered, house, sheet_rows):
    """Draft, then `hikae proxy read`: the same quotes, from the right participant, without a finding."""
    mailed(entered)
    named = ("--contacts", house.contacts, "--at", "2026-11-20T15:25:00+09:00", "--json")
    read = json.loads(house.done("proxy", "read", entered.out / NAME, *named))
    assert (read["status"], read["participant"], read["business_date"]) == ("accepted", "P07", "2026-11-20")
    assert (read["source"], read["findings"]) == (
        {"kind": "csv", "name": "気配値_P07_20261120.csv", "encoding": "utf-8-sig"},
        [],
    )
    got = [(each["instrument"], each["bid_bp"], each["offer_bp"]) for each in read["quotes"]]
    assert got == [(code, float(bid), float(offer)) for code, bid, offer, _ in sheet_rows]


def test_a_mailing_is_a_fact_of_the_plan(entered):
    """The plan hears of it, so that the duty to mail is done with."""
    mailed(entered)
    (fact,) = entered.entries("fact.recorded")
    assert (fact.body["what"], fact.body["details"]) == ("participant.quotes_mailed", {"participant": "P07"})


@pytest.mark.parametrize("route", ["upload", "tool"])
def test_a_file_leaves_released_and_approved(entered, route):
    """Prepared and asked for at first, released with its sidecars after the second person's word."""
    code, _, error = send(entered, route, "--reason", "drill")
    assert (code, "[approval_needed]" in error) == (2, True)
    assert not (entered.out / "released").exists()
    entered.approve(CSV[route])
    code, _, error = send(entered, route, "--reason", "drill")
    assert code == 0, error
    assert (entered.out / "released" / CSV[route]).exists()
    assert (entered.out / "released" / f"{CSV[route]}.sha256").exists()
    assert entered.entries("quotes.sent")[0].body["name"] == CSV[route]


def test_a_route_of_the_participant_is_not_the_clearing_houses(house, sheet):
    """The role in the settings gates the layout."""
    assert house.quotes("enter", sheet(), "--initials", "SK")[0] == 0
    assert "[template_role]" in send(house, "tool", "--reason", "drill")[2]


def test_the_clearing_house_does_not_mail_quotes_to_itself(house, sheet):
    """The mail asks for the role as the files do, before anything is prepared or an approval asked for."""
    assert house.quotes("enter", sheet(), "--initials", "SK")[0] == 0
    code, _, error = send(house, "mail", *FROM)
    assert (code, "[mail_role]" in error) == (2, True)
    assert house.entries("decision.entered") == []
    assert house.entries("approval.asked") == []


def test_a_waiting_mail_does_not_hold_up_the_tool(entered):
    """No figure rests on a mail that was prepared and never approved: the tool came back, its file may leave."""
    send(entered, "mail", *FROM)
    send(entered, "tool", "--reason", "drill")
    entered.approve(CSV["tool"])
    code, _, error = send(entered, "tool", "--reason", "drill")
    assert (code, re.findall(r"release_decision_open", error)) == (0, [])


def test_more_decimals_than_the_file_has_are_refused(participant, sheet, sheet_rows):
    """A level is never rounded on the way out; the cell is named."""
    path = sheet({sheet_rows[0][0]: ["26.123456", "30.90", sheet_rows[0][3]]})
    assert participant.quotes("enter", path, "--initials", "SK")[0] == 0
    code, _, error = send(participant, "upload", "--reason", "drill")
    assert (code, "[export_cell]" in error) == (2, True)


def test_a_prepared_mail_stands_under_its_own_kind(entered):
    """Nothing in the mail's content takes the place of what the record says it is."""
    send(entered, "mail", *FROM)
    (made,) = entered.entries("decision.entered")
    assert (made.body["subject"], made.body["name"]) == ("quote_mail", NAME)
    assert made.body["title"].startswith("【気配値】P07")


@pytest.mark.parametrize("typed", ["a@b.c\nBcc: z@z.z", "a@b.c, z@z.z", "a@b.c, ", "<@z.z:a@b.c>", "a@b.c;", "desk"])
@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_mail_goes_from_one_address_to_one(entered, option, typed):
    """What is not exactly one mailbox is refused before anything is asked for or recorded."""
    before = len(entered.entries())
    code, _, error = send(entered, "mail", *FROM, option, typed)
    assert (code, "[mailbox_refused]" in error, len(entered.entries())) == (2, True, before)


def test_a_name_may_stand_before_the_address(entered):
    """Of the name nothing goes into the mail's identification."""
    entered.done("solo", "declare", "--initials", "SK", "--reason", "alone", "--date", "2026-11-20")
    assert send(entered, "mail", "--from", '"Desk, 気配" <Desk@P07.example>')[0] == 0
    (sent,) = entered.entries("quotes.sent")
    assert sent.body["message_id"].endswith("@p07.example>")


def test_a_mail_that_cannot_be_written_was_not_sent(entered):
    """No sending and no fact stand in the record; the same command sends it once there is room."""
    entered.done("solo", "declare", "--initials", "SK", "--reason", "alone", "--date", "2026-11-20")
    entered.out.write_text("in the way", encoding="utf-8")
    code, _, error = send(entered, "mail", *FROM)
    assert (code, "[file_not_written]" in error) == (2, True)
    assert entered.entries("quotes.sent") == entered.entries("fact.recorded") == []
    entered.out.unlink()
    assert send(entered, "mail", *FROM)[0] == 0
    assert len(entered.entries("quotes.sent")) == 1
