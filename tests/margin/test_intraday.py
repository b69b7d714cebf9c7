from dataclasses import replace
from datetime import time

import pytest
import twin_cover
from fund_cases import client, holder
from hypothesis import given
from hypothesis import strategies as st

from calc.margin.intraday import (
    IntradayAccounts,
    IntradayBasis,
    IntradayPrice,
    IntradayRules,
    UnsettledVariation,
    fallback_calls,
    intraday_calls,
)
from calc.text.wording import words

RULES = IntradayRules(time(11, 30), IntradayAccounts.HOUSE, IntradayPrice.SETTLEMENT, UnsettledVariation.IGNORED)
YESTERDAY = {"H": 10, "C": 5}


def accounts(deposited):
    """Return a house account with so much deposited, and a client account."""
    return [holder("H", "P", deposited=deposited), client("C", "P", deposited=3)]


def calls(deposited, margin, **changes):
    """Return (account, required, call) of what was computed."""
    made = intraday_calls(accounts(deposited), margin, unsettled={}, rules=replace(RULES, **changes))
    return [(each.account, each.required, each.call) for each in made]


@pytest.mark.parametrize(
    ("deposited", "call", "codes"), [(12, 0, []), (10, 0, []), (9, 1, ["intraday_fallback_short"])]
)
def test_the_fallback_floor_is_the_previous_days_house_margin(deposited, call, codes):
    """With yesterday's house margin 10 and client margin 5 the floor is 10: of 12 no call, of 9 a call of 1, told."""
    made = fallback_calls(accounts(deposited), YESTERDAY)
    assert [(each.account, each.required, each.call, each.basis) for each in made.value] == [
        ("H", 10, call, IntradayBasis.PREVIOUS_DAY_HOUSE)
    ]
    assert [each.code for each in made.findings] == codes


def test_what_was_computed_is_called_beyond_the_deposit():
    """Of 14 computed for the house and 12 deposited 2 are called; clients are not covered intraday."""
    assert calls(12, {"H": 14, "C": 9}) == [("H", 14, 2)]


def test_a_surplus_is_not_paid_out():
    """Of 14 computed and 20 deposited nothing is called, and nothing comes back."""
    assert calls(20, {"H": 14}) == [("H", 14, 0)]


def test_clients_are_covered_where_the_desk_says_so():
    """With all accounts covered, each is called for itself."""
    assert calls(12, {"H": 14, "C": 9}, accounts=IntradayAccounts.ALL) == [("H", 14, 2), ("C", 9, 6)]


@pytest.mark.parametrize(
    ("reading", "owed", "required"),
    [
        (UnsettledVariation.IGNORED, 3, 14),
        (UnsettledVariation.OWED, 3, 17),
        (UnsettledVariation.OWED, -3, 14),
        (UnsettledVariation.NET, -3, 11),
        (UnsettledVariation.NET, -20, 0),
    ],
)
def test_unsettled_variation_margin_counts_as_the_desk_says(reading, owed, required):
    """Beside 14 of margin, 3 unsettled count not at all, when owed, or also when to come in, never below zero."""
    made = intraday_calls(accounts(0), {"H": 14}, unsettled={"H": owed}, rules=replace(RULES, unsettled=reading))
    assert [each.required for each in made] == [required]


def test_what_is_not_known_is_no_requirement_of_zero():
    """Without margin, or without variation margin that counts, requirement and call are not known."""
    assert calls(12, {}) == [("H", None, None)]
    made = intraday_calls(
        accounts(12), {"H": 14}, unsettled={}, rules=replace(RULES, unsettled=UnsettledVariation.OWED)
    )
    assert [each.call for each in made] == [None]


def test_an_unknown_yesterday_is_a_gap():
    """A house account without yesterday's margin has no floor, which is told."""
    made = fallback_calls(accounts(12), {"C": 5})
    assert [(each.required, each.call) for each in made.value] == [(None, None)]
    assert [(each.code, dict(each.details)) for each in made.findings] == [
        ("intraday_previous_missing", {"account": "H"})
    ]


def test_the_shortfall_is_told_in_both_languages():
    """The finding of a call under a fallback names account, amounts and clause in both languages."""
    (found,) = fallback_calls(accounts(9), YESTERDAY).findings
    told = words(found)
    assert all(part in told.en and part in told.ja for part in ("H", "10", "9", "1", "CP-3.1.R1"))


MARGINS = st.dictionaries(st.sampled_from("HKC"), st.integers(0, 10**11), max_size=3)


@given(
    computed=st.none() | MARGINS,
    previous=MARGINS,
    owed=st.dictionaries(st.sampled_from("HKC"), st.integers(-(10**11), 10**11), max_size=3),
    deposits=st.tuples(*[st.integers(0, 10**11)] * 3),
    reading=st.sampled_from(list(UnsettledVariation)),
    whose=st.sampled_from(list(IntradayAccounts)),
)
def test_any_call_is_the_twins(computed, previous, owed, deposits, reading, whose):
    """Requirement and call of every account are those of the plain reading, computed or fallen back."""
    book = [holder("H", deposited=deposits[0]), holder("K", deposited=deposits[1])]
    book += [client("C", "P", deposited=deposits[2])]
    rules = replace(RULES, accounts=whose, unsettled=reading)
    made = (
        fallback_calls(book, previous).value
        if computed is None
        else intraday_calls(book, computed, unsettled=owed, rules=rules)
    )
    expected = twin_cover.intraday(
        [{"account": a.code, "kind": a.kind.value, "deposited_im": a.deposited_im} for a in book],
        computed=computed,
        previous=previous,
        owed=owed,
        reading=reading.value,
        whose=whose.value,
    )
    assert {each.account: (each.required, each.call) for each in made} == expected


@given(margin=st.integers(0, 10**11), more=st.integers(0, 10**11), deposited=st.integers(0, 10**11))
def test_a_larger_requirement_never_calls_less(margin, more, deposited):
    """The call rises with the requirement and is never below zero."""
    ((_, _, low),), ((_, _, high),) = calls(deposited, {"H": margin}), calls(deposited, {"H": margin + more})
    assert 0 <= low <= high
