from datetime import date

import twin_checks
import twin_dates

TOKYO = twin_dates.tokyo(2025, 2027)
HOUSE = {"account": "H", "kind": "house", "deposited_im": 12}
CLIENT = {"account": "C", "kind": "client", "deposited_im": 0}


def test_a_verdict_has_two_limits():
    """A yen of 100 is within a yen, 2 within 2 % but not within 1 %, and an unknown side says nothing."""
    assert twin_checks.verdict(100, 101, yen=1, ratio=0.0) == "agrees"
    assert twin_checks.verdict(98, 100, yen=1, ratio=0.02) == "agrees"
    assert twin_checks.verdict(98, 100, yen=1, ratio=0.01) == "differs"
    assert twin_checks.verdict(None, 100, yen=1, ratio=0.01) == "cannot_check"


def test_the_worked_day_of_intraday_margin():
    """House margin of 10 yesterday and 12 deposited call for nothing; with 9 deposited 1 is short, and told."""
    assert twin_checks.previous_day([HOUSE, CLIENT], {"H": 10, "C": 5}) == [("H", 0, "")]
    short = {**HOUSE, "deposited_im": 9}
    assert twin_checks.previous_day([short], {"H": 10}) == [("H", 1, "intraday_fallback_short")]
    assert twin_checks.previous_day([short], {}) == [("H", None, "intraday_previous_missing")]


def test_what_is_owed_is_added_to_what_was_computed():
    """14 at noon with 3 owed are 17, with 3 to come in 14 or 11, of the house alone or of all."""
    for unsettled, counts, required in [(3, "ignored", 14), (3, "owed", 17), (-3, "owed", 14), (-3, "net", 11)]:
        (row,) = twin_checks.intraday(
            [HOUSE, CLIENT], {"H": 14}, unsettled={"H": unsettled}, whose="house", counts=counts
        )
        assert (row["required"], row["call"]) == (required, max(0, required - 12))
    everybody = twin_checks.intraday([HOUSE, CLIENT], {"H": 14}, unsettled={}, whose="all", counts="owed")
    assert [row["required"] for row in everybody] == [None, None]


def test_cash_is_due_when_offices_open_again():
    """Friday 20 November 2026 is followed by a weekend and the holiday of Monday 23rd."""
    assert twin_checks.due(date(2026, 11, 20), TOKYO) == date(2026, 11, 24)


def test_what_comes_back_pays_nothing_else():
    """10 applied with 4 paid in and 5 applied with 9 paid in are 6 to pay, not 2."""
    lines, total = twin_checks.to_pay({"A": 10, "B": 5, "C": 1}, {"A": 4, "B": 9})
    assert (lines, total) == ({"A": 6, "B": -4, "C": None}, 6)


def test_the_funds_rule_changed_once():
    """Averages until 28 March 2024, none from the 29th on."""
    assert twin_checks.fund_rule(date(2024, 3, 28))["averaged_months"] == 1
    assert twin_checks.fund_rule(date(2024, 3, 29))["averaged_months"] == 0
