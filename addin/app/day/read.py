"""Read a day folder: every table typed and checked, and which of them can be trusted.

A table that cannot be trusted is None and stops only the steps that need it; its findings say why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from addin.app.pack_names import PRICES
from addin.app.pack_use import NONE_SPARE, Spare
from addin.app.past_read import FUND_HISTORY, TRADES, fund_past, trades_of
from addin.app.tables_read import Tables, desk_book
from addin.books import inputs
from addin.books.fund_inputs import FundDay
from addin.books.history_inputs import history as history_of
from addin.books.inputs import NotifiedAmount
from addin.books.tables import table_path
from calc.days.business_day import Calendar
from calc.margin.short_charge import CreditEvent
from calc.margin.variation import Trade
from calc.market.history import SpreadHistory
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.quotes.quote import Quote
from calc.text.columns import Table
from calc.types import Account, CurveQuote, Instrument, InstrumentKind, Position

FACTS = "day.toml"
HISTORY_ROWS = 760
NOTE = "note.txt"
SET_PRICES = "jscc_prices"
LONGEST_NOTE = 1000
NEEDED = (
    "instruments",
    "accounts",
    "positions",
    "curves",
    "history",
    "constituents",
    "vendor_prices",
    "quotes",
    "previous_requirements",
    "notified_requirements",
)
OPTIONAL = frozenset({"events", "fallback_days", TRADES, FUND_HISTORY, SET_PRICES, PRICES})


@dataclass(frozen=True, slots=True)
class DayInputs:
    """What a day folder holds; None where a table cannot be trusted.

    `contents` are all files as they were read, the facts file included, `hashes` their SHA-256.
    """

    business_date: date
    instruments: tuple[Instrument, ...] | None
    accounts: tuple[Account, ...] | None
    positions: tuple[Position, ...] | None
    broken_accounts: frozenset[str]
    curve: tuple[CurveQuote, ...] | None
    history: SpreadHistory | None
    constituents: Mapping[str, Mapping[str, float]] | None
    events: tuple[CreditEvent, ...] | None
    vendor_bp: Mapping[str, float] | None
    set_bp: Mapping[str, float]
    quotes: tuple[Quote, ...] | None
    previous: tuple[NotifiedAmount, ...] | None
    notified: tuple[NotifiedAmount, ...] | None
    trades: tuple[Trade, ...] | None
    fund_history: tuple[FundDay, ...] | None
    note: str
    hashes: Mapping[str, str]
    contents: Mapping[str, bytes]
    findings: tuple[Finding, ...]

    def lacking(self, *names: str) -> tuple[str, ...]:
        """Return which of the named tables cannot be trusted."""
        return tuple(name for name in names if getattr(self, name) is None)


def read_inputs(
    folder: Path, business_date: date, *, facts: bytes, calendar: Calendar, recoveries: Mapping[InstrumentKind, float],
    spare: Spare = NONE_SPARE,
) -> DayInputs:  # fmt: skip
    """Return everything a day folder holds; its facts, which `day_facts` has read, are only kept.

    A table that the folder lacks is taken from what is `spare`.
    """
    if not folder.is_dir():
        raise RefusedError([finding("folder_missing", Place(str(folder)), path=folder)])
    paths = {name: path for name in (*NEEDED, *OPTIONAL) if (path := table_path(folder, name)) is not None}
    tables = Tables({**spare.prices, **spare.paths, **paths}, OPTIONAL, contents={folder / FACTS: facts})
    book = desk_book(tables, business_date, recoveries=recoveries)
    history = tables.typed("history", _history, calendar=calendar, business_date=business_date)
    history = _continued(history, tables, book.codes, calendar.previous_open(business_date))
    fallback = tables.typed("fallback_days", inputs.fallback_days)
    return DayInputs(
        business_date=business_date,
        instruments=book.instruments or None,
        accounts=book.accounts,
        positions=book.positions or None,
        broken_accounts=book.broken_accounts,
        curve=book.curve,
        history=history if history is None or fallback is None else history.with_fallback_days(fallback),
        constituents=book.constituents,
        events=book.events,
        vendor_bp=_prices(tables, "vendor_prices", book.codes, business_date),
        set_bp=_prices(tables, SET_PRICES, book.codes, business_date) or {},
        quotes=tables.typed("quotes", inputs.quotes, instrument=book.codes),
        previous=book.previous,
        notified=book.notified,
        trades=trades_of(tables, codes=book.codes, accounts={each.code for each in book.accounts or ()}),
        fund_history=fund_past(tables),
        note=_note(tables, folder / NOTE),
        hashes=tables.hashes,
        contents={path.name: data for path, data in tables.contents.items()},
        findings=(*spare.findings, *tables.found),
    )


def _prices(tables: Tables, name: str, instruments: set[str], business_date: date) -> Mapping[str, float] | None:
    """Return settlement prices: the vendor's, or those that JSCC set itself (CP-1.3.2)."""
    return tables.typed(name, inputs.vendor_prices, instrument=instruments, day_is=business_date)


def _note(tables: Tables, path: Path) -> str:
    """Return the line that the folder wants on every sheet and text made from it, if it has one."""
    data = tables.content(path, LONGEST_NOTE) if path.exists() else None
    if data is None:
        return ""
    return "".join(part for part in data.decode("utf-8", errors="replace") if part.isprintable())


def _continued(history: SpreadHistory | None, tables: Tables, instruments: set[str], day: date) -> SpreadHistory | None:
    """Return the history with the previous day's prices at its end where it stops before that day and they are known.

    Nobody's system writes the history on a bad day, but yesterday's prices are what a fallback rests on (CP-1.3.1).
    """
    if history is None or day in history.days or PRICES not in tables.paths:
        return history
    known = _prices(tables, PRICES, instruments, day)
    if not known:
        return history
    source = tables.paths[PRICES].name
    tables.found.append(finding("history_continued", Place(source), day=day, count=len(known), source=source))
    return history.with_day(day, known)


def _history(table: Table, *, calendar: Calendar, business_date: date) -> Outcome[SpreadHistory | None]:
    """Return the history before the business date; too short a history is a finding of its own."""
    read = history_of(table, calendar=calendar)
    if read.value is None:
        return read
    history = read.value.before(business_date)
    if len(history.days) >= HISTORY_ROWS:
        return Outcome(history, read.findings)
    short = finding("history_short", Place("history.csv"), found=len(history.days), needed=HISTORY_ROWS)
    return Outcome(None, (*read.findings, short))
