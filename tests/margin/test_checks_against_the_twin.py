"""Verdicts, intraday calls, cash lines and the fund's rule against the slow twin, for any amounts."""

from datetime import date, time
from itertools import product

import pytest
import twin_checks
import twin_dates
from fund_cases import client, holder
from hypothesis import given
from hypothesis import strategies as st

from calc.days.business_day import tokyo
from calc.margin.cash import DepositTerms, cash_lines, to_be_paid
from calc.margin.compare import Tolerance, comparison, comparisons
from calc.margin.fund_rules import fund_rule, fund_rules
from calc.margin.intraday import (
    IntradayAccounts,
    IntradayBasis,
    IntradayPrice,
    IntradayRules,
    UnsettledVariation,
    fallback_calls,
    intraday_calls,
)

TOKYO = twin_dates.tokyo(2020, 2028)
YEN = st.integers(-(10**12), 10**12)
NEAR = st.integers(-20, 20)  # amounts so close that limits bite
KEYS = st.tuples(st.sampled_from("ABC"), st.sampled_from(["im", "vm", "clearing_fund"]))
LIMITS = {"yen": st.sampled_from([0.0, 1.0, 2.5]), "ratio": st.sampled_from([0.0, 0.125, 0.25])}
MARGIN = st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 30), max_size=4)
OWED = st.dictionaries(st.sampled_from("ABCD"), st.integers(-40, 40), max_size=4)
BOTH = [holder, client]
ACCOUNTS = st.lists(st.tuples(st.sampled_from(BOTH), st.integers(0, 30)), min_size=1, max_size=4).map(
    lambda drawn: [make(code, "P", deposited=yen) for code, (make, yen) in zip("ABCD", drawn, strict=False)]
)


def plain(accounts):
    """Return accounts as the twin reads them."""
    return [{"account": each.code, "kind": each.kind.value, "deposited_im": each.deposited_im} for each in accounts]


def rules(whose, counts):
    """Return the desk's settings of intraday margin."""
    return IntradayRules(None, whose, IntradayPrice.SETTLEMENT, counts)


def test_a_verdict_is_the_twins():
    """Within yen, within a part of the larger amount, or neither, for each two amounts up to 20 and unknown ones."""
    amounts = [None, *range(-20, 21)]
    for own, notified, (yen, ratio) in product(amounts, amounts, [(0.0, 0.0), (1.0, 0.0), (0.0, 0.25), (2.5, 0.25)]):
        made = comparison("A", "im", own=own, notified=notified, within=Tolerance(yen, ratio))
        assert made.verdict.value == twin_checks.verdict(own, notified, yen=yen, ratio=ratio)


@given(own=st.dictionaries(KEYS, st.none() | NEAR), notified=st.dictionaries(KEYS, NEAR), **LIMITS)
def test_a_comparison_is_the_twins_row_by_row(own, notified, yen, ratio):
    """Every pair of account and measure on either list has its verdict, in the twin's order."""
    made = comparisons(own, notified, within=Tolerance(yen, ratio))
    expected = twin_checks.compared(own, notified, yen=yen, ratio=ratio)
    assert [(each.account, each.measure, each.verdict.value) for each in made] == expected


@given(
    accounts=ACCOUNTS,
    margin=MARGIN,
    owed=OWED,
    whose=st.sampled_from(IntradayAccounts),
    counts=st.sampled_from(UnsettledVariation),
)
def test_intraday_calls_are_the_twins(accounts, margin, owed, whose, counts):
    """Who is asked, what is required and what is called are the twin's under every pair of settings."""
    made = intraday_calls(accounts, margin, unsettled=owed, rules=rules(whose, counts))
    expected = twin_checks.intraday(plain(accounts), margin, unsettled=owed, whose=whose.value, counts=counts.value)
    assert [{"account": each.account, "required": each.required, "call": each.call} for each in made] == expected
    assert {each.basis for each in made} <= {IntradayBasis.COMPUTED}


@given(accounts=ACCOUNTS, margin=MARGIN)
def test_fallback_calls_are_the_twins(accounts, margin):
    """The house alone stands on the previous day's margin, and each call or gap is told, no other account."""
    made = fallback_calls(accounts, margin)
    expected = twin_checks.previous_day(plain(accounts), margin)
    assert [(each.account, each.call) for each in made.value] == [row[:2] for row in expected]
    told = [(dict(each.details)["account"], each.code) for each in made.findings]
    assert told == [(account, said) for account, _, said in expected if said]


@given(accounts=ACCOUNTS, margin=MARGIN)
def test_in_effect_no_call_arises_where_the_margin_is_still_there(accounts, margin):
    """Whoever has yesterday's margin on deposit is asked for nothing under a fallback (CP-3.1.R1)."""
    kept = [holder(each.code, deposited=margin.get(each.code, 0)) for each in accounts]
    assert {each.call for each in fallback_calls(kept, margin).value} <= {0, None}


@given(
    applied=st.dictionaries(KEYS, st.none() | YEN),
    paid=st.dictionaries(KEYS, YEN),
    day=st.dates(date(2021, 1, 4), date(2027, 12, 1)),
)
def test_cash_lines_are_the_twins(applied, paid, day):
    """Each line has the twin's amount and due day, and what must be paid in is the twin's sum."""
    lines = cash_lines(applied, paid, day=day, calendar=tokyo(), terms=DepositTerms(time(11), "JPY cash"))
    amounts, total = twin_checks.to_pay(applied, paid)
    assert {(each.account, each.measure): each.amount for each in lines} == amounts
    assert {each.due for each in lines} <= {twin_checks.due(day, TOKYO)}
    assert to_be_paid(lines) == total


@pytest.mark.parametrize("name", [each.name for each in fund_rules()])
def test_the_funds_rule_is_the_twins_on_any_day(name):
    """The numbers in force are the twin's on each day of three years, and a version that the desk names is that one."""
    for number in range(date(2023, 1, 1).toordinal(), date(2026, 1, 1).toordinal()):
        day = date.fromordinal(number)
        made, expected = fund_rule(day), twin_checks.fund_rule(day)
        assert {each: getattr(made, each) for each in expected} == expected
        assert fund_rule(day, name).name == name
        assert sum(each.holds_on(day) for each in fund_rules()) == 1
