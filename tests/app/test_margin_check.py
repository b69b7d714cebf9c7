import csv
import io

import pytest

from addin.app.margin_check import (
    CHECK,
    COLUMNS,
    Outside,
    cause_findings,
    check_bytes,
    check_rows,
    repeated_accounts,
)
from addin.books.inputs import NotifiedAmount
from calc.margin.causes import Cause
from calc.margin.compare import Tolerance, Verdict
from calc.outcome import Place, finding
from calc.text.wording import words

YEN = Tolerance(1.0, 0.0)


@pytest.fixture(scope="module")
def day(hikae, example_day, tmp_path_factory):
    """Return check.csv of the example day, as rows, with what the command said."""
    folder = tmp_path_factory.mktemp("day")
    done = hikae("day", "--data", example_day, "--home", folder / "home", "--out", folder / "out", "--lang", "en")
    text = (folder / "out" / CHECK).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text))), done


def test_the_example_days_wrong_account_is_explained(day):
    """The base amount that P05H was told is a thousandth of ours: a unit slip, in no other row."""
    rows, done = day
    wrong = {(row["version"], row["account"], row["component"]): row for row in rows if row["cause"]}
    assert set(wrong) == {("1", "P05H", "base"), ("1", "P05H", "total")}
    base = wrong["1", "P05H", "base"]
    assert (base["own"], base["notified"], base["verdict"]) == ("3142247805", "3142247", "differs")
    assert (base["cause"], base["notified_to_own"], base["notified_to_previous"]) == ("unit", "0.001", "0.00104602")
    assert "×10^-3" in base["cause_en"]
    assert "単位" in base["cause_ja"]
    assert "requirement_cause_then" in done.stderr


def test_variation_margin_and_fund_are_judged_intraday_margin_is_not(day):
    """Levels and funds are ours to the yen; of intraday margin there is the evidence of yesterday alone."""
    rows, _ = day
    others = [row for row in rows if row["measure"] != "im"]
    assert {(row["measure"], row["verdict"]) for row in others} == {
        ("vm", "agrees"), ("clearing_fund", "agrees"), ("intraday_im", "cannot_check"),
    }  # fmt: skip
    assert {(row["own"], row["difference"], row["cause"]) for row in others if row["measure"] == "intraday_im"} == {
        ("", "", "")
    }
    fund = next(row for row in others if (row["account"], row["measure"]) == ("P05H", "clearing_fund"))
    assert float(fund["notified_to_previous"]) == pytest.approx(1 / 0.988, rel=1e-5)


class FakeBook:
    """A book whose amounts are given."""

    def __init__(self, **amounts):
        self.given = amounts

    def amounts(self):
        """Return the amounts by account and component."""
        return self.given


def row(account, component, amount, *, version=1, measure="im"):
    """Return one amount from outside."""
    return NotifiedAmount(version, account, measure, component, amount, None, 0)


OWN = {"A": {"base": 700, "total": 700}, "B": {"base": 90, "total": 90}}


@pytest.fixture
def check(monkeypatch):
    """Return a function that checks rows against own amounts, without other readings."""
    monkeypatch.setattr("addin.app.margin_check.alternatives", lambda _outside, _book: [])
    return lambda *rows, **more: check_rows(Outside(rows, **more), FakeBook(**OWN), within=YEN)


AGREEING = (row("A", "base", 700), row("A", "total", 700), row("B", "base", 90), row("B", "total", 90))


def test_what_is_missing_has_rows_of_its_own(check):
    """An account that was left out stands in the check with our own amounts and no notified one."""
    made = check(*AGREEING[:2])
    lost = [each for each in made if each.account == "B"]
    assert [(each.component, each.own, each.notified) for each in lost] == [("base", 90, None), ("total", 90, None)]
    assert {each.verdict for each in lost} == {Verdict.CANNOT_CHECK}
    assert {each.explained.cause for each in lost} == {Cause.MISSING_ACCOUNT}


def test_a_later_version_may_hold_one_account(check):
    """Version 2 with A alone lacks nothing."""
    made = check(*AGREEING, row("A", "base", 700, version=2), row("A", "total", 700, version=2))
    assert {each.explained for each in made} == {None}


def test_what_is_not_known_is_empty(check):
    """A row without own and previous amounts has empty cells, not zeros."""
    (made,) = csv.DictReader(io.StringIO(check_bytes(check(row("A", "total", 5, measure="vm"))).decode()))
    assert tuple(made) == COLUMNS
    assert [made[name] for name in ("own", "difference", "previous", "notified_to_previous", "cause")] == [""] * 5


def test_a_previous_amount_of_nothing_has_no_ratio(check):
    """Where nothing was required yesterday there is no ratio to it."""
    made = check(*AGREEING, previous=[row("A", "base", 0)])
    first = next(csv.DictReader(io.StringIO(check_bytes(made).decode())))
    assert (first["previous"], first["notified_to_previous"], first["notified_to_own"]) == ("0", "", "1")


def test_the_finding_names_the_cause_in_both_languages(check):
    """A slip of the only version is a warning with its cause; once a later version is there it is a note."""
    slip = (row("A", "base", 700_000), row("A", "total", 700_000), *AGREEING[2:])
    (told,) = cause_findings(check(*slip), "notified")
    assert told.code == "requirement_cause"
    assert "×10^3" in words(told).en
    later = tuple(row(each.account, each.component, each.amount, version=2) for each in AGREEING)
    (then,) = cause_findings(check(*slip, *later), "notified")
    assert then.code == "requirement_cause_then"


def test_repeated_rows_are_those_of_the_table():
    """A key that stands twice counts in the table it was found in, with its version and measure."""
    twice = finding("key_repeated", Place("notified.csv", 9, "component"), key="2 A im base", first=3)
    other = finding("key_repeated", Place("previous.csv", 9, "component"), key="1 B im base", first=3)
    assert repeated_accounts([twice, other], "notified") == {(2, "A", "im")}
