"""One price for one cell: the curve comes as a range, the answer is a number or a finding."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from addin.books.inputs import CURVE
from calc.days.business_day import tokyo
from calc.outcome import Finding, finding
from calc.pricing.curve import DiscountCurve, discount_curve
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, price
from calc.text.columns import Table, records
from calc.types import CurveQuote

CURVE_RANGE = (
    "kind",
    "tenor",
    "rate",
    "mm_day_count",
    "fixed_frequency",
    "fixed_day_count",
    "float_frequency",
    "float_day_count",
    "spot_lag_days",
)


def curve_of(cells: Sequence[Sequence[object]], trade_date: date, *, convention: str = "") -> DiscountCurve | Finding:
    """Return the discount curve of a range with the columns of CURVE_RANGE; header and blank rows may stand in it.

    With a convention (`JPY`, `JPY-TONA` …) kind, tenor and rate suffice: it fills the cells that are empty.
    """
    width = len(CURVE_RANGE)
    rows = [tuple(row[:width]) + ("",) * (width - len(row)) for row in cells]
    numbered = [(number, row) for number, row in enumerate(rows, 1) if row[0] not in {"", None, 0.0, "kind"}]
    if not numbered:
        return finding("curve_empty", trade_date=trade_date)
    wanted = [column for column in CURVE if column.name in CURVE_RANGE]
    read = records(Table("curve_range", CURVE_RANGE, tuple(numbered)), wanted)
    if read.findings:
        return read.findings[0]
    quotes = [CurveQuote(**values) for _, values in read.value]
    return discount_curve([replace(quote, convention=convention) for quote in quotes], trade_date)


def curve_nodes(
    trade_date: date, cells: Sequence[Sequence[object]], *, convention: str = ""
) -> tuple[tuple[date, float], ...] | Finding:
    """Return the curve of a range as (date, discount factor): the trade date, worth one, and then every knot."""
    curve = curve_of(cells, trade_date, convention=convention)
    if isinstance(curve, Finding):
        return curve
    knots = zip(curve.knots, curve.log_discounts, strict=True)
    return ((trade_date, 1.0), *((date.fromordinal(knot), math.exp(log)) for knot, log in knots))


def upfront_of(
    trade_date: date,
    maturity: date,
    *,
    spread_bp: float,
    coupon_bp: float,
    recovery: float,
    curve: Sequence[Sequence[object]],
    notional: float = 1.0,
) -> float | Finding:
    """Return the clean upfront of protection bought, at cash settlement (Tokyo calendar), for a flat quote in bp."""
    discount = curve_of(curve, trade_date)
    if isinstance(discount, Finding):
        return discount
    contract = Contract(maturity, coupon_bp, recovery, notional)
    priced = price(contract, Quotes((spread_bp,)), market=Market(discount, tokyo()))
    return priced if isinstance(priced, Finding) else priced.clean_upfront
