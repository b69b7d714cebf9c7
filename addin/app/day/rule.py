"""What applies, and why: the day's facts and known amounts put before the plan."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from addin.app.day.prices import PriceRuling
from addin.app.day.read import FACTS, DayInputs
from addin.app.plan_day import DayFile, day_file
from addin.books.inputs import NotifiedAmount
from addin.settings import Settings
from calc.days.business_day import Calendar
from calc.plan.types import Amount, Day, Plan, PlanSettings

TOTAL = "total"
RENOTIFIED = "margin.renotified"
NOTIFYING = ("margin.uploaded", RENOTIFIED)


def day_facts(folder: Path, *, calendar: Calendar) -> DayFile:
    """Return the facts file of a day folder; refused, by name and line, when it cannot be read."""
    return day_file(folder / FACTS, calendar=calendar)


def with_amounts(day: Day, inputs: DayInputs, settings: Settings) -> Day:
    """Return the day with the amounts that the folder's own tables hold, under the settings in force."""
    return replace(day, amounts=(*day.amounts, *known_amounts(inputs)), settings=plan_settings(settings))


def plan_settings(settings: Settings) -> PlanSettings:
    """Return the plan's readings from the desk's settings."""
    return PlanSettings(
        boundary_inclusive=settings.flag("boundary_inclusive"),
        notice_grace_minutes=settings.whole("notice_grace_minutes"),
        poll_interval_minutes=settings.whole("poll_interval_minutes"),
        vm_fallback_mode=settings.text("vm_fallback_mode"),
        late_vendor_price=settings.text("late_vendor_price"),
        late_vendor_price_by=settings.local_time("late_vendor_price_by"),
        quote_window_open=settings.local_time("quote_window_open"),
        quote_window_close=settings.local_time("quote_window_close"),
    )


def known_amounts(inputs: DayInputs) -> tuple[Amount, ...]:
    """Return the totals applied on the previous day, and notified today by version."""
    kinds = {account.code: account.kind.value for account in inputs.accounts or ()}
    previous = [
        _amount(row, kinds[row.account], of="previous") for row in inputs.previous or () if row.component == TOTAL
    ]
    today = [
        _amount(row, kinds[row.account], of="uploaded" if row.version == 1 else "renotified")
        for row in inputs.notified or ()
        if row.component == TOTAL
    ]
    return (*previous, *today)


def _amount(row: NotifiedAmount, kind: str, *, of: str) -> Amount:
    version = None if of == "previous" else row.version
    return Amount(of, row.account, row.measure, row.amount, version, kind, row.date, row.chain)


def price_ruling(plan: Plan, instrument: str) -> PriceRuling:
    """Return what applies to one instrument's settlement price."""
    item = plan.items["settlement_price"]
    ruling = item.exceptions.get(instrument, item.ruling)
    return PriceRuling(ruling.applies, ruling.clause, ruling.gap)


def notified_versions(day: Day, at: datetime, *, participants: Collection[str]) -> tuple[int, ...]:
    """Return the versions of margin that participants had been notified of by an instant, as the desk knew it.

    A fact that names participants counts for them alone. One that names no version is the first, however often it is
    uploaded; renotified, it is one further than what those whom it concerns had before.
    """
    concerned, found = frozenset(participants), list[tuple[frozenset[str], int]]()
    for fact in sorted(day.facts, key=lambda each: each.at):
        named = frozenset(fact.details.get("participants", ()))
        if fact.what in NOTIFYING and fact.learned <= at and _meet(named, concerned):
            before = max((version for others, version in found if _meet(others, named)), default=1)
            further = before + 1 if fact.what == RENOTIFIED else 1
            found.append((named, int(fact.details.get("version", further))))
    return tuple(sorted({version for _, version in found}))


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether two groups of participants have one in common; none named is everybody."""
    return not some or not others or bool(some & others)
