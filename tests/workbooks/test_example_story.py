"""The example day's requirements and facts: one account notified wrongly, flagged and put right."""

from collections import Counter
from datetime import timedelta, timezone

import pytest

from workbooks.example_day_accounts import PARTICIPANTS


def test_one_account_was_wrongly_notified_and_put_right(rows):
    """The two versions differ in P05H's base alone, which stood in thousands, and so in its total."""
    key_columns = ("version", "account", "measure", "component")
    table = rows("notified_requirements.csv")
    amounts = {tuple(row[name] for name in key_columns): int(row["amount"]) for row in table}
    right = {key[1:]: amount for key, amount in amounts.items() if key[0] == "2"}
    differing = {key for key, amount in right.items() if amounts[("1", *key)] != amount}
    assert differing == {("P05H", "im", "base"), ("P05H", "im", "total")}
    assert amounts["1", "P05H", "im", "base"] == right["P05H", "im", "base"] // 1000


@pytest.mark.parametrize("name", ["notified_requirements.csv", "previous_requirements.csv"])
def test_every_total_is_the_sum_of_its_components(name, rows):
    """In each version and account the initial margin's total is the sum of its six components."""
    sums = Counter()
    for row in rows(name):
        if row["measure"] == "im":
            sign = -1 if row["component"] == "total" else 1
            sums[row.get("version"), row["account"]] += sign * int(row["amount"])
    assert set(sums.values()) == {0}
    assert len({account for _, account in sums}) == 13


def test_the_totals_are_of_the_size_of_the_market(rows):
    """Initial margin is 30 to 80 billion yen in all, variation margin nets to zero but for what is rounded up."""
    sums = Counter()
    for row in rows("notified_requirements.csv"):
        if row["version"] == "2" and row["component"] == "total":
            sums[row["measure"]] += int(row["amount"])
    assert 30e9 <= sums["im"] <= 80e9
    assert 0 <= sums["vm"] <= 13


def test_nobodys_fund_is_below_the_floor(rows):
    """Each participant's clearing fund is at least 100 million yen, today and on the day before."""
    for name in ("notified_requirements.csv", "previous_requirements.csv"):
        funds = [int(row["amount"]) for row in rows(name) if row["measure"] == "clearing_fund"]
        assert min(funds) >= 100_000_000


def test_only_one_account_is_short_of_its_requirement(rows):
    """P06H's deposit lies below its requirement, every other account's above."""
    deposits = {row["account"]: int(row["deposited_im"]) for row in rows("accounts.csv")}
    totals = {
        row["account"]: int(row["amount"])
        for row in rows("notified_requirements.csv")
        if (row["version"], row["measure"], row["component"]) == ("2", "im", "total")
    }
    assert [account for account, total in totals.items() if deposits[account] < total] == ["P06H"]


def test_the_previous_day_is_that_of_the_calendar_with_no_fallback_behind_it(rows):
    """Every previous requirement was applied on 2026-11-19, in all three measures, with a chain of none."""
    table = rows("previous_requirements.csv")
    assert {(row["date"], row["chain"]) for row in table} == {("2026-11-19", "0")}
    assert {row["measure"] for row in table} == {"im", "vm", "clearing_fund"}


def test_the_facts_stand_in_order_with_their_offset(day, business_date):
    """The facts of day.toml stand in order of time, all on the business date and in Japan time."""
    times = [fact["at"] for fact in day["fact"]]
    assert day["business_date"] == business_date
    assert times == sorted(times)
    assert {(at.date(), at.tzinfo) for at in times} == {(business_date, timezone(timedelta(hours=9)))}


def test_the_day_is_the_story_that_the_readme_tells(day):
    """The vendor fails at 16:05, margin is late at 18:12, flagged at 18:40 and renotified at 19:50; P07 never mails."""
    told = {fact["what"]: f"{fact['at']:%H:%M}" for fact in day["fact"] if fact["what"] != "notice.sent"}
    assert told == {
        "intraday.computed": "13:10",
        "intraday.uploaded": "13:12",
        "participant.outage": "14:20",
        "participant.reported": "14:35",
        "price.failed": "16:05",
        "price.received": "16:30",
        "margin.computed": "18:12",
        "margin.uploaded": "18:14",
        "margin.flagged": "18:40",
        "margin.renotified": "19:50",
    }


def test_some_people_are_still_to_be_told(day):
    """Of the margin staff two have not been told, so that the board has something open at the end."""
    told = [fact["participant"] for fact in day["fact"] if fact.get("clause") == "CP-2.1.R1"]
    assert sorted(set(PARTICIPANTS) - set(told)) == ["P06", "P08"]
