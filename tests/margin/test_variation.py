from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from variation_cases import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, YEN, computed, level, rules

from calc.margin.marks import Mark
from calc.margin.rounding import Rounding, RoundMode
from calc.margin.variation import (
    Computed,
    FlowPart,
    Held,
    Marked,
    Standing,
    Trade,
    before_trades,
    computed_accounts,
    reapplied,
    variation,
)
from calc.types import Position

YEN_AMOUNTS = st.integers(-(10**12), 10**12)
DAYS = (FRIDAY, MONDAY, TUESDAY, WEDNESDAY)
UP = Rounding(RoundMode.UP, 1)


def trade(notional, upfront, *, account="A"):
    """Return a deal of today in the index."""
    return Trade(account, "IDX", notional, upfront)


def test_a_loss_is_paid():
    """A position worth -10 since Friday and -12 on Monday stands at 12, and 2 are paid."""
    today = computed(level(-0.12), 100.0)
    made = variation(today, Standing(FRIDAY, 10), day=MONDAY, rules=rules())
    assert (made.stock, made.flow) == (12, 2)
    assert made.parts[FlowPart.MTM_CHANGE] == 2


def test_a_fallback_applies_the_level_again_and_moves_nothing():
    """With a value of -10 and then -12 the fallback day stands at 10 again and transfers 0, not yesterday's 10."""
    first = variation(computed(level(-0.10), 100.0), Standing(FRIDAY, 0), day=MONDAY, rules=rules())
    assert (first.stock, first.flow) == (10, 10)
    second = reapplied(computed(level(-0.12), 100.0), first.after)
    assert (second.stock, second.flow) == (10, 0)


def test_the_day_after_a_fallback_brings_what_was_left_out():
    """With -10, then -12 under a fallback, then -15 computed again, the last transfer is 5."""
    second = reapplied(computed(level(-0.12), 100.0), Standing(FRIDAY, 10))
    third = variation(computed(level(-0.15), 100.0), second.after, day=TUESDAY, rules=rules())
    assert (third.stock, third.flow) == (15, 5)


def test_a_coupon_is_paid_by_the_buyer_and_lifts_his_value():
    """When 3 of coupon leave the mark, the buyer's value rises from -10 to -7: he pays the 3 and gets 3 back."""
    today = computed(level(-0.07, coupon=0.03), 100.0)
    made = variation(today, Standing(FRIDAY, 10), day=MONDAY, rules=rules())
    assert (made.parts[FlowPart.COUPON], made.parts[FlowPart.MTM_CHANGE], made.flow) == (3, -3, 0)


def test_the_seller_receives_the_coupon():
    """Who sold protection receives the 3 of coupon that its buyer pays."""
    assert computed(level(-0.07, coupon=0.03), -100.0) == Computed(-7, -3, 0)


def test_a_trade_of_today_pays_no_coupon_due_today():
    """Of 100 held tonight 60 were bought today: the coupon is that of the 40 held before."""
    assert computed(level(0.0, coupon=0.05), 100.0, before=40.0).coupon == 2


def test_what_ended_owes_its_last_coupon():
    """A position that is over stands in no level any more and owes its last coupon of 5."""
    assert computed(level(0.0, coupon=0.05), 0.0, before=100.0) == Computed(0, 5, 0)


def test_a_trade_of_today_is_measured_against_its_own_price():
    """Bought at 2.0 % upfront and settled at 2.1 %, 1,000 of notional stand at -21, cost 20 and bring 1 in."""
    today = computed(level(0.021), 1000.0, before=0.0, trades=[trade(1000.0, 0.02)])
    assert today == Computed(-21, 0, 20)
    assert variation(today, Standing(FRIDAY, 0), day=MONDAY, rules=rules()).flow == -1


def test_the_accrued_coupon_of_a_trade_is_taken_off_its_upfront():
    """Bought at 2.0 % clean with 0.5 % accrued, 1,000 of notional cost 15, and at an unchanged price nothing moves."""
    market = Marked(MONDAY, {"IDX": Mark(0.02, 0.005)}, {}, {"IDX": 1.0})
    today = computed(market, 1000.0, before=0.0, trades=[trade(1000.0, 0.02)])
    assert today == Computed(-15, 0, 15)


def test_notionals_count_with_the_factor_left():
    """With 39 of 40 names left, 1,000 of notional bought at 10 % stand at -97.5, and traded at 20 % cost 195."""
    market = Marked(MONDAY, {"IDX": Mark(0.1, 0.0)}, {"IDX": 0.02}, {"IDX": 0.975})
    today = computed(market, 1000.0, trades=[trade(1000.0, 0.2)], rounding=Rounding(RoundMode.DOWN, 1))
    assert today == Computed(-97, 19, 195)


def test_interest_goes_to_who_has_paid_in():
    """On 36,500,000 paid in, 1 % a year for the 3 days of a weekend bring 3,000 back."""
    standing = Standing(FRIDAY, 36_500_000)
    made = variation(Computed(36_500_000, 0, 0), standing, day=MONDAY, rules=rules(0.01))
    assert (made.parts[FlowPart.PRICE_ALIGNMENT], made.flow) == (-3000, -3000)
    given_back = variation(Computed(0, 0, 0), Standing(FRIDAY, -36_500_000), day=MONDAY, rules=rules(0.01))
    assert given_back.parts[FlowPart.PRICE_ALIGNMENT] == 3000


def test_interest_follows_its_day_count():
    """On 36,000,000 paid in, 1 % a year on ACT/360 for 3 days bring 3,000 back, on ACT/365F 2,959."""
    standing = Standing(FRIDAY, 36_000_000)
    parts = [
        variation(Computed(0, 0, 0), standing, day=MONDAY, rules=rules(0.01, name)).parts[FlowPart.PRICE_ALIGNMENT]
        for name in ("ACT/360", "ACT/365F")
    ]
    assert parts == [-3000, -2959]


