from datetime import date, time

import pytest
import twin_cover
import twin_dates
from hypothesis import given
from hypothesis import strategies as st

from calc.days.business_day import tokyo
from calc.margin.cash import DepositTerms, cash_lines, to_be_paid
from calc.outcome import RefusedError

TERMS = DepositTerms(time(11, 0), "JPY")
FRIDAY = date(2026, 11, 20)


def lines(applied, deposited, *, day=FRIDAY):
    """Return the cash lines of initial margin of accounts."""
    return cash_lines(
        {(name, "im"): amount for name, amount in applied.items()},
        {(name, "im"): amount for name, amount in deposited.items()},
        day=day,
        calendar=tokyo(),
        terms=TERMS,
    )


@pytest.mark.parametrize(("applied", "deposited", "amount"), [(12, 10, 2), (10, 12, -2), (10, 10, 0), (None, 10, None)])
def test_what_applies_less_what_is_deposited_is_to_be_paid(applied, deposited, amount):
    """Of 12 applied and 10 deposited 2 are paid in, of a surplus 2 may be asked back, and a gap stays one."""
    assert [each.amount for each in lines({"A": applied}, {"A": deposited})] == [amount]


def test_an_unknown_deposit_is_not_zero():
    """An account whose deposit is not known has no amount to pay."""
    assert [(each.deposited, each.amount) for each in lines({"A": 5}, {})] == [(None, None)]


def test_cash_is_due_on_the_next_business_day():
    """What applies on Friday 20 November 2026 is due by 11:00 on Tuesday, as Monday is a holiday, in the named form."""
    (line,) = lines({"A": 5}, {"A": 1})
    assert (line.due, line.terms.by, line.terms.collateral) == (date(2026, 11, 24), time(11, 0), "JPY")


def test_what_one_may_take_back_pays_no_other():
    """One account 2 short, one with 5 to spare and one not known: 2 must be paid in."""
    assert to_be_paid(lines({"A": 12, "B": 10, "C": None}, {"A": 10, "B": 15})) == 2


def test_lines_stand_in_order():
    """Accounts stand in their order, whatever order they came in."""
    assert [each.account for each in lines({"B": 1, "A": 2}, {})] == ["A", "B"]


def test_a_day_beyond_the_calendar_is_refused():
    """The due day of a day beyond the calendar is refused, never guessed."""
    with pytest.raises(RefusedError) as refused:
        lines({"A": 1}, {"A": 1}, day=date(2061, 1, 4))
    assert [each.code for each in refused.value.findings] == ["calendar_horizon"]


@given(
    day=st.dates(date(2025, 1, 1), date(2030, 12, 20)), applied=st.integers(0, 10**12), deposited=st.integers(0, 10**12)
)
def test_any_line_is_the_twins(day, applied, deposited):
    """Amount and due day are those of the plain reading with holidays of another source."""
    (line,) = lines({"A": applied}, {"A": deposited}, day=day)
    closed = twin_dates.tokyo(2025, 2031)
    assert (line.amount, line.due) == twin_cover.cash(applied, deposited, day, closed_days=closed)
