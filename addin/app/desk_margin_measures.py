"""Variation margin, clearing fund and intraday margin as the margin book shows them: own, notified, what applies.

Own amounts are those of a day computed as `hikae day` does it; before that, or where one is not known, its cell is
blank and the cell for the reason says why. Nothing that is missing is a 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from addin.app.day.measures import applied_variations
from addin.app.day.run import DayResult
from addin.app.desk_margin import MarginDay
from addin.app.measure_rules import deposit_terms, fund_rule_of, intraday_rules, intraday_terms
from addin.app.measures import CARRIED, TOTAL, VM, Measures
from addin.books.inputs import NotifiedAmount
from addin.books.port import Cell, Rows
from addin.books.regions import margin
from calc.margin.clearing_fund import participant_margin
from calc.margin.intraday import IntradayPrice
from calc.margin.variation import FlowPart
from calc.outcome import Finding
from calc.text.wording import words

Row = Sequence[Cell]

NOT_COMPUTED = "▲ 計算 を押す press Calculate"
PRICED = {
    IntradayPrice.SETTLEMENT: "直近の清算値段で計算 / on the last settlement prices",
    IntradayPrice.SNAPSHOT: "基準時刻の値段で計算 / at the prices of the snapshot",
}


def said(found: Finding) -> str:
    """Return a finding as a cell shows it, both languages one beneath the other."""
    told = words(found)
    return f"{told.ja}\n{told.en}"


def why_stopped(result: DayResult) -> str:
    """Return why a computed day has no margin, "" where it has."""
    stopped = next((each for each in result.steps if each.name == "margin" and each.state == "stopped"), None)
    return "" if stopped is None else said(stopped.findings[0])


def variation_rows(day: MarginDay, result: DayResult | None) -> list[Row]:
    """Return each account's previous level, its own level, and the transfer by its parts."""
    made = None if result is None else result.measures
    before, carried = (_of(day.inputs.previous or (), VM, part) for part in (TOTAL, CARRIED))
    rows = list[Row]()
    for name in (each.code for each in day.accounts):
        level = None if made is None else made.levels.get(name)
        moved = None if made is None else made.variations.get(name)
        parts = [None] * len(FlowPart) if moved is None else [moved.parts[part] for part in FlowPart]
        left = carried.get(name, 0) if name in before else None  # a level without such a row left nothing out
        rows.append((name, before.get(name), left, None if level is None else level.stock, *parts))
    return rows


def applied_rows(day: MarginDay, result: DayResult | None) -> list[Row]:
    """Return, in the same order, what was notified, what applies, what it leaves for later, and why there is none."""
    notified = _newest(day, VM)
    made = None if result is None else result.measures
    applied = {} if made is None or result is None else applied_variations(made, result.plan)
    rows = list[Row]()
    for name in (each.code for each in day.accounts):
        each, why = applied.get(name), "" if result is None else _why(result, name)
        amounts = (None, None, None) if each is None else (each.stock, each.flow, each.after.owed)
        rows.append((notified.get(name), *amounts, "" if name in applied else why))
    return rows


def _why(result: DayResult, account: str) -> str:
    """Return why an account has no transfer."""
    gaps = () if result.measures is None else result.measures.gaps
    own = [found for _, found in gaps if dict(found.details).get("account") == account]
    flow = [found for measure, found in gaps if measure == "vm_flow" and "account" not in dict(found.details)]
    made = result.measures is not None and account in result.measures.levels
    unread = [each for step in result.steps for each in step.findings if dict(each.details).get("account") == account]
    found = [*own, *(flow if made else unread)]
    return why_stopped(result) or (said(found[0]) if found else "")


def variation_note(result: DayResult | None) -> str:
    """Return what is to be known of all transfers."""
    if result is None:
        return NOT_COMPUTED
    gaps = () if result.measures is None else result.measures.gaps
    told = [said(found) for measure, found in gaps if measure in {"vm_flow", "vm_stock"} and not _is_of_one(found)]
    return " ".join(filter(None, (why_stopped(result), *told))).replace("\n", " / ")


def _is_of_one(found: Finding) -> bool:
    return "account" in dict(found.details)


