"""Variation margin and clearing fund compared as they are notified: whose amount, which verdict, what is wrong."""

import csv
import io
import json
from datetime import date
from types import SimpleNamespace

import pytest

from addin.app.margin_check import Outside, cause_findings, causes_json, check_rows, parts_words
from addin.app.margin_files import MarginFiles, margin_files, settings_of, summary, written
from addin.app.measure_check import NOTHING_OWN, OwnMeasures, fund_accounts, own_measures
from addin.books.inputs import NotifiedAmount
from addin.settings import load_settings
from calc.margin.causes import Cause
from calc.margin.compare import Tolerance, Verdict
from calc.text.wording import words
from calc.types import Account, AccountKind

YEN = Tolerance(1.0, 0.0)
ACCOUNTS = tuple(
    Account(code, code[0], kind, "", 0, 1.0, 0)
    for code, kind in zip(("PH", "PC", "QH", "RC"), (AccountKind.HOUSE, AccountKind.CLIENT) * 2, strict=True)
)
AMOUNTS = {"vm": {"PH": 700_000, "PC": -300_000, "QH": 0}, "clearing_fund": {"PH": 250, "QH": 150}}
OWN = OwnMeasures(AMOUNTS, {"PH": 650_000})


def row(account, amount, *, measure="vm", version=1, component="total"):
    """Return one amount from outside."""
    return NotifiedAmount(version, account, measure, component, amount, None, 0)


def vm(ph=700_000, pc=-300_000, qh=0):
    """Return the rows of a file of variation margin."""
    return row("PH", ph), row("PC", pc), row("QH", qh)


def checked(*rows, others=OWN, **outside):
    """Return the check of rows beside a book without any account of its own."""
    return check_rows(Outside(rows, **outside), SimpleNamespace(amounts=dict), within=YEN, others=others)


def said(rows):
    """Return the cause of each account and measure that has one."""
    return {(each.account, each.measure): each.explained.cause for each in rows if each.explained}


def test_a_file_that_agrees_has_no_cause():
    """Levels within a yen of ours agree, row by row, and nothing is said of them."""
    rows = checked(*vm(ph=700_001), row("PH", 250, measure="clearing_fund"), row("QH", 150, measure="clearing_fund"))
    assert ({each.verdict for each in rows}, said(rows)) == ({Verdict.AGREES}, {})


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        (vm(ph=700), Cause.UNIT),
        (vm(ph=-700_000), Cause.SIGN),
        (vm(ph=650_000), Cause.STALE_POSITIONS),
        (vm(ph=-300_000), Cause.SWAPPED_ACCOUNTS),
        (vm(ph=123_456), Cause.UNKNOWN),
        (vm()[1:], Cause.MISSING_ACCOUNT),
    ],
)
def test_each_slip_in_variation_margin_has_its_cause(told, cause):
    """A unit, a sign, yesterday's positions, another account's level, nothing known, a row left out."""
    assert said(checked(*told)) == {("PH", "vm"): cause}


def test_yesterdays_level_is_known_as_such():
    """A level that is the one applied yesterday is yesterday's file."""
    assert said(checked(*vm(ph=640_000), previous=[row("PH", 640_000)])) == {("PH", "vm"): Cause.YESTERDAYS_FILE}


def test_yesterdays_fund_is_known_as_such():
    """A clearing fund that is the one applied yesterday is yesterday's file, and levels have nothing to do with it."""
    funds = (row("PH", 240, measure="clearing_fund"), row("QH", 150, measure="clearing_fund"))
    found = checked(*vm(), *funds, previous=[row("PH", 240, measure="clearing_fund")])
    assert said(found) == {("PH", "clearing_fund"): Cause.YESTERDAYS_FILE}


def test_a_row_twice_in_one_measure_leaves_the_others_alone():
    """Where PH's level stands twice, its fund is not blamed for it."""
    funds = (row("PH", 250, measure="clearing_fund"), row("QH", 150, measure="clearing_fund"))
    found = checked(*vm(), *funds, repeated=frozenset({(1, "PH", "vm")}))
    assert said(found) == {("PH", "vm"): Cause.REPEATED_ROWS}


