"""`hikae hearing`: evidence, sheets in which nobody sees another's marks, the price that JSCC sets, the contacts."""

import json
import tomllib

import pytest
from routes_tables import own_levels, table_rows

from addin.app.approval.subjects import hash_of_content
from addin.app.hearing_price import SetPrice
from calc.days.cutoff import parse_instant

LACKING = ["ITXJS3705", "ITXJS3805", "ITXJS3905", "JP012M3106", "JP027M3112", "JP041M3112", "JP058M3112"]
AT = ("--at", "2026-11-20T16:40:00+09:00")


def heard(house, *words):
    """Return what the evidence says as JSON."""
    options = ("--data", house.day, "--contacts", house.contacts, "-o", house.out, "--json")
    return json.loads(house.done("hearing", *options, *AT, *words))


def test_the_instruments_without_a_mark_are_asked_about(house):
    """The seven that the vendor failed to price, or those that are named."""
    assert list(heard(house)["instruments"]) == LACKING
    assert list(heard(house, "--instrument", "ITXJS4605")["instruments"]) == ["ITXJS4605"]


def test_moves_are_measured_on_the_vendors_marks(house):
    """64 marks beside yesterday's prices; the seven without one are named."""
    made = heard(house)["moves"]
    assert (made["marks"], made["without_mark"]) == (64, LACKING)
    assert 0.9 < made["lowest"][1] < made["median"] < made["highest"][1] < 1.2
    assert made["far"] == []


def test_the_composite_stands_beside_yesterdays_price(house):
    """With its contributors and dispersion; too few contributors give none, with the reason."""
    made = heard(house)["instruments"]
    assert made["ITXJS3705"]["previous_bp"] == pytest.approx(made["ITXJS3705"]["composite_bp"], rel=0.1)
    assert made["ITXJS3705"]["contributors"] >= 3
    assert all(each["composite_bp"] is not None or each["finding"] for each in made.values())


def test_obvious_errors_across_all_members_are_jsccs_alone(house):
    """P02 typed per cent in S46: found by crossing all members, in a part that says for whom it is."""
    made = heard(house)["obvious_errors"]
    assert made["for"] == "clearing_house_only"
    assert made["instruments"]["ITXJS4605"] == [{"participant": "P02", "side": "offer"}]


def test_no_sheet_holds_another_members_mark(house, example_day):
    """Every level that only others gave is absent from a member's sheet, in JSON and on paper, and every name is."""
    made = heard(house, "--instrument", "ITXJS4605", "--instrument", "ITXJS4505")
    levels = own_levels(example_day, ["ITXJS4605", "ITXJS4505"])
    for participant, sheet in made["sheets"].items():
        page = (house.out / f"hearing_{participant}_20261120.txt").read_text(encoding="utf-8")
        own = levels.get(participant, set())
        others = set().union(*(each for name, each in levels.items() if name != participant)) - own
        said = {str(row[side]) for row in sheet["rows"] for side in ("bid_bp", "offer_bp") if row[side] is not None}
        assert said == own
        assert not {each for each in others if f" {float(each):.6g} " in page}
        assert not [name for name in made["sheets"] if name != participant and name in page]


def test_a_mark_given_to_another_would_be_seen(example_day):
    """The test above can fail: the marks of two members differ."""
    levels = own_levels(example_day, ["ITXJS4605", "ITXJS4505"])
    assert levels["P01"] - levels["P03"]
    assert levels["P01"]


def test_a_sheet_names_whom_to_call_in_both_languages(house):
    """Staff, yesterday's price, own size, and blanks for what is heard; a page each."""
    heard(house)
    ja, en = (house.out / "hearing_P07_20261120.txt").read_text(encoding="utf-8").split("\f")
    for page in (ja, en):
        assert "Staff 7 <desk@p07.example>" in page
        assert all(code in page for code in LACKING)
        assert "____:____" in page
    assert "清算値段のヒアリング票" in ja
    assert "Settlement price hearing" in en


