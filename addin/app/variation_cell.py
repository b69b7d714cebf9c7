"""What one account pays for the move between two markets, for cells: positive is what the participant pays.

Source: domain dossier section 1.7, VM = MTM today less MTM before, from clean value and accrued coupon, and the coupons
that left the mark in between. The markets may be several days apart, so that fallback days are made up for at once
(CP-2.1.1, gap G6); price alignment is not in it, which needs the level that was applied.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from addin.app.account_cells import account_positions
from addin.app.cell_tables import Cells, Rows, cells_of
from addin.app.kept import good, kept
from addin.app.margin_cell import unpriced
from addin.app.margin_run import margin_rules
from addin.app.margin_terms import MarketTerms, terms_of
from addin.app.market_cells import MARKET_RANGE, market_tables
from calc.days.business_day import Calendar, calendar_named
from calc.margin.engine import priceable
from calc.margin.marks import coupons_due, marks
from calc.outcome import Finding, RefusedError, finding
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.types import Instrument, Position

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

    `unpriced` says of instruments why they have no value.
    """

    day: date
    instruments: Mapping[str, Instrument]
    values: Mapping[str, float]
    unpriced: Mapping[str, Finding]


def variation_margin(given: VariationCells, *, home: Path) -> int:
    """Return what the account pays in yen for the move of the market and its coupons, rounded as a requirement is.

    Raises RefusedError `market_order` unless the previous market is an earlier day's, or as `terms_of`,
    `market_tables` and `account_positions` say.
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
    coupons = _coupons(held, before, now, calendar=calendar_named(terms.market.settings.text("calendar")))
    lost = [each.notional * (before.values[each.instrument] - now.values[each.instrument]) for each in held]
    owed = [each.notional * coupons[each.instrument] for each in held]
    return margin_rules(terms.market.settings).rounding.yen(math.fsum((*lost, *owed)))


def _refused(position: Position, before: Marked, now: Marked) -> Finding | None:
    """Return why the change of a position's value cannot be told."""
    code = position.instrument
    lacking = next((each for each in (now, before) if code not in each.values), None)
    return None if lacking is None else lacking.unpriced.get(code) or finding("instrument_unknown", instrument=code)


def _coupons(held: Sequence[Position], before: Marked, now: Marked, *, calendar: Calendar) -> dict[str, float]:
    """Return the coupons per unit of notional that left the mark between the markets."""
    listed = {each.instrument: now.instruments[each.instrument] for each in held}
    due = coupons_due(tuple(listed.values()), since=before.day, until=now.day, calendar=calendar).value
    return {code: each.index_factor * due.get(code, 0.0) for code, each in listed.items()}


@kept(_MARKETS_KEPT)
def _marked(cells: Cells, terms: MarketTerms) -> Marked:
    """Return a market marked."""
    tables = market_tables(cells, terms)
    curve = good(discount_curve(tables.curve, tables.day))
    market = Market(curve, calendar_named(terms.settings.text("calendar")))
    listed = {instrument.code: instrument for instrument, _ in tables.listed}
    book = priceable(tuple(listed.values()), spreads_bp=tables.spreads_bp, market=market)
    if not book.value.instruments:
        raise RefusedError(book.findings)
    found = good(marks(book.value, spreads_bp=tables.spreads_bp))
    values = {code: listed[code].index_factor * each.value for code, each in found.items()}
    return Marked(tables.day, listed, values, unpriced(book.findings))
