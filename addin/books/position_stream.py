"""Positions for accounts without number: a Parquet file batch by batch, or a table at once, into what accounts hold.

Plain rows are taken as columns; every other row is read as those of a CSV are, with the same words.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from addin.books.held import Held
from addin.books.inputs import LARGEST_NOTIONAL, position_rows
from addin.books.parquet import Opened, opened, plain_numbers, texts
from addin.books.position_inputs import ACCOUNT, accounts_broken
from calc.outcome import Finding, Place, finding
from calc.text.columns import Table

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (ACCOUNT, "instrument", "notional")
MOST_FAULTS = 10_000  # rows whose findings are kept; more are only counted


@dataclass(slots=True)
class HeldRead:
    """What accounts hold in instruments that have a factor, with what was found.

    `broken` are the accounts with a row that could not be read, or an instrument without a factor: not whole. `places`
    are the places of accounts and of instruments by their names.
    """

    source: str
    accounts: Sequence[str]
    factors: NDArray[np.float64]
    places: tuple[Mapping[str, int], Mapping[str, int]]
    held: Held
    found: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    good: int = 0
    faults: int = 0

    def take(self, accounts: NDArray[np.int32], instruments: NDArray[np.int32], notionals: NDArray[np.float64]) -> None:
        """Take in rows that are good, times the factor of their instrument."""
        self.good += len(accounts)
        valued = instruments < len(self.factors)
        self.broken |= {self.accounts[place] for place in np.unique(accounts[~valued]).tolist()}
        chosen = instruments[valued]
        self.held.add(accounts[valued], chosen, notionals[valued] * self.factors[chosen])

    def judge(self, table: Table) -> None:
        """Take in the good ones of some rows as a CSV's are read; the others are findings."""
        accounts, instruments = self.places
        read = position_rows(table, instrument=instruments.keys(), account=accounts.keys())
        self.broken |= accounts_broken(table, read.findings)
        room = max(0, MOST_FAULTS - self.faults)
        self.faults += len(read.findings)
        self.found += read.findings[:room]
        if read.value:
            whose = np.array([accounts[each.account] for each in read.value], np.int32)
            what = np.array([instruments[each.instrument] for each in read.value], np.int32)
            self.take(whose, what, np.array([each.notional for each in read.value]))

    def ended(self) -> "HeldRead":
        """Return this, all rows read: with how many faults were not kept, or that there was no row at all."""
        if self.faults > MOST_FAULTS:
            self.found.append(finding("rows_more", Place(self.source), more=self.faults - MOST_FAULTS))
        if not self.good and not self.found:
            self.found.append(finding("table_without_rows", Place(self.source)))
        return self


@dataclass(frozen=True, slots=True)
class Known:
    """What rows of positions may name: accounts in their order, instruments with their factors in theirs, and others.

    Of the `others`, instruments too, nothing is worth anything: an account that holds one is not whole.
    """

    accounts: Sequence[str]
    factors: Mapping[str, float]
    others: Sequence[str] = ()


def held_of_table(table: Table, known: Known) -> HeldRead:
    """Return what a table's rows hold."""
    read = _empty(table.source, known)
    read.judge(table)
    return read.ended()


def held_of_parquet(path: Path, known: Known) -> HeldRead:
    """Return the same of a Parquet file of any size; raises RefusedError as `opened`."""
    with ExitStack() as kept, opened(path) as file:
        read = _empty(file.source, known)
        kept.callback(read.held.close)
        read.found += file.missing(COLUMNS)
        if not read.found:
            _read(file, read)
        kept.pop_all()
    return read.ended()


def accounts_in(path: Path) -> frozenset[str]:
    """Return every account that a Parquet file of positions names; raises RefusedError as `opened`."""
    names = set[str]()
    with opened(path) as file:
        if not file.missing([ACCOUNT]):
            for batch in file.batches([ACCOUNT]):
                names |= {each.strip() for each in texts(batch.columns[ACCOUNT].unique())}
    return frozenset(names - {""})


def _empty(source: str, known: Known) -> HeldRead:
    accounts = {name: place for place, name in enumerate(known.accounts)}
    instruments = {name: place for place, name in enumerate((*known.factors, *known.others))}
    factors = np.array([*known.factors.values()], dtype=np.float64)
    return HeldRead(source, known.accounts, factors, (accounts, instruments), Held(len(accounts), len(factors)))


def _read(file: Opened, read: HeldRead) -> None:
    for batch in file.batches(COLUMNS):
        accounts, instruments = (
            _placed(batch.columns[name], known) for name, known in zip(COLUMNS, read.places, strict=False)
        )
        notionals, plain = plain_numbers(batch.columns["notional"], -LARGEST_NOTIONAL, LARGEST_NOTIONAL)
        plain &= (accounts >= 0) & (instruments >= 0)
        read.take(accounts[plain], instruments[plain], notionals[plain])
        if others := batch.table(read.source, np.flatnonzero(~plain)).rows:
            read.judge(Table(read.source, tuple(batch.columns), others))


def _placed(column: "pa.Array", known: Mapping[str, int]) -> NDArray[np.int32]:
    """Return the place of each name, below zero where it is not plainly a known one."""
    coded = column.dictionary_encode()
    found = np.array([*(known.get(each, -1) for each in texts(coded.dictionary)), -1], np.int32)
    coded_as: NDArray[np.intp] = coded.indices.fill_null(len(coded.dictionary)).to_numpy(zero_copy_only=False)
    return found[coded_as]
