"""`hikae settings` and the record of `hikae margin`, as a person at the desk sees them."""

import json
import os
import time

import pytest

from addin.app import margin_record

TABLES = {
    "instruments": """instrument,entity,kind,maturity,coupon_bp,recovery,spread_bp,index_factor,bid_offer_width_bp
IX,ITRAXX,index,2031-12-20,100,0.35,60,0.975,4
""",
    "positions": "account,instrument,notional\nP1H,IX,-5000000000\n",
    "curves": """curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,spot_lag_days
T,2026-11-20,swap,5Y,0.0112,,1,ACT/365F,2
""",
    "scenarios": "scenario,kind,IX\ns1,reference,70\ns2,reference,55\n",
}


@pytest.fixture
def log_in(monkeypatch):
    """Return a function that makes the operating system say that another user is at the desk."""
    return lambda number: monkeypatch.setattr(os, "getuid", lambda: 987_600 + number)


@pytest.fixture
def margin(run, tmp_path):
    """Return a function that runs `hikae margin` on one small book."""
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    options = [word for name in TABLES for word in (f"--{name}", tmp_path / f"{name}.csv")]
    return lambda *words: run("margin", "--trade-date", "2026-11-20", *options, "-o", tmp_path / "out", *words)


@pytest.fixture
def proposal(run, margin, log_in):
    """Return the JSON of a proposal made on a recorded book."""
    log_in(1)
    margin()
    return json.loads(run("settings", "propose", "short_charge_ratio=0", "--initials", "SK", "--json")[1])


def entries(run):
    """Return the entries of the record."""
    return json.loads(run("journal", "show", "--json")[1])["entries"]


def test_margin_is_recorded_in_the_home_it_makes(run, margin, tmp_path):
    """`hikae margin` records its run and says so; the default home is made when it is not there."""
    code, out, _ = margin("--lang", "en")
    (entry,) = entries(run)
    assert (code, entry["kind"], out.split()) == (
        0,
        "margin.computed",
        ["recorded", "margin.computed", entry["key"][:12]],
    )
    assert (tmp_path / "home" / "snapshots").is_dir()


def test_margin_without_a_record_still_gives_its_files(margin, tmp_path):
    """A home that can hold no record is a warning, the figures are there, and the end is 0 even when strict."""
    (tmp_path / "no-home").write_text("x", encoding="utf-8")
    code, out, err = margin("--home", tmp_path / "no-home", "--strict", "--lang", "en")
    assert (code, out) == (0, "")
    assert "[margin_not_recorded]" in err
    assert (tmp_path / "out" / "requirements.csv").exists()


def test_json_of_margin_tells_what_kept_it_from_the_record(margin, tmp_path):
    """The finding stands among the others in the JSON."""
    (tmp_path / "no-home").write_text("x", encoding="utf-8")
    _, out, _ = margin("--home", tmp_path / "no-home", "--json")
    assert "margin_not_recorded" in [each["code"] for each in json.loads(out)["findings"]]


def test_recording_adds_little(margin, tmp_path, monkeypatch):
    """What the record adds to a run of `hikae margin` is far below what a person notices."""
    spent, recorded = [], margin_record.recorded_margin

    def timed(*arguments, **named):
        start = time.perf_counter()
        made = recorded(*arguments, **named)
        spent.append(time.perf_counter() - start)
        return made

    monkeypatch.setattr(margin_record, "recorded_margin", timed)
    for number in range(5):
        (tmp_path / "positions.csv").write_text(
            f"account,instrument,notional\nP1H,IX,-{number + 1}00\n", encoding="utf-8"
        )
        margin()
    assert sorted(spent)[2] < 0.3


def test_a_proposal_tells_the_effect_in_json(proposal):
    """Id, change, what it was, every account and the total, and that one person alone cannot accept it."""
    assert (proposal["changes"], proposal["before"]) == ({"short_charge_ratio": "0.0"}, {"short_charge_ratio": "0.65"})
    (account,) = proposal["effect"]["accounts"]
    assert account["difference"] == account["new"] - account["old"] < 0
    assert account["percent"] == pytest.approx(100 * account["difference"] / account["old"])
    assert {name: proposal["effect"]["total"][name] for name in ("old", "new")} == {
        "old": account["old"],
        "new": account["new"],
    }
    assert (proposal["state"], proposal["effect"]["falling"], proposal["needs_second_person"]) == (
        "open",
        ["P1H"],
        True,
    )
    assert (proposal["id"], proposal["findings"]) == (proposal["key"][:12], [])


def test_a_proposal_is_printed_with_every_account(run, margin, log_in):
    """A person sees old, new, difference and share of each account, whose fall is marked, then the id to accept."""
    log_in(1)
    margin()
    code, out, err = run("settings", "propose", "short_charge_ratio=0", "--initials", "sk", "--lang", "en")
    row = next(line.split() for line in out.splitlines() if "P1H" in line)
    assert (code, err, row[-1]) == (0, "", "▼")
    assert [line.split()[1] for line in out.splitlines() if line.startswith("recorded ")] == [
        "settings.proposed",
        "approval.asked",
    ]
    assert "short_charge_ratio: 0.65 → 0.0  SK (uid-987601)" in out.splitlines()[-1]