def test_a_measure_that_nobody_was_notified_of_lacks_nothing():
    """A file of clearing funds alone has no missing level."""
    assert said(checked(row("PH", 250, measure="clearing_fund"), row("QH", 150, measure="clearing_fund"))) == {}


def test_a_lost_level_has_a_row_with_ours_beside_it():
    """The account left out of the file stands in the check with our level and no notified one."""
    (lost,) = [each for each in checked(*vm()[1:]) if each.account == "PH"]
    assert (lost.measure, lost.own, lost.notified, lost.verdict) == ("vm", 700_000, None, Verdict.CANNOT_CHECK)


def test_without_own_amounts_nothing_is_judged():
    """Where nothing of ours is known the rows cannot be checked."""
    rows = checked(*vm(), others=NOTHING_OWN)
    assert ({each.verdict for each in rows}, said(rows)) == ({Verdict.CANNOT_CHECK}, {})


def test_the_finding_names_the_measure_in_both_languages():
    """What is wrong with a level is told as variation margin, not by the codes of the file."""
    (told,) = cause_findings(checked(*vm(ph=700)), "notified")
    assert "変動証拠金" in words(told).ja
    assert "Variation margin" in words(told).en
    assert causes_json(checked(*vm(ph=700)))[0]["measure"] == "vm"


def test_components_of_initial_margin_are_worded():
    """Base and total of initial margin are named as on every page."""
    assert parts_words("im", ("base", "total")).ja == "当初証拠金 基礎基準額・所要額 合計"
    assert parts_words("im", ("base", "total")).en == "Initial margin: Base amount, Requirement"


def test_the_fund_stands_at_the_account_that_carries_it():
    """A row of today or yesterday says which account carries a fund; without one it is the house account."""
    assert fund_accounts([], ACCOUNTS) == {"P": "PH", "Q": "QH"}
    assert fund_accounts([row("PC", 1, measure="clearing_fund")], ACCOUNTS)["P"] == "PC"
    assert fund_accounts([row("PC", 1)], ACCOUNTS)["P"] == "PH"


def test_a_fund_in_two_accounts_is_not_split():
    """Where two accounts of a participant carry its fund, neither part can be ours to judge."""
    both = [row("PC", 1, measure="clearing_fund"), row("PH", 1, measure="clearing_fund")]
    assert "P" not in fund_accounts(both, ACCOUNTS)


TABLES = {
    "instruments": "instrument,entity,kind,maturity,coupon_bp,recovery,spread_bp,index_factor\n"
    "IX,ITRAXX,index,2031-12-20,100,0.35,60,1\n",
    "positions": "account,instrument,notional\nPH,IX,3600000000\nQH,IX,-3600000000\n",
    "curves": "curve_id,trade_date,kind,tenor,rate\nT,2026-12-21,zero,5Y,0.01\n",
    "scenarios": "scenario,kind,IX\ns1,reference,70\ns2,reference,50\nup,stress,90\n",
    "constituents": "index,entity,weight\nIX,AA,1\n",
    "accounts": "account,participant,kind,deposited_im\nPH,P,house,0\nQH,Q,house,0\n",
}


@pytest.fixture
def run(tmp_path):
    """Return a function that computes the tables with what was notified, under some settings."""

    def computed(*sets, notified, **more):
        paths = {}
        for name, text in {**TABLES, **more, "notified": "account,measure,amount\n" + notified}.items():
            paths[name] = tmp_path / f"{name}.csv"
            paths[name].write_text(text, encoding="utf-8")
        settings = settings_of(tmp_path / "home", None, sets).value
        return margin_files(MarginFiles(**paths), trade_date=date(2026, 12, 21), curve_id=None, settings=settings)

    return computed


def own_fund(run):
    """Return our own clearing fund of the participant P."""
    return run(notified="PH,vm,1\n").measures.fund.required["P"]


