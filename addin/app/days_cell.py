"""One day for one cell: business days of Tokyo and JSCC, standard maturities, and the day numbers of sheets."""

from datetime import date, timedelta

from calc.days.business_day import tokyo
from calc.outcome import Finding
from calc.pricing.maturity import standard_maturity

FIRST_DAY = date(1899, 12, 30)  # day 0 of a sheet
LAST_DAY_NUMBER = (date.max - FIRST_DAY).days


def business_day_of(day: date) -> date:
    """Return the day itself when Tokyo and JSCC are open, else the next business day.

    Raises RefusedError `calendar_horizon` for a day that the calendar does not know.
    """
    return tokyo().following(day)


def previous_day_of(day: date) -> date:
    """Return the last business day before the day; raises RefusedError `calendar_horizon` as `business_day_of`."""
    return tokyo().previous_open(day)


def maturity_of(day: date, tenor: str) -> date | Finding:
    """Return the unadjusted standard maturity of a tenor dealt on the day, as `calc.pricing.maturity` has it."""
    return standard_maturity(day, tenor.strip())


def day_of_number(number: float) -> date | None:
    """Return the day of a sheet's day number, the time of day dropped; None where the number is no day."""
    return FIRST_DAY + timedelta(days=int(number)) if 1 <= number < LAST_DAY_NUMBER + 1 else None
