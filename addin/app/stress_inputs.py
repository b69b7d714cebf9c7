"""What a stress run stands on: tables as margin reads them; positions, history and scenarios also from large Parquet.

An account whose positions are not all known is left out and told, as in margin: its loss would be too small unseen.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from addin.app.margin_run import decision_findings, recoveries, scenario_rules
from addin.app.margin_tables import PRICES, moves_of, previous_of, prices_of
from addin.app.measures import TOTAL
from addin.app.tables_read import DeskBook, Tables
from addin.books import inputs
from addin.books.history_stream import history_of_parquet
from addin.books.inputs import NotifiedAmount
from addin.books.position_inputs import accounts_named
from addin.books.position_stream import HeldRead, Known, accounts_in, held_of_parquet, held_of_table
from addin.books.scenario_stream import ScenarioSource, scenarios_of_parquet, source_of
from addin.books.tables import is_parquet
from addin.files import not_read
from addin.scale.stress import AccountPart
from addin.settings import Settings
from calc.days.business_day import Calendar, calendar_named
from calc.margin.base import StressMode
from calc.margin.engine import Priceable, priceable
from calc.market.history import SpreadHistory
from calc.market.scenarios import Scenarios, historical_scenarios
from calc.outcome import Finding, RefusedError, finding
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.text.columns import Table
from calc.types import Account, AccountKind

IM = "im"
OPTIONAL = frozenset({"accounts", "notified_requirements", "previous_requirements", PRICES})
STREAMED = ("positions", "history", "scenarios")  # in Parquet of any size


@dataclass(frozen=True, slots=True)
class StressFiles:
    """Where the tables are; None for those that were not given."""

    instruments: Path
    positions: Path
    curves: Path
    history: Path | None = None
    scenarios: Path | None = None
    accounts: Path | None = None
    notified: Path | None = None
    previous: Path | None = None
    prices: Path | None = None

    def named(self) -> dict[str, Path]:
        """Return the tables that were given, by the names that tables have."""
        said = {"notified": "notified_requirements", "previous": "previous_requirements", "prices": PRICES}
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return {said.get(name, name): path for name, path in given.items() if path is not None}


@dataclass(frozen=True, slots=True)
class MarginHeld:
    """What covers the loss of an account, in yen, and where that was said: `notified`, `previous` or `deposited`."""

    source: str
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class StressInputs:
    """What is computed: the whole accounts by their codes, what all of them hold, the market, and the scenarios.

    `margin` is None where nobody said what is held. `found` is what was found in the tables.
    """

    trade_date: date
    settings: Settings
    accounts: tuple[Account, ...]
    held: HeldRead
    market: Priceable
    spreads_bp: Mapping[str, float]
    scenarios: ScenarioSource
    margin: MarginHeld | None
    hashes: Mapping[str, str]
    found: tuple[Finding, ...]

    def parts(self) -> Iterator[AccountPart]:
        """Yield the accounts with what they hold, in their order, a thousand at most at a time."""
        whole = {each.code for each in self.accounts}
        for first, weights in self.held.held.parts():
            names = self.held.accounts[first : first + len(weights)]
            kept = [row for row, name in enumerate(names) if name in whole]
            if kept:
                yield AccountPart(tuple(names[row] for row in kept), weights[kept])


def stress_inputs(files: StressFiles, *, trade_date: date, curve_id: str | None, settings: Settings) -> StressInputs:
    """Return what a stress run of these files stands on; whoever asks closes what it holds.

    Raises RefusedError when one of the tables cannot be trusted, or the trade date is projected.
    """
    calendar = calendar_named(settings.text("calendar"))
    warned = decision_findings(trade_date, calendar, settings)
    if (files.history is None) == (files.scenarios is None):
        raise RefusedError([finding("moves_choice")])
    tables = Tables(files.named(), OPTIONAL)
    rows = None if is_parquet(files.positions) else tables.table("positions")
    book = _desk(tables, rows, settings, trade_date=trade_date, curve_id=curve_id)
    if tables.untrusted:
        raise RefusedError(tables.found)
    moves = _moves(tables, book, trade_date=trade_date, calendar=calendar)
    prices = prices_of(tables, book.codes, trade_date=trade_date)
    previous = previous_of(tables, book, trade_date=trade_date)
    if tables.untrusted or moves is None:
        raise RefusedError(tables.found)
    market, spreads = _market(book, prices, tables, trade_date=trade_date, calendar=calendar)
    scenarios = _scenarios(moves, market, spreads, settings, tables.found)
    hashes = _hashes(files, tables.hashes)
    held = _held(files.positions, rows, book, market)
    broken = held.broken.intersection(held.accounts)
    lost = [finding("account_incomplete", account=code) for code in sorted(broken)]
    found = (*warned, *tables.found, *held.found, *lost)
    whole = tuple(each for each in book.accounts or () if each.code not in broken)
    if not whole or not held.good:  # no row that can be read: nothing would look like no risk
        held.held.close()
        raise RefusedError(found)
    return StressInputs(
        trade_date=trade_date,
        settings=settings,
        accounts=whole,
        held=held,
        market=market,
        spreads_bp=spreads,
        scenarios=scenarios,
        margin=_margin(tables, book, previous),
        hashes=hashes,
        found=found,
    )


def _desk(
    tables: Tables, positions: Table | None, settings: Settings, *, trade_date: date, curve_id: str | None
) -> DeskBook:
    """Return what the tables hold beside positions and moves, the accounts by their codes."""
    listed = tables.typed("instruments", inputs.instruments, recoveries=recoveries(settings))
    accounts = tuple(sorted(_accounts(tables, positions), key=lambda each: each.code))
    known = {each.code for each in accounts}
    return DeskBook(
        listed=listed,
        accounts=accounts,
        positions=None,
        broken_accounts=frozenset(),
        curve=tables.curve(trade_date, curve_id),
        constituents=None,
        events=None,
        previous=tables.typed("previous_requirements", inputs.requirements, account=known),
        notified=tables.typed("notified_requirements", inputs.requirements, account=known),
    )


def _accounts(tables: Tables, positions: Table | None) -> tuple[Account, ...]:
    """Return the accounts of their table; without one those that positions name, each a house one of its own."""
    if "accounts" in tables.paths:
        return tables.typed("accounts", inputs.accounts) or ()
    path = tables.paths["positions"]
    names = accounts_in(path) if is_parquet(path) else accounts_named(positions) if positions else frozenset[str]()
    return tuple(Account(name, name, AccountKind.HOUSE, "", 0, 1.0, 0) for name in names)


def _moves(
    tables: Tables, book: DeskBook, *, trade_date: date, calendar: Calendar
) -> SpreadHistory | Scenarios | ScenarioSource | None:
    """Return the scenarios, or the history up to the trade date that they are made from."""
    path = tables.paths.get("scenarios") or tables.paths["history"]
    if not is_parquet(path):
        return moves_of(tables, book.codes, trade_date=trade_date, calendar=calendar)
    if "scenarios" in tables.paths:
        return scenarios_of_parquet(path, instrument=book.codes)
    past = history_of_parquet(path, calendar=calendar)
    tables.found += past.findings
    return None if past.value is None else past.value.before(trade_date + timedelta(days=1))


def _market(
    book: DeskBook, prices: Mapping[str, float], tables: Tables, *, trade_date: date, calendar: Calendar
) -> tuple[Priceable, Mapping[str, float]]:
    """Return the instruments that can be valued, and today's spreads in bp."""
    spreads = {each.code: spread for each, spread in book.listed or () if spread is not None} | {**prices}
    curve = discount_curve(book.curve or (), trade_date)
    if isinstance(curve, Finding):
        raise RefusedError([*tables.found, curve])
    made = priceable(book.instruments, spreads_bp=spreads, market=Market(curve, calendar))
    tables.found += made.findings
    if not made.value.instruments:
        raise RefusedError(tables.found)
    return made.value, spreads


