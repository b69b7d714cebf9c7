"""What applies, and why: the day's facts and known amounts put before the plan."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from addin.app.day.prices import PriceRuling
from addin.app.day.read import DayInputs
from addin.app.plan_day import day_table
from calc.days.business_day import Calendar
from calc.plan.day import day_from_table
from calc.plan.evaluate import plan_of
from calc.plan.types import Day, Plan

FACTS = "day.toml"
TOTAL = "total"
NOTIFYING = ("margin.uploaded", "margin.renotified")


def day_facts(folder: Path) -> Mapping[str, Any]:
    """Return the facts file of a day folder as plain data; refused when it cannot be read."""
    return day_table(folder / FACTS)


def ruled_day(table: Mapping[str, Any], inputs: DayInputs, *, calendar: Calendar) -> Day:
    """Return the day as the plan sees it: its facts, with the amounts that the folder's own tables hold."""
    whole = {**table, "amounts": [*table.get("amounts", ()), *known_amounts(inputs)]}
    return day_from_table(whole, calendar=calendar, source=FACTS).value


def known_amounts(inputs: DayInputs) -> list[dict[str, Any]]:
    """Return the totals applied on the previous day, and notified today by version, as rows of the day file."""
    kinds = {account.code: account.kind.value for account in inputs.accounts or ()}
    rows = [(row, {"set": "previous", "date": row.date, "chain": row.chain}) for row in inputs.previous or ()]
    rows += [
        (row, {"set": "uploaded" if row.version == 1 else "renotified", "version": row.version})
        for row in inputs.notified or ()
    ]
    return [
        {
            **{name: value for name, value in more.items() if value is not None},
            "account": row.account,
            "measure": row.measure,
            "amount": row.amount,
            "kind": kinds[row.account],
        }
        for row, more in rows
        if row.component == TOTAL
    ]


def price_ruling(plan: Plan, instrument: str) -> PriceRuling:
    """Return what applies to one instrument's settlement price."""
    item = plan.items["settlement_price"]
    ruling = item.exceptions.get(instrument, item.ruling)
    return PriceRuling(ruling.applies, ruling.clause, ruling.gap)


def notified_versions(day: Day, at: datetime) -> tuple[int, ...]:
    """Return the versions of margin that had been uploaded or renotified by an instant, as the desk knew it."""
    told = [fact for fact in day.facts if fact.what in NOTIFYING and fact.learned <= at]
    return tuple(sorted({int(fact.details.get("version", place)) for place, fact in enumerate(told, 1)}))


def plan_at(day: Day, at: datetime, *, calendar: Calendar) -> Plan:
    """Return everything the plan says at an instant."""
    return plan_of(day, at, calendar=calendar)
