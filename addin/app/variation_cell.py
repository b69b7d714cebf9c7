"""The mark-to-market change of one account between two markets, for cells: positive is what the participant pays.

Source: domain dossier section 1.7, VM = MTM today less MTM before, from clean value and accrued coupon. Coupons paid in
between and price alignment are not in it; over a coupon day it is refused, because the change alone would mislead.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from addin.app.account_cells import account_positions
from addin.app.cell_tables import Cells, Rows, cells_of
from addin.app.kept import good, kept
from addin.app.margin_cell import unpriced
from addin.app.margin_run import margin_rules
from addin.app.margin_terms import MarketTerms, terms_of
from addin.app.market_cells import MARKET_RANGE, market_tables
from calc.days.business_day import calendar_named
from calc.margin.engine import priceable
from calc.outcome import Finding, RefusedError, finding
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.pricing.legs import BP
from calc.pricing.revaluation import revaluation
from calc.pricing.terms import contract_terms
from calc.types import Position

PREVIOUS_RANGE = "previous_range"
_MARKETS_KEPT = 8


@dataclass(frozen=True, slots=True)
class VariationCells:
    """The arguments as they came: positions, the market of today and the one before, and the settings."""

    positions: Rows | str
    market: Rows
    previous: Rows
    settings: Rows | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """What protection bought on one unit of notional is worth in a market, factor and accrued coupon included.

    `accrues_from` is the first day of the coupon period; `unpriced` says of instruments why they have no value.
    """

    day: date
    values: Mapping[str, float]
    accrues_from: Mapping[str, int]
    unpriced: Mapping[str, Finding]


def variation_margin(given: VariationCells, *, home: Path) -> int:
    """Return what the account pays in yen for the move of the market, rounded as a requirement is.

    Raises RefusedError `market_order` unless the previous market is an earlier day's, `coupon_between` where a coupon
    fell due, or as `terms_of`, `market_tables` and `account_positions` say.
    """
    terms = terms_of(given.settings, home=home)
    now = _marked(cells_of(given.market, MARKET_RANGE, home=home), terms.market)
    before = _marked(cells_of(given.previous, PREVIOUS_RANGE, home=home), terms.previous)
    if before.day >= now.day:
        raise RefusedError([finding("market_order", day=now.day, previous=before.day)])
    codes = {code for each in (now, before) for code in (*each.values, *each.unpriced)}
    positions = cells_of(given.positions, "positions_range", home=home)
    held = account_positions(positions, None, account=terms.holder.account, codes=codes)
    refused = [each for position in held if (each := _refused(position, before, now)) is not None]
    if refused:
        raise RefusedError(refused)
    lost = math.fsum(each.notional * (before.values[each.instrument] - now.values[each.instrument]) for each in held)
    return margin_rules(terms.market.settings).rounding.yen(lost)


def _refused(position: Position, before: Marked, now: Marked) -> Finding | None:
    """Return why the change of a position's value cannot be told."""
    code = position.instrument
    for each in (now, before):
        if code not in each.values:
            return each.unpriced.get(code) or finding("instrument_unknown", instrument=code)
    if before.accrues_from[code] != now.accrues_from[code]:
        return finding("coupon_between", instrument=code, previous=before.day, day=now.day)
    return None


@kept(_MARKETS_KEPT)
def _marked(cells: Cells, terms: MarketTerms) -> Marked:
    """Return a market marked."""
    tables = market_tables(cells, terms)
    curve = good(discount_curve(tables.curve, tables.day))
    market = Market(curve, calendar_named(terms.settings.text("calendar")))
    spreads = tables.spreads_bp
    book = priceable([instrument for instrument, _ in tables.listed], spreads_bp=spreads, market=market)
    instruments, legs = book.value.instruments, book.value.legs
    if not instruments:
        raise RefusedError(book.findings)
    clean = good(revaluation(instruments, legs, spreads_bp=np.array([[spreads[each.code]] for each in instruments])))
    dirty = {
        each.code: each.index_factor * (value - each.coupon_bp * BP * leg.accrued_fraction)
        for each, leg, value in zip(instruments, legs, clean.values[:, 0].tolist(), strict=True)
    }
    periods = {each.code: _accrues_from(each.maturity, market) for each in instruments}
    return Marked(tables.day, dirty, periods, unpriced(book.findings))


def _accrues_from(maturity: date, market: Market) -> int:
    terms = good(contract_terms(market.curve.trade_date, maturity, calendar=market.calendar))
    return terms.starts[0]
