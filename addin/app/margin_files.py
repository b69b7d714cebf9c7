"""Margin from files: the same computation as the day's, for whoever has only the tables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from addin.app.drill_wall import banner_lines, output_name, refuse_other_folder
from addin.app.margin_books import margin_book_of
from addin.app.margin_check import (
    CHECK,
    CheckRow,
    cause_findings,
    causes_json,
    check_bytes,
    checks_of,
    compared,
)
from addin.app.margin_explain import EXPLAIN, WORST, explain_bytes
from addin.app.margin_run import MarginInputs, MarginResult, decision_findings, margin_run, recoveries
from addin.app.margin_tables import PRICES, given_of, moves_of, past_of, previous_of, prices_of
from addin.app.measure_check import floor_findings, own_measures
from addin.app.measure_files import cost_bytes, costs_json, costs_of, measures_json
from addin.app.measure_rules import fund_rule_of
from addin.app.measures import Measures, measures
from addin.app.past_read import FUND_HISTORY, HELD_BEFORE, TRADES
from addin.app.settings_record import readable_overrides
from addin.app.tables_read import Tables, desk_book
from addin.app.versions import versions
from addin.books.inputs import NotifiedAmount
from addin.export.rows import csv_bytes
from addin.files import ensure_folder, replace_file
from addin.home import BANNER, Mode
from addin.settings import Settings, load_settings
from calc.days.business_day import calendar_named
from calc.margin.compare import Comparison
from calc.margin.explain import explanations
from calc.margin.fallback_cost import FallbackCost
from calc.margin.readings import Book
from calc.margin.requirement import Component, Requirement
from calc.outcome import Finding, Outcome, Place, RefusedError, finding

WORST_SHOWN = 5
COSTS = "fallback_cost.csv"
RESULTS = ("requirements.csv", "pnl.csv", "summary.json", COSTS, CHECK, EXPLAIN)
TABLES = {
    "instruments": "instruments",
    "positions": "positions",
    "curves": "curves",
    "history": "history",
    "scenarios": "scenarios",
    "constituents": "constituents",
    "accounts": "accounts",
    "notified": "notified_requirements",
    "previous": "previous_requirements",
    "events": "events",
    "trades": TRADES,
    "before": HELD_BEFORE,
    "fund_history": FUND_HISTORY,
    "prices": PRICES,
}
OPTIONAL = frozenset(TABLES.values()) - {"instruments", "positions", "curves"}


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
    events: Path | None = None
    trades: Path | None = None
    before: Path | None = None
    fund_history: Path | None = None
    prices: Path | None = None


@dataclass(frozen=True, slots=True)
class FileMargin:
    """The requirements with what they rest on, the other measures, and the comparison with what was notified.

    `costs` are empty where nothing of the previous day was given, `checks` where nothing was notified.
    """

    trade_date: date
    settings: Settings
    result: MarginResult
    measures: Measures
    costs: tuple[FallbackCost, ...]
    comparisons: tuple[Comparison, ...]
    given: MarginInputs
    book: Book
    checks: tuple[CheckRow, ...]
    previous: tuple[NotifiedAmount, ...]
    hashes: Mapping[str, str]
    contents: Mapping[Path, bytes]
    findings: tuple[Finding, ...]


def margin_files(files: MarginFiles, *, trade_date: date, curve_id: str | None, settings: Settings) -> FileMargin:
    """Return the margin of these files; refused when one of them cannot be trusted, or the trade date is projected."""
    calendar = calendar_named(settings.text("calendar"))
    warned = decision_findings(trade_date, calendar, settings)
    if (files.history is None) == (files.scenarios is None):
        raise RefusedError([finding("moves_choice")])
    paths = {table: path for name, table in TABLES.items() if (path := getattr(files, name)) is not None}
    tables = Tables(paths, OPTIONAL)
    book = desk_book(tables, trade_date, recoveries=recoveries(settings), curve_id=curve_id)
    moves = moves_of(tables, book.codes, trade_date=trade_date, calendar=calendar)
    prices, previous = (
        prices_of(tables, book.codes, trade_date=trade_date),
        previous_of(tables, book, trade_date=trade_date),
    )
    past = past_of(tables, book, previous)
    if tables.untrusted or moves is None:
        raise RefusedError(tables.found)
    given = given_of(book, moves, trade_date=trade_date, prices=prices)
    made = margin_run(given, settings)
    others = measures(given, made.value, settings, past=past)
    costs = costs_of(made.value, others, previous, accounts=given.accounts, settings=settings) if previous else ()
    again = margin_book_of(given, made.value, settings)
    outside = (*(book.notified or ()), *previous)
    known = own_measures(others, outside, given.accounts, settings=settings)
    checks = checks_of(tables, book, again, past=past, others=known, settings=settings)
    low = floor_findings(book.notified or (), given.accounts, rule=fund_rule_of(settings, trade_date))
    causes = cause_findings(checks, tables.paths["notified_requirements"].name) if checks else ()
    return FileMargin(
        trade_date=trade_date,
        settings=settings,
        result=made.value,
        measures=others,
        costs=costs,
        comparisons=compared(made.value, book.notified or (), settings, others=known),
        given=given,
        book=again,
        checks=checks,
        previous=previous,
        hashes=tables.hashes,
        contents=tables.contents,
        findings=(*warned, *tables.found, *made.findings, *causes, *low),
    )


def results_in(folder: Path, mode: Mode = Mode.LIVE) -> tuple[Path, ...]:
    """Return where the results of a run go, whichever of them it has."""
    return tuple(folder / output_name(name, mode) for name in RESULTS)


def refuse_overwriting(files: MarginFiles, folder: Path) -> None:
    """Refuse a folder where a result would replace one of the tables it is made from (`output_is_input`)."""
    results = {path.resolve() for mode in Mode for path in results_in(folder, mode)}
    for given in (getattr(files, name) for name in TABLES):
        if given is not None and given.resolve() in results:
            raise RefusedError([finding("output_is_input", Place(str(given)), path=given)])


def written(made: FileMargin, folder: Path, *, mode: Mode = Mode.LIVE) -> tuple[Path, ...]:
    """Write requirements.csv, pnl.csv, summary.json, explain.csv; with a previous day fallback_cost.csv.

    With notified amounts there is check.csv, too.
    Each is whole or not there, a drill's bears its banner.

    Raises RefusedError `drill_folder`, or what writing raises.
    """
    refuse_other_folder(folder, mode)
    ensure_folder(folder)
    paths = dict(zip(RESULTS, results_in(folder, mode), strict=True))
    banner = "".join(f"{line}\r\n" for line in banner_lines(mode)).encode()
    told = {**({"drill": BANNER} if mode is Mode.DRILL else {}), **summary(made)}
    contents = {
        "requirements.csv": banner + _requirements_bytes(made),
        "pnl.csv": banner + _gains_bytes(made),
        "summary.json": (json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(),
        EXPLAIN: banner + explain_bytes(explanations(made.book, most=WORST)),
    }
    if made.costs:
        contents[COSTS] = banner + cost_bytes(made.costs)
    if made.checks:
        contents[CHECK] = banner + check_bytes(made.checks)
    for name, data in contents.items():
        replace_file(paths[name], data)
    return tuple(paths[name] for name in contents)


def _requirements_bytes(made: FileMargin) -> bytes:
    ordered = sorted(made.result.requirements, key=lambda each: each.account)
    rows = [(each.account, "im", part.value, each.amounts[part]) for each in ordered for part in Component]
    return csv_bytes(("account", "measure", "component", "amount"), [*rows, *made.measures.rows()])


def _gains_bytes(made: FileMargin) -> bytes:
    ordered = sorted(made.result.requirements, key=lambda each: each.account)
    gains = [
        (name, *(format(each.gains[place], ".17g") for each in ordered))
        for place, name in enumerate(made.result.valued.scenario_names)
    ]
    return csv_bytes(("scenario", *(each.account for each in ordered)), gains)


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
        "causes": causes_json(made.checks),
        "previous": [applied_row(row) for row in made.previous],
        "measures": measures_json(made.measures, made.settings, made.trade_date),
        "uncovered": costs_json(made.costs),
    }


def worst_scenarios(requirement: Requirement, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the scenarios in which the account loses most, the worst first."""
    order = sorted(range(len(names)), key=lambda place: (requirement.gains[place], place))[:WORST_SHOWN]
    return [{"scenario": names[place], "gain": float(requirement.gains[place])} for place in order]


def comparison_row(row: Comparison) -> dict[str, Any]:
    """Return one comparison as JSON data."""
    fields = {"account": row.account, "measure": row.measure, "own": row.own, "notified": row.notified}
    return {**fields, "difference": row.difference, "verdict": row.verdict.value}


def applied_row(row: NotifiedAmount) -> dict[str, Any]:
    """Return one amount that was applied before as JSON data; its date is None where the row names none."""
    fields = {"account": row.account, "measure": row.measure, "component": row.component, "amount": row.amount}
    return {**fields, "date": None if row.date is None else row.date.isoformat()}


def settings_of(home: Path, file: Path | None, sets: tuple[str, ...]) -> Outcome[Settings]:
    """Return the settings in force: default < the home's file < the record < the given file < each `key=value`.

    A record that cannot be read is a finding: the figures then rest on the others.
    """
    recorded, found = readable_overrides(home)
    return Outcome(load_settings(home, overrides=recorded, sets=sets, file=file), found)
