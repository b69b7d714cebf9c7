"""Initial margin of one account for cells: positions and market come as ranges, what is valued once is kept.

The numbers are those of `hikae margin` on the same tables. A cell shows a number or an error, never a number with a
warning beside it: a table with a bad row is refused where the good rows of a file would go on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from addin.app.account_cells import account_positions
from addin.app.cell_tables import Cells, Rows, cells_of, tables_of, without_head
from addin.app.kept import kept
from addin.app.margin_books import margin_book_of
from addin.app.margin_run import MarginInputs, MarginResult, decision_findings, margin_rules, margin_run
from addin.app.margin_terms import Holder, MarketTerms, terms_of
from addin.app.market_cells import MARKET_RANGE, MarketTables, market_tables
from addin.books.history_inputs import history
from addin.books.scenario_inputs import scenarios
from addin.settings import Settings
from calc.days.business_day import calendar_named
from calc.margin.readings import Book
from calc.margin.requirement import Requirement, requirements
from calc.market.history import SpreadHistory
from calc.market.scenarios import Scenarios
from calc.outcome import Finding, Outcome, RefusedError
from calc.types import Account, AccountKind, Position

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
class CellRun:
    """A margin run of what stands in cells: what it was made from, what was computed, and under which settings."""

    given: MarginInputs
    result: MarginResult
    settings: Settings

    @property
    def book(self) -> Book:
        """Return what was computed, ready to be computed again otherwise."""
        return margin_book_of(self.given, self.result, self.settings)


@dataclass(frozen=True, slots=True, eq=False)
class ValuedMarket:
    """A market revalued in every scenario, a run without accounts; `unpriced` says why instruments could not be."""

    run: CellRun
    unpriced: Mapping[str, Finding]

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of the instruments, also of those that could not be valued."""
        return frozenset(each.code for each in self.run.given.instruments)

    def of(self, accounts: Sequence[Account], positions: Sequence[Position]) -> CellRun:
        """Return the run of some accounts; their positions name valued instruments only."""
        settings, valued = self.run.settings, self.run.result.valued
        given = replace(self.run.given, accounts=tuple(accounts), positions=tuple(positions))
        computed = requirements(
            accounts,
            positions,
            valued=valued,
            constituents=given.constituents if settings.flag("index_look_through") else {},
            events=given.events,
            day=given.trade_date,
            rules=margin_rules(settings),
        )
        return CellRun(given, replace(self.run.result, requirements=computed), settings)


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
    """Return the margin of the one account of the positions, trades added; RefusedError as `account_run` says."""
    made = account_run(given, home=home, trades=trades).result
    (requirement,) = made.requirements
    return AccountMargin(requirement, made.valued.scenario_names)


def account_run(given: MarginCells, *, home: Path, trades: Rows | None = None) -> CellRun:
    """Return the run of the one account of the positions, trades added.

    Raises RefusedError as `terms_of`, `market_tables`, `account_positions` and `margin_run` say.

    Source: `calc.margin.requirement`.
    """
    terms = terms_of(given.settings, home=home)
    market = cells_of(given.market, MARKET_RANGE, home=home)
    moves = cells_of(given.scenarios, "scenario_set", home=home)
    positions = cells_of(given.positions, "positions_range", home=home)
    added = None if trades is None else cells_of(trades, "trades_range", home=home)
    return run_of(positions, added, market=valued_market(market, moves, terms.market), holder=terms.holder)


def incremental_margin(given: MarginCells, trades: Rows, *, home: Path) -> int:
    """Return by how many yen trades change the account's requirement, positive where they raise it."""
    before, after = account_margin(given, home=home), account_margin(given, home=home, trades=trades)
    return after.requirement.total - before.requirement.total


def requirement_of(positions: Cells, trades: Cells | None, *, market: ValuedMarket, holder: Holder) -> Requirement:
    """Return the requirement of one account in a market that is valued already, trades added."""
    (made,) = run_of(positions, trades, market=market, holder=holder).result.requirements
    return made


@kept(_ACCOUNTS_KEPT)
def run_of(positions: Cells, trades: Cells | None, *, market: ValuedMarket, holder: Holder) -> CellRun:
    """Return the run of one account in a market that is valued already, trades added."""
    held = account_positions(positions, trades, account=holder.account, codes=market.codes)
    refused = [market.unpriced[each.instrument] for each in held if each.instrument in market.unpriced]
    if refused:
        raise RefusedError(refused)
    account = Account(held[0].account, "", AccountKind.HOUSE, "", 0, holder.multiplier, holder.add_on)
    return market.of([account], held)


@kept(_MARKETS_KEPT)
def valued_market(market: Cells, moves: Cells, terms: MarketTerms) -> ValuedMarket:
    """Return a market revalued in every scenario."""
    settings, tables = terms.settings, market_tables(market, terms)
    decision_findings(tables.day, calendar_named(settings.text("calendar")), settings)
    given = MarginInputs(
        trade_date=tables.day,
        instruments=tuple(instrument for instrument, _ in tables.listed),
        spreads_bp=tables.spreads_bp,
        accounts=(),  # each is put to the requirement by itself, on what is valued here
        positions=(),
        curve=tables.curve,
        market_moves=_moves(moves, tables, settings),
        constituents=tables.constituents,
        events=tables.events,
    )
    made = margin_run(given, settings)
    return ValuedMarket(CellRun(given, made.value, settings), unpriced(made.findings))


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