def test_interest_runs_on_the_level_applied_through_a_fallback():
    """From Friday to Wednesday interest runs 5 days on Friday's level, which was applied, and on no other."""
    after = reapplied(Computed(99_999_999, 0, 0), Standing(FRIDAY, 36_500_000)).after
    made = variation(Computed(36_500_000, 0, 0), after, day=WEDNESDAY, rules=rules(0.01))
    assert made.parts[FlowPart.PRICE_ALIGNMENT] == -5000


def test_every_part_is_rounded_by_the_one_rule():
    """Rounded up, 10.2 of value lost, 0.3 of coupon and 0.1 of interest are 11, 1 and 1 yen."""
    market = Marked(MONDAY, {"IDX": Mark(-0.102, 0.0)}, {"IDX": 0.003}, {"IDX": 1.0})
    today = computed(market, 100.0, rounding=UP)
    made = variation(today, Standing(FRIDAY, -1000), day=MONDAY, rules=rules(0.0122, rounding=UP))
    assert (today.stock, today.coupon, made.parts[FlowPart.PRICE_ALIGNMENT]) == (11, 1, 1)


def test_each_account_has_its_own_figures():
    """Two accounts of opposite positions stand at opposite levels, and one without positions at zero."""
    held = [Position("A", "IDX", 100.0), Position("B", "IDX", -100.0)]
    made = computed_accounts(["A", "B", "C"], Held(held, held), market=level(-0.1), rounding=YEN)
    assert [made[each].stock for each in "ABC"] == [10, -10, 0]


def test_positions_before_are_those_of_today_without_todays_trades():
    """Of 100 held tonight, 60 of them bought today, 40 were held before."""
    before = before_trades([Position("A", "IDX", 100.0)], [trade(60.0, 0.0)])
    assert sum(each.notional for each in before) == 40.0


@given(notionals=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8), value=st.floats(-0.9, 0.9))
def test_rows_of_one_account_add_up_in_any_order(notionals, value):
    """The level of many rows is that of their sum, whatever their order."""
    rows = [Position("A", "IDX", float(each)) for each in notionals]
    market = level(value)
    made, turned, summed = (
        computed_accounts(["A"], Held(each, each), market=market, rounding=YEN)["A"]
        for each in (rows, rows[::-1], [Position("A", "IDX", float(sum(notionals)))])
    )
    assert made == turned
    assert abs(made.stock - summed.stock) <= 1


@given(value=st.floats(-0.5, 0.5), lower=st.floats(0.0, 0.4), notional=st.integers(1, 10**10))
def test_a_buyer_pays_more_the_lower_the_value(value, lower, notional):
    """The lower protection bought is marked, the more its buyer has paid in."""
    assert computed(level(value - lower), float(notional)).stock >= computed(level(value), float(notional)).stock


@given(figures=st.lists(st.tuples(YEN_AMOUNTS, YEN_AMOUNTS, YEN_AMOUNTS), min_size=1, max_size=4), start=YEN_AMOUNTS)
def test_transfers_sum_to_the_final_level_and_what_was_owed(figures, start):
    """All transfers of some days sum to the last level less the first, with every coupon and every trade's price."""
    standing, flows = Standing(FRIDAY, start), 0
    for day, each in zip(DAYS, figures, strict=False):
        made = variation(Computed(*each), standing, day=day, rules=rules())
        standing, flows = made.after, flows + made.flow
    owed = sum(coupon + entry for _, coupon, entry in figures)
    assert flows == figures[-1][0] - start + owed
    assert standing == Standing(DAYS[len(figures) - 1], figures[-1][0])


@given(
    figures=st.lists(st.tuples(YEN_AMOUNTS, YEN_AMOUNTS, YEN_AMOUNTS), min_size=2, max_size=4),
    fallback=st.sets(st.integers(0, 2)),
)
def test_fallback_days_delay_transfers_and_lose_nothing(figures, fallback):
    """Whichever days before the last fall back, the transfers sum to what they would have been without interest."""
    ways = []
    for skipped in (fallback, frozenset()):
        standing, flows = Standing(FRIDAY - timedelta(days=1), 0), []
        for place, each in enumerate(figures):
            falls_back = place in skipped and place < len(figures) - 1
            today = Computed(*each)
            made = (
                reapplied(today, standing) if falls_back else variation(today, standing, day=DAYS[place], rules=rules())
            )
            assert made.flow == 0 or not falls_back
            standing = made.after
            flows.append(made.flow)
        ways.append((sum(flows), standing))
    assert ways[0] == ways[1]


@given(stock=YEN_AMOUNTS, rate=st.floats(-0.05, 0.2), days=st.integers(1, 30))
def test_payer_and_receiver_of_interest_agree(stock, rate, days):
    """Two accounts at opposite levels have opposite interest, to the yen."""
    day = FRIDAY + timedelta(days=days)
    one, other = (
        variation(Computed(0, 0, 0), Standing(FRIDAY, level_), day=day, rules=rules(rate, rounding=UP))
        for level_ in (stock, -stock)
    )
    assert one.parts[FlowPart.PRICE_ALIGNMENT] == -other.parts[FlowPart.PRICE_ALIGNMENT]


@pytest.mark.parametrize("day", [MONDAY, date(2027, 1, 4)])
def test_no_interest_runs_at_a_rate_of_zero(day):
    """Without a rate no interest runs, however long the level stands."""
    made = variation(Computed(5, 0, 0), Standing(FRIDAY, 5), day=day, rules=rules())
    assert made.flow == 0
