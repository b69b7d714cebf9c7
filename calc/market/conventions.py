"""Curve conventions by name and trade date: what a quote means whose own cells do not say it.

Source: `conventions.toml`, with the source of each; JPY reads TONA since 20 Dec 2021 and LIBOR before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from calc.outcome import Finding, finding
from calc.tables import packaged
from calc.types import CurveQuote


@dataclass(frozen=True, slots=True)
class CurveConvention:
    """Day counts, payments a year, spot lag and calendar of one currency's quotes, on trade dates of a period."""

    name: str
    currency: str
    mm_day_count: str
    fixed_frequency: int
    fixed_day_count: str
    float_frequency: int
    float_day_count: str
    spot_lag_days: int
    calendar: str
    source: str
    first: date = date.min
    last: date = date.max

    def holds_on(self, trade_date: date) -> bool:
        """Return whether the convention is in force on a trade date."""
        return self.first <= trade_date <= self.last

    def filled(self, quote: CurveQuote) -> CurveQuote:
        """Return the quote with its empty cells as the convention has them; what the quote says itself stands."""
        return replace(
            quote,
            mm_day_count=quote.mm_day_count or self.mm_day_count,
            fixed_frequency=quote.fixed_frequency or self.fixed_frequency,
            fixed_day_count=quote.fixed_day_count or self.fixed_day_count,
            spot_lag_days=self.spot_lag_days if quote.spot_lag_days is None else quote.spot_lag_days,
        )


@cache
def conventions() -> tuple[CurveConvention, ...]:
    """Return every convention of the packaged table, the earlier of a currency first."""
    return tuple(CurveConvention(**row) for row in packaged("calc.market", "conventions.toml")["convention"])


@cache
def convention_names() -> tuple[str, ...]:
    """Return the names a quote may give: a currency for whatever is in force, or one convention."""
    return (*dict.fromkeys(each.currency for each in conventions()), *(each.name for each in conventions()))


def convention_on(name: str, trade_date: date) -> CurveConvention | Finding:
    """Return the convention of this name, or of this currency, on a trade date.

    Findings: `curve_convention_unknown` for another name, `curve_convention_date` where it is not in force.
    """
    named = [each for each in conventions() if name in {each.name, each.currency}]
    if not named:
        return finding("curve_convention_unknown", convention=name, allowed=" / ".join(convention_names()))
    in_force = next(each for each in conventions() if each.currency == named[0].currency and each.holds_on(trade_date))
    if in_force in named:
        return in_force
    return finding("curve_convention_date", convention=name, trade_date=trade_date, in_force=in_force.name)


def conventional(quotes: Sequence[CurveQuote], trade_date: date) -> Sequence[CurveQuote] | Finding:
    """Return the quotes of one curve with the cells that their conventions fill; zero rates need none.

    Findings: those of `convention_on`, and `curve_conventions_mixed` where one curve names two of them.
    """
    filled, used = list[CurveQuote](), dict[str, None]()
    for quote in quotes:
        if not quote.convention or quote.kind == "zero":
            filled.append(quote)
            continue
        convention = convention_on(quote.convention, trade_date)
        if isinstance(convention, Finding):
            return convention
        used[convention.name] = None
        filled.append(convention.filled(quote))
    return filled if len(used) <= 1 else finding("curve_conventions_mixed", names=" / ".join(used))
