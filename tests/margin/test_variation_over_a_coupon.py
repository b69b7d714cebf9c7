"""The coupon of Monday 21 December 2026 under fallback prices and fallback margin, against the slow cash book."""

from datetime import date

import pytest
import twin_curve
import twin_dates
import twin_variation
from hypothesis import given, settings
from hypothesis import strategies as st
from variation_cases import (
    FRIDAY,
    MONDAY,
    NOTIONAL,
    TUESDAY,
    WEDNESDAY,
    book_on,
    computed,
    marked,
    marks_on,
    rules,
)

from calc.margin.marks import OVER, PreviousPrice, fallback_marks, marks
from calc.margin.rounding import Rounding, RoundMode
from calc.margin.variation import FlowPart, Held, Standing, Trade, computed_accounts, reapplied, variation
from calc.types import Instrument, InstrumentKind, Position

TOKYO = twin_dates.tokyo(2025, 2033)
ENDING = Instrument("END", "E", InstrumentKind.SINGLE, date(2026, 12, 20), 100.0, 0.35, 1.0, 0.0)


def opened(spread_bp, notional=NOTIONAL):
    """Return Friday's marks and where an account stands that has paid in all it had lost by then."""
    found = marks_on(FRIDAY, spread_bp)
    return found, Standing(FRIDAY, computed(marked(FRIDAY, found), notional).stock)


def carried(day, before, spread_bp, kind):
    """Return the marks of a day whose price is the one of the day before."""
    return fallback_marks(book_on(day), kind=kind, spreads_bp={"IDX": spread_bp}, before=before).value


def test_the_same_upfront_costs_a_days_coupon_a_day():
    """At Friday's upfront on Monday and Tuesday, the buyer pays 300,000 for three days and 100,000 for one."""
    found, standing = opened(60.0)
    flows = []
    for day in (MONDAY, TUESDAY):
        found = carried(day, found, 60.0, PreviousPrice.SAME_UPFRONT)
        made = variation(computed(marked(day, found), NOTIONAL), standing, day=day, rules=rules())
        standing = made.after
        flows.append(made.flow)
    assert flows == [300_000, 100_000]


def test_the_coupon_itself_moves_nothing_on_its_day():
    """On Monday the buyer pays 8,800,000 of coupon, and 8,500,000 of it come back as his accrual is gone."""
    found, standing = opened(60.0)
    found = carried(MONDAY, found, 60.0, PreviousPrice.SAME_UPFRONT)
    made = variation(computed(marked(MONDAY, found), NOTIONAL), standing, day=MONDAY, rules=rules())
    assert (made.parts[FlowPart.COUPON], made.parts[FlowPart.MTM_CHANGE]) == (8_800_000, -8_500_000)


@pytest.mark.parametrize("kind", list(PreviousPrice))
def test_after_two_days_of_fallback_prices_one_transfer_brings_all_back(kind):
    """Whatever stays for two days, all transfers up to Wednesday's own price sum to its level and the coupon."""
    found, standing = opened(60.0)
    start, flows = standing.stock, 0
    for day in (MONDAY, TUESDAY):
        found = carried(day, found, 60.0, kind)
        made = variation(computed(marked(day, found), NOTIONAL), standing, day=day, rules=rules())
        standing, flows = made.after, flows + made.flow
    final = computed(marked(WEDNESDAY, marks_on(WEDNESDAY, 75.0)), NOTIONAL)
    last = variation(final, standing, day=WEDNESDAY, rules=rules())
    assert flows + last.flow == final.stock - start + 8_800_000
    assert last.flow < -10_000_000  # 15 bp of a widened spread come at once


def test_after_two_days_of_fallback_margin_one_transfer_brings_all_back():
    """With Friday's level applied on Monday and Tuesday, Wednesday's transfer holds both moves and Monday's coupon."""
    _, standing = opened(60.0)
    start = standing.stock
    for day, spread in ((MONDAY, 64.0), (TUESDAY, 70.0)):
        made = reapplied(computed(marked(day, marks_on(day, spread)), NOTIONAL), standing)
        assert (made.flow, made.stock) == (0, start)
        standing = made.after
    assert standing == Standing(FRIDAY, start, 8_800_000)
    final = computed(marked(WEDNESDAY, marks_on(WEDNESDAY, 75.0)), NOTIONAL)
    last = variation(final, standing, day=WEDNESDAY, rules=rules())
    assert last.flow == final.stock - start + 8_800_000
    assert last.parts[FlowPart.CARRIED] == 8_800_000


@pytest.mark.parametrize("kind", list(PreviousPrice))
def test_a_trade_of_a_fallback_day_still_has_variation_margin(kind):
    """Bought on Monday at 70 bp while Friday's 60 bp applies, the day's trade costs the difference of the two."""
    before, _ = opened(60.0)
    found = carried(MONDAY, before, 60.0, kind)
    bought = marks_on(MONDAY, 70.0)["IDX"].clean
    today = computed(marked(MONDAY, found), NOTIONAL, before=0.0, trades=[Trade("A", "IDX", NOTIONAL, bought)])
    made = variation(today, Standing(FRIDAY, 0), day=MONDAY, rules=rules())
    assert made.flow == pytest.approx(NOTIONAL * (bought - found["IDX"].clean), abs=1.5)
    assert made.flow > 10_000_000
    assert made.parts[FlowPart.COUPON] == 0


