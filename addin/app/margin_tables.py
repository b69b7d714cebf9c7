"""What a margin run takes from the tables that people hand in: prices, moves, and what is known of the past."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from addin.app.margin_run import MarginInputs
from addin.app.measure_fund import knows_accounts
from addin.app.measures import Past
from addin.app.past_read import fund_past, held_before, trades_of
from addin.app.tables_read import DeskBook, Tables
from addin.books.history_inputs import history
from addin.books.inputs import NotifiedAmount, vendor_prices
from addin.books.scenario_inputs import scenarios
from calc.days.business_day import Calendar
from calc.market.history import SpreadHistory
from calc.market.scenarios import Scenarios
from calc.outcome import Outcome, Place, finding
from calc.text.columns import Table

PRICES = "prices"


def given_of(
    book: DeskBook, moves: SpreadHistory | Scenarios, *, trade_date: date, prices: Mapping[str, float]
) -> MarginInputs:
    """Return what is computed: each instrument at its price, else at the spread that its own row carries (bp)."""
    listed = {instrument.code: spread for instrument, spread in book.listed or () if spread is not None}
    return MarginInputs(
        trade_date=trade_date,
        instruments=book.instruments,
        spreads_bp={**listed, **prices},
        accounts=book.accounts or (),
        positions=book.positions or (),
        curve=book.curve or (),
        market_moves=moves,
        constituents=book.constituents or {},
        events=book.events or (),
        broken_accounts=book.broken_accounts,
    )


def prices_of(tables: Tables, codes: Collection[str], *, trade_date: date) -> Mapping[str, float]:
    """Return the settlement prices of the day in bp, none without their table; one of another day is refused."""
    if PRICES not in tables.paths:
        return {}
    return tables.typed(PRICES, vendor_prices, instrument=codes, day_is=trade_date) or {}


def previous_of(tables: Tables, book: DeskBook, *, trade_date: date) -> tuple[NotifiedAmount, ...]:
    """Return what was applied before the trade date; rows of that day or a later one are told and left out."""
    rows = book.previous or ()
    earlier = tuple(each for each in rows if each.date is None or each.date < trade_date)
    if len(earlier) < len(rows):
        place = Place(tables.paths["previous_requirements"].name)
        tables.found.append(finding("previous_not_before", place, rows=len(rows) - len(earlier), day=trade_date))
    return earlier


def past_of(tables: Tables, book: DeskBook, previous: tuple[NotifiedAmount, ...]) -> Past:
    """Return what the tables know of the days before, and today's trades."""
    names = {each.code for each in book.accounts or ()}
    deals = trades_of(tables, codes=book.codes, accounts=names)
    held = held_before(tables, codes=book.codes, accounts=names)
    days = fund_past(tables)
    named = {name: path.name.partition(".")[0] for name, path in tables.paths.items()}
    has_accounts = "accounts" in named and knows_accounts(
        tables.found, accounts=named["accounts"], positions=named["positions"]
    )
    return Past(previous, deals, held, has_accounts=has_accounts, fund_history=days)


def moves_of(
    tables: Tables, codes: Collection[str], *, trade_date: date, calendar: Calendar
) -> SpreadHistory | Scenarios | None:
    """Return the scenario matrix of a file, or the history up to the trade date."""
    if "scenarios" in tables.paths:
        return tables.typed("scenarios", _faultless, instrument=codes)
    past = tables.typed("history", history, calendar=calendar)
    return None if past is None else past.before(trade_date + timedelta(days=1))


def _faultless(table: Table, *, instrument: Collection[str]) -> Outcome[Scenarios | None]:
    """Return the scenarios when nothing at all was found: one left out would change the tail unseen."""
    read = scenarios(table, instrument=instrument)
    return Outcome(None, read.findings) if read.findings else Outcome(read.value)
