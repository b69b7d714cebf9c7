from datetime import date

import pytest
from days_of_facts import ask_item, moment, read

from calc.days.business_day import tokyo
from calc.plan.evaluate import plan_of

MEASURES = ["im", "vm", "clearing_fund"]


def rows_of(of, *figures, account="P01-H", **keys):
    """Return amounts of one set and account: initial margin, variation margin and clearing fund as far as given."""
    pairs = zip(MEASURES, figures, strict=False)
    return [{"set": of, "account": account, "measure": measure, "amount": each, **keys} for measure, each in pairs]


def amounts(item, at, *facts, **keys):
    """Return the amounts that apply to an item."""
    return ask_item(item, at, *facts, **keys)["amounts"]


def figures(*arguments, **keys):
    """Return the figures that apply to margin."""
    return [row["amount"] for row in amounts("margin", *arguments, **keys)]


def test_the_previous_days_amounts_carry_their_date():
    """A fallback shows the previous business day's date, or the older one the amount says, with G5."""
    said = amounts("margin", "19:00:01", amounts=rows_of("previous", 1, 2, 3))
    assert {(row["date"], row["gap"]) for row in said} == {("2026-11-19", None)}
    older = rows_of("previous", 1, 2, 3, date=date(2026, 11, 18), chain=[date(2026, 11, 19)])
    said = amounts("margin", "19:00:01", amounts=older)
    assert {(row["date"], row["gap"], *row["chain"]) for row in said} == {("2026-11-18", "G5", "2026-11-19")}


def test_a_chain_of_fallback_days_is_marked():
    """When the previous day was itself a fallback day the chain shows, and G5."""
    said = amounts("margin", "19:00:01", amounts=rows_of("previous", 1, 2, 3, chain=2))
    assert {(row["gap"], row["chain"]) for row in said} == {("G5", 2)}


def test_the_latest_day_before_today_is_the_previous_one():
    """Of several days the latest before the business date is taken, never one of today or later."""
    known = rows_of("previous", 1, 2, 3, date=date(2026, 11, 18))
    known += rows_of("previous", 4, 5, 6, date=date(2026, 11, 19))
    known += rows_of("previous", 7, 8, 9, date=date(2026, 11, 20))
    assert figures("19:00:01", amounts=known) == [4, 5, 6]


def test_an_unknown_amount_is_null_and_never_zero():
    """Each measure without a known amount is a null row with G18; with no account known at all, one per measure."""
    said = amounts("margin", "19:00:01")
    assert [(row["account"], row["measure"], row["amount"], row["gap"]) for row in said] == [
        (None, measure, None, "G18") for measure in MEASURES
    ]
    said = amounts("margin", "19:00:01", amounts=rows_of("previous", 1))
    assert [(row["account"], row["amount"], row["gap"]) for row in said] == [
        ("P01-H", 1, None),
        ("P01-H", None, "G18"),
        ("P01-H", None, "G18"),
    ]


def test_an_account_of_today_without_a_previous_amount_shows_null():
    """An account known only from today's figures has no previous amount, and says so."""
    known = rows_of("previous", 1, 2, 3) + rows_of("uploaded", 4, 5, 6, account="P02-H")
    said = amounts("margin", "19:00:01", amounts=known)
    assert [(row["account"], row["amount"]) for row in said] == [
        *(("P01-H", figure) for figure in (1, 2, 3)),
        *(("P02-H", None) for _ in MEASURES),
    ]


@pytest.mark.parametrize(
    ("mode", "figure", "gap"), [("stock", 2, None), ("repeat_flow", 2, None), ("zero_flow", 0, "G6")]
)
def test_variation_margin_follows_its_setting(mode, figure, gap):
    """Under a fallback variation margin is yesterday's balance, or nothing when it is read as a flow already paid."""
    said = amounts("margin", "19:00:01", amounts=rows_of("previous", 1, 2, 3), settings={"vm_fallback_mode": mode})
    assert (said[1]["amount"], said[1]["gap"]) == (figure, gap)
    assert said[0]["amount"] == 1


def test_a_flow_that_is_not_known_is_not_zero():
    """Even read as a flow, an unknown amount stays null."""
    said = amounts("margin", "19:00:01", settings={"vm_fallback_mode": "zero_flow"})
    assert (said[1]["amount"], said[1]["gap"]) == (None, "G18")


def test_the_previous_day_skips_holidays():
    """After a long weekend the previous day is the last business day before it."""
    day = read(business_date=date(2026, 11, 24), amounts=rows_of("previous", 1, 2, 3))
    plan = plan_of(day, moment("19:30").replace(day=24), calendar=tokyo())
    assert plan.previous_business_date == date(2026, 11, 20)
    assert {row.date for row in plan.items["margin"].amounts} == {date(2026, 11, 20)}
    assert "2026-11-20" in plan.items["margin"].trace.en
