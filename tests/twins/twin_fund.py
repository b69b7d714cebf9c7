"""The clearing fund, slowly: every account's book is valued again name by name in every stress scenario.

The only source is the dossier's section 1.8: stressed loss beyond the smaller of required and deposited margin, the two
participants with affiliates whose excess is largest, shared in proportion to required margin, at least 100 million.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import twin_dates

Row = Mapping[str, Any]
FLOOR = 100_000_000


def book_value(
    positions: Sequence[Row],
    instruments: Mapping[str, Row],
    *,
    spreads: Mapping[str, float],
    values: Callable[[str, float], float],
    constituents: Mapping[str, Mapping[str, float]],
    defaulted: str | None = None,
) -> float:
    """Return what a book is worth: a name that has defaulted pays one minus recovery, the others their upfront."""
    worth = 0.0
    for row in positions:
        instrument = instruments[row["instrument"]]
        if instrument["kind"] == "single":
            parts = {instrument["entity"]: instrument["index_factor"]}
        else:
            parts = constituents.get(row["instrument"], {"": instrument["index_factor"]})
        for entity, weight in parts.items():
            price = values(row["instrument"], spreads[row["instrument"]])
            if defaulted and entity == defaulted:
                price = 1.0 - instrument["recovery"]
            worth += row["notional"] * weight * price
    return worth


def losses(accounts: Sequence[Row], scenarios: Sequence[Row], entities: Sequence[str], **book: Any) -> dict[str, list]:
    """Loss of every account in every scenario with the default of every entity: a list in that order by account."""
    positions, today = book.pop("positions"), book.pop("today")
    found: dict[str, list] = {}
    for account in accounts:
        held = [row for row in positions if row["account"] == account["account"]]
        before = book_value(held, spreads=today, **book)
        found[account["account"]] = [
            before - book_value(held, spreads=scenario["spreads"], defaulted=entity, **book)
            for scenario in scenarios
            for entity in entities
        ]
    return found


def groups(accounts: Sequence[Row]) -> list[set[str]]:
    """Participants that belong together, joined until nothing joins any more."""
    found = [{row["participant"]} for row in accounts]
    names = [{row["affiliate_group"]} - {""} for row in accounts]
    joined = True
    while joined:
        joined = False
        for i in range(len(found)):
            for j in range(len(found)):
                if (found[i] & found[j] or names[i] & names[j]) and (found[i] != found[j] or names[i] != names[j]):
                    found[i] = found[j] = found[i] | found[j]
                    names[i] = names[j] = names[i] | names[j]
                    joined = True
    return [set(each) for each in {tuple(sorted(each)) for each in found}]


def stressed(
    accounts: Sequence[Row], required: Mapping[str, int], loss: Mapping[str, Sequence[float]]
) -> tuple[float, dict[str, float]]:
    """Return the worst sum of the two largest groups over all scenarios, and each participant's part of it."""
    worst = 0.0
    for place in range(len(next(iter(loss.values())))):
        excess = []
        for group in groups(accounts):
            total = 0.0
            for row in accounts:
                if row["participant"] in group:
                    margin = min(required[row["account"]], row["deposited_im"])
                    if loss[row["account"]][place] > margin:
                        total += loss[row["account"]][place] - margin
            excess.append(total)
        excess.sort()
        worst = max(worst, sum(excess[-2:]))
    everybody = sum(required[row["account"]] for row in accounts)
    parts: dict[str, float] = {}
    for row in accounts:
        part = worst * required[row["account"]] / everybody if everybody else 0.0
        parts[row["participant"]] = parts.get(row["participant"], 0.0) + part
    return worst, parts


def averaged(days: Sequence[Row], margin: Sequence[int]) -> float:
    """Return the older rule for one participant: mean share, what covers 99 % of margin, or the floor."""
    mean = sum(row["share"] for row in days) / len(days)
    covering = next(each for each in sorted(margin) if 100 * sum(other <= each for other in margin) >= 99 * len(margin))
    return max(mean, covering, FLOOR)


def lacking(daily: Mapping[date, Row], day: date, *, months: int, closed_days: frozenset[date]) -> list[date]:
    """Return the open days of so many months before the day that have no row, the earliest first."""
    first = twin_dates.add_months(day, -months)
    every = (day - timedelta(days=back) for back in range(1, 366))
    open_days = (each for each in every if each > first and twin_dates.is_open(each, closed_days))
    return sorted(each for each in open_days if each not in daily)
