"""What is uncovered and what is paid in, for any amounts: never netted, never a guess, due when offices are open."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.days.business_day import tokyo
from calc.margin.cash import DepositTerms, cash_lines, to_be_paid
from calc.margin.fallback_cost import FallbackCost, exposures, fallback_costs
from calc.outcome import RefusedError

TERMS = DepositTerms(time(11, 0), "JPY cash")
YEN = st.integers(-(10**12), 10**12)
KEYS = st.tuples(st.sampled_from("ABCD"), st.sampled_from(["im", "vm_stock", "clearing_fund"]))
KNOWN = st.dictionaries(KEYS, YEN, max_size=10)
SIDES = st.dictionaries(KEYS, st.none() | YEN, max_size=10)


def uncovered(own, applied):
    """Return the uncovered yen by measure."""
    return {each.measure: each.uncovered for each in exposures(fallback_costs(own, applied))}


def due(day):
    """Return until which day a line of this day is paid."""
    (line,) = cash_lines({("A", "im"): 1}, {}, day=day, calendar=tokyo(), terms=TERMS)
    return line.due


@given(own=SIDES, applied=SIDES)
def test_no_cost_is_below_zero(own, applied):
    """A surplus is never told as a negative cost, which a sum would net."""
    assert all(each.cost is None or each.cost >= 0 for each in fallback_costs(own, applied))


@given(own=KNOWN, applied=KNOWN)
def test_the_total_is_at_least_the_netted_one(own, applied):
    """Netting between accounts could only make it look smaller."""
    both = {key: (own[key], applied[key]) for key in own if key in applied}
    for measure, total in uncovered(own, applied).items():
        netted = sum(mine - theirs for (_, name), (mine, theirs) in both.items() if name == measure)
        assert total >= netted


@given(own=SIDES, applied=SIDES)
def test_each_key_of_either_side_has_one_row(own, applied):
    """No account and measure is lost or told twice, and rows come in order."""
    keys = [(each.account, each.measure) for each in fallback_costs(own, applied)]
    assert keys == sorted({*own, *applied})


@given(own=SIDES, applied=SIDES)
def test_gaps_are_the_accounts_of_which_a_side_is_not_known(own, applied):
    """Beside each total stand exactly the accounts that it does not speak of."""
    for each in exposures(fallback_costs(own, applied)):
        keys = [key for key in {*own, *applied} if key[1] == each.measure]
        missing = {
            name for name, _ in keys if None in {own.get((name, each.measure)), applied.get((name, each.measure))}
        }
        assert set(each.gaps) == missing


@given(own=KNOWN, applied=KNOWN, key=KEYS, more=st.integers(0, 10**9))
def test_a_higher_applied_amount_never_leaves_more_uncovered(own, applied, key, more):
    """What applies more covers more, or as much."""
    richer = {**applied, key: applied.get(key, 0) + more}
    if key in applied:
        assert uncovered(own, richer).get(key[1], 0) <= uncovered(own, applied).get(key[1], 0)


@given(own=KNOWN)
def test_without_yesterday_the_total_says_nothing_is_known(own):
    """Every account is a gap: a total of 0 without its gaps would read as covered."""
    for each in exposures(fallback_costs(own, {})):
        assert each.uncovered == 0
        assert len(each.gaps) == sum(measure == each.measure for _, measure in own)


def test_an_own_requirement_of_zero_is_no_gap():
    """0 is an amount: nothing is needed, so nothing is uncovered."""
    assert FallbackCost("A", "im", 0, 5).cost == 0
    assert FallbackCost("A", "im", 5, 0).cost == 5
    assert FallbackCost("A", "im", 0, 0).cost == 0


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday before a holiday on Monday
        (date(2026, 11, 19), date(2026, 11, 20)),
        (date(2026, 9, 18), date(2026, 9, 24)),  # Friday before three holidays from Monday on
        (date(2026, 4, 30), date(2026, 5, 1)),
        (date(2026, 5, 1), date(2026, 5, 7)),  # the holidays of May
        (date(2026, 12, 30), date(2027, 1, 4)),  # 31 December to 3 January are closed
        (date(2026, 11, 21), date(2026, 11, 24)),  # a Saturday has the same next business day
    ],
)
def test_the_due_day_is_the_next_business_day(day, expected):
    """Over week-ends, holidays and the turn of the year the line is due on the first day that is open."""
    assert due(day) == expected


def test_a_calendar_that_does_not_reach_is_told():
    """A due day is never guessed beyond the last year of the calendar."""
    with pytest.raises(RefusedError) as caught:
        due(date(2199, 12, 30))
    assert caught.value.findings[0].code == "calendar_horizon"


@given(applied=SIDES, deposited=KNOWN)
def test_what_is_paid_in_is_never_netted(applied, deposited):
    """The sum is that of each line's own shortfall; a surplus, and a line that is not known, add nothing."""
    lines = cash_lines(applied, deposited, day=date(2026, 11, 20), calendar=tokyo(), terms=TERMS)
    short = [
        amount - deposited[key]
        for key, amount in applied.items()
        if amount is not None and key in deposited and amount > deposited[key]
    ]
    assert to_be_paid(lines) == sum(short)


@given(applied=SIDES, deposited=KNOWN)
def test_a_line_without_a_side_has_no_amount(applied, deposited):
    """An unknown deposit is not a deposit of 0."""
    for line in cash_lines(applied, deposited, day=date(2026, 11, 20), calendar=tokyo(), terms=TERMS):
        assert (line.amount is None) == (line.applied is None or line.deposited is None)


def test_a_deposit_of_an_account_to_which_nothing_applies_has_no_line():
    """Lines are of what applies; a deposit alone moves nothing."""
    lines = cash_lines({}, {("A", "im"): 5}, day=date(2026, 11, 20), calendar=tokyo(), terms=TERMS)
    assert lines == ()
    assert to_be_paid(lines) == 0
