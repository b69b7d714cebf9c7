"""Read a day folder: every table typed and checked, and which of them can be trusted.

A table that cannot be trusted is None and stops only the steps that need it; its findings say why.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from addin.books import inputs
from addin.books.history_inputs import history as history_of
from addin.books.inputs import NotifiedAmount
from addin.books.position_inputs import accounts_broken
from addin.books.tables import LARGEST_FILE, table_of, table_path
from addin.files import read_limited
from calc.days.business_day import Calendar
from calc.market.history import SpreadHistory
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.quotes.quote import Quote
from calc.text.columns import Table
from calc.types import Account, CurveQuote, Instrument, InstrumentKind, Position

T = TypeVar("T")

HISTORY_ROWS = 760
NOTE = "note.txt"
SET_PRICES = "jscc_prices"
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class DayInputs:
    """What a day folder holds; None where a table cannot be trusted. `hashes` are of the files as they were read."""

    business_date: date
    instruments: tuple[Instrument, ...] | None
    accounts: tuple[Account, ...] | None
    positions: tuple[Position, ...] | None
    broken_accounts: frozenset[str]
    curve: tuple[CurveQuote, ...] | None
    history: SpreadHistory | None
    constituents: Mapping[str, Mapping[str, float]] | None
    vendor_bp: Mapping[str, float] | None
    set_bp: Mapping[str, float]
    quotes: tuple[Quote, ...] | None
    previous: tuple[NotifiedAmount, ...] | None
    notified: tuple[NotifiedAmount, ...] | None
    note: str
    hashes: Mapping[str, str]
    findings: tuple[Finding, ...]

    def lacking(self, *names: str) -> tuple[str, ...]:
        """Return which of the named tables cannot be trusted."""
        return tuple(name for name in names if getattr(self, name) is None)


@dataclass(slots=True)
class _Folder:
    path: Path
    hashes: dict[str, str] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)

    def table(self, name: str) -> Table | None:
        """Return one table's rows; its absence and faults become findings."""
        path = table_path(self.path, name)
        if path is None:
            self.found.append(finding("file_missing", Place(f"{name}.csv"), name=f"{name}.csv"))
            return None
        data = self.content(path, LARGEST_FILE)
        if data is None:
            return None
        read = table_of(data, path.name)
        self.found += read.findings
        return read.value

    def content(self, path: Path, limit: int) -> bytes | None:
        """Return a file's bytes, hashed; a file that cannot be read is a finding and stops only what needs it."""
        try:
            data = read_limited(path, limit)
        except RefusedError as refused:
            self.found += refused.findings
            return None
        self.hashes[path.name] = hashlib.sha256(data).hexdigest()
        return data

    def note(self) -> str:
        """Return the line that the folder wants on every sheet and text made from it, if it has one."""
        path = self.path / NOTE
        data = self.content(path, LONGEST_NOTE) if path.exists() else None
        if data is None:
            return ""
        return "".join(part for part in data.decode("utf-8", errors="replace") if part.isprintable())

    def typed(self, name: str, reader: Callable[[Table], Outcome[T]]) -> T | None:
        """Return one table's records, or None when not a single row of it is good."""
        table = self.table(name)
        if table is None:
            return None
        read = reader(table)
        self.found += read.findings
        return read.value or None


def read_inputs(
    folder: Path, business_date: date, *, calendar: Calendar, recoveries: Mapping[InstrumentKind, float]
) -> DayInputs:
    """Return everything a day folder holds beside its facts."""
    if not folder.is_dir():
        raise RefusedError([finding("folder_missing", Place(str(folder)), path=folder)])
    files = _Folder(folder)
    listed = files.typed("instruments", lambda table: inputs.instruments(table, recoveries=recoveries))
    instruments = None if listed is None else tuple(instrument for instrument, _ in listed)
    codes = {instrument.code for instrument in instruments or ()}
    accounts = files.typed("accounts", inputs.accounts)
    account_codes = {account.code for account in accounts or ()}
    position_table = files.table("positions") if instruments and accounts else None
    positions, broken = _positions(files, position_table, codes, account_codes)
    curves = files.typed("curves", inputs.curves)
    history = files.typed("history", lambda table: _trimmed(history_of(table, calendar=calendar), business_date))
    fallback = files.typed("fallback_days", inputs.fallback_days) if table_path(folder, "fallback_days") else None
    return DayInputs(
        business_date=business_date,
        instruments=instruments,
        accounts=accounts,
        positions=positions,
        broken_accounts=broken,
        curve=_curve_of(files, curves, business_date),
        history=history if history is None or fallback is None else history.with_fallback_days(fallback),
        constituents=files.typed("constituents", inputs.constituents),
        vendor_bp=files.typed(
            "vendor_prices", lambda t: inputs.vendor_prices(t, instrument=codes, day_is=business_date)
        ),
        set_bp=_set_prices(files, codes, business_date),
        quotes=files.typed("quotes", lambda table: inputs.quotes(table, instrument=codes)),
        previous=files.typed("previous_requirements", lambda table: inputs.requirements(table, account=account_codes)),
        notified=files.typed("notified_requirements", lambda table: inputs.requirements(table, account=account_codes)),
        note=files.note(),
        hashes=files.hashes,
        findings=tuple(files.found),
    )


def _set_prices(files: _Folder, instruments: set[str], business_date: date) -> Mapping[str, float]:
    """Return the prices that JSCC set itself (CP-1.3.2), of the optional table `jscc_prices`."""
    if table_path(files.path, SET_PRICES) is None:
        return {}
    read = files.typed(SET_PRICES, lambda t: inputs.vendor_prices(t, instrument=instruments, day_is=business_date))
    return read or {}


def _positions(
    files: _Folder, table: Table | None, instruments: set[str], accounts: set[str]
) -> tuple[tuple[Position, ...] | None, frozenset[str]]:
    """Return the good positions, and the accounts that have a row which is not."""
    if table is None:
        return None, frozenset()
    read = inputs.positions(table, instrument=instruments, account=accounts)
    files.found += read.findings
    return read.value or None, accounts_broken(table, read.findings) & accounts


def _curve_of(
    files: _Folder, curves: Mapping[tuple[str, date], tuple[CurveQuote, ...]] | None, business_date: date
) -> tuple[CurveQuote, ...] | None:
    """Return the one curve of the business date."""
    if curves is None:
        return None
    of_day = [quotes for (_, trade_date), quotes in curves.items() if trade_date == business_date]
    if len(of_day) != 1:
        files.found.append(finding("curve_choice", Place("curves.csv"), number=len(of_day), trade_date=business_date))
        return None
    return of_day[0]


def _trimmed(read: Outcome[SpreadHistory | None], business_date: date) -> Outcome[SpreadHistory | None]:
    """Return the history before the business date; too short a history is a finding of its own."""
    if read.value is None:
        return read
    history = read.value.before(business_date)
    if len(history.days) >= HISTORY_ROWS:
        return Outcome(history, read.findings)
    short = finding("history_short", Place("history.csv"), found=len(history.days), needed=HISTORY_ROWS)
    return Outcome(None, (*read.findings, short))
