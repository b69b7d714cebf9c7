"""Own variation margin and clearing fund as they are notified: by account, where the desk can know them.

The fund is a participant's: it stands beside the account that carries it. Intraday margin is not judged, for neither
positions nor prices at its snapshot are here; on a participant's desk the fund is not either (it cannot know it).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from addin.app.measure_rules import vm_is_stock
from addin.app.measures import VM, Measures
from addin.books.inputs import NotifiedAmount
from addin.settings import Settings
from calc.margin.clearing_fund import notified_findings
from calc.margin.fund_rules import FundRule
from calc.outcome import Finding
from calc.types import Account, AccountKind

FUND, TOTAL = "clearing_fund", "total"
SHORT = "fund_history_short"


@dataclass(frozen=True, slots=True)
class OwnMeasures:
    """Our own yen of each measure by account, and the level that yesterday's positions would have (`stale`)."""

    amounts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    stale: Mapping[str, int] = field(default_factory=dict)

    def beside(self, notified: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return our amounts by account and measure, of the measures that were notified to anybody."""
        told = {measure for _, measure in notified}
        found = {measure: amounts for measure, amounts in self.amounts.items() if measure in told}
        return {(name, measure): yen for measure, amounts in found.items() for name, yen in amounts.items()}


NOTHING_OWN = OwnMeasures()


def own_measures(
    found: Measures | None, rows: Sequence[NotifiedAmount], accounts: Sequence[Account], *, settings: Settings
) -> OwnMeasures:
    """Return what can be compared with the rows of requirements that came from outside.

    Variation margin is the level, or the transfer where the desk reads it so (`vm_fallback_mode`, gap G6). A fund that
    is an average over some of its days only is no one to judge another by.
    """
    if found is None:
        return NOTHING_OWN
    is_stock = vm_is_stock(settings)
    levels = {name: each.stock for name, each in found.levels.items()}
    variation = levels if is_stock else {name: each.flow for name, each in found.variations.items()}
    is_short = any(why.code == SHORT for _, why in found.gaps)
    funds = found.fund.required if found.fund and not is_short else {}
    carriers = fund_accounts(rows, accounts)
    fund = {account: funds[participant] for participant, account in carriers.items() if participant in funds}
    return OwnMeasures({VM: variation, FUND: fund}, found.stale if is_stock else {})


def fund_accounts(rows: Sequence[NotifiedAmount], accounts: Sequence[Account]) -> dict[str, str]:
    """Return of each participant the account that carries its clearing fund; none where several share it.

    A participant without a row of its own is looked for at its house account, where it has one.
    """
    participants = {each.code: each.participant for each in accounts}
    carried = defaultdict[str, set[str]](set)
    for each in rows:
        if each.measure == FUND and each.account in participants:
            carried[participants[each.account]].add(each.account)
    houses = {each.participant: {each.code} for each in accounts if each.kind is AccountKind.HOUSE}
    found = {**houses, **carried}
    return {participant: min(codes) for participant, codes in found.items() if len(codes) == 1}


def floor_findings(
    rows: Sequence[NotifiedAmount], accounts: Sequence[Account], *, rule: FundRule
) -> tuple[Finding, ...]:
    """Return the participants whose clearing fund, as last notified, is below the floor of the rule in force."""
    participants = {each.code: each.participant for each in accounts}
    funds = [each for each in rows if (each.measure, each.component) == (FUND, TOTAL)]
    last = {each.account: each.amount for each in sorted(funds, key=lambda each: each.version)}
    told: dict[str, int] = defaultdict(int)
    for account, amount in last.items():
        told[participants[account]] += amount
    return notified_findings(told, rule)
