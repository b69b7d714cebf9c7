"""The clearing fund: what the largest two groups of affiliates would cost beyond their margin, shared by all.

Source: JSCC CDS clearing fund page, domain dossier section 1.8: per participant the stressed loss beyond the smaller of
required and deposited initial margin, the two participants with the largest excess together with their affiliates, the
worst scenario, in proportion to required initial margin, at least the floor. A participant that knows only its own
positions cannot compute any of it.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from calc.days.business_day import Calendar
from calc.margin.fund_rules import FundRule
from calc.margin.rounding import Rounding
from calc.margin.stress import StressedLosses
from calc.market.curve_quotes import months_later
from calc.outcome import Finding, finding
from calc.types import Account

Daily = Mapping[date, Mapping[str, int]]
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Excess:
    """The stressed loss in yen beyond margin of one group of affiliates, scenario by scenario."""

    members: tuple[str, ...]
    amounts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fund:
    """What the fund must cover in yen: the worst scenario, the groups it is made of, and each participant's share.

    `beyond` is what every group loses beyond its margin in that scenario, by its members.
    """

    scenario: str
    groups: tuple[tuple[str, ...], ...]
    covers: int
    stressed: Mapping[str, int]
    beyond: Mapping[tuple[str, ...], int] = field(default_factory=dict)


def excesses(accounts: Sequence[Account], required: Mapping[str, int], losses: StressedLosses) -> tuple[Excess, ...]:
    """Return the excess of every group, in order of its members; `required` is each account's total initial margin.

    Each account covers itself: neither margin nor gains left over in one pay for another, so that what a client's
    margin does not cover falls on the participant whole.
    """
    parts: dict[tuple[str, ...], list[list[float]]] = defaultdict(list)
    groups = affiliates(accounts)
    for account in accounts:
        margin = min(required[account.code], account.deposited_im)
        beyond = [max(0.0, loss - margin) for loss in losses.of(account.code)]
        parts[groups[account.participant]].append(beyond)
    return tuple(
        Excess(members, tuple(math.fsum(each) for each in zip(*rows, strict=True)))
        for members, rows in sorted(parts.items())
    )


def affiliates(accounts: Sequence[Account]) -> dict[str, tuple[str, ...]]:
    """Return of each participant all those of its group, itself among them; one account in a group is enough."""
    members = {each.participant: {each.participant} for each in accounts}
    by_name: dict[str, set[str]] = {}
    for each in accounts:
        if each.affiliate_group:
            named = by_name.get(each.affiliate_group, set())
            together = members[each.participant].union(*(members[other] for other in named))
            by_name[each.affiliate_group] = together
            for other in together:
                members[other] = together
    return {participant: tuple(sorted(group)) for participant, group in members.items()}


def fund(
    excess: Sequence[Excess],
    margin: Mapping[str, int],
    *,
    losses: StressedLosses,
    rule: FundRule,
    rounding: Rounding,
) -> Fund | Finding:
    """Return what the fund must cover and each participant's part of it before any floor.

    `margin` is the total required initial margin of each participant; where nobody has any, nobody shares. The first of
    equally bad scenarios is named. Finding: `stress_missing` without a scenario.
    """
    if not losses.scenarios:
        return finding("stress_missing")
    worst, place = max(
        (math.fsum(sorted((each.amounts[s] for each in excess), reverse=True)[: rule.largest]), -s)
        for s in range(len(losses.scenarios))
    )
    ranked = sorted(excess, key=lambda each: (-each.amounts[-place], each.members))[: rule.largest]
    total = sum(margin.values())
    stressed = {each: rounding.yen(worst * part / total) if total else 0 for each, part in sorted(margin.items())}
    named = tuple(each.members for each in ranked if each.amounts[-place] > 0.0)
    beyond = {each.members: rounding.yen(each.amounts[-place]) for each in excess}
    return Fund(losses.scenarios[-place].name, named, rounding.yen(worst), stressed, beyond)


def participant_margin(accounts: Sequence[Account], required: Mapping[str, int]) -> dict[str, int]:
    """Return the total required initial margin of each participant over its accounts, house and clients."""
    total: dict[str, int] = defaultdict(int)
    for account in accounts:
        total[account.participant] += required[account.code]
    return dict(total)


def daily_requirement(stressed: Mapping[str, int], rule: FundRule) -> dict[str, int]:
    """Return what each participant must have in the fund in yen, under a rule without averages: at least the floor."""
    return {participant: max(rule.floor, share) for participant, share in stressed.items()}


def averaged_requirement(
    stressed: Daily, margin: Daily, *, day: date, rule: FundRule, rounding: Rounding
) -> dict[str, int] | Finding:
    """Return what each participant must have in the fund under a rule with averages, in yen.

    `stressed` are the shares and `margin` initial plus variation margin of past days, the day's own among them. Each is
    looked at over its months up to and including the day. Finding: `fund_history_missing` where one of them has no row.
    """
    shares = _window(stressed, day, rule.averaged_months)
    bases = _window(margin, day, rule.base_months)
    if day not in shares or not bases:
        return finding("fund_history_missing", day=day, months=rule.base_months)
    needed = {}
    for participant in sorted(shares[day]):
        mean = math.fsum(each.get(participant, 0) for each in shares.values()) / len(shares)
        base = _covering([each.get(participant, 0) for each in bases.values()], rule.base_coverage)
        needed[participant] = max(rule.floor, rounding.yen(mean), rounding.yen(base))
    return needed


def lacking_days(
    daily: Daily, day: date, *, months: int, participants: Collection[str], calendar: Calendar
) -> tuple[date, ...]:
    """Return the business days before the day, within so many months, on which a participant has no row.

    What is averaged without them is a mean over the days that are there.
    """
    first, each, found = months_later(day, -months), calendar.previous_open(day), list[date]()
    while each > first:
        if not daily.get(each, {}).keys() >= set(participants):
            found.append(each)
        each = calendar.previous_open(each)
    return tuple(reversed(found))


def _window(daily: Daily, day: date, months: int) -> dict[date, Mapping[str, int]]:
    first = months_later(day, -months)
    return {each: daily[each] for each in sorted(daily) if first < each <= day}


def _covering(amounts: Sequence[int], coverage: float) -> int:
    """Return the smallest of the amounts that so large a part of them does not exceed."""
    return sorted(amounts)[max(1, math.ceil(coverage * len(amounts) - _NOISE)) - 1]


def notified_findings(notified: Mapping[str, int], rule: FundRule) -> tuple[Finding, ...]:
    """Return which notified amounts are below the floor: the one thing that a single participant can check."""
    return tuple(
        finding("fund_below_floor", participant=each, notified=f"{amount:,}", floor=f"{rule.floor:,}")
        for each, amount in sorted(notified.items())
        if amount < rule.floor
    )
