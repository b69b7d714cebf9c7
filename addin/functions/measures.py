"""Worksheet functions around initial margin: the other measures of a book, where margin comes from, and backtests."""

from datetime import date

from addin.app.backtest_cell import BacktestCells, CoverageRow, account_backtest, coverage_rows
from addin.app.cell_tables import Rows
from addin.app.explain_cell import account_explanation
from addin.app.margin_cell import MarginCells
from addin.app.measures_cell import (
    FundRow,
    IntradayRow,
    MeasureCells,
    VariationRow,
    fund_rows,
    intraday_rows,
    variation_rows,
)
from addin.functions.margin import Table, refused, state
from addin.home import home_folder
from calc.margin.coverage import Test
from calc.margin.explain import ATTRIBUTED
from calc.margin.requirement import Component
from calc.margin.variation import FlowPart
from calc.outcome import Finding

MOST_DAYS = 250
Cell = str | int | float


def variation_accounts(
    positions_range: Table,
    market_range: Rows,
    scenario_set: Table,
    settings_range: Rows | None,
    accounts_range: Rows | None,
    *known: Rows | None,
) -> list[tuple[Cell, ...]]:
    """Return for each account its level, the parts of its transfer and the transfer in yen, then its state."""
    margin = MarginCells(positions_range, market_range, scenario_set, settings_range)
    given = MeasureCells(margin, accounts_range, *known)
    return [_variation(each) for each in variation_rows(given, home=home_folder())]


def clearing_fund(
    positions_range: Table,
    market_range: Rows,
    scenario_set: Table,
    settings_range: Rows | None,
    accounts_range: Rows | None,
) -> list[tuple[Cell, ...]] | Finding:
    """Return participant, required and its share before the floor in yen, and the scenario of those who lose most."""
    if accounts_range is None:
        return refused("CDS_CLEARING_FUND", "accounts_range", ja="が必要です", en="is needed")
    margin = MarginCells(positions_range, market_range, scenario_set, settings_range)
    return [_fund(each) for each in fund_rows(MeasureCells(margin, accounts_range), home=home_folder())]


def intraday(
    positions_range: Table,
    market_range: Rows,
    scenario_set: Table,
    settings_range: Rows | None,
    accounts_range: Rows | None,
    *known: Rows | None,
) -> list[tuple[Cell, ...]] | Finding:
    """Return account, required, deposited and the call between them in yen, then its state."""
    if accounts_range is None:
        return refused("CDS_INTRADAY", "accounts_range", ja="が必要です", en="is needed")
    margin = MarginCells(positions_range, market_range, scenario_set, settings_range)
    given = MeasureCells(margin, accounts_range, *known)
    return [_intraday(each) for each in intraday_rows(given, home=home_folder())]


def initial_margin_explain(
    positions_range: Table, market_range: Rows, scenario_set: Table, settings_range: Rows | None
) -> list[tuple[Cell, ...]]:
    """Return what each position brings to each component and their sum in yen, the account's own add-on last."""
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    made = account_explanation(given, home=home_folder())
    sums = {code: sum(parts.values()) for code, parts in made.contributions.items()}
    largest = sorted(sums, key=lambda code: (-sums[code], code))
    rows: list[tuple[Cell, ...]] = [
        (code, *(made.contributions[code][part] for part in ATTRIBUTED), sums[code]) for code in largest
    ]
    return [*rows, (Component.ADD_ON.value, *[""] * len(ATTRIBUTED), made.requirement.amounts[Component.ADD_ON])]


def initial_margin_readings(
    positions_range: Table, market_range: Rows, scenario_set: Table, settings_range: Rows | None
) -> list[tuple[str, int, int]]:
    """Return each other reading with the requirement under it and its change in yen."""
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    made = account_explanation(given, home=home_folder())
    return [(name, total, made.effects[name]) for name, total in made.readings.items()]


def backtest_accounts(
    positions_range: Table,
    market_range: Rows,
    scenario_set: Table,
    settings_range: Rows | None,
    accounts_range: Rows | None,
    n_days: float,
) -> list[tuple[Cell, ...]] | Finding:
    """Return for each account days, exceedances and the tests' probabilities, then its state."""
    if not _is_shown(n_days):
        return _too_many("CDS_BACKTEST")
    margin = MarginCells(positions_range, market_range, scenario_set, settings_range)
    given = BacktestCells(margin, accounts_range, int(n_days))
    return [_coverage(each) for each in coverage_rows(given, home=home_folder())]


def backtest_days(
    positions_range: Table,
    market_range: Rows,
    scenario_set: Table,
    settings_range: Rows | None,
    accounts_range: Rows | None,
    n_days: float,
) -> list[tuple[date, int, int, float, int]] | Finding:
    """Return date, base amount, requirement and gain after it in yen, and 1 where the base amount was exceeded."""
    if not _is_shown(n_days):
        return _too_many("CDS_BACKTEST_DAYS")
    margin = MarginCells(positions_range, market_range, scenario_set, settings_range)
    told, row = account_backtest(BacktestCells(margin, accounts_range, int(n_days)), home=home_folder())
    columns = (each[row].tolist() for each in (told.base, told.total, told.gains, told.exceeded.astype(int)))
    return list(zip(told.days, *columns, strict=True))


def _variation(row: VariationRow) -> tuple[Cell, ...]:
    moved = row.variation
    parts = [""] * (len(FlowPart) + 1) if moved is None else [*(moved.parts[each] for each in FlowPart), moved.flow]
    return (row.account, _cell(row.stock), *parts, state(row.why, has_amount=moved is not None))


def _fund(row: FundRow) -> tuple[Cell, ...]:
    return (row.participant, row.required, row.share, row.scenario)


def _intraday(row: IntradayRow) -> tuple[Cell, ...]:
    call = row.call
    amounts = ("", "", "") if call is None else (_cell(call.required), call.deposited, _cell(call.call))
    return (row.account, *amounts, state(row.why, has_amount=call is not None))


def _coverage(row: CoverageRow) -> tuple[Cell, ...]:
    made = row.coverage
    if made is None:
        return (row.account, *[""] * 5, state(row.why, has_amount=False))
    tests = (made.unconditional, made.independence, made.conditional)
    return (row.account, made.days, made.exceedances, *map(_probability, tests), state(None, has_amount=True))


def _probability(test: Test | None) -> float | str:
    return "" if test is None else test.probability


def _cell(amount: int | None) -> int | str:
    return "" if amount is None else amount


def _is_shown(days: float) -> bool:
    return 1 <= days <= MOST_DAYS and days == int(days)


def _too_many(function: str) -> Finding:
    ja, en = f"は 1～{MOST_DAYS} の整数で入れてください", f"must be a whole number from 1 to {MOST_DAYS}"
    return refused(function, "n_days", ja=ja, en=en)
