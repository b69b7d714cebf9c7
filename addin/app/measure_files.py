"""What `hikae margin` tells beside initial margin: rows of the other measures, and what a fallback would cost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from addin.app.margin_run import MarginResult
from addin.app.measure_rules import fund_rule_of, intraday_rules, intraday_terms, vm_is_stock
from addin.app.measures import TOTAL, VM, Measures
from addin.books.inputs import NotifiedAmount
from addin.export.rows import csv_bytes
from addin.settings import Settings
from calc.margin.fallback_cost import FallbackCost, exposures, fallback_costs
from calc.outcome import Finding
from calc.text.wording import words
from calc.types import Account, AccountKind

COST_COLUMNS = ("account", "measure", "own", "applied", "cost")


def costs_of(
    made: MarginResult,
    measures: Measures,
    previous: Sequence[NotifiedAmount],
    *,
    accounts: Sequence[Account],
    settings: Settings,
) -> tuple[FallbackCost, ...]:
    """Return what it would leave uncovered today if the previous day's amounts applied; a transfer covers nothing.

    An account without a row of the previous day is a gap in each of its measures.
    """
    own: dict[tuple[str, str], int] = {(each.account, "im"): each.total for each in made.requirements}
    own |= {key: amount for key, amount in measures.own().items() if key[1] != "vm_flow"}
    return fallback_costs(own, applied_before(previous, accounts=accounts, settings=settings))


def applied_before(
    previous: Sequence[NotifiedAmount], *, accounts: Sequence[Account], settings: Settings
) -> dict[tuple[str, str], int]:
    """Return the previous day's amounts by account and measure, as the plan would apply them today.

    Variation margin counts where it is read as a level; intraday margin falls back to the house's initial margin
    (CP-3.1.1); the clearing fund is a participant's, whichever of its accounts carries it.
    """
    totals = [each for each in previous if each.component == TOTAL]
    house = {each.code for each in accounts if each.kind is AccountKind.HOUSE}
    participants = {each.code: each.participant for each in accounts}
    applied = {(each.account, "im"): each.amount for each in totals if each.measure == "im"}
    applied |= {(name, "intraday_im"): amount for (name, _), amount in applied.items() if name in house}
    if vm_is_stock(settings):
        applied |= {(each.account, "vm_stock"): each.amount for each in totals if each.measure == VM}
    funds: dict[tuple[str, str], int] = defaultdict(int)
    for each in totals:
        if each.measure == "clearing_fund":
            funds[participants[each.account], "clearing_fund"] += each.amount
    return applied | funds


def cost_bytes(costs: Sequence[FallbackCost]) -> bytes:
    """Return fallback_cost.csv; a cell that is not known is empty, never zero."""
    rows = [(each.account, each.measure, *map(_cell, (each.own, each.applied, each.cost))) for each in costs]
    return csv_bytes(COST_COLUMNS, rows)


def _cell(amount: int | None) -> int | str:
    return "" if amount is None else amount


def measures_json(measures: Measures, settings: Settings, day: date) -> dict[str, Any]:
    """Return the amounts with what they rest on, and the gaps in words, as JSON data."""
    fund, rules = measures.fund, intraday_rules(settings)
    deadline = intraday_terms(settings).by
    return {
        "rows": [dict(zip(("account", "measure", "component", "amount"), row, strict=True)) for row in measures.rows()],
        "clearing_fund": None
        if fund is None
        else {
            "rule": fund_rule_of(settings, day).name,
            "scenario": fund.fund.scenario,
            "groups": [list(each) for each in fund.fund.groups],
            "covers": fund.fund.covers,
        },
        "intraday": {
            "snapshot": None if rules.snapshot is None else rules.snapshot.isoformat(),
            "price": rules.price.value,
            "deposit_by": None if deadline is None else deadline.isoformat(),
            "calls": {each.account: each.call for each in measures.intraday},
        },
        "gaps": [gap_json(measure, why) for measure, why in measures.gaps],
    }


def gap_json(measure: str, why: Finding) -> dict[str, str]:
    """Return why a measure has no amount, in both languages."""
    told = words(why)
    return {"measure": measure, "code": why.code, "ja": told.ja, "en": told.en}


def costs_json(costs: Sequence[FallbackCost]) -> Mapping[str, Any]:
    """Return the uncovered yen of each measure, with the accounts that are not known."""
    return {each.measure: {"uncovered": each.uncovered, "gaps": list(each.gaps)} for each in exposures(tuple(costs))}
