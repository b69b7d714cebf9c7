"""The clearing fund's rule in force on a day.

Source: `clearing_fund.toml`, with the source of each; the day on which the rule changed is not published.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from calc.tables import packaged

BY_DATE = "by_date"


@dataclass(frozen=True, slots=True)
class FundRule:
    """One version of the rule: what `clearing_fund.toml` says of each number."""

    name: str
    largest: int
    floor: int
    averaged_months: int
    base_coverage: float
    base_months: int
    source: str
    first: date = date.min
    last: date = date.max

    def holds_on(self, day: date) -> bool:
        """Return whether the rule is in force on a business date."""
        return self.first <= day <= self.last

    @property
    def is_averaged(self) -> bool:
        """Return whether the share needs the days before."""
        return self.averaged_months > 0


@cache
def fund_rules() -> tuple[FundRule, ...]:
    """Return every version of the rule, the earlier first."""
    return tuple(FundRule(**row) for row in packaged("calc.margin", "clearing_fund.toml")["rule"])


def fund_rule(day: date, version: str = BY_DATE) -> FundRule:
    """Return the rule in force on a day, or the one that the desk's setting `cf_rule_version` names."""
    return next(each for each in fund_rules() if (each.holds_on(day) if version == BY_DATE else each.name == version))
