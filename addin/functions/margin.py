"""Worksheet functions of margin: positions, market and scenarios in, yen out."""

from contextlib import suppress
from datetime import date

from addin.app.accounts_cell import AccountRow, account_rows
from addin.app.cell_tables import Rows
from addin.app.handles import stored
from addin.app.margin_cell import MarginCells, account_margin, incremental_margin
from addin.app.trades_cell import trade_rows
from addin.app.variation_cell import VariationCells, variation_margin
from addin.home import home_folder
from calc.margin.distribution import distribution
from calc.margin.requirement import Component
from calc.outcome import Finding, Place, finding
from calc.text.wording import words

Table = Rows | str
MOST_SHOWN, MOST_BINS = 20, 25
COMPUTED, STORED, NOTHING = "● 計算 computed", "○ 保存済 stored", "－ なし none"
NOTED, REFUSED = "▲", "✗"
NOT_STORED = {
    "handle_form": "✗ 名前の形が違う not a stored name",
    "handle_unknown": "✗ 保存なし not stored",
    "handle_stale": "✗ 古い版 superseded",
}


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
        return refused("CDS_IM_WHATIF", "trades_range", ja="が必要です", en="is needed")
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
        return refused("CDS_IM_WORST", "n", **reason)
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    worst = account_margin(given, home=home_folder()).worst(int(n))
    return [(_day_of(name), loss, name) for name, loss in worst]


def initial_margin_accounts(
    positions_range: Table,
    market_range: Rows,
    scenario_set: Table,
    settings_range: Rows | None,
    accounts_range: Rows | None,
) -> list[tuple[str | int, ...]]:
    """Return for each account its components and total in yen, then its state; blanks where it cannot be computed."""
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    return [_account(each) for each in account_rows(given, accounts_range, home=home_folder())]


def initial_margin_trades(
    positions_range: Table,
    market_range: Rows,
    scenario_set: Table,
    settings_range: Rows | None,
    trades_range: Rows | None,
) -> list[tuple[int | str, str]] | Finding:
    """Return for each row of the trades by how many yen it alone raises the requirement, and what is in the way."""
    if trades_range is None:
        return refused("CDS_IM_TRADES", "trades_range", ja="が必要です", en="is needed")
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    rows = trade_rows(given, trades_range, home=home_folder())
    return [
        (each.increment if each.increment is not None else "", state(each.why, has_amount=False) if each.why else "")
        for each in rows
    ]


def initial_margin_distribution(
    positions_range: Table, market_range: Rows, scenario_set: Table, settings_range: Rows | None
) -> list[tuple[float, int]]:
    """Return lower edge in yen and count of each bin of the account's losses over all scenarios."""
    given = MarginCells(positions_range, market_range, scenario_set, settings_range)
    gains = account_margin(given, home=home_folder()).requirement.gains
    return [(each.edge, each.count) for each in distribution((-gains).tolist(), most=MOST_BINS)]


def stored_state(handle: str) -> str:
    """Return whether the table that a handle names is stored here, by a symbol and a word."""
    if not handle.strip():
        return NOTHING
    found = stored(handle, home=home_folder())
    return NOT_STORED.get(found.code, f"✗ {found.code}") if isinstance(found, Finding) else STORED


def variation(positions_range: Table, market_range: Rows, previous_range: Rows, settings_range: Rows | None) -> int:
    """Return what the participant pays in yen for the move between two markets; negative, what it receives."""
    given = VariationCells(positions_range, market_range, previous_range, settings_range)
    return variation_margin(given, home=home_folder())


def state(why: Finding | None, *, has_amount: bool) -> str:
    """Return the state of a row: computed, computed with something to be said, or what is in the way."""
    if why is None:
        return COMPUTED
    said = words(why)
    return f"{NOTED if has_amount else REFUSED} {said.ja} / {said.en}"


def refused(function: str, argument: str, *, ja: str, en: str) -> Finding:
    """Return the refusal of an argument, in the words that follow its name."""
    said = {"reason_ja": f"引数 {argument} {ja}", "reason_en": f"argument {argument} {en}"}
    return finding("arguments", Place(function, column=argument), function=function, **said)


def _account(row: AccountRow) -> tuple[str | int, ...]:
    amounts = [""] * len(Component) if row.amounts is None else [row.amounts[each] for each in Component]
    return (row.account, *amounts, state(row.why, has_amount=False))


def _day_of(scenario: str) -> date | str:
    """Return the day on which a scenario's move ended, nothing for one that has no day: `stress_up:2025-05-13`."""
    with suppress(ValueError):
        return date.fromisoformat(scenario.rpartition(":")[2])
    return ""