def _scenarios(
    moves: SpreadHistory | Scenarios | ScenarioSource,
    market: Priceable,
    spreads_bp: Mapping[str, float],
    settings: Settings,
    found: list[Finding],
) -> ScenarioSource:
    """Return the scenarios that were given, or those of the history that was."""
    if isinstance(moves, SpreadHistory):
        rules = scenario_rules(settings)
        made = historical_scenarios(moves, market.instruments, today_bp=spreads_bp, rules=rules)
        found += made.findings
        if made.value is None:
            raise RefusedError(found)
        return source_of(made.value)
    chosen = moves if isinstance(moves, ScenarioSource) else source_of(moves)
    if chosen.is_stress.all() and settings.text("stress_mode") != StressMode.IN_SET:
        raise RefusedError([*found, finding("scenarios_missing")])
    return chosen


def _held(path: Path, rows: Table | None, book: DeskBook, market: Priceable) -> HeldRead:
    """Return what the accounts hold, of the instruments that can be valued in the order of the market."""
    factors = {each.code: each.index_factor for each in market.instruments}
    others = [code for code in sorted(book.codes) if code not in factors]
    known = Known([each.code for each in book.accounts or ()], factors, others)
    return held_of_parquet(path, known) if rows is None else held_of_table(rows, known)


def _margin(tables: Tables, book: DeskBook, previous: Sequence[NotifiedAmount]) -> MarginHeld | None:
    """Return what covers losses: the initial margin notified today, else that applied before, else what is deposited.

    Of several notified versions the latest that names an account counts.
    """
    for source, rows in (("notified", book.notified), ("previous", previous)):
        said = [each for each in rows or () if each.measure == IM and each.component == TOTAL]
        if said:
            ordered = sorted(said, key=lambda each: each.version)
            return MarginHeld(source, {each.account: each.amount for each in ordered})
    if "accounts" not in tables.paths or any(each.code == "deposits_missing" for each in tables.found):
        return None
    return MarginHeld("deposited", {each.code: each.deposited_im for each in book.accounts or ()})


def _hashes(files: StressFiles, known: Mapping[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each table by its name, of those streamed beside the `known`; of two of one name by table.

    Raises RefusedError `file_not_read`.
    """
    found = {**known}
    for table, path in files.named().items():
        if table in STREAMED and is_parquet(path):
            name = f"{table}/{path.name}" if path.name in found else path.name
            try:
                with path.open("rb") as file:
                    found[name] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise RefusedError([not_read(path, error)]) from error
    return found
