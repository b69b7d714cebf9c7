"""Initial margin of one account for cells: positions and market come as ranges, what is valued once is kept.

The numbers are those of `hikae margin` on the same tables. A cell shows a number or an error, never a number with a
warning beside it: a table with a bad row is refused where the good rows of a file would go on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from addin.app.account_cells import account_positions
from addin.app.cell_tables import Cells, Rows, cells_of, tables_of, without_head
from addin.app.kept import kept
from addin.app.margin_run import MarginInputs, decision_findings, margin_rules, margin_run
from addin.app.margin_terms import Holder, MarketTerms, terms_of
from addin.app.market_cells import MARKET_RANGE, MarketTables, market_tables
from addin.books.history_inputs import history
from addin.books.scenario_inputs import scenarios
from addin.settings import Settings
from calc.days.business_day import calendar_named
from calc.margin.requirement import MarginRules, Requirement, Valued, requirements
from calc.margin.short_charge import CreditEvent
from calc.market.history import SpreadHistory
from calc.market.scenarios import Scenarios
from calc.outcome import Finding, Outcome, RefusedError
from calc.types import Account, AccountKind

T = TypeVar("T")

MOVES = {"history": frozenset({"date"}), "scenarios": frozenset({"scenario", "kind"})}
_MARKETS_KEPT, _ACCOUNTS_KEPT = 8, 128


@dataclass(frozen=True, slots=True)
class MarginCells:
    """The arguments of a margin function as they came: ranges, or handles where a stored table may be meant."""

    positions: Rows | str
    market: Rows
    scenarios: Rows | str
    settings: Rows | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ValuedMarket:
    """A market revalued in every scenario; `unpriced` says of instruments why they could not be."""

    day: date
    valued: Valued
    constituents: Mapping[str, Mapping[str, float]]
    events: tuple[CreditEvent, ...]
    rules: MarginRules
    codes: frozenset[str]
    unpriced: Mapping[str, Finding]


@dataclass(frozen=True, slots=True)
class AccountMargin:
    """One account's requirement with the names of the scenarios behind it."""

    requirement: Requirement
    scenarios: tuple[str, ...]

    def worst(self, number: int) -> tuple[tuple[str, float], ...]:
        """Return the scenarios in which the account loses most with the loss in yen, the worst first."""
        gains = self.requirement.gains.tolist()
        order = sorted(range(len(gains)), key=lambda place: (gains[place], place))
        return tuple((self.scenarios[place], -gains[place]) for place in order[:number])


def account_margin(given: MarginCells, *, home: Path, trades: Rows | None = None) -> AccountMargin:
    """Return the margin of the one account of the positions, trades added.

    Raises RefusedError as `terms_of`, `market_tables`, `account_positions` and `margin_run` say.

    Source: `calc.margin.requirement`.
    """
    terms = terms_of(given.settings, home=home)
    market = cells_of(given.market, MARKET_RANGE, home=home)
    moves = cells_of(given.scenarios, "scenario_set", home=home)
    positions = cells_of(given.positions, "positions_range", home=home)
    added = None if trades is None else cells_of(trades, "trades_range", home=home)
    valued = valued_market(market, moves, terms.market)
    made = requirement_of(positions, added, market=valued, holder=terms.holder)
    return AccountMargin(made, valued.valued.scenario_names)


def incremental_margin(given: MarginCells, trades: Rows, *, home: Path) -> int:
    """Return by how many yen trades change the account's requirement, positive where they raise it."""
    before, after = account_margin(given, home=home), account_margin(given, home=home, trades=trades)
    return after.requirement.total - before.requirement.total


@kept(_ACCOUNTS_KEPT)
def requirement_of(positions: Cells, trades: Cells | None, *, market: ValuedMarket, holder: Holder) -> Requirement:
    """Return the requirement of one account in a market that is valued already, trades added."""
    held = account_positions(positions, trades, account=holder.account, codes=market.codes)
    refused = [market.unpriced[each.instrument] for each in held if each.instrument in market.unpriced]
    if refused:
        raise RefusedError(refused)
    account = Account(held[0].account, "", AccountKind.HOUSE, "", 0, holder.multiplier, holder.add_on)
    (made,) = requirements(
        [account],
        held,
        valued=market.valued,
        constituents=market.constituents,
        events=market.events,
        day=market.day,
        rules=market.rules,
    )
    return made


@kept(_MARKETS_KEPT)
def valued_market(market: Cells, moves: Cells, terms: MarketTerms) -> ValuedMarket:
    """Return a market revalued in every scenario."""
    settings, tables = terms.settings, market_tables(market, terms)
    decision_findings(tables.day, calendar_named(settings.text("calendar")), settings)
    made = margin_run(
        MarginInputs(
            trade_date=tables.day,
            instruments=tuple(instrument for instrument, _ in tables.listed),
            spreads_bp=tables.spreads_bp,
            accounts=(),  # each is put to the requirement by itself, on what is valued here
            positions=(),
            curve=tables.curve,
            market_moves=_moves(moves, tables, settings),
            constituents=tables.constituents,
            events=tables.events,
        ),
        settings,
    )
    return ValuedMarket(
        day=tables.day,
        valued=made.value.valued,
        constituents=tables.constituents if settings.flag("index_look_through") else {},
        events=tables.events,
        rules=margin_rules(settings),
        codes=frozenset(instrument.code for instrument, _ in tables.listed),
        unpriced=unpriced(made.findings),
    )


def _moves(cells: Cells, tables: MarketTables, settings: Settings) -> SpreadHistory | Scenarios:
    """Return the scenario matrix that was given, or the history up to the trade date."""
    found = tables_of(cells, MOVES)
    if "scenarios" in found:
        codes = {instrument.code for instrument, _ in tables.listed}
        return _faultless(scenarios(found["scenarios"], instrument=codes))
    if "history" not in found:
        raise without_head(cells.source, MOVES["history"])
    past = _faultless(history(found["history"], calendar=calendar_named(settings.text("calendar"))))
    return past.before(tables.day + timedelta(days=1))


def _faultless(read: Outcome[T | None]) -> T:
    """Return what was read when nothing at all was found: a day or scenario left out would change the tail unseen."""
    if read.value is None or read.findings:
        raise RefusedError(read.findings)
    return read.value


def unpriced(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return why instruments could not be valued, by their codes."""
    named = [(dict(each.details).get("instrument", ""), each) for each in findings]
    return {code: each for code, each in named if each.code in {"spread_missing", "instrument_unpriced"}}