def test_a_position_that_ends_over_the_weekend_leaves_its_last_coupon():
    """An instrument that ends on Sunday stands at zero on Monday, and its buyer still pays 88 days of coupon."""
    market = marked(MONDAY, {"END": OVER}, instruments=(ENDING,))
    held = [Position("A", "END", NOTIONAL)]
    made = computed_accounts(["A"], Held(held, held), market=market, rounding=rules().rounding)["A"]
    assert made == (0, 8_800_000, 0)


DEALS = st.lists(st.tuples(st.integers(-50, 50).map(lambda n: n * 1e8), st.floats(-0.05, 0.05)), max_size=2)
SINGLE = Instrument("ONE", "ONE", InstrumentKind.SINGLE, date(2029, 6, 20), 500.0, 0.35, 1.0, 0.0)
FACTORED = Instrument("IDX", "X", InstrumentKind.INDEX, date(2031, 12, 20), 100.0, 0.35, 0.975, 0.0)
LISTED = (FACTORED, SINGLE)


def row_of(instrument):
    """Return an instrument as the twin reads it."""
    return {
        "maturity": instrument.maturity.isoformat(),
        "coupon_bp": instrument.coupon_bp,
        "recovery": instrument.recovery,
        "index_factor": instrument.index_factor,
    }


def our_days(days, held, standing, terms):
    """Return our transfers and levels of days of (day, marks, trades, whether it falls back)."""
    made = []
    for day, found, trades, falls_back in days:
        after = [*held, *(Position("A", each.instrument, each.notional) for each in trades)]
        market = marked(day, found, instruments=LISTED)
        today = computed_accounts(["A"], Held(after, held, trades), market=market, rounding=terms.rounding)["A"]
        each = reapplied(today, standing) if falls_back else variation(today, standing, day=day, rules=terms)
        held, standing = after, each.after
        made.append((each.flow, each.stock))
    return made


def twin_day(day, quoted, trades, falls_back):
    """Return a day as the cash book reads it, each value solved by halving."""
    curve = twin_curve.flat_curve(day, 0.01)
    values = {
        each.code: twin_variation.dirty_value(
            day, row_of(each), spread_bp=quoted[each.code], curve=curve, closed_days=TOKYO
        )
        for each in LISTED
    }
    deals = [(each.instrument, each.notional, each.upfront) for each in trades]
    return {"day": day, "values": values, "deals": deals, "fallback": falls_back}


@settings(max_examples=12)
@given(
    spreads=st.lists(st.tuples(st.floats(20.0, 200.0), st.floats(20.0, 900.0)), min_size=3, max_size=3),
    fallbacks=st.sampled_from([(), (0,), (0, 1), (1,)]),
    deals=st.lists(DEALS, min_size=3, max_size=3),
    opening=st.tuples(st.integers(-90, 90), st.integers(-90, 90)),
    level=st.integers(-(10**9), 10**9),
    rate=st.sampled_from(["0", "0.005", "-0.001"]),
    mode=st.sampled_from(list(RoundMode)),
)
def test_any_three_days_are_those_of_the_cash_book(spreads, fallbacks, deals, opening, level, rate, mode):
    """Whatever is held, traded, priced and fallen back on, levels and transfers are the cash book's to the rounding."""
    notionals = dict(zip(("IDX", "ONE"), (each * 1e7 for each in opening), strict=True))
    ours, theirs = [], []
    for place, day in enumerate((MONDAY, TUESDAY, WEDNESDAY)):
        quoted = dict(zip(("IDX", "ONE"), spreads[place], strict=True))
        trades = [Trade("A", "IDX", amount, price) for amount, price in deals[place]]
        ours.append((day, marks(book_on(day, *LISTED), spreads_bp=quoted), trades, place in fallbacks))
        theirs.append(twin_day(day, quoted, trades, place in fallbacks))
    book = twin_variation.cash_book(
        theirs,
        instruments={each.code: row_of(each) for each in LISTED},
        opening=notionals,
        start={"day": FRIDAY, "level": level},
        settings={"pai_rate": rate, "pai_basis": 365, "round_mode": mode.value},
        closed_days=TOKYO,
    )
    held = [Position("A", code, amount) for code, amount in notionals.items()]
    made = our_days(ours, held, Standing(FRIDAY, level), rules(float(rate), rounding=Rounding(mode, 1)))
    for (flow, stock), row in zip(made, book, strict=True):
        assert abs(stock - row["level"]) <= 1
        assert abs(flow - row["paid"]) <= 4  # four parts, each of which may round to the other side