def fund_rows(day: MarginDay, result: DayResult | None) -> list[Row]:
    """Return each participant's margin, what its group loses beyond it, and its own, previous and notified fund.

    All participants that the folder knows are there, for each one's part depends on the others.
    """
    accounts = day.inputs.accounts or ()
    owners = {each.code: each.participant for each in accounts}
    before = _by_participant(_of(day.inputs.previous or (), "clearing_fund", TOTAL), owners)
    notified = _by_participant(_newest(day, "clearing_fund"), owners)
    made = None if result is None else result.measures
    fund = None if made is None else made.fund
    totals = {} if result is None or result.margin is None else {e.account: e.total for e in result.margin.requirements}
    needed = participant_margin(accounts, totals) if set(owners) <= set(totals) else {}
    why = "" if result is None else _why_no_fund(result, made)
    groups = {} if fund is None else {name: group for group in fund.fund.beyond for name in group}
    return [
        (
            name,
            needed.get(name),
            " ".join(groups.get(name, ())),
            None if fund is None else fund.fund.beyond.get(groups[name]),
            None if fund is None or groups[name] not in fund.fund.groups else fund.fund.groups.index(groups[name]) + 1,
            None if fund is None else fund.required[name],
            before.get(name),
            notified.get(name),
            "" if fund is not None else why,
        )
        for name in dict.fromkeys(owners.values())
    ]


def _why_no_fund(result: DayResult, made: Measures | None) -> str:
    gaps = () if made is None else made.gaps
    return why_stopped(result) or next((said(found) for measure, found in gaps if measure == "clearing_fund"), "")


def fund_cells(day: MarginDay, result: DayResult | None) -> dict[str, Rows]:
    """Return what the fund covers, by which rule, in which scenario; blank where it is not computed."""
    rule = fund_rule_of(day.settings, day.business_date)
    fund = None if result is None or result.measures is None else result.measures.fund
    note = NOT_COMPUTED if result is None else _why_no_fund(result, result.measures).replace("\n", " / ")
    return {
        margin.FUND_COVERS.name: [["" if fund is None else fund.fund.covers]],
        margin.FUND_SCENARIO.name: [["" if fund is None else fund.fund.scenario]],
        margin.FUND_FLOOR.name: [[rule.floor]],
        margin.FUND_RULE.name: [[rule.name]],
        margin.FUND_NOTE.name: [[note]],
    }


def intraday_own(rows: Iterable[Mapping[str, Cell]], result: DayResult | None) -> list[Row]:
    """Return the rows of intraday margin as they stand, each with our own requirement, blank where there is none."""
    calls = () if result is None or result.measures is None else result.measures.intraday
    own = {each.account: each.required for each in calls}
    names = margin.INTRADAY_AMOUNTS.columns[:-1]
    return [(*(row[name] for name in names), own.get(str(row["account"]).strip())) for row in rows]


def intraday_note(day: MarginDay, result: DayResult | None) -> str:
    """Return what the own requirement rests on, or why there is none."""
    if result is None:
        return NOT_COMPUTED
    by = intraday_terms(day.settings).by
    until = "" if by is None else f" {by:%H:%M} まで / until {by:%H:%M}"
    return why_stopped(result).replace("\n", " / ") or f"{PRICED[intraday_rules(day.settings).price]}{until}"


def deposit_cell(day: MarginDay) -> str:
    """Return until when on the due day margin is deposited, "" where nobody has said."""
    by = deposit_terms(day.settings).by
    return "" if by is None else f"{by:%H:%M}"


def _of(rows: Iterable[NotifiedAmount], measure: str, component: str) -> dict[str, int]:
    return {each.account: each.amount for each in rows if (each.measure, each.component) == (measure, component)}


def _newest(day: MarginDay, measure: str) -> dict[str, int]:
    """Return the totals of a measure that were notified by the instant, each account's newest one."""
    found = dict[str, int]()
    for version in sorted(day.versions):
        found |= _of((each for each in day.inputs.notified or () if each.version == version), measure, TOTAL)
    return found


def _by_participant(amounts: Mapping[str, int], owners: Mapping[str, str]) -> dict[str, int]:
    """Return the amounts of participants, whichever of their accounts carries them."""
    total: dict[str, int] = defaultdict(int)
    for account, amount in amounts.items():
        if account in owners:
            total[owners[account]] += amount
    return dict(total)