def test_sizes_are_net_over_all_accounts_of_a_member(house, example_day):
    """House and client positions of one participant in one instrument, added."""
    owner = {row["account"]: row["participant"] for row in table_rows(example_day / "accounts.csv")}
    rows = [row for row in table_rows(example_day / "positions.csv") if row["instrument"] == "ITXJS3705"]
    total = sum(float(row["notional"]) for row in rows if owner[row["account"]] == "P01")
    sheet = heard(house)["sheets"]["P01"]["rows"]
    assert next(row["size"] for row in sheet if row["instrument"] == "ITXJS3705") == total


def test_quotes_that_came_later_are_not_known_yet(house):
    """At 15:00 nobody has quoted, so no sheet holds a mark."""
    made = json.loads(
        house.done("hearing", "--data", house.day, "-o", house.out, "--json", "--at", "2026-11-20T15:00:00+09:00")
    )
    assert not [row for sheet in made["sheets"].values() for row in sheet["rows"] if row["bid_bp"] is not None]


def test_the_sheets_are_recorded_by_their_hashes(house):
    """Once, however often they are made."""
    for _ in range(2):
        heard(house)
    (entry,) = house.entries("hearing.made")
    assert len(entry.body["sheets"]) == 8


def test_the_folder_must_be_named(house):
    """Without it there is nothing to hear about."""
    assert house.refused("hearing") == ["usage_missing"]


def price(house, *prices, reference="D-1", user=1, initials="AB"):
    """Return exit code and standard error of setting prices."""
    given = [word for each in prices for word in ("--price", each)]
    options = ("--reference", reference, "--second-person", "TY", "--initials", initials, "-o", house.out)
    code, _, error = house.run("hearing", "price", "--data", house.day, *given, *options, *AT, user=user)
    return code, error


def test_a_price_is_set_by_two_persons(house):
    """Asked for, approved under its reference, then laid down as a table and a fact for the day folder."""
    code, error = price(house, "ITXJS3705=31.40")
    assert (code, "[approval_needed]" in error, house.out.exists()) == (2, True, False)
    house.approve("D-1")
    assert price(house, "ITXJS3705=31.40")[0] == 0
    assert (house.out / "jscc_prices.csv").read_bytes() == b"instrument,price_bp\r\nITXJS3705,31.4\r\n"
    (fact,) = tomllib.loads((house.out / "fact.toml").read_text(encoding="utf-8"))["fact"]
    assert (fact["what"], fact["reference"], fact["instruments"]) == ("price.set_by_jscc", "D-1", ["ITXJS3705"])
    assert house.entries("fact.recorded")[0].body["what"] == "price.set_by_jscc"


def test_another_price_needs_another_approval(house):
    """An approval is for the price that was seen."""
    price(house, "ITXJS3705=31.40")
    house.approve("D-1")
    assert price(house, "ITXJS3705=41.40")[0] == 2


def test_the_days_run_finds_the_same_decision(house):
    """Laid into the day folder, the approval given here is the one that `hikae day` asks for."""
    price(house, "ITXJS3705=31.40")
    (entry,) = house.entries("decision.entered")
    decision = SetPrice({"ITXJS3705": 31.4}, "D-1", "TY", parse_instant(AT[1]))
    told = {"at": AT[1], "what": "price.set_by_jscc", **decision.details}
    assert entry.body["content_hash"] == hash_of_content({"facts": [told], "prices": {"ITXJS3705": 31.4}})


@pytest.mark.parametrize(
    ("text", "code"),
    [("ITXJS3705", "price_form"), ("NOSUCH=1", "instrument_unknown"), ("ITXJS3705=x", "number_character")],
)
def test_a_price_that_cannot_be_read_is_refused(house, text, code):
    """Nothing is recorded of the others either."""
    result, error = price(house, "ITXJS3805=33", text)
    assert (result, f"[{code}]" in error, house.entries()) == (2, True, [])


