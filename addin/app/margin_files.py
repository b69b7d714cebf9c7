"""Margin from files: the same computation as the day's, for whoever has only the tables."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from addin.app.margin_run import MarginInputs, MarginResult, margin_run, recoveries, tolerance
from addin.app.versions import versions
from addin.books import inputs
from addin.books.history_inputs import history
from addin.books.inputs import NotifiedAmount
from addin.books.position_inputs import accounts_broken, accounts_named
from addin.books.scenario_inputs import scenarios
from addin.books.tables import LARGEST_FILE, table_of
from addin.export.rows import csv_bytes
from addin.files import ensure_folder, read_limited, replace_file
from addin.settings import Settings, load_settings
from calc.days.business_day import Calendar, calendar_named
from calc.margin.compare import Comparison, comparisons
from calc.margin.requirement import Component, Requirement
from calc.market.history import SpreadHistory
from calc.market.scenarios import Scenarios
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.text.columns import Table
from calc.types import Account, AccountKind, CurveQuote

T = TypeVar("T")

WORST = 5


@dataclass(frozen=True, slots=True)
class MarginFiles:
    """Where the tables are; None for those that were not given."""

    instruments: Path
    positions: Path
    curves: Path
    history: Path | None = None
    scenarios: Path | None = None
    constituents: Path | None = None
    accounts: Path | None = None
    notified: Path | None = None
    previous: Path | None = None


@dataclass(frozen=True, slots=True)
class FileMargin:
    """The requirements with what they rest on, and the comparison with what was notified."""

    trade_date: date
    settings: Settings
    result: MarginResult
    comparisons: tuple[Comparison, ...]
    previous: tuple[NotifiedAmount, ...]
    hashes: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Reader:
    hashes: dict[str, str] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)

    def table(self, path: Path) -> Table:
        """Return a file's table; refused when there is none in it."""
        data = read_limited(path, LARGEST_FILE)
        self.hashes[path.name] = hashlib.sha256(data).hexdigest()
        read = table_of(data, path.name)
        if read.value is None:
            raise RefusedError(read.findings)
        self.found += read.findings
        return read.value

    def kept(self, read: Outcome[T]) -> T:
        """Return what was read, its findings put to the others; refused when not a single row is good."""
        if not read.value:
            raise RefusedError(read.findings)
        self.found += read.findings
        return read.value


def margin_files(files: MarginFiles, *, trade_date: date, curve_id: str | None, settings: Settings) -> FileMargin:
    """Return the margin of these files; refused when one of them cannot be trusted."""
    reader = _Reader()
    calendar = calendar_named(settings.text("calendar"))
    listed = reader.kept(inputs.instruments(reader.table(files.instruments), recoveries=recoveries(settings)))
    codes = {instrument.code for instrument, _ in listed}
    position_table = reader.table(files.positions)
    accounts = _accounts(reader, files.accounts, position_table)
    known = {account.code for account in accounts}
    positions = inputs.positions(position_table, instrument=codes, account=known)
    reader.found += positions.findings
    given = MarginInputs(
        trade_date=trade_date,
        instruments=tuple(instrument for instrument, _ in listed),
        spreads_bp={instrument.code: spread for instrument, spread in listed if spread is not None},
        accounts=accounts,
        positions=positions.value,
        curve=_curve(reader, files.curves, trade_date, curve_id),
        market_moves=_moves(reader, files, trade_date=trade_date, calendar=calendar, codes=codes),
        constituents=_constituents(reader, files.constituents),
        broken_accounts=accounts_broken(position_table, positions.findings) & known,
    )
    made = margin_run(given, settings)
    notified = _amounts(reader, files.notified, known)
    return FileMargin(
        trade_date=trade_date,
        settings=settings,
        result=made.value,
        comparisons=_compared(made.value, notified, settings),
        previous=_amounts(reader, files.previous, known),
        hashes=reader.hashes,
        findings=(*reader.found, *made.findings),
    )


def _accounts(reader: _Reader, path: Path | None, positions: Table) -> tuple[Account, ...]:
    """Return the accounts of a file, or those that the positions name: house accounts of their own participant."""
    if path is not None:
        return reader.kept(inputs.accounts(reader.table(path)))
    names = sorted(accounts_named(positions))
    return tuple(Account(name, name, AccountKind.HOUSE, "", 0, 1.0, 0) for name in names)


def _constituents(reader: _Reader, path: Path | None) -> Mapping[str, Mapping[str, float]]:
    if path is None:
        return {}
    read = inputs.constituents(reader.table(path))
    return reader.kept(read)


