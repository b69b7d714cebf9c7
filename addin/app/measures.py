"""Variation margin, clearing fund and intraday margin beside the initial margin that was computed.

A measure that cannot be computed from what is there has no amount; why not is a gap, told by a finding in `gaps`.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from addin.app.margin_run import MarginInputs, MarginResult, margin_rules
from addin.app.measure_fund import FundResult, Known, fund_of
from addin.app.measure_rules import (
    intraday_rules,
    previous_price,
    rate_missing,
    variation_rules,
    vm_is_stock,
)
from addin.books.fund_inputs import FundDay
from addin.books.inputs import NotifiedAmount
from addin.settings import Settings
from calc.days.business_day import Calendar, calendar_named
from calc.margin.engine import Priceable, priceable
from calc.margin.intraday import IntradayCall, intraday_calls
from calc.margin.marks import OVER, Mark, coupons_due, fallback_marks, marks
from calc.margin.variation import (
    Computed,
    FlowPart,
    Held,
    Marked,
    Standing,
    Trade,
    Variation,
    before_trades,
    computed_accounts,
    variation,
)
from calc.outcome import Finding, RefusedError, finding
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.types import Account, Position

VM = "vm"  # the previous day's variation margin in a table of requirements: its level, and what was carried with it
TOTAL, CARRIED = "total", "carried"


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the day before and of today's deals; `has_accounts`: deposits and participants are known.

    `trades` are None where their table cannot be trusted: then no transfer is told. `held` are the positions of the day
    before (None: those of today without its trades), `kept` the marks of that day of the instruments whose price is
    still that day's. `fund_history` are the clearing fund's days before, None where their table cannot be trusted.
    """

    previous: tuple[NotifiedAmount, ...] = ()
    trades: tuple[Trade, ...] | None = ()
    held: tuple[Position, ...] | None = None
    kept: Mapping[str, Mark] = field(default_factory=dict)
    has_accounts: bool = True
    fund_history: tuple[FundDay, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """What was computed in yen; `gaps` holds a finding for each measure, or account of one, that was not.

    `standings` are the levels applied on the previous day, of the accounts of which they are known; `stale` are those
    that the positions of the day before would have at today's prices.
    """

    levels: Mapping[str, Computed]
    standings: Mapping[str, Standing]
    variations: Mapping[str, Variation]
    fund: FundResult | None
    intraday: tuple[IntradayCall, ...]
    gaps: tuple[tuple[str, Finding], ...] = field(default=())
    stale: Mapping[str, int] = field(default_factory=dict)

    def own(self) -> dict[tuple[str, str], int]:
        """Return every amount by account (by participant for the clearing fund) and measure."""
        return {
            **{(name, "vm_stock"): each.stock for name, each in self.levels.items()},
            **{(name, "vm_flow"): each.flow for name, each in self.variations.items()},
            **{(name, "clearing_fund"): amount for name, amount in (self.fund.required if self.fund else {}).items()},
            **{(each.account, "intraday_im"): each.required for each in self.intraday if each.required is not None},
        }

    def rows(self) -> list[tuple[str, str, str, int]]:
        """Return (account, measure, component, amount), measure by measure, each in order of its accounts."""
        own = self.own()
        rows = list[tuple[str, str, str, int]]()
        for measure in ("vm_stock", "vm_flow", "clearing_fund", "intraday_im"):
            for name, _ in sorted(key for key in own if key[1] == measure):
                if measure == "vm_flow":
                    parts = self.variations[name].parts
                    rows += [(name, measure, part.value, parts[part]) for part in FlowPart]
                rows.append((name, measure, TOTAL, own[name, measure]))
        return rows


def measures(given: MarginInputs, made: MarginResult, settings: Settings, *, past: Past) -> Measures:
    """Return what can be computed beside the initial margin of `made`, on the accounts that it could compute.

    Raises RefusedError as `calc.pricing` says where prices that initial margin could use cannot be used here.
    """
    curve = discount_curve(given.curve, given.trade_date)
    if isinstance(curve, Finding):
        raise RefusedError([curve])
    market = Market(curve, calendar_named(settings.text("calendar")))
    book = priceable(made.valued.instruments, spreads_bp=given.spreads_bp, market=market).value
    found = _marks(book, given, settings, kept=past.kept)
    required = {each.account: each.total for each in made.requirements}
    accounts = [each for each in given.accounts if each.code in required]
    levels, stale = _levels(given, found, settings=settings, past=past, accounts=accounts)
    applied = standings_of(past.previous, settings, given=given)
    unsaid = _unsaid(applied, past.previous, given=given, calendar=market.calendar)
    standings = {name: each for name, each in applied.items() if name not in unsaid}
    variations, lacking = _variations(levels, standings, settings=settings, past=past, day=given.trade_date)
    lacking = [(measure, unsaid.get(dict(why.details).get("account", ""), why)) for measure, why in lacking]
    known = Known({name: each.stock for name, each in levels.items()}, past.fund_history, past.has_accounts)
    fund_made = fund_of(given, made, found, settings=settings, known=known)
    return Measures(
        levels=levels,
        standings=standings,
        variations=variations,
        fund=fund_made.value,
        intraday=_intraday(accounts, required, variations, settings),
        gaps=(*lacking, *(("clearing_fund", each) for each in fund_made.findings)),
        stale=stale,
    )


def _marks(book: Priceable, given: MarginInputs, settings: Settings, *, kept: Mapping[str, Mark]) -> dict[str, Mark]:
    """Return today's marks; of instruments whose price is the previous day's, what the desk keeps of it."""
    found = marks(book, spreads_bp=given.spreads_bp)
    if isinstance(found, Finding):
        raise RefusedError([found])
    pairs = [pair for pair in zip(book.instruments, book.legs, strict=True) if pair[0].code in kept]
    stale = Priceable(tuple(each for each, _ in pairs), tuple(legs for _, legs in pairs))
    carried = fallback_marks(stale, kind=previous_price(settings), spreads_bp=given.spreads_bp, before=kept)
    if isinstance(carried, Finding):
        raise RefusedError([carried])
    return found | carried.value


def _levels(
    given: MarginInputs,
    found: Mapping[str, Mark],
    *,
    settings: Settings,
    past: Past,
    accounts: Sequence[Account],
) -> tuple[dict[str, Computed], dict[str, int]]:
    """Return each account's level, coupons and trades of today, and the level of the positions of the day before."""
    calendar, chosen = calendar_named(settings.text("calendar")), {each.code for each in accounts}
    before = calendar.previous_open(given.trade_date)
    due = coupons_due(given.instruments, since=before, until=given.trade_date, calendar=calendar).value
    over = {each.code: OVER for each in given.instruments}
    market = Marked(
        given.trade_date, {**over, **found}, due, {each.code: each.index_factor for each in given.instruments}
    )
    positions = [each for each in given.positions if each.account in chosen]
    trades = [each for each in past.trades or () if each.account in chosen]
    earlier = before_trades(positions, trades) if past.held is None else past.held
    rounding, names = margin_rules(settings).rounding, sorted(chosen)
    made = computed_accounts(names, Held(positions, earlier, trades), market=market, rounding=rounding)
    stale = computed_accounts(names, Held(earlier, earlier), market=market, rounding=rounding)
    return made, {name: each.stock for name, each in stale.items()}


def _variations(
    levels: Mapping[str, Computed], standings: Mapping[str, Standing], *, settings: Settings, past: Past, day: date
) -> tuple[dict[str, Variation], list[tuple[str, Finding]]]:
    """Return the transfers of the accounts whose level of yesterday is known, and why there is none for the others."""
    if past.trades is None:
        return {}, [("vm_flow", finding("trades_untrusted"))]
    rules = variation_rules(settings)
    known = {
        name: variation(each, standings[name], day=day, rules=rules)
        for name, each in levels.items()
        if name in standings
    }
    gaps = [
        ("vm_flow", finding("vm_previous_missing", account=name, mode=settings.text("vm_fallback_mode")))
        for name in levels
        if name not in standings
    ]
    without_rate = rate_missing(settings)
    return known, gaps if without_rate is None or not known else [*gaps, ("vm_flow", without_rate)]


def standings_of(previous: Sequence[NotifiedAmount], settings: Settings, *, given: MarginInputs) -> dict[str, Standing]:
    """Return where accounts stood on the previous day; none where variation margin is not read as a level (G6)."""
    if not vm_is_stock(settings):
        return {}
    before = calendar_named(settings.text("calendar")).previous_open(given.trade_date)
    carried = {each.account: each.amount for each in previous if (each.measure, each.component) == (VM, CARRIED)}
    return {
        each.account: Standing(each.date or before, each.amount, carried.get(each.account, 0))
        for each in previous
        if (each.measure, each.component) == (VM, TOTAL) and (each.date or before) < given.trade_date
    }


def _unsaid(
    standings: Mapping[str, Standing], previous: Sequence[NotifiedAmount], *, given: MarginInputs, calendar: Calendar
) -> dict[str, Finding]:
    """Return the accounts whose level has stood over a coupon while no row tells what was left out of the transfers."""
    before = calendar.previous_open(given.trade_date)
    told = {each.account for each in previous if (each.measure, each.component) == (VM, CARRIED)}
    silent = {name: each.day for name, each in standings.items() if each.day < before and name not in told}
    factors = {each.code: each.index_factor for each in given.instruments}
    left = {
        day: coupons_due(given.instruments, since=day, until=before, calendar=calendar).value
        for day in set(silent.values())
    }
    owed: dict[str, list[float]] = defaultdict(list)
    for each in given.positions:
        if each.account in silent:
            coupon = left[silent[each.account]].get(each.instrument, 0.0)
            owed[each.account].append(each.notional * factors[each.instrument] * coupon)
    return {
        name: finding("vm_carried_missing", account=name, day=silent[name])
        for name, amounts in owed.items()
        if abs(math.fsum(amounts)) >= 1.0
    }


def _intraday(
    accounts: Sequence[Account], required: Mapping[str, int], variations: Mapping[str, Variation], settings: Settings
) -> tuple[IntradayCall, ...]:
    unsettled = {name: each.flow for name, each in variations.items()}
    return intraday_calls(accounts, required, unsettled=unsettled, rules=intraday_rules(settings))
