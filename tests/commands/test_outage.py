"""`hikae outage`: declared in the plan's words, reported three ways, and what information is still missing."""

import json

import plain_mime
import pytest

DAY = ("--date", "2026-11-20")
SAID = {"connection": "tool", "affects": "quotes"}


def named(at, **changes):
    """Return the options of an outage of P07."""
    options = {"participant": "P07", **SAID, **changes}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [*words, "--initials", "SK", *DAY, "--at", f"2026-11-20T{at}+09:00"]


def declared(side, *words, at="14:20:00", **changes):
    """Return what declaring an outage says is due."""
    return json.loads(side.done("outage", "declare", *named(at, **changes), "--json", *words))


def reported(side, *words, at="14:35:00"):
    """Return the files of a report by the part of their names."""
    options = ("--participant", "P07", "--initials", "SK", *DAY, "--at", f"2026-11-20T{at}+09:00", "-o", side.out)
    side.done("outage", "report", *options, *words)
    return {path.name.split("_")[1]: path.read_bytes() for path in side.out.iterdir()}


def test_a_tool_users_outage_leaves_the_mail(participant):
    """The route, by when to report and from when to mail, and both duties."""
    made = declared(participant)
    assert made["plan"]["quotes"]["routes"] == ["email"]
    assert made["plan"]["quotes"]["report_by"] == "2026-11-20T15:15:00+09:00"
    assert made["plan"]["quotes"]["mail_from"] == "2026-11-20T15:15:00+09:00"
    assert {(row["clause"], row["what"]) for row in made["due"]} == {("CP-1.1.b.2", "report"), ("CP-1.1.b.3", "mail")}


def test_a_direct_user_may_choose_until_the_tool_fails(participant):
    """Tool or mail at first; once the tool is unusable, mail alone."""
    assert declared(participant, connection="direct")["plan"]["quotes"]["routes"] == ["tool", "email"]
    both = declared(participant, "--tool-failed", connection="direct", at="14:25:00")
    assert both["plan"]["quotes"]["routes"] == ["email"]


def test_a_declaration_is_a_fact_in_the_record(participant):
    """In the vocabulary of the plan, with who said it; the same one twice stands once."""
    for _ in range(2):
        declared(participant)
    (entry,) = participant.entries("fact.recorded")
    assert (entry.body["what"], entry.body["at"]) == ("participant.outage", "2026-11-20T14:20:00+09:00")
    assert entry.body["details"] == {"participant": "P07", **SAID}
    assert entry.body["initials"] == "SK"


def test_a_fact_before_its_day_is_refused(participant):
    """The plan's own refusal, and nothing is recorded."""
    options = [word.replace("2026-11-20T14", "2026-11-19T14") for word in named("14:20:00")]
    assert participant.refused("outage", "declare", *options) == ["fact_before_day"]
    assert participant.entries() == []


def test_the_facts_of_a_day_file_count_as_well(house, example_day):
    """What the file and the record both hold counts once: P07 has reported by the file, so no report is due."""
    options = ["--participant", "P07", "--connection", "tool", "--affects", "quotes", "--initials", "SK", "--json"]
    made = json.loads(
        house.done(
            "outage", "declare", *options, "--day", example_day / "day.toml", "--at", "2026-11-20T14:40:00+09:00"
        )
    )
    assert made["business_date"] == "2026-11-20"
    assert [row["what"] for row in made["due"]] == ["mail"]


def test_people_read_the_ways_and_the_times(participant):
    """Both languages, the two meanings of 15:15, every duty."""
    out = participant.done("outage", "declare", *named("14:20:00"))
    for said in ("report by 15:15, mail from 15:15", "15:15 までに連絡", "CP-1.1.b.2", "CP-1.1.b.3"):
        assert said in out
    late = participant.done("outage", "declare", *named("15:20:00"))
    assert "▲ 連絡の期限を過ぎています / the report is late" in late


@pytest.mark.parametrize("at", ["14:20:00", "15:16:00"])
def test_a_direct_user_is_never_told_that_nothing_is_due(participant, at):
    """No duty is its own while it may still use the tool; the ways stand there all the same, late or not."""
    said = participant.done("outage", "declare", *named(at, connection="direct"))
    assert "tool / email" in said
    assert "Nothing is due" not in said


def test_a_report_needs_an_outage(participant):
    """There is nothing to report before one is declared."""
    options = ("--participant", "P07", "--initials", "SK", *DAY, "--at", "2026-11-20T14:35:00+09:00")
    assert participant.refused("outage", "report", *options) == ["outage_not_declared"]