def _curve(reader: _Reader, path: Path, trade_date: date, curve_id: str | None) -> tuple[CurveQuote, ...]:
    """Return the trade date's curve: the named one, or the only one."""
    table = reader.table(path)
    curves = reader.kept(inputs.curves(table))
    of_day = {name: quotes for (name, day), quotes in curves.items() if day == trade_date}
    if curve_id is not None and curve_id not in of_day:
        raise RefusedError([finding("curve_missing", Place(table.source), curve_id=curve_id, trade_date=trade_date)])
    if curve_id is None and len(of_day) != 1:
        raise RefusedError([finding("curve_choice", Place(table.source), number=len(of_day), trade_date=trade_date)])
    return of_day[curve_id] if curve_id is not None else next(iter(of_day.values()))


def _moves(
    reader: _Reader, files: MarginFiles, *, trade_date: date, calendar: Calendar, codes: Collection[str]
) -> SpreadHistory | Scenarios:
    """Return the scenario matrix of a file, or the history up to the trade date."""
    if (files.history is None) == (files.scenarios is None):
        raise RefusedError([finding("moves_choice")])
    if files.scenarios is not None:
        read = scenarios(reader.table(files.scenarios), instrument=codes)
        if read.value is None or read.findings:
            raise RefusedError(read.findings)
        return read.value
    assert files.history is not None  # noqa: S101 - one of the two is there
    past = reader.kept(history(reader.table(files.history), calendar=calendar))
    assert past is not None  # noqa: S101 - kept() refuses None
    return past.before(trade_date + timedelta(days=1))


def _amounts(reader: _Reader, path: Path | None, accounts: Collection[str]) -> tuple[NotifiedAmount, ...]:
    return () if path is None else reader.kept(inputs.requirements(reader.table(path), account=accounts))


def _compared(result: MarginResult, notified: Sequence[NotifiedAmount], settings: Settings) -> tuple[Comparison, ...]:
    """Return our totals beside the last notified version's, account by account; nothing when nothing was notified."""
    if not notified:
        return ()
    own: dict[tuple[str, str], int | None] = {(each.account, "im"): each.total for each in result.requirements}
    totals = [row for row in sorted(notified, key=_version) if row.component == "total"]
    last = {(row.account, row.measure): row.amount for row in totals}
    return comparisons(own, last, within=tolerance(settings))


def _version(row: NotifiedAmount) -> int:
    return row.version


def written(made: FileMargin, folder: Path) -> tuple[Path, ...]:
    """Write requirements.csv, pnl.csv and summary.json; each is whole or not there."""
    ensure_folder(folder)
    ordered = sorted(made.result.requirements, key=lambda each: each.account)
    rows = [(each.account, "im", part.value, each.amounts[part]) for each in ordered for part in Component]
    gains = [
        (name, *(format(each.gains[place], ".17g") for each in ordered))
        for place, name in enumerate(made.result.valued.scenario_names)
    ]
    files = {
        "requirements.csv": csv_bytes(("account", "measure", "component", "amount"), rows),
        "pnl.csv": csv_bytes(("scenario", *(each.account for each in ordered)), gains),
        "summary.json": (json.dumps(summary(made), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(),
    }
    for name, data in files.items():
        replace_file(folder / name, data)
    return tuple(folder / name for name in files)


def summary(made: FileMargin) -> dict[str, Any]:
    """Return what the figures rest on, each account with its worst scenarios, and the comparison."""
    valued = made.result.valued
    stress = int(valued.is_stress.sum())
    return {
        "trade_date": made.trade_date.isoformat(),
        "versions": versions(),
        "inputs": dict(sorted(made.hashes.items())),
        "settings": {row.name: row.text for row in made.settings.rows()},
        "scenarios": {"reference": len(valued.scenario_names) - stress, "stress": stress},
        "residual": made.result.residual,
        "total": sum(each.total for each in made.result.requirements),
        "accounts": {
            each.account: {
                **{part.value: each.amounts[part] for part in Component},
                "most_sold": each.most_sold,
                "worst": worst_scenarios(each, valued.scenario_names),
            }
            for each in sorted(made.result.requirements, key=lambda each: each.account)
        },
        "comparison": [comparison_row(row) for row in made.comparisons],
        "previous": [{"account": r.account, "measure": r.measure, "amount": r.amount} for r in made.previous],
    }


def worst_scenarios(requirement: Requirement, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the scenarios in which the account loses most, the worst first."""
    order = sorted(range(len(names)), key=lambda place: (requirement.gains[place], place))[:WORST]
    return [{"scenario": names[place], "gain": float(requirement.gains[place])} for place in order]


def comparison_row(row: Comparison) -> dict[str, Any]:
    """Return one comparison as JSON data."""
    fields = {"account": row.account, "measure": row.measure, "own": row.own, "notified": row.notified}
    return {**fields, "difference": row.difference, "verdict": row.verdict.value}


def settings_of(home: Path, file: Path | None, sets: tuple[str, ...]) -> Settings:
    """Return the settings in force: default < the home's file < the given file < each `key=value`."""
    return load_settings(home, overrides={}, day={}, sets=sets, file=file)