def test_the_clearing_house_judges_the_fund(run):
    """A fund ten times ours differs by a unit slip, in the check, in the comparison and among the causes."""
    made = run(notified=f"PH,clearing_fund,{own_fund(run) * 10}\n")
    (told,) = [each for each in made.checks if each.account == "PH"]
    assert (told.verdict, told.explained.cause, told.explained.name) == (Verdict.DIFFERS, Cause.UNIT, "×10^1")
    assert ("PH", "clearing_fund", Verdict.DIFFERS) in [(c.account, c.measure, c.verdict) for c in made.comparisons]
    assert "requirement_cause" in [each.code for each in made.findings]


def test_a_participant_cannot_check_the_fund(run):
    """On a participant's desk the same fund has no own amount: the verdict is cannot check, and nothing is alleged."""
    made = run("role=participant", notified=f"PH,clearing_fund,{own_fund(run) * 10}\n")
    (told,) = [each for each in made.checks if each.measure == "clearing_fund"]
    assert (told.own, told.verdict, told.explained) == (None, Verdict.CANNOT_CHECK, None)


def test_a_participant_checks_the_floor_of_the_fund(run):
    """The one thing a participant can say of its notified fund is told: that it is below the floor."""
    made = run("role=participant", notified="PH,clearing_fund,99999999\nQH,clearing_fund,100000000\n")
    below = [dict(each.details)["participant"] for each in made.findings if each.code == "fund_below_floor"]
    assert below == ["P"]


def test_a_fund_averaged_over_some_of_its_days_judges_nobody(run):
    """Under the older rule with one past day only our own fund is there, and the notified one cannot be checked."""
    days = "date,participant,stressed,margin\n2026-12-18,P,1,1\n2026-12-18,Q,1,1\n"
    made = run("cf_rule_version=average_2017", notified="PH,clearing_fund,777\n", fund_history=days)
    assert made.measures.fund is not None
    assert [each.verdict for each in made.checks if each.measure == "clearing_fund"] == [Verdict.CANNOT_CHECK]


def test_a_participant_judges_its_variation_margin(run):
    """Levels rest on the desk's own positions: a unit slip is found on its side, too."""
    stock = run(notified="PH,vm,1\n").measures.levels["PH"].stock
    made = run("role=participant", notified=f"PH,vm,{stock * 1000}\nQH,vm,{-stock}\n")
    assert said(made.checks) == {("PH", "vm"): Cause.UNIT}


def test_the_level_of_yesterdays_positions_is_known_as_such(run):
    """Half of PH's position is new today: half its level is that of the positions before."""
    before = "account,instrument,notional\nPH,IX,1800000000\nQH,IX,-3600000000\n"
    levels = run(notified="PH,vm,1\n").measures.levels
    told = f"PH,vm,{levels['PH'].stock // 2}\nQH,vm,{levels['QH'].stock}\n"
    assert said(run(notified=told, before=before).checks) == {("PH", "vm"): Cause.STALE_POSITIONS}


def test_read_as_a_transfer_an_unknown_one_is_not_judged(run):
    """Where variation margin is read as a transfer and yesterday's level is not known, there is nothing to compare."""
    made = run("vm_fallback_mode=zero_flow", notified="PH,vm,1\n")
    assert [(each.own, each.verdict) for each in made.checks] == [(None, Verdict.CANNOT_CHECK)]


def test_what_was_not_notified_is_not_in_the_comparison(run):
    """Where only initial margin was notified the comparison has no row of the other measures."""
    assert {each.measure for each in run(notified="PH,im,1\n").comparisons} == {"im"}


def test_files_and_summary_tell_the_measure(run, tmp_path):
    """check.csv names the measure in its column, summary.json in each cause."""
    made = run(notified=f"PH,clearing_fund,{own_fund(run) * 10}\n")
    (path,) = [each for each in written(made, tmp_path / "out") if each.name == "check.csv"]
    (line,) = [each for each in csv.DictReader(io.StringIO(path.read_text("utf-8"))) if each["notified"]]
    assert (line["measure"], line["cause"], line["verdict"]) == ("clearing_fund", "unit", "differs")
    assert json.loads(json.dumps(summary(made)))["causes"][0]["measure"] == "clearing_fund"


def test_without_measures_there_is_nothing_of_ours(tmp_path):
    """Where margin was not computed no measure is ours."""
    assert own_measures(None, [], ACCOUNTS, settings=load_settings(tmp_path)) == NOTHING_OWN
