"""The example day with its faults, both sides: from P07's outage to quotes that JSCC keyed and P07 reconciled."""

import json

from addin.store.journal import Journal

MAIL, CSV = "quotes_P07_20261120.eml", "quotes_proxy_20261120.csv"
DAY = ("--date", "2026-11-20")
CLOSE = ("--set", "quote_window_close=16:00:00")


def at(clock):
    """Return the option of an instant of the day."""
    return ("--at", f"2026-11-20T{clock}+09:00")


def test_from_the_outage_to_reconciled_proxy_entry(participant, house, sheet, sheet_rows):
    """P07's tool fails at 14:20; its quotes reach JSCC's own entry by mail, two persons on each side, all recorded."""
    outage = ("--connection", "tool", "--affects", "quotes")
    said = ("--participant", "P07", "--initials", "SK", *DAY)
    due = json.loads(participant.done("outage", "declare", *said, *outage, *at("14:20:00"), "--json"))
    assert due["plan"]["quotes"]["report_by"] == "2026-11-20T15:15:00+09:00"
    participant.done("outage", "report", *said, *at("14:35:00"), "-o", participant.out, "--told")

    code, out, _ = participant.quotes("check", sheet(), "--json")
    assert (code, json.loads(out)["blocked"]) == (0, False)
    assert participant.quotes("enter", sheet(), "--initials", "SK")[0] == 0
    send = ("--route", "mail", "--from", "desk@p07.example", "--initials", "SK", "-o", participant.out)
    assert participant.quotes("send", *send, at="15:20:00")[0] == 2
    participant.approve(MAIL)
    assert participant.quotes("send", *send, at="15:20:00")[0] == 0

    read = json.loads(
        house.done("proxy", "read", participant.out / MAIL, "--contacts", house.contacts, *at("15:24:00"), "--json")
    )
    assert (read["status"], len(read["quotes"])) == ("accepted", len(sheet_rows))
    enter = ("--initials", "AB", *DAY, *at("15:26:00"), "-o", house.out, "--reason", "drill", *CLOSE)
    house.done("proxy", "enter", *enter)
    house.approve(CSV)
    house.done("release", house.out / CSV, "--initials", "AB", "--reason", "drill")

    keyed = house.out / "released" / CSV
    code, out, error = participant.quotes("status", "--keyed", keyed, "--json", *CLOSE, at="15:40:00")
    assert (code, "[keyed_differs]" in error) == (0, False)
    made = json.loads(out)
    assert ([row["verdict"] for row in made["keyed"]], made["countdown"]["quote_window_close"]) == (
        ["same"] * len(sheet_rows),
        1200,
    )
    assert participant.quotes("status", "--confirm", "JSCC, Abe 15:41", "--initials", "SK", at="15:41:00")[0] == 0
    assert records(participant) == [
        "participant.outage", "participant.reported", "quotes.entered", "decision.entered", "approval.asked",
        "approval.given", "quotes.sent", "participant.quotes_mailed", "quotes.reconciled", "quotes.confirmed",
    ]  # fmt: skip
    assert records(house) == [
        "mail.read", "participant.quotes_mailed", "proxy.entered", "participant.quotes_proxied", "export.prepared",
        "export.source", "approval.asked", "approval.given", "export.released",
    ]  # fmt: skip


def test_every_fault_of_the_day_is_found_before_it_leaves(participant, house, example_day, tmp_path):
    """The sheets of P02, P03 and P06: a slip, a crossed and a missing quote; full-width digits are no fault."""
    found = {}
    for name in ("P02", "P03", "P06"):
        path = tmp_path / f"{name}.csv"
        lines = [line.split(",") for line in (example_day / "quotes.csv").read_text(encoding="utf-8").splitlines()]
        rows = [",".join(line[1:]) for line in lines if line[0] == name]
        path.write_text("\n".join(["instrument,bid,offer,as_of", *rows]) + "\n", encoding="utf-8")
        code, out, error = participant.quotes("check", path, "--json", at="15:25:00", participant=name)
        assert code == 0, error
        made = json.loads(out)
        found[name] = sorted(each["code"] for each in (*made["blocking"], *made["asked"]))
    assert found == {"P02": ["quote_unit_slip"], "P03": ["quote_crossed", "quote_missing"], "P06": []}
    assert participant.entries() == house.entries() == []


def test_a_days_run_takes_no_mail_back(participant, sheet):
    """`hikae day` in the same home leaves a prepared mail and its approval as they stand."""
    assert participant.quotes("enter", sheet(), "--initials", "SK")[0] == 0
    send = ("--route", "mail", "--from", "desk@p07.example", "--initials", "SK", "-o", participant.out)
    assert participant.quotes("send", *send, at="15:20:00")[0] == 2
    participant.approve(MAIL)
    participant.done("day", "--data", participant.day, "--out", participant.out, *at("15:30:00"))
    assert participant.quotes("send", *send, at="15:40:00")[0] == 0


def records(side):
    """Return the kinds of the record in order; a fact by what it tells."""
    with Journal(side.home) as journal:
        assert journal.verify().ok
        return [str(each.body.get("what", each.kind)) for each in journal.entries()]
