"""A contract turned into concrete dates once, then priced.

Source: ISDA Standard CDS contract and the ISDA CDS Standard Model: quarterly IMM coupons rolled back from the
unadjusted maturity, full first coupon, step-in the next calendar day, cash settlement three business days on,
protection through the maturity day (the last accrual period counts one day more).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from calc.days.business_day import Calendar
from calc.market.curve_quotes import months_later
from calc.outcome import Finding, RefusedError, finding

_COUPON_MONTHS = 3
SETTLEMENT_DAYS = 3


@dataclass(frozen=True, slots=True)
class DateOverrides:
    """Dates that a contract states itself instead of following the standard.

    An accrual that begins before the period of the step-in date changes nothing: what was earned then is paid.
    """

    step_in: date | None = None
    cash_settle: date | None = None
    accrual_begin: date | None = None


STANDARD = DateOverrides()


@dataclass(frozen=True, slots=True)
class Terms:
    """The dates of one contract as proleptic ordinals; period i accrues from starts[i] to ends[i], paid on pays[i]."""

    trade: int
    step_in: int
    cash_settle: int
    maturity: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    pays: tuple[int, ...]

    @property
    def accrued_days(self) -> int:
        """Days of coupon the buyer has already earned at step-in."""
        return max(0, self.step_in - self.starts[0])


@lru_cache(maxsize=4096)
def contract_terms(
    trade_date: date,
    maturity: date,
    *,
    calendar: Calendar,
    overrides: DateOverrides = STANDARD,
) -> Terms | Finding:
    """Return the contract's dates, or a finding when it is over, beyond the calendar, or contradicts itself."""
    try:
        return _terms(trade_date, maturity, calendar=calendar, overrides=overrides)
    except RefusedError as beyond:
        return beyond.findings[0]


def _terms(trade_date: date, maturity: date, *, calendar: Calendar, overrides: DateOverrides) -> Terms | Finding:
    if maturity <= trade_date:
        return finding("contract_over", maturity=maturity, trade_date=trade_date)
    step_in = overrides.step_in or trade_date + timedelta(days=1)
    cash_settle = overrides.cash_settle or calendar.add(trade_date, SETTLEMENT_DAYS)
    stated = overrides.accrual_begin
    if not trade_date <= step_in <= maturity or cash_settle < trade_date or (stated or step_in) > step_in:
        return finding("contract_dates", step_in=step_in, cash_settle=cash_settle, trade_date=trade_date)
    rolls = _rolls(maturity, step_in, calendar)
    begin = stated if stated is not None and stated >= rolls[0] else calendar.following(rolls[0])
    ends = [calendar.following(roll) for roll in rolls if roll > begin]
    starts = [begin, *ends[:-1]]
    accrual_ends = [*(day.toordinal() for day in ends[:-1]), maturity.toordinal() + 1]
    return Terms(
        trade=trade_date.toordinal(),
        step_in=step_in.toordinal(),
        cash_settle=cash_settle.toordinal(),
        maturity=maturity.toordinal(),
        starts=tuple(day.toordinal() for day in starts),
        ends=tuple(accrual_ends),
        pays=tuple(day.toordinal() for day in ends),
    )


def _rolls(maturity: date, step_in: date, calendar: Calendar) -> list[date]:
    """Return the roll dates, not moved to business days, from the start of the step-in's period to the maturity."""
    rolls = [maturity]
    while len(rolls) == 1 or rolls[-1] > step_in or calendar.following(rolls[-1]) > step_in:
        rolls.append(months_later(maturity, -_COUPON_MONTHS * len(rolls)))
    return rolls[::-1]