def test_a_second_person_accepts_and_the_next_run_uses_it(run, margin, proposal, log_in):
    """After `accept` the setting is in force, and `list` says by whom."""
    log_in(2)
    code, out, _ = run("settings", "accept", proposal["id"], "--initials", "TY", "--json")
    assert (code, json.loads(out)["state"]) == (0, "accepted")
    row = next(row for row in json.loads(run("settings", "list", "--json")[1])["settings"] if row["at"])
    assert (row["name"], row["value"]) == ("short_charge_ratio", "0.0")
    assert "TY (uid-987602)" in row["set_by"]
    assert json.loads(margin("--json")[1])["settings"]["short_charge_ratio"] == "0.0"


def test_the_maker_is_refused(run, proposal):
    """The maker ends with 2 and nothing changes; withdrawing works."""
    code, _, err = run("settings", "accept", proposal["id"], "--initials", "SK")
    assert (code, "[approval_needed]" in err) == (2, True)
    code, out, _ = run("settings", "withdraw", proposal["id"], "--initials", "SK", "--lang", "en")
    assert (code, "withdrawn" in out) == (0, True)


def test_the_list_shows_each_setting_and_each_proposal(run, proposal):
    """Every setting has a line with its value and who set it, every proposal one with what became of it."""
    code, out, _ = run("settings", "list", "--lang", "en")
    lines = out.splitlines()
    shown = json.loads(run("settings", "list", "--json")[1])
    assert (code, len(lines)) == (0, len(shown["settings"]) + 1)
    assert lines[-1].startswith(proposal["id"])
    assert lines[-1].endswith("second person required")
    assert shown["proposals"][0]["id"] == proposal["id"]


def test_an_effect_is_only_shown(run, margin, log_in):
    """`effect` shows a change, or the present method, and records nothing."""
    log_in(1)
    margin()
    for words in (["round_unit=1000"], []):
        code, out, _ = run("settings", "effect", *words, "--lang", "ja")
        assert (code, "合計" in out) == (0, True)
    assert json.loads(run("settings", "effect", "--json")[1])["effect"]["total"]["difference"] == 0
    assert len(entries(run)) == 1


def test_without_a_book_the_command_says_so(run, log_in):
    """A proposal on an empty record is recorded with a warning, without a table."""
    log_in(1)
    code, out, err = run("settings", "propose", "round_unit=10", "--initials", "SK", "--lang", "en")
    assert (code, "[settings_no_book]" in err) == (0, True)
    assert out.splitlines()[0].startswith("recorded ")
    assert run("settings", "effect")[0] == 2


def test_a_price_of_the_day_uses_accepted_settings(run, margin, log_in, tmp_path):
    """`hikae price-day` computes under the values accepted in the record."""
    log_in(1)
    margin()
    words = ("settings", "propose", "composite_rule=median", "--initials", "SK", "--json")
    found = json.loads(run(*words)[1])
    log_in(2)
    run("settings", "accept", found["id"], "--initials", "TY")
    quotes = tmp_path / "quotes.csv"
    quotes.write_text("instrument,participant,bid_bp,offer_bp\nIX,P01,50,52\n", encoding="utf-8")
    assert json.loads(run("price-day", "--quotes", quotes, "--json")[1])["rule"] == "median"


def test_bad_initials_and_a_missing_reason_end_with_two(run, proposal, log_in):
    """Initials that are none, and turning down another's proposal without a reason, change nothing."""
    log_in(2)
    for words, code in ((("accept", "T1"), "initials_refused"), (("withdraw", "TY"), "reason_needed")):
        command, initials = words
        ended, out, err = run("settings", command, proposal["id"], "--initials", initials)
        assert (ended, out, f"[{code}]" in err) == (2, "", True)
    assert json.loads(run("settings", "list", "--json")[1])["proposals"][0]["state"] == "open"


def test_a_damaged_record_stops_settings_but_not_margin(run, margin, tmp_path):
    """`hikae settings` ends with 2, `hikae margin` computes and says that the record was left out."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "journal.sqlite3").write_bytes(b"no record " * 1000)
    code, _, err = run("settings", "list")
    assert (code, "[journal_unreadable]" in err) == (2, True)
    code, _, err = margin()
    assert code == 0
    assert all(f"[{name}]" in err for name in ("settings_record_unread", "margin_not_recorded"))


def test_verify_tells_of_inputs_that_are_no_longer_what_they_were(run, margin, tmp_path):
    """`hikae journal verify` names a damaged input behind the record; the chain itself is intact, so it ends with 0."""
    margin()
    next((tmp_path / "home" / "snapshots").glob("*/*")).write_bytes(b"x")
    code, _, err = run("journal", "verify")
    assert (code, err.count("[snapshot_damaged]")) == (0, 1)
    margin()
    assert run("journal", "verify", "--lang", "en")[2] == ""
