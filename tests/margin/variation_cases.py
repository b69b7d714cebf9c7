"""One index, its marks on the days around the coupon of Monday 21 December 2026, and small accounts."""

from __future__ import annotations

from datetime import date

from calc.days.business_day import tokyo
from calc.margin.engine import priceable
from calc.margin.marks import Mark, coupons_due, marks
from calc.margin.rounding import Rounding, RoundMode
from calc.margin.variation import Held, Marked, VariationRules, computed_accounts
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.types import CurveQuote, Instrument, InstrumentKind, Position

THURSDAY, FRIDAY = date(2026, 12, 17), date(2026, 12, 18)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 12, 21), date(2026, 12, 22), date(2026, 12, 23)
INDEX = Instrument("IDX", "IDX-X", InstrumentKind.INDEX, date(2031, 12, 20), 100.0, 0.35, 1.0, 0.0)
YEN = Rounding(RoundMode.HALF_UP, 1)
NOTIONAL = 3_600_000_000.0  # a day's coupon of 100 bp on it is 100,000 yen


def rules(rate=0.0, daycount="ACT/365F", rounding=YEN):
    """Return the rules of variation margin, without price alignment unless a rate is given."""
    return VariationRules(rate, daycount, rounding)


def book_on(day, *instruments, rate=0.01):
    """Return instruments laid out on a day's flat curve."""
    market = Market(discount_curve([CurveQuote("zero", "5Y", rate)], day), tokyo())
    listed = instruments or (INDEX,)
    return priceable(listed, spreads_bp=dict.fromkeys([each.code for each in listed], 1.0), market=market).value


def marks_on(day, spread_bp, **terms):
    """Return the marks of the index at a spread."""
    return marks(book_on(day, **terms), spreads_bp={"IDX": spread_bp})


def marked(day, found, *, since=None, instruments=(INDEX,)):
    """Return a day's marks with the coupons that left them since the business day before."""
    start = since or tokyo().previous_open(day)
    due = coupons_due(instruments, since=start, until=day, calendar=tokyo()).value
    return Marked(day, found, due, {each.code: each.index_factor for each in instruments})


def level(value, *, coupon=0.0, day=FRIDAY):
    """Return a day on which protection on one yen is worth so much, and so much coupon left the mark."""
    return Marked(day, {"IDX": Mark(value, 0.0)}, {"IDX": coupon}, {"IDX": 1.0})


def computed(market, held, *, before=None, trades=(), rounding=YEN):
    """Return the figures of account A, which holds so much of the index now and held `before` the day before."""
    positions = [Position("A", "IDX", held)]
    earlier = [Position("A", "IDX", held if before is None else before)]
    return computed_accounts(["A"], Held(positions, earlier, trades), market=market, rounding=rounding)["A"]
