"""The peer beside us: QuantLib's ISDA engine with a quote helper, built once, only the quote changes."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from calc.pricing.curve import DiscountCurve

NOTIONAL = 1.0
COUPON, RECOVERY = 0.01, 0.35
YES, NO = True, False  # QuantLib takes its flags by place


def quantlib_reval(curve: DiscountCurve, maturity: date) -> Callable[[Sequence[float]], float] | None:
    """Return a function that revalues one contract at each spread, or None when QuantLib is not installed."""
    try:
        import QuantLib as ql  # noqa: N813, PLC0415 - a development dependency
    except ImportError:
        return None
    cds, quote = _contract(ql, curve, maturity)

    def revalue(spreads: Sequence[float]) -> float:
        total = 0.0
        for spread in spreads:
            quote.setValue(spread)
            total += cds.NPV()
        return total

    return revalue


def _contract(ql: Any, curve: DiscountCurve, maturity: date) -> tuple[Any, Any]:  # noqa: ANN401 - QuantLib has no types
    """Return the swap with its engine, and the quote that its hazard curve follows."""
    today = _day(ql, curve.trade_date)
    ql.Settings.instance().evaluationDate = today
    knots = [today, *(_day(ql, date.fromordinal(knot)) for knot in curve.knots)]
    factors = [1.0, *(math.exp(log) for log in curve.log_discounts)]
    discount = ql.YieldTermStructureHandle(ql.DiscountCurve(knots, factors, ql.Actual365Fixed(), ql.WeekendsOnly()))
    quote = ql.SimpleQuote(0.01)
    helper = ql.SpreadCdsHelper(
        ql.QuoteHandle(quote), ql.Period(5, ql.Years), 0, ql.WeekendsOnly(), ql.Quarterly, ql.Following,
        ql.DateGeneration.CDS2015, ql.Actual360(), RECOVERY, discount, YES, YES, ql.Date(), ql.Actual360(YES), YES,
        ql.CreditDefaultSwap.ISDA,
    )  # fmt: skip
    hazards = ql.PiecewiseFlatHazardRate(today, [helper], ql.Actual365Fixed())
    schedule = ql.Schedule(
        today, _day(ql, maturity), ql.Period(ql.Quarterly), ql.WeekendsOnly(), ql.Following, ql.Unadjusted,
        ql.DateGeneration.CDS2015, NO,
    )  # fmt: skip
    cds = ql.CreditDefaultSwap(ql.Protection.Buyer, NOTIONAL, COUPON, schedule, ql.Following, ql.Actual360())
    cds.setPricingEngine(ql.IsdaCdsEngine(ql.DefaultProbabilityTermStructureHandle(hazards), RECOVERY, discount))
    return cds, quote


def _day(ql: Any, day: date) -> Any:  # noqa: ANN401
    return ql.Date(day.day, day.month, day.year)
