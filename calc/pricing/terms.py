"""A contract turned into concrete dates once, then priced.

Source: ISDA Standard CDS contract and the ISDA CDS Standard Model: quarterly IMM coupons rolled back from the
unadjusted maturity, full first coupon, step-in the next calendar day, cash settlement three business days on,
protection through the maturity day (the last accrual period counts one day more).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from calc.days.business_day import Calendar
from calc.market.curve_quotes import months_later
from calc.outcome import Finding, finding

_COUPON_MONTHS = 3
_SETTLEMENT_DAYS = 3


@dataclass(frozen=True, slots=True)
class DateOverrides:
    """Dates that a contract states itself instead of following the standard."""

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


def contract_terms(
    trade_date: date,
    maturity: date,
    *,
    calendar: Calendar,
    overrides: DateOverrides = STANDARD,
) -> Terms | Finding:
    """Return the contract's dates, or a finding when it is over or its own dates contradict each other."""
    step_in = overrides.step_in or trade_date + timedelta(days=1)
    cash_settle = overrides.cash_settle or calendar.add(trade_date, _SETTLEMENT_DAYS)
    if maturity <= trade_date:
        return finding("contract_over", maturity=maturity, trade_date=trade_date)
    if not trade_date <= step_in <= maturity or cash_settle < trade_date:
        return finding("contract_dates", step_in=step_in, cash_settle=cash_settle, trade_date=trade_date)
    pays = _payments(maturity, min(step_in, overrides.accrual_begin or step_in), calendar)
    begin = overrides.accrual_begin or max(pay for pay in pays[:-1] if pay <= step_in)
    if begin > step_in:
        return finding("contract_dates", step_in=step_in, cash_settle=cash_settle, trade_date=trade_date)
    ends = [pay for pay in pays if pay > begin]
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


def _payments(maturity: date, reach: date, calendar: Calendar) -> list[date]:
    """Return the roll dates as business days, from one on or before `reach` to the maturity's."""
    pays = [calendar.following(maturity)]
    while len(pays) == 1 or pays[-1] > reach:
        pays.append(calendar.following(months_later(maturity, -_COUPON_MONTHS * len(pays))))
    return pays[::-1]
