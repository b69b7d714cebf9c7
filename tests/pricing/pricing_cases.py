"""Curves and contracts of the pricing tests, each in the product's form and in the twin's."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import cache

import published_cases
import twin_cds
import twin_curve
import twin_dates

from addin.books.inputs import curves
from addin.books.tables import read_table
from calc.days.business_day import WEEKENDS, tokyo
from calc.pricing.curve import discount_curve
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, price
from calc.pricing.legs import AccrualOnDefault
from calc.pricing.terms import STANDARD
from calc.types import CurveQuote

# The five-year contract on a TONA curve that the sizes of the traps were measured with.
TRADE_DATE = date(2025, 10, 15)
MATURITY = date(2030, 12, 20)
TONA = {"1Y": 0.0065, "2Y": 0.0081, "3Y": 0.0092, "5Y": 0.0112, "7Y": 0.0131, "10Y": 0.0158}
FORMULAS = {
    twin_cds.ORIGINAL: AccrualOnDefault.ORIGINAL_ISDA,
    twin_cds.MARKIT_FIX: AccrualOnDefault.MARKIT_FIX,
    twin_cds.CORRECT: AccrualOnDefault.CORRECT,
}
CALENDARS = {"TYO": tokyo(), "WEEKENDS": WEEKENDS}
CLOSED = {"TYO": twin_dates.tokyo(2007, 2045), "WEEKENDS": twin_dates.WEEKENDS}


def swap_rows(rates, *, day_count="ACT/365F", frequency=1, spot=2, deposits=None, mm_day_count="ACT/365F"):
    """Return curve rows as in a curve file: par swaps, and deposits before them."""
    shared = {"mm_day_count": "", "fixed_frequency": "", "fixed_day_count": "", "spot_lag_days": str(spot)}
    short = [
        {**shared, "kind": "deposit", "tenor": tenor, "rate": repr(rate), "mm_day_count": mm_day_count}
        for tenor, rate in (deposits or {}).items()
    ]
    own = {"fixed_frequency": str(frequency), "fixed_day_count": day_count}
    return short + [{**shared, **own, "kind": "swap", "tenor": tenor, "rate": repr(r)} for tenor, r in rates.items()]


def zero_rows(rates):
    """Return curve rows of zero rates by tenor or date."""
    return [{"kind": "zero", "tenor": str(tenor), "rate": repr(rate)} for tenor, rate in rates.items()]


def quotes_of(rows):
    """Return curve rows as the product's quotes."""
    return tuple(
        CurveQuote(
            row["kind"],
            row["tenor"],
            float(row["rate"]),
            row.get("mm_day_count", ""),
            int(row.get("fixed_frequency") or 0),
            row.get("fixed_day_count", ""),
            int(row.get("spot_lag_days") or 0),
        )
        for row in rows
    )


def curve_pair(trade_date, rows):
    """Return the product's curve and the twin's."""
    return discount_curve(quotes_of(rows), trade_date), twin_curve.discount_curve(trade_date, rows)


@cache
def base_pair():
    """Return the curve of the base case, the product's and the twin's."""
    return curve_pair(TRADE_DATE, swap_rows(TONA))


def base_price(spread_bp=300.0, *, overrides=STANDARD, **changes):
    """Return the product's price of the base case per unit of notional, with some of it changed."""
    told = {"maturity": MATURITY, "coupon_bp": 100.0, "recovery": 0.35, "curve": base_pair()[0], "calendar": "TYO"}
    told = {**told, "formula": twin_cds.ORIGINAL, **changes}
    contract = Contract(told["maturity"], told["coupon_bp"], told["recovery"], 1.0, overrides)
    market = Market(told["curve"], CALENDARS[told["calendar"]], FORMULAS[told["formula"]])
    return price(contract, Quotes((spread_bp,)), market=market)


def base_twin(spread_bp=300.0, **changes):
    """Return the twin's price of the base case per unit of notional, with some of it changed."""
    told = {"maturity": MATURITY, "coupon_bp": 100.0, "recovery": 0.35, "curve": base_pair()[1], "calendar": "TYO"}
    told = {**told, **changes}
    closed = CLOSED[told.pop("calendar")]
    return twin_cds.price(
        TRADE_DATE, told.pop("maturity"), notional=1.0, quoted_spread_bp=spread_bp, closed_days=closed, **told
    )


@cache
def published_curves():
    """Return every published curve by its name and trade date, as the product's reader gives it."""
    return curves(read_table(published_cases.DATA / "curves.csv").value).value


@cache
def published_curve(curve_id, trade_date):
    """Return a published discount curve, built by the product."""
    day = date.fromisoformat(trade_date)
    return discount_curve(published_curves()[(curve_id, day)], day)


def survival(hazard, base, days):
    """Return the probability of being alive so many days after the base date on the product's hazard curve."""
    end, start, lived = (base + timedelta(days=days)).toordinal(), base.toordinal(), 0.0
    for number, (knot, rate) in enumerate(zip(hazard.knots, hazard.rates, strict=True), 1):
        reached = end if number == len(hazard.knots) else min(knot, end)
        lived += max(0, reached - start) * rate / 365.0
        start = max(start, reached)
    return math.exp(-lived)
