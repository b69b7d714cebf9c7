"""Worksheet functions of margin: positions, market and scenarios in, yen out."""

from contextlib import suppress
from datetime import date

from addin.app.cell_tables import Rows
from addin.app.margin_cell import MarginCells, account_margin, incremental_margin
from addin.app.variation_cell import VariationCells, variation_margin
from addin.home import home_folder
from calc.margin.requirement import Component
from calc.outcome import Finding, Place, finding

Table = Rows | str
MOST_SHOWN = 20


def initial_margin(
    positions_range: Table, market_range: Rows, scenario_set: Table, settings_range: Rows | None
) -> list[tuple[str, int]]:
    """Return component and amount in yen, the total last."""
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    amounts = account_margin(given, home=home_folder()).requirement.amounts
    return [(component.value, amounts[component]) for component in Component]


def initial_margin_total(
    positions_range: Table, market_range: Rows, scenario_set: Table, settings_range: Rows | None
) -> int:
    """Return the requirement in yen."""
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    return account_margin(given, home=home_folder()).requirement.total


def initial_margin_whatif(
    positions_range: Table,
    market_range: Rows,
    scenario_set: Table,
    settings_range: Rows | None,
    trades_range: Rows | None,
) -> int | Finding:
    """Return by how many yen the trades raise the requirement."""
    if trades_range is None:
        return _refused("CDS_IM_WHATIF", "trades_range", ja="が必要です", en="is needed")
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    return incremental_margin(given, trades_range, home=home_folder())


def initial_margin_worst(
    positions_range: Table, market_range: Rows, scenario_set: Table, settings_range: Rows | None, n: float
) -> list[tuple[date | str, float, str]] | Finding:
    """Return date, loss in yen and name of the scenarios in which the account loses most, the worst first."""
    if not 1 <= n <= MOST_SHOWN or n != int(n):
        reason = {
            "ja": f"は 1～{MOST_SHOWN} の整数で入れてください",
            "en": f"must be a whole number from 1 to {MOST_SHOWN}",
        }
        return _refused("CDS_IM_WORST", "n", **reason)
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    worst = account_margin(given, home=home_folder()).worst(int(n))
    return [(_day_of(name), loss, name) for name, loss in worst]


def variation(positions_range: Table, market_range: Rows, previous_range: Rows, settings_range: Rows | None) -> int:
    """Return what the participant pays in yen for the move between two markets; negative, what it receives."""
    given = VariationCells(positions_range, market_range, previous_range, settings_range)
    return variation_margin(given, home=home_folder())


def _day_of(scenario: str) -> date | str:
    """Return the day on which a scenario's move ended, nothing for one that has no day: `stress_up:2025-05-13`."""
    with suppress(ValueError):
        return date.fromisoformat(scenario.rpartition(":")[2])
    return ""


def _refused(function: str, argument: str, *, ja: str, en: str) -> Finding:
    said = {"reason_ja": f"引数 {argument} {ja}", "reason_en": f"argument {argument} {en}"}
    return finding("arguments", Place(function, column=argument), function=function, **said)
