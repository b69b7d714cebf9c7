"""The clearing fund of a run: every account of every participant, and under the older rule the days before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.app.margin_run import MarginInputs, MarginResult, margin_rules
from addin.app.measure_rules import fund_rule_of, knows_only_itself
from addin.books.fund_inputs import FundDay
from addin.settings import Settings
from calc.days.business_day import Calendar, calendar_named
from calc.margin.clearing_fund import (
    Daily,
    Fund,
    averaged_requirement,
    daily_requirement,
    excesses,
    fund,
    lacking_days,
    participant_margin,
)
from calc.margin.fund_rules import FundRule
from calc.margin.marks import Mark
from calc.margin.rounding import Rounding
from calc.margin.stress import stressed_losses
from calc.outcome import Finding, Outcome, finding
from calc.text.wording import Severity, severity


@dataclass(frozen=True, slots=True)
class FundResult:
    """The clearing fund in yen: what it covers, and what each participant must have in it."""

    fund: Fund
    required: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What the fund needs beside the day's positions: levels of variation margin, past days, and whether who is known.

    `history` is None where its table cannot be trusted; `has_accounts`: deposits and participants are known.
    """

    levels: Mapping[str, int]
    history: Sequence[FundDay] | None
    has_accounts: bool


def knows_accounts(found: Iterable[Finding], *, accounts: str, positions: str) -> bool:
    """Return whether no account is lost: every row of their table is good, and no position is a stranger's.

    The tables are named as findings name them, without the ending.
    """
    return not any(
        (each.place.source.partition(".")[0] == accounts and severity(each) is Severity.ERROR)
        or (each.place.source.partition(".")[0] == positions and each.code == "account_unknown")
        for each in found
    )


def fund_of(
    given: MarginInputs, made: MarginResult, found: Mapping[str, Mark], *, settings: Settings, known: Known
) -> Outcome[FundResult | None]:
    """Return the clearing fund with what it lacks; none, with the reason, where it cannot be computed.

    Findings: `fund_unchecked`, `fund_incomplete`, `fund_untrusted`, `stress_missing`, `fund_history_missing`,
    `fund_history_short`.
    """
    required = {each.account: each.total for each in made.requirements}
    missing = [each.code for each in given.accounts if each.code not in required]
    if knows_only_itself(settings) or not known.has_accounts:
        return Outcome(None, (finding("fund_unchecked"),))
    if missing:
        return Outcome(None, (finding("fund_incomplete", accounts=" ".join(missing)),))
    losses = stressed_losses(
        given.accounts, given.positions, valued=made.valued, marks=found, constituents=given.constituents
    )
    rule, rounding = fund_rule_of(settings, given.trade_date), margin_rules(settings).rounding
    told = fund(
        excesses(given.accounts, required, losses),
        participant_margin(given.accounts, required),
        losses=losses,
        rule=rule,
        rounding=rounding,
    )
    if isinstance(told, Finding):
        return Outcome(None, (told,))
    if not rule.is_averaged:
        return Outcome(FundResult(told, daily_requirement(told.stressed, rule)))
    if known.history is None:
        return Outcome(None, (finding("fund_untrusted"),))
    both = {name: amount + known.levels.get(name, 0) for name, amount in required.items()}
    past = _Past(given.trade_date, told.stressed, participant_margin(given.accounts, both), known.history)
    return _averaged(told, past, rule=rule, rounding=rounding, calendar=calendar_named(settings.text("calendar")))


@dataclass(frozen=True, slots=True)
class _Past:
    """The day's own share and margin of each participant, and what is known of the days before."""

    day: date
    stressed: Mapping[str, int]
    margin: Mapping[str, int]
    history: Sequence[FundDay]

    def daily(self, name: str) -> Daily:
        """Return one figure by day and participant; nothing where no day before is known, for one day is no average."""
        own: Mapping[str, int] = getattr(self, name)
        days = defaultdict[date, dict[str, int]](dict)
        for each in self.history:
            if each.date < self.day:
                days[each.date][each.participant] = getattr(each, name)
        return {**days, self.day: own} if days else {}


def _averaged(
    told: Fund, past: _Past, *, rule: FundRule, rounding: Rounding, calendar: Calendar
) -> Outcome[FundResult | None]:
    stressed, margin = past.daily("stressed"), past.daily("margin")
    needed = averaged_requirement(stressed, margin, day=past.day, rule=rule, rounding=rounding)
    if isinstance(needed, Finding):
        return Outcome(None, (needed,))
    months = max(rule.averaged_months, rule.base_months)
    lacking = lacking_days(margin, past.day, months=months, participants=past.stressed, calendar=calendar)
    result = FundResult(told, needed)
    if not lacking:
        return Outcome(result)
    return Outcome(result, (finding("fund_history_short", days=len(lacking), months=months, first=lacking[0]),))