def test_a_price_out_of_scale_is_warned_of(house):
    """It may be set all the same: two persons look at it."""
    house.done("solo", "declare", "--initials", "AB", "--reason", "alone", "--date", "2026-11-20")
    code, error = price(house, "ITXJS3705=0.31")
    assert (code, "[price_implausible]" in error) == (0, True)


def contact(house, participant, *words):
    """Record a contact with a participant's staff."""
    said = ("--staff", "Staff", "--heard", "31.5, two-way", "--initials", "AB")
    house.done("hearing", "contact", "--data", house.day, "--participant", participant, *said, *AT, *words)


def test_contacts_are_kept_and_are_facts_of_the_plan(house):
    """Whom, how, what was heard; one that reached nobody is a call, not a contact."""
    contact(house, "P01")
    contact(house, "P02", "--not-reached")
    rows = json.loads(house.done("hearing", "log", "--data", house.day, "--json"))["contacts"]
    assert [(row["participant"], row["reached"]) for row in rows] == [("P01", True), ("P02", False)]
    told = [(each.body["what"], each.body["details"]["participant"]) for each in house.entries("fact.recorded")]
    assert told == [("phone.called", "P01"), ("notice.sent", "P01"), ("phone.called", "P02")]
    out = house.done("hearing", "log", "--data", house.day)
    assert [line.split()[1] for line in out.splitlines()] == ["○", "×"]


def test_a_notice_is_drafted_until_it_was_sent(house):
    """At 16:06 the failure waits to be announced; at 16:13 it has been; a price set later has to be announced again."""

    def drafted(at):
        return house.done("hearing", "notice", "--data", house.day, "--at", f"2026-11-20T{at}+09:00")

    assert "CP-1.3.3" in drafted("16:06:00")
    assert "no notice is due" in drafted("16:13:00")
    house.done("solo", "declare", "--initials", "AB", "--reason", "alone", "--date", "2026-11-20")
    assert price(house, "ITXJS3705=31.40")[0] == 0
    assert "CP-1.3.3" in drafted("16:41:00")


def test_people_read_the_evidence(house):
    """Moves, a line an instrument, and the errors marked as JSCC's own."""
    out = house.done("hearing", "--data", house.day, "-o", house.out, *AT)
    assert "for JSCC only) ITXJS4605: P02:offer" in out
    assert all(code in out for code in LACKING)


def test_the_second_person_is_not_the_one_who_enters(house):
    """Named in any spelling; nothing is recorded."""
    options = ("--reference", "D-1", "--initials", "AB", "-o", house.out, "--price", "ITXJS3705=31.40", *AT)
    command = ("hearing", "price", "--data", house.day, *options)
    assert house.refused(*command, "--second-person", "ａｂ") == ["second_person_self"]
    assert house.refused(*command, "--second-person", "?") == ["initials_refused"]
    assert house.entries() == []


def test_who_approves_is_the_second_person_who_is_named(house):
    """Another person's word is one, but the fact would name who never saw the price."""
    price(house, "ITXJS3705=31.40")
    house.done("approve", "give", "D-1", "--initials", "CD", user=2)
    code, error = price(house, "ITXJS3705=31.40")
    assert (code, "[second_person_other]" in error, house.out.exists()) == (2, True, False)
    assert house.entries("fact.recorded") == []


def test_an_unknown_participant_is_not_contacted(house):
    """A mistyped code is told, and stands in no log."""
    options = ("--data", house.day, "--participant", "P99", "--staff", "Abe", "--heard", "x", "--initials", "AB", *AT)
    assert house.refused("hearing", "contact", *options) == ["participant_unknown"]
    assert house.entries() == []


def test_the_evidence_is_not_for_a_participants_desk(participant):
    """It is about all members at once: nothing is printed, written or recorded."""
    code, out, error = participant.run("hearing", "--data", participant.day, "-o", participant.out, *AT)
    assert (code, out, "[hearing_role]" in error, participant.out.exists()) == (2, "", True, False)
    assert participant.entries() == []
