"""`hikae plan` beside a record: the file alone unless asked, and what `hikae day` says of the record's facts."""

import json

import pytest

from addin.app.plan_facts import RECORDED
from addin.store.journal import Journal

DAY = """business_date = 2026-11-20

[[fact]]
at = 2026-11-20T14:20:00+09:00
what = "participant.outage"
participant = "P07"
connection = "tool"
affects = "quotes"
"""
SAID = ("--connection", "tool", "--affects", "quotes", "--initials", "SK", "--date", "2026-11-20")
AT = ("--at", "2026-11-20T15:00:00+09:00")


@pytest.fixture
def day_file(tmp_path):
    """Return a day file that tells of P07's outage."""
    path = tmp_path / "DAY.toml"
    path.write_text(DAY, encoding="utf-8")
    return path


@pytest.fixture
def declared(participant):
    """Return a home whose record tells of P07's outage, as the file does, and of P08's."""
    for name, clock in (("P07", "14:20:00"), ("P08", "14:40:00")):
        participant.done("outage", "declare", "--participant", name, *SAID, "--at", f"2026-11-20T{clock}+09:00")
    return participant


def asked(side, day_file, *words):
    """Return the participants in trouble by `hikae plan --json`, and what it says beside."""
    code, out, error = side.run("plan", "--day", day_file, *AT, "--json", *words)
    assert code == 0, error
    return set(json.loads(out)["participants"]), error


def test_the_file_alone_decides(declared, day_file, monkeypatch):
    """A home beside it, named or in the environment, changes nothing and is not even read."""
    monkeypatch.setenv("HIKAE_HOME", str(declared.home))
    assert asked(declared, day_file) == ({"P07"}, "")


def test_the_record_counts_where_it_is_asked_for(declared, day_file):
    """Its facts of that business date, each once, and which they are stands on standard error in both languages."""
    names, error = asked(declared, day_file, "--with-record")
    assert names == {"P07", "P08"}
    assert "14:40:00 participant.outage P08" in error
    assert ("1 件" in error, "were added (1)" in error, "14:20:00" in error) == (True, True, False)


def test_a_record_without_facts_adds_nothing(participant, day_file):
    """No finding, no record made."""
    assert asked(participant, day_file, "--with-record") == ({"P07"}, "")
    assert not (participant.home / "journal.sqlite3").exists()


def test_another_business_dates_facts_stay_out(participant, day_file):
    """A record goes on for years; a day rests on its own."""
    words = [word.replace("11-20", "11-19") for word in SAID]
    participant.done("outage", "declare", "--participant", "P08", *words, "--at", "2026-11-19T14:40:00+09:00")
    assert asked(participant, day_file, "--with-record") == ({"P07"}, "")


def test_the_decisions_that_are_recorded_rest_on_both(declared, day_file):
    """With `--record` as well, the entry names the recorded failure as a fact that it rests on."""
    at = "2026-11-20T14:50:00+09:00"
    with Journal(declared.home) as journal:
        journal.append(RECORDED, {"business_date": "2026-11-20", "what": "price.failed", "at": at, "details": {}})
    declared.done("plan", "--day", day_file, *AT, "--record", "--with-record")
    (ruled,) = [each for each in declared.entries("plan.ruled") if each.body["item"] == "settlement_price"]
    assert (ruled.body["ruling"]["clause"], [each["what"] for each in ruled.body["facts"]]) == (
        "CP-1.3.1",
        ["price.failed"],
    )


def test_the_day_says_which_facts_are_the_records(declared, tmp_path):
    """In JSON as facts, on standard error as a finding; P07's outage stands in the example day itself."""
    words = ("--data", declared.day, "--out", tmp_path / "out", "--json")
    code, out, error = declared.run("day", *words)
    assert code == 0, error
    (fact,) = json.loads(out)["recorded_facts"]
    assert (fact["at"], fact["what"], fact["participant"]) == (
        "2026-11-20T14:40:00+09:00",
        "participant.outage",
        "P08",
    )
    assert "14:40:00 participant.outage P08" in error


def test_a_fact_that_was_wrong_is_taken_back_in_the_day_file(declared, day_file):
    """Written there with an id and retracted, it stays retracted, whatever the record holds."""
    wrong = DAY.split("\n\n")[1].replace("P07", "P08").replace("14:20", "14:40") + 'id = "wrong"\n'
    back = '\n[[fact]]\nat = 2026-11-20T14:45:00+09:00\nwhat = "fact.retracted"\nid = "wrong"\nreason = "other line"\n'
    day_file.write_text(f"{DAY}\n{wrong}{back}", encoding="utf-8")
    assert asked(declared, day_file, "--with-record") == ({"P07"}, "")