def test_a_report_is_made_three_ways_in_both_languages(participant):
    """What to say, by when, to whom: telephone, fax and mail carry the same."""
    declared(participant)
    made = reported(participant, "--from", "desk@p07.example")
    header, ((_, body),) = plain_mime.parts(made["mail"])
    assert (header["to"], header["from"]) == ("otc@jscc.co.jp", "desk@p07.example")
    assert plain_mime.words(header["subject"]).startswith("【障害連絡】P07 2026-11-20")
    for text in (made["telephone"].decode(), made["fax"].decode(), body.decode()):
        for said in ("P07", "2026-11-20T14:20:00+09:00", "15:15", "tool environment", "ツール方式の環境", "代理"):
            assert said in text
    for said in ("03-3665-1405", "03-3665-1235", "otc@jscc.co.jp"):
        assert said in made["telephone"].decode()
    assert "03-3665-1235" in made["fax"].decode()


def test_a_late_report_says_at_once(participant):
    """In principle by 15:15; later it is not forbidden, but at once."""
    declared(participant)
    assert "in principle" in reported(participant)["telephone"].decode()
    assert "at once" in reported(participant, at="15:16:00")["telephone"].decode()


def test_a_report_that_was_made_is_a_fact(participant):
    """Then the plan asks for the mail alone."""
    declared(participant)
    options = ("--participant", "P07", "--initials", "SK", *DAY, "--at", "2026-11-20T14:35:00+09:00")
    before = participant.done("outage", "report", *options, "-o", participant.out)
    after = participant.done("outage", "report", *options, "-o", participant.out, "--told")
    assert participant.entries("fact.recorded")[-1].body["what"] == "participant.reported"
    assert ("CP-1.1.b.2" in before, "CP-1.1.b.2" in after, "CP-1.1.b.3" in after) == (True, False, True)


@pytest.mark.parametrize(("connection", "said"), [("direct", "by the tool"), ("tool", "agree with us")])
def test_an_outage_of_information_asks_for_its_own_way(participant, connection, said):
    """A direct user goes to the tool first, a tool user agrees with JSCC; no clock time stands in either."""
    declared(participant, connection=connection, affects="information")
    text = reported(participant)["telephone"].decode()
    assert said in text
    assert "promptly" in text


def information(side):
    """Return the state of each expected item."""
    rows = json.loads(side.done("outage", "information", *DAY, "--json"))["items"]
    return {row["item"]: row for row in rows}


def consult(side, *words):
    """Return exit code and standard error of recording what was agreed about the settlement prices."""
    said = ("--item", "settlement_prices", "--agreed", "by mail at 17:00", "--with", "Abe", "--participant", "P07")
    at = ("--at", "2026-11-20T16:40:00+09:00", "--initials", "SK", *DAY)
    code, _, error = side.run("outage", "consult", *said, *at, *words)
    return code, error


def test_everything_is_missing_at_first(participant):
    """Each item expected on a day is listed, whether it came or not."""
    assert {row["state"] for row in information(participant).values()} == {"missing"}
    assert set(information(participant)) == {"settlement_prices", "intraday_upload", "requirements_upload"}


def test_an_imported_table_is_received_with_its_source(house, tmp_path):
    """`hikae import` records where it came from, and the list shows it."""
    table = "業務日,銘柄コード,清算値段(bp),適用,条項\n2026-11-20,ITXJS4605,46.50,today,CP-1.3.1\n"
    (tmp_path / "prices.csv").write_text(table, encoding="utf-8-sig")
    house.done("import", "settlement_prices", tmp_path / "prices.csv", "--source", "mail")
    assert information(house)["settlement_prices"]["state"] == "received"
    assert information(house)["settlement_prices"]["source"] == "mail"


def test_what_was_agreed_is_recorded(participant):
    """A tool user agrees at once; the list shows with whom and what."""
    declared(participant, affects="information")
    assert consult(participant)[0] == 0
    row = information(participant)["settlement_prices"]
    assert (row["state"], row["response"], row["agreed_with"]) == ("agreed", "by mail at 17:00", "Abe")


def test_a_direct_user_tries_the_tool_first(participant):
    """The order is fixed here: no consultation before the tool has failed, too."""
    declared(participant, connection="direct", affects="information")
    code, error = consult(participant)
    assert (code, "[tool_not_tried]" in error) == (2, True)
    declared(participant, "--tool-failed", connection="direct", affects="information", at="16:00:00")
    assert consult(participant)[0] == 0


def test_a_consultation_needs_an_outage(participant):
    """Nothing is agreed about what nobody declared."""
    code, error = consult(participant)
    assert (code, "[outage_not_declared]" in error) == (2, True)


def test_people_read_the_items(participant):
    """A line each, in both languages."""
    out = participant.done("outage", "information", *DAY)
    assert out.count("未着 / missing") == 3
