"""What moves in cash or collateral because an amount applies: applied less deposited, by when, and in what.

Source: domain dossier section 4: deposits are due on the next business day; hour and collateral are those that JSCC
publishes for its IRS service, taken for CDS as settings.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from calc.days.business_day import Calendar


@dataclass(frozen=True, slots=True)
class DepositTerms:
    """The desk's settings: until which hour of the due day (None: not known), and what is deposited."""

    by: time | None
    collateral: str


@dataclass(frozen=True, slots=True)
class CashLine:
    """One account and measure in yen, with its due day; `deposited` is None where the desk does not know it."""

    account: str
    measure: str
    applied: int | None
    deposited: int | None
    due: date
    terms: DepositTerms

    @property
    def amount(self) -> int | None:
        """Return what is to be paid in, below zero what may be asked back; None where a side is not known."""
        return None if self.applied is None or self.deposited is None else self.applied - self.deposited


def cash_lines(
    applied: Mapping[tuple[str, str], int | None],
    deposited: Mapping[tuple[str, str], int],
    *,
    day: date,
    calendar: Calendar,
    terms: DepositTerms,
) -> tuple[CashLine, ...]:
    """Return one line for each (account, measure) that applies, due on the next business day, in order.

    Raises RefusedError `calendar_horizon` where the calendar does not reach.
    """
    due = calendar.next_open(day)
    return tuple(
        CashLine(account, measure, applied[account, measure], deposited.get((account, measure)), due, terms)
        for account, measure in sorted(applied)
    )


def to_be_paid(lines: Iterable[CashLine]) -> int:
    """Return the yen that must be paid in by all lines that are known; what one may take back pays no other."""
    return sum(max(0, line.amount or 0) for line in lines)
