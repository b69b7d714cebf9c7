"""The tables that margin is computed from, read in one way, be they a day folder's or files named one by one."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from addin.app.tables_kept import LAST_READ, Kept
from addin.books import inputs
from addin.books.event_inputs import events
from addin.books.inputs import NotifiedAmount
from addin.books.position_inputs import accounts_broken, accounts_named
from addin.books.tables import LARGEST_FILE, table_of
from addin.files import read_limited
from calc.margin.short_charge import CreditEvent
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.text.columns import Table
from calc.types import Account, AccountKind, CurveQuote, Instrument, InstrumentKind, Position

T = TypeVar("T")


@dataclass(slots=True)
class Tables:
    """Files by the name of their table; one that is not `optional` must be there.

    Reading leaves behind `contents`, every file as it was read; `found`, all findings in order; and `untrusted`, the
    tables that are not there, cannot be read, or have not a single good row.
    """

    paths: Mapping[str, Path]
    optional: frozenset[str] = frozenset()
    contents: dict[Path, bytes] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)
    untrusted: list[str] = field(default_factory=list)
    _rows: dict[str, Kept] = field(default_factory=dict)

    @property
    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of every file that was read, by its name; of two with one name the later by table too."""
        tables = {path: name for name, path in self.paths.items()}
        found = dict[str, str]()
        for path, data in self.contents.items():
            name = f"{tables[path]}/{path.name}" if path.name in found else path.name
            found[name] = hashlib.sha256(data).hexdigest()
        return found

    def content(self, path: Path, limit: int) -> bytes | None:
        """Return a file's bytes, kept; a file that cannot be read is a finding and stops only what needs it."""
        try:
            data = read_limited(path, limit)
        except RefusedError as refused:
            self.found += refused.findings
            return None
        self.contents[path] = data
        return data

    def table(self, name: str) -> Table | None:
        """Return one table's rows; its absence and faults become findings."""
        path = self.paths.get(name)
        if path is None:
            if name not in self.optional:
                self._distrust(name, finding("file_missing", Place(f"{name}.csv"), name=f"{name}.csv"))
            return None
        data = self.content(path, LARGEST_FILE)
        if data is None:
            self.untrusted.append(name)
            return None
        self._rows[name] = LAST_READ.table(data, path.name, table_of)
        return self._kept(name, self._rows[name].table)

    def typed(self, name: str, reader: Callable[..., Outcome[T]], **known: object) -> T | None:
        """Return one table's records, or None when not a single row of it is good."""
        if self.table(name) is None:
            return None
        read = self.reading(name, reader, **known)
        return self._kept(name, Outcome(read.value or None, read.findings))

    def reading(self, name: str, reader: Callable[..., Outcome[T]], **known: object) -> Outcome[T]:
        """Return what a reader says of a table that is there, told what else is `known`; the finding is not kept.

        A file that has been read lately, in this process, is not read anew: its content says which it is.
        """
        return LAST_READ.reading(self._rows[name], reader, known)

    def events(self) -> tuple[CreditEvent, ...] | None:
        """Return the credit events, none without their table; a table without rows is trusted to have none."""
        table = self.table("events")
        if table is None:
            return None if "events" in self.untrusted else ()
        return self._kept("events", self.reading("events", events))

    def curve(self, trade_date: date, curve_id: str | None) -> tuple[CurveQuote, ...] | None:
        """Return the trade date's curve: the named one, or the only one."""
        curves = self.typed("curves", inputs.curves)
        if curves is None:
            return None
        of_day = {name: quotes for (name, day), quotes in curves.items() if day == trade_date}
        place = Place(self.paths["curves"].name)
        if curve_id is not None and curve_id not in of_day:
            self._distrust("curves", finding("curve_missing", place, curve_id=curve_id, trade_date=trade_date))
            return None
        if curve_id is None and len(of_day) != 1:
            self._distrust("curves", finding("curve_choice", place, number=len(of_day), trade_date=trade_date))
            return None
        return next(iter(of_day.values())) if curve_id is None else of_day[curve_id]

    def _kept(self, name: str, read: Outcome[T | None]) -> T | None:
        self.found += read.findings
        if read.value is None:
            self.untrusted.append(name)
        return read.value

    def _distrust(self, name: str, why: Finding) -> None:
        self.found.append(why)
        self.untrusted.append(name)


@dataclass(frozen=True, slots=True)
class DeskBook:
    """What a desk's tables hold; None where one cannot be trusted, or is optional and not there.

    `listed` are the instruments with the spread of their row, if any (bp); `broken_accounts` hold bad position rows.
    """

    listed: tuple[tuple[Instrument, float | None], ...] | None
    accounts: tuple[Account, ...] | None
    positions: tuple[Position, ...] | None
    broken_accounts: frozenset[str]
    curve: tuple[CurveQuote, ...] | None
    constituents: Mapping[str, Mapping[str, float]] | None
    events: tuple[CreditEvent, ...] | None
    previous: tuple[NotifiedAmount, ...] | None
    notified: tuple[NotifiedAmount, ...] | None

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Return the instruments alone."""
        return tuple(instrument for instrument, _ in self.listed or ())

    @property
    def codes(self) -> set[str]:
        """Return the codes of the instruments."""
        return {instrument.code for instrument in self.instruments}


def desk_book(
    tables: Tables, trade_date: date, *, recoveries: Mapping[InstrumentKind, float], curve_id: str | None = None
) -> DeskBook:
    """Return what the tables hold; positions are read only where both sides of their rows are known."""
    listed = tables.typed("instruments", inputs.instruments, recoveries=recoveries)
    position_table = tables.table("positions")
    accounts = _accounts(tables, position_table)
    codes, known = {each.code for each, _ in listed or ()}, {each.code for each in accounts or ()}
    positions, judged = None, tuple[Finding, ...]()
    if position_table is not None and listed is not None and accounts is not None:
        read = tables.reading("positions", inputs.positions, instrument=codes, account=known)
        positions, judged = read.value, read.findings
        tables.found += judged
    broken = frozenset[str]() if position_table is None else accounts_broken(position_table, judged)
    return DeskBook(
        listed=listed,
        accounts=accounts,
        positions=positions,
        broken_accounts=broken & known,
        curve=tables.curve(trade_date, curve_id),
        constituents=tables.typed("constituents", inputs.constituents),
        events=tables.events(),
        previous=tables.typed("previous_requirements", inputs.requirements, account=known),
        notified=tables.typed("notified_requirements", inputs.requirements, account=known),
    )


def _accounts(tables: Tables, positions: Table | None) -> tuple[Account, ...] | None:
    """Return the accounts of their table; where it may be absent and is, those that positions name, as house ones."""
    if "accounts" in tables.paths or "accounts" not in tables.optional:
        return tables.typed("accounts", inputs.accounts)
    if positions is None:
        return None
    return tuple(Account(name, name, AccountKind.HOUSE, "", 0, 1.0, 0) for name in sorted(accounts_named(positions)))
